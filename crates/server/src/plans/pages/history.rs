//! What was done to a draft, and taking it back.

use maud::{Markup, html};
use plan::{Entry, GridId, State};

use super::{api, form};
use crate::access::Action;
use crate::pages::Page;
use crate::plans::desk::Opened;
use crate::plans::one::label;

/// Edits that are shown, the newest first.
const SHOWN: usize = 50;

/// The edits, with the reader's own taken back or made again by a button.
pub(super) fn section(page: &Page<'_>, opened: &Opened) -> Markup {
    let log = opened.draft.log();
    let own = |entry: &Entry| page.asked.reader.account.as_ref() == Some(&entry.author);
    let open = matches!(opened.draft.standing().state, State::Draft | State::Checked);
    let may = open && page.asked.reader.may(Action::EditDrafts);
    let button = |what: &str, message: &str| {
        form(page, &api(&opened.head.name, what), opened.head.revision, &html! { button { (page.say(message)) } })
    };
    html! { section.card #history {
        h2 { (page.say("plan-history")) " " span.chip { (log.done.len()) } }
        @if may { div.row.no-print {
            @if log.done.iter().any(own) { (button("undo", "plan-undo")) }
            @if log.undone.iter().any(|one| own(&one.entry)) { (button("redo", "plan-redo")) }
        } }
        @if log.done.is_empty() { p { (page.say("plan-history-none")) } }
        ol.history { @for entry in log.done.iter().rev().take(SHOWN) { li {
            span.number { (entry.number) } " " b { (page.say(&format!("edit-{}", entry.edit.id()))) } " "
            (grids(opened, entry)) " " span.quiet { (entry.author) }
        } } }
    } }
}

fn grids(opened: &Opened, entry: &Entry) -> String {
    let there = |grid: &GridId| opened.draft.plan().grid(*grid).is_some();
    let named =
        entry.delta.grids().into_iter().map(|grid| if there(&grid) { label(opened, grid) } else { format!("#{grid}") });
    named.take(6).collect::<Vec<_>>().join(" ")
}

//! A draft: how it stands, what does not hold, what it changes, and what may be done with it.

use maud::{Markup, html};
use store::AsOf;

use super::{changes, comments, editing, findings, history, maps, moment, state, steps, streets};
use crate::access::Action;
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::pages::{Page, asset_address};
use crate::plans::desk::{Opened, open};
use crate::plans::list::address;
use crate::problem::{Kind, Problem};

/// `GET /plans/{plan}`
pub(in crate::plans) fn plan(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.may(Action::ReadDrafts)?;
    asked.only(&[])?;
    let page = Page::of(app, asked)?;
    let opened = open(app, asked.part("plan"))?;
    let day = opened.usual_day(app);
    let dressed = app.view(AsOf::day(day))?;
    let checker = opened.checker(app)?;
    // A draft on ground that is no more has nothing to be held against; the rest of the page still helps.
    let difference = match opened.difference(app, day) {
        Ok(difference) => Some(difference),
        Err(problem) if problem.kind == Kind::Conflict => None,
        Err(problem) => return Err(problem),
    };
    let changed = difference.as_ref().map(|difference| difference.changed()).transpose()?.unwrap_or_default();
    let name = &opened.head.name;
    let body = html! {
        (top(&page, &opened))
        (listening(&page, &opened))
        (numbers(&page, &opened, checker.counts(), difference.as_deref()))
        (steps::forms(&page, &opened, &checker))
        @if !changed.is_empty() {
            section.card {
                h2 { (page.say("plan-maps")) }
                (maps::both(&page, &dressed, &opened, &changed.iter().collect::<Vec<_>>())?)
                p { a.button href=(page.link(&format!("{}/compare", address("/plans/", name)))) { (page.say("plan-compare")) } }
            }
        }
        @if let Some(difference) = &difference { (streets::table(&page, &dressed, difference)) }
        (findings::grouped(&page, &dressed, &opened, &checker))
        (editing::forms(&page, &opened))
        (steps::decisions(&page, &opened)?)
        (comments::section(&page, &dressed, &opened)?)
        (changes::table(&page, &dressed, &changed))
        (history::section(&page, &opened))
        script src=(asset_address("changes.js")) type="module" {}
    };
    Ok(page.answer(name, &body))
}

fn top(page: &Page<'_>, opened: &Opened) -> Markup {
    let (head, standing) = (&opened.head, opened.draft.standing());
    let document = match &standing.state {
        plan::State::Approved { document } | plan::State::Published { document, .. } => Some(document),
        _ => None,
    };
    html! {
        nav.chain aria-label=(page.say("page-menu")) { ol { li { a href=(page.link("/plans")) { (page.say("plan-plans")) } } } }
        header.title {
            h1 { (head.name) " " (state(page, standing.state.id())) }
            p.quiet {
                span { (page.say_with("plan-edited", &[("author", head.author.clone()), ("time", moment(head.changed))])) }
                span { (page.say_with("plan-revision", &[("revision", head.revision.to_string())])) }
                @if let Some(base) = standing.base { span { (page.say_with("plan-base", &[("day", base.to_string())])) } }
                @if let Some(document) = document { span { (page.say("head-document")) " " (document) } }
                @if let Some(from) = opened.from() { span { (page.say_with("plan-from", &[("day", from.to_string())])) } }
            }
        }
    }
}

/// Where the script says that somebody has changed the draft since.
fn listening(page: &Page<'_>, opened: &Opened) -> Markup {
    let (head, changed) = (&opened.head, page.say("plan-changed-by"));
    html! {
        p.asof role="status" hidden data-plan=(head.name) data-revision=(head.revision) data-changed=(changed) data-since=(head.changed.as_microsecond()) {
            span data-said {} " "
            a href=(page.asked.address_with(&[])) { (page.say("plan-reload")) }
        }
    }
}

fn numbers(
    page: &Page<'_>,
    opened: &Opened,
    [errors, warnings, notes]: [usize; 3],
    difference: Option<&registry::Difference>,
) -> Markup {
    let territory = opened.draft.territory();
    let count = |id: &str, number: String| html! { div { dt { (page.say(id)) } dd { b { (number) } } } };
    let shown = [
        "new",
        "gone",
        "split",
        "merged",
        "moved",
        "courtyards",
        "households",
        "assignments",
        "contracts",
        "committees",
    ];
    html! { section.card {
        h2 { (page.say("plan-figures")) }
        dl.facts {
            (count("head-grids", opened.draft.plan().grids().len().to_string()))
            (count("head-courtyards", territory.courtyards().len().to_string()))
            (count("severity-error", errors.to_string()))
            (count("severity-warning", warnings.to_string()))
            (count("severity-note", notes.to_string()))
            @if let Some(difference) = difference {
                @for (name, number) in difference.figures() { @if shown.contains(&name) {
                    (count(&format!("diff-{name}"), number.to_string()))
                } }
            }
        }
        @if difference.is_none() { p { (page.say("plan-other-ground")) } }
    } }
}

//! The steps that the reader may take with a draft, as forms.

use std::collections::BTreeMap;

use maud::{Markup, html};
use model::{Finding, Severity};
use plan::{Checker, State};
use registry::GridRef;

use super::{api, csrf, form};
use crate::access::Action;
use crate::pages::Page;
use crate::plans::decisions::of;
use crate::plans::desk::Opened;
use crate::problem::Problem;

/// What can be done next.
pub(super) fn forms(page: &Page<'_>, opened: &Opened, checker: &Checker) -> Markup {
    let reader = &page.asked.reader;
    let (edits, publishes) = (reader.may(Action::EditDrafts), reader.may(Action::Publish));
    if !reader.areas.is_empty() || !(edits || publishes) {
        return html! {};
    }
    let state = &opened.draft.standing().state;
    let open = matches!(state, State::Draft | State::Checked);
    let forms = html! {
        @if edits && open { (submit(page, opened, checker)) }
        @if publishes && matches!(state, State::Submitted) { (approve(page, opened)) }
        @if publishes && matches!(state, State::Submitted | State::Approved { .. }) {
            (button(page, opened, "return", "plan-do-return"))
        }
        @if publishes && matches!(state, State::Approved { .. }) { (publish(page, opened)) }
        @if publishes && can_withdraw(page, opened) {
            details { summary { (page.say("plan-do-withdraw")) }
                p { (page.say("plan-withdraw-sure")) }
                (button(page, opened, "withdraw", "plan-do-withdraw"))
            }
        }
    };
    html! { @if !forms.0.is_empty() { section.card.no-print { h2 { (page.say("plan-steps")) } (forms) } } }
}

fn can_withdraw(page: &Page<'_>, opened: &Opened) -> bool {
    match &opened.draft.standing().state {
        State::Published { from, .. } => page.app.today() < *from,
        State::Superseded { .. } | State::Withdrawn => false,
        _ => true,
    }
}

fn button(page: &Page<'_>, opened: &Opened, step: &str, message: &str) -> Markup {
    form(page, &api(&opened.head.name, step), opened.head.revision, &html! { button { (page.say(message)) } })
}

/// Errors stand in the way; each rule with warnings wants a written reason.
fn submit(page: &Page<'_>, opened: &Opened, checker: &Checker) -> Markup {
    let found = checker.findings();
    let of = |severity| found.iter().filter(move |finding: &&Finding| finding.severity == severity);
    let mut rules: BTreeMap<&str, usize> = BTreeMap::new();
    of(Severity::Warning).for_each(|finding| *rules.entry(finding.rule.id()).or_default() += 1);
    let errors = of(Severity::Error).count();
    if errors > 0 {
        return html! { p { (page.say_with("plan-errors-first", &[("count", errors.to_string())])) " "
        a href="#findings" { (page.say("plan-findings")) } } };
    }
    let known = |rule: &str| {
        let reasons = &opened.draft.standing().reasons;
        reasons.iter().find(|one| one.rule.id() == rule && one.grid.is_none()).map(|one| one.text.clone())
    };
    form(
        page,
        &api(&opened.head.name, "submit"),
        opened.head.revision,
        &html! {
            @if !rules.is_empty() { p { (page.say("plan-reasons-about")) } }
            @for (rule, count) in &rules { label.long {
                (page.say(&format!("plan-rule-{rule}"))) " " span.chip { (count) }
                input name=(format!("reason:{rule}")) value=(known(rule).unwrap_or_default()) required;
            } }
            button { (page.say("plan-do-submit")) }
        },
    )
}

fn approve(page: &Page<'_>, opened: &Opened) -> Markup {
    let fields = html! {
        label { (page.say("head-document")) " " input name="document" required; }
        button { (page.say("plan-do-approve")) }
    };
    form(page, &api(&opened.head.name, "approve"), opened.head.revision, &fields)
}

fn publish(page: &Page<'_>, opened: &Opened) -> Markup {
    let today = page.app.today();
    let fields = html! {
        label { (page.say("plan-first-day")) " " input type="date" name="from" min=(today) required; }
        button { (page.say("plan-do-publish")) }
    };
    form(page, &api(&opened.head.name, "publish"), opened.head.revision, &fields)
}

/// Assignments that the publication left open.
pub(super) fn decisions(page: &Page<'_>, opened: &Opened) -> Result<Markup, Problem> {
    if !matches!(opened.draft.standing().state, State::Published { .. }) {
        return Ok(html! {});
    }
    let open = of(page.app, &opened.head.name, true)?;
    let may = page.asked.reader.may(Action::Publish) && page.asked.reader.areas.is_empty();
    let heirs = |shares: &[(GridRef, f64)]| {
        shares.iter().map(|(grid, share)| format!("{} {:.0}%", grid.label(), share * 100.0)).collect::<Vec<_>>()
    };
    Ok(html! { @if !open.is_empty() { section.card {
        h2 { (page.say("plan-decisions")) " " span.chip { (open.len()) } }
        ul.terms { @for one in &open { li {
            (one.role) " · " (one.from.label()) " → " (heirs(&one.shares).join(page.either("、", ", ")))
            @if may { form.act method="post" action=(page.link(&api(&opened.head.name, "decisions"))) {
                (csrf(page.asked))
                input type="hidden" name="key" value=(one.key);
                label { (page.say("plan-goes-to")) " " input name="to" list=(format!("to-{}", one.from.id)); }
                datalist id=(format!("to-{}", one.from.id)) { @for (grid, _) in &one.shares { option value=(grid.label()) {} } }
                button { (page.say("plan-decide")) }
            } }
        } } }
    } } })
}

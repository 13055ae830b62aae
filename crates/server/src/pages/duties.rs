//! Who is responsible: for each place of the chain the roles that are held there.

use maud::{Markup, html};
use registry::{Duty, Place, PlaceIndex, Standing};
use roster::HolderRecord;

use super::page::Page;
use crate::access::{Action, Shown};
use crate::people::{People, shown_name, shown_phone};

/// The section; what the reader may not see is left out and said.
pub(crate) fn duties(page: &Page<'_>, index: &PlaceIndex, people: &People, chain: &[&Place]) -> Markup {
    let standings = people.responsible(chain, page.day);
    let told = |duty: &&Duty<'_>| duty.is_vacant() || !duty.holders.is_empty();
    let hidden = chain.first().is_some_and(|place| page.asked.reader.phones(index, place) == Shown::Hidden);
    html! {
        section.card.duties {
            h2 { (page.say("page-responsible")) }
            @for standing in standings.iter().filter(|standing| standing.duties.iter().any(|duty| told(&duty))) {
                h3 { span.level { (page.level(standing.place.key.level)) } " " (page.name(standing.place)) }
                ul { @for duty in standing.duties.iter().filter(told) { (row(page, index, people, standing, duty)) } }
            }
            @if standings.iter().all(|standing| !standing.duties.iter().any(|duty| told(&duty))) {
                p.quiet { (page.say("page-nobody")) }
            }
            @if hidden && page.asked.reader.account.is_none() { p.quiet { (page.say("page-phones-hidden")) } }
        }
    }
}

fn row(page: &Page<'_>, index: &PlaceIndex, people: &People, standing: &Standing<'_>, duty: &Duty<'_>) -> Markup {
    let role = page.either(&duty.role.zh, &duty.role.en);
    html! {
        @if duty.holders.is_empty() {
            li {
                span.role { (role) }
                div { span.vacant { (page.say("page-vacant")) } (before(page, index, people, standing, duty)) }
            }
        }
        @for (held, record) in &duty.holders {
            li {
                span.role { (role) }
                div {
                    (holder(page, index, standing.place, held, *record))
                    p.quiet { (page.say_with("page-since", &[("day", held.assignment.period.from().to_string())]))
                        @if let Some(last) = held.assignment.period.to().and_then(|to| to.yesterday().ok()) {
                            " " (page.say_with("page-until", &[("day", last.to_string())]))
                        }
                    }
                    (before(page, index, people, standing, duty))
                }
                (call(page, index, standing.place, duty, *record))
            }
        }
    }
}

fn holder(
    page: &Page<'_>,
    index: &PlaceIndex,
    place: &Place,
    held: &registry::Held,
    record: Option<&HolderRecord>,
) -> Markup {
    let shown = page.asked.reader.names(index, place);
    let post = record.filter(|_| page.asked.reader.may(Action::ReadAssignments) && shown == Shown::Full);
    html! {
        @match shown_name(shown, &held.assignment.holder, record) {
            Some(name) => b { (name) },
            None => span.filled { (page.say("page-filled")) },
        }
        @if let Some(record) = post {
            @let texts: Vec<&str> =
                [record.unit.as_str(), record.post.as_str()].into_iter().filter(|text| !text.is_empty()).collect();
            @if !texts.is_empty() { " " span.quiet { (texts.join(" · ")) } }
        }
    }
}

/// Who held it before: the last change.
fn before(page: &Page<'_>, index: &PlaceIndex, people: &People, standing: &Standing<'_>, duty: &Duty<'_>) -> Markup {
    let Some(last) = people.before(duty, standing.place, page.day) else { return html! {} };
    if duty.holders.iter().any(|(held, _)| held.assignment.holder == last.holder) {
        return html! {};
    }
    let shown = page.asked.reader.names(index, standing.place);
    let name =
        shown_name(shown, &last.holder, people.record(&last.holder)).unwrap_or_else(|| page.say("page-somebody"));
    let day = last.period.to().and_then(|to| to.yesterday().ok()).map(|day| day.to_string()).unwrap_or_default();
    html! { p.quiet { (page.say_with("page-before", &[("name", name), ("day", day)])) } }
}

/// The number, to tap where it is whole.
fn call(page: &Page<'_>, index: &PlaceIndex, place: &Place, duty: &Duty<'_>, record: Option<&HolderRecord>) -> Markup {
    match shown_phone(&page.asked.reader, index, place, duty.role, record) {
        Some((phone, true)) => html! { a.call href=(format!("tel:{phone}")) { (phone) } },
        Some((phone, false)) => html! { span.phone { (phone) } },
        None => html! {},
    }
}

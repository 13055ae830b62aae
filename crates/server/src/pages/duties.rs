//! Who is responsible: for each place of the chain the roles that are held there.

use maud::{Markup, html};
use registry::{Place, PlaceIndex};

use super::page::Page;
use crate::access::Shown;
use crate::card::{DutyTold, HolderTold, standings};
use crate::people::People;

/// The section; what the reader may not see is left out and said.
pub(crate) fn duties(page: &Page<'_>, index: &PlaceIndex, people: &People, chain: &[&Place]) -> Markup {
    let reader = &page.asked.reader;
    let standings = standings(reader, index, people, chain, page.day);
    let hidden = chain.first().is_some_and(|place| reader.phones(index, place) == Shown::Hidden);
    html! {
        section.card.duties {
            h2 { (page.say("page-responsible")) }
            @for standing in &standings {
                h3 { span.level { (page.level(standing.place.key.level)) } " " (page.name(standing.place)) }
                ul { @for duty in &standing.duties { (row(page, duty)) } }
            }
            @if standings.is_empty() { p.quiet { (page.say("page-nobody")) } }
            @if hidden && reader.account.is_none() { p.quiet { (page.say("page-phones-hidden")) } }
        }
    }
}

fn row(page: &Page<'_>, duty: &DutyTold<'_>) -> Markup {
    let role = page.either(&duty.role.zh, &duty.role.en);
    html! {
        @if duty.holders.is_empty() {
            li {
                span.role { (role) }
                div { span.vacant { (page.say("page-vacant")) } (before(page, duty)) }
            }
        }
        @for holder in &duty.holders {
            li {
                span.role { (role) }
                div { (name(page, holder)) (days(page, holder)) (before(page, duty)) }
                (call(holder))
            }
        }
    }
}

fn name(page: &Page<'_>, holder: &HolderTold<'_>) -> Markup {
    html! {
        @match &holder.name {
            Some(name) => b { (name) },
            None => span.filled { (page.say("page-filled")) },
        }
        @if let Some(record) = holder.post {
            @let texts: Vec<&str> =
                [record.unit.as_str(), record.post.as_str()].into_iter().filter(|text| !text.is_empty()).collect();
            @if !texts.is_empty() { " " span.quiet { (texts.join(" · ")) } }
        }
    }
}

fn days(page: &Page<'_>, holder: &HolderTold<'_>) -> Markup {
    let period = holder.held.assignment.period;
    html! {
        p.quiet { (page.say_with("page-since", &[("day", period.from().to_string())]))
            @if let Some(last) = period.to().and_then(|to| to.yesterday().ok()) {
                " " (page.say_with("page-until", &[("day", last.to_string())]))
            }
        }
    }
}

/// Who held it before: the last change.
fn before(page: &Page<'_>, duty: &DutyTold<'_>) -> Markup {
    let Some(before) = &duty.before else { return html! {} };
    let name = before.name.clone().unwrap_or_else(|| page.say("page-somebody"));
    let day = before.last_day.map(|day| day.to_string()).unwrap_or_default();
    html! { p.quiet { (page.say_with("page-before", &[("name", name), ("day", day)])) } }
}

/// The number, to tap where it is whole.
fn call(holder: &HolderTold<'_>) -> Markup {
    match &holder.phone {
        Some((phone, true)) => html! { a.call href=(format!("tel:{phone}")) { (phone) } },
        Some((phone, false)) => html! { span.phone { (phone) } },
        None => html! {},
    }
}

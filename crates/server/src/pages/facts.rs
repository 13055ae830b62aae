//! What the archive says of a place, and what lies in it.

use maud::{Markup, html};
use registry::Place;
use serde_json::Value;

use super::page::Page;
use crate::card::{self, FactName};
use crate::counted::Counted;
use crate::dressed::Dressed;

/// Inner places that stand open on a page; more are folded.
const OPEN: usize = 60;

/// The section of facts.
pub(crate) fn facts(page: &Page<'_>, dressed: &Dressed, counted: &Counted, place: &Place) -> Markup {
    let own = own(page, dressed, place);
    let lots = card::lots(dressed, place);
    let sum = |field: &str| lots.iter().filter_map(|lot| number(&lot.body[field])).sum::<i64>();
    let renovated = counted.renovated.get(&place.key).filter(|_| place.body["renovated_on"].is_null());
    html! {
        section.card {
            h2 { (page.say("page-facts")) }
            dl.facts {
                div { dt { (page.say("property-code")) } dd.code { (place.key.code.as_str()) } }
                @if !lots.is_empty() {
                    div { dt { (page.say("page-lots")) } dd { (lots.len()) } }
                    @for field in ["households", "buildings"] { @if sum(field) > 0 {
                        div { dt { (page.say(&format!("property-{field}"))) } dd { (sum(field)) } }
                    } }
                }
                @if let Some(renovated) = renovated {
                    div { dt { (page.say("property-renovated_on")) } dd { (renovated) } }
                }
                @for (name, value) in own { div { dt { (name) } dd { (value) } } }
            }
        }
    }
}

fn own(page: &Page<'_>, dressed: &Dressed, place: &Place) -> Vec<(String, String)> {
    let word = |value: Value| match value {
        Value::Bool(flag) => page.say(if flag { "head-yes" } else { "head-no" }),
        Value::String(text) => text,
        other => other.to_string(),
    };
    let name = |name: FactName<'_>| match name {
        FactName::Property(name) => page.say(&format!("property-{name}")),
        FactName::Column(name) => name.to_owned(),
    };
    card::facts(dressed.view.places(), place).into_iter().map(|(of, value)| (name(of), word(value))).collect()
}

fn number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())
}

/// The places in a place by level, as links.
pub(crate) fn inner(page: &Page<'_>, dressed: &Dressed, place: &Place) -> Markup {
    let all = card::inner(dressed, place);
    html! { @for of_level in all.chunk_by(|a, b| a.key.level == b.key.level) {
        section.card {
            @let heading = format!("{} {}", page.level(of_level[0].key.level), of_level.len());
            @if of_level.len() > OPEN {
                details { summary { h2 { (heading) } } (links(page, of_level)) }
            } @else {
                h2 { (heading) } (links(page, of_level))
            }
        }
    } }
}

fn links(page: &Page<'_>, places: &[&Place]) -> Markup {
    html! { ul.inner { @for place in places {
        li { a href=(page.place_link(place)) { (page.name(place))
            @if let Some(address) = place.body["address"].as_str().filter(|text| !text.is_empty()) {
                " " span.quiet { (address) }
            }
        } }
    } } }
}

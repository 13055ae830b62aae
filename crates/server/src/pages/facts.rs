//! What the archive says of a place, and what lies in it.

use maud::{Markup, html};
use model::Level;
use registry::Place;
use serde_json::Value;

use super::page::Page;
use crate::counted::Counted;
use crate::dressed::Dressed;
use crate::ogc::feature;

/// Facts in the order in which they are told; `property-NAME` is the word.
const TOLD: [&str; 9] =
    ["address", "households", "buildings", "floors", "built_year", "renovated_on", "locked", "exception", "valid_from"];
/// What rows say for the machinery, or what stands elsewhere on the page.
const NOT_TOLD: [&str; 8] = ["社区", "街道", "所属编号", "楼号", "网格", "编号", "名称", "地址"];
/// Inner places that stand open on a page; more are folded.
const OPEN: usize = 60;

/// The section of facts.
pub(crate) fn facts(page: &Page<'_>, dressed: &Dressed, counted: &Counted, place: &Place) -> Markup {
    let own = own(page, dressed, place);
    let lots = lots(dressed, place);
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
    let word = |value: &Value| match value {
        Value::Bool(flag) => page.say(if *flag { "head-yes" } else { "head-no" }),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let known = feature::properties(place.key.level);
    let told = TOLD.iter().filter(|name| known.iter().any(|(known, _)| known == *name));
    let told = told.filter_map(|name| {
        let value = feature::property(dressed.view.places(), place, name);
        let nothing = value.is_null() || value == Value::Bool(false) || value == Value::String(String::new());
        (!nothing).then(|| (page.say(&format!("property-{name}")), word(&value)))
    });
    // Columns of the district's own files are in Chinese and are shown as they came.
    let chinese = |name: &str| !name.is_ascii() && !NOT_TOLD.contains(&name);
    let further =
        place.body.as_object().into_iter().flatten().filter(|(name, value)| chinese(name) && !value.is_null());
    told.chain(further.map(|(name, value)| (name.clone(), word(value)))).collect()
}

/// The courtyards, compounds and sites in a grid, community or street.
fn lots<'a>(dressed: &'a Dressed, place: &Place) -> Vec<&'a Place> {
    let is_lot = |one: &&Place| matches!(one.key.level, Level::Courtyard | Level::Compound | Level::Site);
    match place.key.level {
        Level::Grid | Level::Community => dressed.inner(place).filter(is_lot).collect(),
        Level::Subdistrict => {
            dressed.inner(place).flat_map(|community| dressed.inner(community)).filter(is_lot).collect()
        }
        _ => Vec::new(),
    }
}

fn number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())
}

/// The places in a place by level, as links.
pub(crate) fn inner(page: &Page<'_>, dressed: &Dressed, place: &Place) -> Markup {
    let mut all: Vec<&Place> = dressed.inner(place).collect();
    all.sort_by(|a, b| a.key.cmp(&b.key));
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

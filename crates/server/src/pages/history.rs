//! What a place was before: versions that are believed, and the grids that it belonged to.

use maud::{Markup, html};
use model::{Day, Level};
use registry::{Place, PlaceIndex};
use store::{Class, Version};

use super::page::Page;
use crate::problem::Problem;

/// The section, the newest first.
pub(crate) fn history(page: &Page<'_>, index: &PlaceIndex, place: &Place) -> Result<Markup, Problem> {
    let (own, members) = page.app.readers.ask(|store| -> Result<_, store::Fault> {
        let class = if place.key.level == Level::Grid { Class::Grid } else { Class::Place };
        Ok((store.history(class, &place.id)?, store.history(Class::Membership, &place.id)?))
    })?;
    let mut lines = versions(page, &believed(own));
    for version in believed(members) {
        let grid = version.record.parent.as_deref().map(|id| grid_name(page, index, id)).unwrap_or_default();
        lines.push((version.valid.from(), page.say_with("page-history-member", &[("grid", grid)])));
        lines.extend(version.valid.to().map(|to| (to, page.say("page-history-left"))));
    }
    lines.sort_by_key(|(day, _)| std::cmp::Reverse(*day));
    // Leaving a grid on the day on which the next one is entered is one event.
    let left = page.say("page-history-left");
    let days: Vec<Day> = lines.iter().filter(|(_, text)| *text != left).map(|(day, _)| *day).collect();
    lines.retain(|(day, text)| *text != left || !days.contains(day));
    Ok(html! {
        section.card {
            h2 { (page.say("page-history")) }
            ol.history { @for (day, text) in lines {
                li {
                    a href=(page.asked.address_with(&[("date", &day.to_string())])) { time datetime=(day) { (day) } }
                    " " (text)
                }
            } }
        }
    })
}

fn believed(versions: Vec<Version>) -> Vec<Version> {
    let mut believed: Vec<Version> = versions.into_iter().filter(|version| version.superseded.is_none()).collect();
    believed.sort_by_key(|version| version.valid.from());
    believed
}

/// What changed from version to version.
fn versions(page: &Page<'_>, versions: &[Version]) -> Vec<(Day, String)> {
    let mut lines = Vec::new();
    let mut before: Option<&Version> = None;
    for version in versions {
        let text = before.map_or_else(|| page.say("page-history-first"), |before| changes(page, before, version));
        lines.push((version.valid.from(), text));
        before = Some(version);
    }
    let end = versions.last().and_then(|last| last.valid.to());
    lines.extend(end.map(|day| (day, page.say("page-history-ended"))));
    lines
}

fn changes(page: &Page<'_>, before: &Version, now: &Version) -> String {
    let name = |version: &Version| version.record.body["name"].as_str().unwrap_or_default().to_owned();
    let code = |version: &Version| version.record.code.clone().unwrap_or_default();
    let mut said = Vec::new();
    if name(before) != name(now) {
        said.push(page.say_with("page-history-name", &[("before", name(before)), ("now", name(now))]));
    }
    if code(before) != code(now) {
        said.push(page.say_with("page-history-code", &[("before", code(before)), ("now", code(now))]));
    }
    if before.record.shape != now.record.shape {
        said.push(page.say("page-history-shape"));
    }
    if said.is_empty() {
        said.push(page.say("page-history-facts"));
    }
    said.join(page.either("；", "; "))
}

fn grid_name(page: &Page<'_>, index: &PlaceIndex, id: &str) -> String {
    let number = id.split_once(':').map_or(id, |(_, number)| number);
    index.by_id(id).map_or_else(|| format!("#{number}"), |grid| page.name(grid).to_owned())
}

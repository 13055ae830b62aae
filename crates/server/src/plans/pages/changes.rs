//! Every grid that changes.

use maud::{Markup, html};
use registry::{ChangedGrid, GridSide};

use super::maps::words;
use crate::dressed::Dressed;
use crate::pages::Page;

/// Rows that stand open; further ones are folded.
const OPEN: usize = 30;

/// The table, long ones folded.
pub(super) fn table(page: &Page<'_>, dressed: &Dressed, changed: &[ChangedGrid]) -> Markup {
    let all: Vec<&ChangedGrid> = changed.iter().collect();
    let (first, rest) = all.split_at(all.len().min(OPEN));
    html! { @if !changed.is_empty() { section.card.wide {
        h2 { (page.say("plan-changes")) " " span.chip { (changed.len()) } }
        (rows(page, dressed, first))
        @if !rest.is_empty() { details {
            summary { (page.say_with("page-further", &[("count", rest.len().to_string())])) }
            (rows(page, dressed, rest))
        } }
    } } }
}

/// Grids before and after.
pub(super) fn rows(page: &Page<'_>, dressed: &Dressed, changed: &[&ChangedGrid]) -> Markup {
    html! { div.scroll tabindex="0" { table {
        thead { tr {
            th scope="col" { (page.say("head-grid")) } th scope="col" { (page.say("head-change")) }
            th.number scope="col" { (page.say("head-courtyards")) } th.number scope="col" { (page.say("head-households")) }
            th.number scope="col" { (page.say("diff-area")) }
        } }
        tbody { @for one in changed { tr id=(format!("grid-{}", one.id)) {
            th scope="row" { (named(page, dressed, one)) }
            td { (words(page, one)) }
            td.number { (pair(one, |side| side.courtyards.to_string())) }
            td.number { (pair(one, |side| side.households.to_string())) }
            td.number { "+" (format!("{:.0}", one.gained_m2.abs())) " −" (format!("{:.0}", one.lost_m2.abs())) }
        } } }
    } } }
}

fn named(page: &Page<'_>, dressed: &Dressed, one: &ChangedGrid) -> Markup {
    let side = one.after.as_ref().or(one.before.as_ref());
    let (label, name) = side.map(|side| (side.grid.label(), side.grid.name.clone())).unwrap_or_default();
    let place = dressed.view.places().by_id(&format!("grid:{}", one.id));
    html! {
        @match place { Some(place) => a href=(page.place_link(place)) { (label) }, None => span { (label) } }
        " " (name)
    }
}

fn pair(one: &ChangedGrid, figure: impl Fn(&GridSide) -> String) -> String {
    let text = |side: &Option<GridSide>| side.as_ref().map_or_else(|| "–".to_owned(), &figure);
    let (before, after) = (text(&one.before), text(&one.after));
    if before == after { after } else { format!("{before} → {after}") }
}

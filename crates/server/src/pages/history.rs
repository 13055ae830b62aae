//! What a place was before.

use maud::{Markup, html};
use registry::{Place, PlaceIndex};

use super::page::Page;
use crate::card::{self, Event};
use crate::problem::Problem;

/// The section, the newest first.
pub(crate) fn history(page: &Page<'_>, index: &PlaceIndex, place: &Place) -> Result<Markup, Problem> {
    let events = page.app.readers.ask(|store| card::history(store, place))?;
    Ok(html! {
        section.card {
            h2 { (page.say("page-history")) }
            ol.history { @for event in &events {
                li {
                    a href=(page.asked.address_with(&[("date", &event.day.to_string())])) {
                        time datetime=(event.day) { (event.day) }
                    }
                    " " (text(page, index, event))
                }
            } }
        }
    })
}

fn text(page: &Page<'_>, index: &PlaceIndex, event: &Event) -> String {
    let grid = |id: &str| grid_name(page, index, id);
    let said = event.kinds.iter().map(|kind| {
        let (message, figures) = kind.told(grid);
        page.say_with(&message, &figures)
    });
    said.collect::<Vec<_>>().join(page.either("；", "; "))
}

fn grid_name(page: &Page<'_>, index: &PlaceIndex, id: &str) -> String {
    let number = id.split_once(':').map_or(id, |(_, number)| number);
    index.by_id(id).map_or_else(|| format!("#{number}"), |grid| page.name(grid).to_owned())
}

//! The places behind a figure, of a street or a kind where one is chosen.

use coverage::{Figure, Known, Tally};
use maud::{Markup, html};
use model::{Code, Level, PlaceKey};
use registry::Place;

use super::page::Page;
use super::standing::mark;
use crate::dressed::Dressed;

/// Most places of an answer on the page; a street has fewer.
const MOST: usize = 600;

/// What is chosen.
#[derive(Clone, Copy)]
pub(crate) struct Choice<'a> {
    pub(crate) street: Option<&'a str>,
    pub(crate) kind: Option<&'a str>,
}

/// The places of each answer, those that lack it first.
pub(crate) struct Listed<'a>(pub(crate) [(Known, Vec<&'a Place>); 3]);

impl<'a> Listed<'a> {
    pub(crate) fn of(dressed: &'a Dressed, figure: &Figure, choice: Choice<'_>) -> Self {
        let index = dressed.view.places();
        let chosen = |place: &&Place| {
            let street = || index.at_level(place, Level::Subdistrict).map(|street| street.key.code.as_str());
            choice.street.is_none_or(|wanted| street() == Some(wanted))
                && choice.kind.is_none_or(|kind| place.kind == kind)
        };
        let places = |codes: &[Code]| {
            let place = |code: &Code| index.by_key(&PlaceKey { level: figure.level, code: code.clone() });
            codes.iter().filter_map(place).filter(chosen).collect::<Vec<_>>()
        };
        let behind = &figure.behind;
        Listed([
            (Known::No, places(&behind.no)),
            (Known::Unknown, places(&behind.unknown)),
            (Known::Yes, places(&behind.yes)),
        ])
    }

    pub(crate) fn tally(&self) -> Tally {
        let [no, unknown, yes] = [0, 1, 2].map(|at: usize| self.0[at].1.len());
        Tally { yes, no, unknown }
    }
}

/// The lists: gaps open, the rest to unfold.
pub(crate) fn lists(page: &Page<'_>, dressed: &Dressed, listed: &Listed<'_>) -> Markup {
    html! { @for (known, places) in &listed.0 { @if !places.is_empty() {
        section.card {
            details open[*known != Known::Yes] {
                summary { h2 { (mark(page, *known)) (places.len()) } }
                ul.inner { @for place in places.iter().take(MOST) { (row(page, dressed, place)) } }
                @if places.len() > MOST {
                    p.quiet { (page.say_with("page-more", &[("count", (places.len() - MOST).to_string())])) }
                }
            }
        }
    } } }
}

fn row(page: &Page<'_>, dressed: &Dressed, place: &Place) -> Markup {
    let community = dressed.view.places().at_level(place, Level::Community).filter(|one| one.id != place.id);
    html! { li { a href=(page.place_link(place)) { (page.name(place))
        @if let Some(community) = community { " " span.quiet { (page.name(community)) } }
    } } }
}

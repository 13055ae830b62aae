//! What the figures say of a place.

use coverage::Known;
use maud::{Markup, html};
use registry::Place;

use super::page::Page;
use crate::counted::Counted;

/// The section: figures that count the place, or the grid around it.
pub(crate) fn standing(page: &Page<'_>, counted: &Counted, chain: &[&Place]) -> Markup {
    let told: Vec<&&Place> = chain.iter().filter(|place| !counted.of(&place.key).is_empty()).collect();
    html! {
        @if !told.is_empty() {
            section.card {
                h2 { (page.say("page-coverage")) }
                @for (number, place) in told.iter().enumerate() {
                    @if number > 0 || chain.first().is_some_and(|first| first.id != place.id) {
                        h3 { span.level { (page.level(place.key.level)) } " " (page.name(place)) }
                    }
                    ul.answers { @for (figure, known) in counted.of(&place.key) {
                        @let metric = &counted.metrics.metrics[*figure];
                        li {
                            (mark(page, *known))
                            a href=(page.link(&format!("/coverage/{}", metric.id))) {
                                (page.either(&metric.title.zh, &metric.title.en))
                            }
                        }
                    } }
                }
            }
        }
    }
}

/// An answer as a sign with its word: told apart without colours.
pub(crate) fn mark(page: &Page<'_>, known: Known) -> Markup {
    let (class, sign, word) = match known {
        Known::Yes => ("yes", "✓", "head-yes"),
        Known::No => ("no", "✕", "head-no"),
        Known::Unknown => ("unknown", "?", "head-unknown"),
    };
    html! { span.mark.(class) { span aria-hidden="true" { (sign) } " " (page.say(word)) } " " }
}

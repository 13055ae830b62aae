//! Coverage of a day: headline figures, loads, terms that end.

use coverage::{Figure, Metric, Tally};
use maud::{Markup, html};
use model::Level;
use registry::PlaceIndex;

use super::bar::{bar, in_words, legend, patterns, share};
use super::page::Page;
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::counted::{Counted, Ends};
use crate::dressed::Dressed;
use crate::people::{People, shown_name};
use crate::problem::Problem;

/// Terms of a watch that stand open; further ones are folded.
const OPEN: usize = 8;

/// `/coverage`
pub(crate) fn coverage(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.only(&["date", "street"])?;
    let page = Page::of(app, asked)?;
    let dressed = app.view_for(asked, page.as_of())?;
    let (counted, people) = (dressed.counted(app)?, dressed.people(app)?);
    let street = asked.parameter("street").filter(|code| !code.is_empty());
    let title = page.say("page-coverage");
    let body = html! {
        (patterns())
        header.title {
            h1 { (title) }
            p { (page.say_with("page-as-of", &[("day", page.day.to_string())])) }
        }
        (choose(&page, &dressed, street))
        (legend(&page))
        div.tiles { @for (metric, figure) in counted.metrics.metrics.iter().zip(&counted.figures) {
            (tile(&page, metric, figure, street))
        } }
        @if street.is_none() {
            (loads(&page, counted))
            (terms(&page, &dressed, counted, people))
        }
        p { a href=(page.link("/packs")) { (page.say("page-packs")) } }
    };
    Ok(page.answer_about(&title, &body, dressed.view.revision()))
}

/// The form with the streets and the day.
fn choose(page: &Page<'_>, dressed: &Dressed, street: Option<&str>) -> Markup {
    html! { form.filter action=(page.asked.path) {
        (street_field(page, dressed, street))
        label { (page.say("page-day")) " " input type="date" name="date" value=(page.day); }
        @if let Some(lang) = page.asked.parameter("lang") { input type="hidden" name="lang" value=(lang); }
        button { (page.say("page-show")) }
    } }
}

/// The field that chooses a street.
pub(crate) fn street_field(page: &Page<'_>, dressed: &Dressed, street: Option<&str>) -> Markup {
    html! { label { (page.level(Level::Subdistrict)) " " select name="street" {
        option value="" { (page.say("page-all")) }
        @for one in dressed.view.of_level(Level::Subdistrict) {
            option value=(one.key.code) selected[street == Some(one.key.code.as_str())] { (page.name(one)) }
        }
    } } }
}

/// A figure's numbers, of a street where one is chosen.
fn tile(page: &Page<'_>, metric: &Metric, figure: &Figure, street: Option<&str>) -> Markup {
    let part =
        |street: &str| figure.by_street.iter().find(|part| part.key.as_deref() == Some(street)).map(|part| part.tally);
    let tally = street.map_or(figure.tally, |street| part(street).unwrap_or_default());
    let link = page.link_with(&format!("/coverage/{}", metric.id), &[("street", street.unwrap_or_default())]);
    html! { a.tile href=(link) {
        h2 { (page.either(&metric.title.zh, &metric.title.en)) }
        (numbers(page, tally, figure))
        (bar(page, tally))
        p.quiet { (in_words(page, tally)) }
    } }
}

/// The share, and n of N.
pub(crate) fn numbers(page: &Page<'_>, tally: Tally, figure: &Figure) -> Markup {
    html! { p.figure {
        span.big { (share(tally, figure.rounding)) }
        " " span { b { (tally.yes) } " / " (tally.denominator()) }
        @if tally.unknown > 0 {
            " " span.chip { (page.say_with("page-unknown", &[("count", tally.unknown.to_string())])) }
        }
    } }
}

fn loads(page: &Page<'_>, counted: &Counted) -> Markup {
    html! { @if !counted.loads.is_empty() { section.card {
        h2 { (page.say("page-loads")) }
        div.loads { @for (metric, load) in counted.metrics.loads.iter().zip(&counted.loads) {
            @let most = load.histogram.values().copied().max().unwrap_or(1).max(1);
            div {
                h3 { (page.either(&metric.title.zh, &metric.title.en)) }
                table.histogram { tbody { @for (places, holders) in &load.histogram {
                    tr { th scope="row" { (places) }
                        td {
                            svg viewBox="0 0 300 14" preserveAspectRatio="none" aria-hidden="true" {
                                rect.yes width=(holders * 300 / most) height="14" {}
                            }
                        }
                        td.number { (page.say_with("page-holders", &[("count", holders.to_string())])) } }
                } } }
                p.quiet { (page.either(&metric.caption.zh, &metric.caption.en)) }
            }
        } }
    } } }
}

fn terms(page: &Page<'_>, dressed: &Dressed, counted: &Counted, people: &People) -> Markup {
    html! { @for (watch, ends) in counted.metrics.terms.iter().zip(&counted.terms) {
        section.card {
            h2 { (page.either(&watch.title.zh, &watch.title.en)) " " span.chip { (ends.len()) } }
            @let (first, rest) = ends.split_at(ends.len().min(OPEN));
            @if !first.is_empty() { (listed(page, dressed.view.places(), people, first)) }
            @if !rest.is_empty() { details {
                summary { (page.say_with("page-further", &[("count", rest.len().to_string())])) }
                (listed(page, dressed.view.places(), people, rest))
            } }
        }
    } }
}

fn listed(page: &Page<'_>, index: &PlaceIndex, people: &People, ends: &[Ends]) -> Markup {
    html! { ul.terms { @for one in ends { (term(page, index, people, one)) } } }
}

fn term(page: &Page<'_>, index: &PlaceIndex, people: &People, one: &Ends) -> Markup {
    let place = index.by_key(&one.assignment.place);
    let name = place.and_then(|place| {
        let shown = page.asked.reader.names(index, place);
        shown_name(shown, &one.assignment.holder, people.record(&one.assignment.holder))
    });
    html! { li {
        @if let Some(place) = place { a href=(page.place_link(place)) { (page.name(place)) } }
        " " (name.unwrap_or_default())
        span.quiet {
            " " (page.say_with("page-ends", &[("day", one.last_day.to_string()), ("days", one.days_left.to_string())]))
        }
        @if one.followed { " " span.chip { (page.say("page-followed")) } }
    } }
}

//! The card of a place.

use maud::{Markup, html};
use model::{Code, Level, PlaceKey};
use registry::Place;
use store::Class;

use super::page::Page;
use super::{duties, facts, history, qr, standing, surroundings};
use crate::access::Action;
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::dressed::Dressed;
use crate::office;
use crate::ogc::feature;
use crate::problem::{Kind, Problem};

/// `/place/{level}/{id}`
pub(crate) fn place(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.only(&["date"])?;
    let page = Page::of(app, asked)?;
    let level = Level::from_id(asked.part("level")).ok_or(Problem::new(Kind::NotFound))?;
    let dressed = app.view_for(asked, page.as_of())?;
    let place = named(&dressed, level, asked.part("id")).ok_or_else(|| absent(app, level, asked.part("id")))?;
    let body = card(&page, &dressed, place)?;
    if asked.reader.account.is_some() && body.0.contains("href=\"tel:") {
        app.tell(asked, "read phones", &place.id, "")?;
    }
    let title = format!("{} {}", page.level(level), page.name(place));
    Ok(page.answer_about(&title, &body, dressed.view.revision()))
}

/// The place of a level with this id, else with this code.
pub(crate) fn named<'a>(dressed: &'a Dressed, level: Level, id: &str) -> Option<&'a Place> {
    let index = dressed.view.places();
    let by_code = || index.by_key(&PlaceKey { level, code: Code::new(id).ok()? });
    index.by_id(&feature::place_id(level, id)).or_else(by_code)
}

/// Not there: never, or not on the day.
pub(crate) fn absent(app: &App, level: Level, id: &str) -> Problem {
    let class = if level == Level::Grid { Class::Grid } else { Class::Place };
    let id = feature::place_id(level, id);
    match app.readers.ask(|store| store.history(class, &id)) {
        Ok(list) if !list.is_empty() => Problem::new(Kind::Gone).with("id", id),
        _ => Problem::new(Kind::NotFound),
    }
}

fn card(page: &Page<'_>, dressed: &Dressed, place: &Place) -> Result<Markup, Problem> {
    let index = dressed.view.places();
    let chain = registry::chain(index, place, &[]);
    let (people, counted) = (dressed.people(page.app)?, dressed.counted(page.app)?);
    let history = history::history(page, index, place)?;
    let documents = office::documents_section(page, place)?;
    Ok(html! {
        (head(page, &chain, place))
        div.columns {
            div.main {
                (duties::duties(page, index, people, &chain))
                (standing::standing(page, counted, &chain))
                (correction(page, place))
                (facts::facts(page, dressed, counted, place))
                (documents)
                (facts::inner(page, dressed, place))
                (history)
            }
            div.side {
                @if let Some(map) = surroundings::surroundings(page, dressed, place) { figure.card.mapped { (map) } }
                (sheet(page, place))
                (other_day(page))
            }
        }
    })
}

/// Where it lies, and what it is called.
fn head(page: &Page<'_>, chain: &[&Place], place: &Place) -> Markup {
    let address = place.body["address"].as_str().filter(|text| !text.is_empty());
    let kind = match place.key.level {
        Level::Grid => page.say(&format!("grid-kind-{}", place.kind)),
        level => page.level(level),
    };
    html! {
        @let outer = chain.iter().rev().filter(|one| one.id != place.id);
        nav.chain aria-label=(page.say("page-chain")) { ol { @for outer in outer {
            li { a href=(page.place_link(outer)) { (page.name(outer)) } }
        } } }
        header.title {
            h1 { (page.name(place)) }
            p {
                span.chip { (kind) }
                @if let Some(address) = address { " " (address) }
                " " span.code { (place.key.code.as_str()) }
            }
        }
    }
}

/// The way to say that something is wrong here, for the public and for whoever may.
fn correction(page: &Page<'_>, place: &Place) -> Markup {
    let reader = &page.asked.reader;
    let may = reader.account.is_none() || reader.may(Action::Correct);
    let address = page.place_link(place).replacen("/place/", "/correct/", 1);
    html! { @if may && !page.is_dated() {
        p.wrong { a.button href=(address) { (page.say("correction-link")) } }
    } }
}

/// The code to scan, and the sheet to print.
fn sheet(page: &Page<'_>, place: &Place) -> Markup {
    let address = qr::address(page, place);
    let lot =
        matches!(place.key.level, Level::Courtyard | Level::Compound | Level::Site | Level::Community | Level::Grid);
    html! {
        section.card.scan {
            (qr::code(&address, &page.say_with("page-qr-of", &[("place", page.name(place).to_owned())])))
            div {
                h2 { (page.say("page-qr")) }
                p.quiet { (page.say("page-qr-about")) }
                p.code { (address) }
                @if lot {
                    p {
                        a.button href=(page.link(&format!("/notice/{}", place.id.replace(':', "%3A")))) {
                            (page.say("page-notice"))
                        }
                        @if place.key.level == Level::Community && page.asked.reader.may(Action::ReadAssignments) {
                            " " a.button href=(page.link_with("/notices", &[("within", &place.id)])) {
                                (page.say("notices-title"))
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The same place on another day.
fn other_day(page: &Page<'_>) -> Markup {
    html! {
        form.card.day action=(page.asked.path) {
            label { (page.say("page-other-day")) " " input type="date" name="date" value=(page.day); }
            @if let Some(lang) = page.asked.parameter("lang") { input type="hidden" name="lang" value=(lang); }
            button { (page.say("page-show")) }
        }
    }
}

/// Places as large links, each with what it lies in: which one is meant?
pub(crate) fn choices(page: &Page<'_>, dressed: &Dressed, places: &[(&Place, String)]) -> Markup {
    html! { ul.choices { @for (place, note) in places {
        li { a href=(page.place_link(place)) {
            span.chip { (page.level(place.key.level)) } " " b { (page.name(place)) }
            @if !note.is_empty() { " " span.distance { (note) } }
            span.quiet { (place.body["address"].as_str().unwrap_or_default()) " " (around(page, dressed, place)) }
        } }
    } } }
}

/// What a place lies in, from the grid to the street.
fn around(page: &Page<'_>, dressed: &Dressed, place: &Place) -> String {
    let around = dressed.view.places().around(place).into_iter().filter(|one| one.key.level != Level::District);
    around.map(|one| page.name(one)).collect::<Vec<_>>().join(" · ")
}

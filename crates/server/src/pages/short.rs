//! Short addresses, as QR codes have them: they lead on for as long as the place is there, and further when it is not.

use geo::InteriorPoint;
use maud::html;
use model::{Code, Level};
use registry::Place;
use store::{Class, Store, Version};

use super::page::Page;
use super::place::choices;
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::dressed::Dressed;
use crate::ogc::feature;
use crate::problem::{Kind, Problem};

/// `/p/{code}`
pub(crate) fn short(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.only(&["date"])?;
    let page = Page::of(app, asked)?;
    let dressed = app.view_for(asked, page.as_of())?;
    let text = asked.part("code");
    match meant(&dressed, text)[..] {
        [one] => Ok(onward(&page.place_link(one))),
        [] => heirs(&page, &dressed, text),
        ref several => {
            let title = page.say("page-which");
            let several: Vec<(&Place, String)> = several.iter().map(|one| (*one, String::new())).collect();
            let body = html! { section.card { h1 { (title) } (choices(&page, &dressed, &several)) } };
            Ok(page.answer(&title, &body))
        }
    }
}

/// The places that an id, the end of an id, or a code names.
pub(crate) fn meant<'a>(dressed: &'a Dressed, text: &str) -> Vec<&'a Place> {
    let index = dressed.view.places();
    if text.contains(':') {
        return index.by_id(text).into_iter().collect();
    }
    let by_id = |level: Level| (level != Level::Grid).then(|| index.by_id(&feature::place_id(level, text))).flatten();
    let found: Vec<&Place> = Level::ALL.into_iter().filter_map(by_id).collect();
    match Code::new(text) {
        Ok(code) if found.is_empty() => index.by_code(&code),
        _ => found,
    }
}

fn onward(address: &str) -> Answer {
    let mut answer =
        Answer::of("text/plain; charset=utf-8", "").with("location", address).with("cache-control", "no-cache");
    answer.status = 303;
    answer
}

/// What became of something that is no more.
pub(crate) enum Heirs<'a> {
    /// A code that the same thing had before.
    Same(&'a Place),
    /// Another thing, by its last name, and what lies there now.
    Now(String, Vec<&'a Place>),
}

/// What an id or a code leads to that nothing has today; `None` where nothing ever had it.
pub(crate) fn became<'a>(app: &App, dressed: &'a Dressed, text: &str) -> Result<Option<Heirs<'a>>, Problem> {
    let Some(last) = app.readers.ask(|store| last(store, text))? else { return Ok(None) };
    if let Some(place) = dressed.view.places().by_id(&last.record.key) {
        return Ok(Some(Heirs::Same(place)));
    }
    let spot = last.record.shape.as_ref().and_then(InteriorPoint::interior_point);
    let mut now = spot.map(|spot| dressed.view.at([spot.x(), spot.y()])).unwrap_or_default();
    now.retain(|place| place.key.level > Level::Subdistrict);
    Ok(Some(Heirs::Now(last.record.body["name"].as_str().unwrap_or(text).to_owned(), now)))
}

/// The place is no more: what lies there now is offered.
fn heirs(page: &Page<'_>, dressed: &Dressed, text: &str) -> Result<Answer, Problem> {
    let (name, now) = match became(page.app, dressed, text)?.ok_or(Problem::new(Kind::NotFound))? {
        Heirs::Same(place) => return Ok(onward(&page.place_link(place))),
        Heirs::Now(name, now) => (name, now),
    };
    let now: Vec<(&Place, String)> = now.into_iter().map(|place| (place, String::new())).collect();
    let title = page.say("page-gone");
    let body = html! {
        section.card {
            h1 { (title) }
            p { (page.say_with("page-gone-now", &[("name", name)])) }
            (choices(page, dressed, &now))
        }
    };
    Ok(page.answer(&title, &body))
}

/// The newest version of what had this id or code once.
fn last(store: &Store, text: &str) -> Result<Option<Version>, store::Fault> {
    let ids: Vec<(Class, String)> = match text.split_once(':') {
        Some(("grid", _)) => vec![(Class::Grid, text.to_owned())],
        Some(_) => vec![(Class::Place, text.to_owned())],
        None => {
            let had = store.codes_ever(Class::Grid)?.into_iter().find(|(code, _)| code == text).map(|(_, key)| key);
            let places = Level::ALL.into_iter().map(|level| (Class::Place, feature::place_id(level, text)));
            had.map(|key| (Class::Grid, key)).into_iter().chain(places).collect()
        }
    };
    for (class, id) in ids {
        if let Some(version) = store.history(class, &id)?.pop() {
            return Ok(Some(version));
        }
    }
    Ok(None)
}

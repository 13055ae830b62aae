//! The cards of a grid worker's own area, to be kept on the phone for a day.

use maud::html;
use model::Level;
use registry::Place;
use serde_json::{Value, json};

use crate::access::{Action, Role};
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::dressed::Dressed;
use crate::ogc::feature;
use crate::pages::{Page, asset_address};
use crate::problem::{Kind, Problem};

/// Most cards of one phone.
const MOST: usize = 600;
/// How long they are kept, hours.
const KEPT: u32 = 24;

/// `GET /take-along`
pub(super) fn page(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    own(asked)?;
    asked.only(&[])?;
    let page = Page::of(app, asked)?;
    let dressed = app.view(page.as_of())?;
    let cards = cards(&dressed, asked);
    let title = page.say("take-title");
    let body = html! {
        h1 { (title) }
        section.card.take data-take="/api/take-along" data-none=(page.say("take-none")) data-done=(page.say("take-done"))
            data-failed=(page.say("take-failed")) data-cleared=(page.say("take-cleared"))
            data-note=(page.say("take-note")) {
            p { (page.say_with("take-about", &[("count", cards.len().to_string()), ("hours", KEPT.to_string())])) }
            noscript { p { (page.say("take-script")) } }
            p data-told role="status" {}
            progress data-progress max="1" value="0" aria-label=(title) hidden {}
            p {
                button data-fetch hidden { (page.say("take-fetch")) } " "
                button data-clear hidden { (page.say("take-clear")) }
            }
            ul.choices data-cards {}
        }
        section.card data-letters hidden {
            h2 { (page.say("take-letters")) }
            ul data-list data-waiting=(page.say("take-waiting")) {}
        }
        script src=(asset_address("take-along.js")) defer {}
    };
    Ok(page.answer(&title, &body))
}

/// `GET /api/take-along`: which cards there are, and how long they may be kept.
pub(super) fn list(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    own(asked)?;
    asked.only(&[])?;
    let dressed = app.view(store::AsOf::day(app.today()))?;
    let cards: Vec<Value> = cards(&dressed, asked).into_iter().map(entry).collect();
    let (account, day) = (asked.reader.account.as_deref(), app.today().to_string());
    let list = json!({ "account": account, "day": day, "hours": KEPT, "cards": cards });
    Ok(Answer::json("application/json", &list))
}

fn entry(place: &Place) -> Value {
    let name = if place.name.is_empty() { place.key.code.as_str() } else { place.name.as_str() };
    let level = place.key.level.id();
    json!({ "href": address("place", place), "correct": address("correct", place), "name": name, "level": level })
}

/// A grid worker with an area: others have no own grid, and nobody takes the whole district along.
fn own(asked: &Asked) -> Result<(), Problem> {
    asked.may(Action::ReadAssignments)?;
    let reader = &asked.reader;
    if reader.role == Role::GridWorker && !reader.areas.is_empty() {
        return Ok(());
    }
    Err(Problem::new(Kind::Forbidden).with("role", reader.role.id()))
}

/// The places of the own area from the community down, the large ones first.
fn cards<'a>(dressed: &'a Dressed, asked: &Asked) -> Vec<&'a Place> {
    let index = dressed.view.places();
    let small = |place: &&Place| place.key.level >= Level::Community;
    let mut own: Vec<&Place> =
        index.list().iter().filter(small).filter(|place| asked.reader.covers(index, place)).collect();
    own.sort_by(|a, b| (a.key.level, &a.name, &a.key).cmp(&(b.key.level, &b.name, &b.key)));
    own.truncate(MOST);
    own
}

fn address(page: &str, place: &Place) -> String {
    let id: String = form_urlencoded::byte_serialize(feature::id(place).as_bytes()).collect();
    format!("/{page}/{}/{}", place.key.level.id(), id.replace('+', "%20"))
}

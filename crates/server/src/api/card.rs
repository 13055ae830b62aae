//! The whole card of a place.

use model::Level;
use registry::Place;
use serde_json::{Map, Value, json};

use super::told;
use crate::access::Action;
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::card::{self, Event, FactName, StandingTold, standings};
use crate::counted::Counted;
use crate::dressed::Dressed;
use crate::ogc::{feature, time};
use crate::openapi::schema::{anything, choice, count, day, list, map, named, object, or_null, text};
use crate::openapi::{Doc, times};
use crate::pages::{absent, named as place_named, short_address};
use crate::problem::{Kind, Problem};

pub(super) fn docs() -> Vec<Doc> {
    let card = Doc::get("/api/places/{level}/{id}", "getCard");
    vec![card.queries(times()).json(named("Card")).fails(&[410])]
}

/// `GET /api/places/{level}/{id}`: everything that its page shows, masked for the same readers.
pub(super) fn card(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.may(Action::Read)?;
    asked.only(&["datetime", "known"])?;
    let level = Level::from_id(asked.part("level")).ok_or(Problem::new(Kind::NotFound))?;
    let dressed = app.view_for(asked, time(app, asked)?.as_of)?;
    let id = asked.part("id");
    let place = place_named(&dressed, level, id).ok_or_else(|| absent(app, level, id))?;
    let index = dressed.view.places();
    let chain = registry::chain(index, place, &[]);
    let day = dressed.view.as_of().valid;
    let standings = standings(&asked.reader, index, dressed.people(app)?, &chain, day);
    let document = document(app, asked, &dressed, place, (&chain, &standings))?;
    if asked.reader.account.is_some() && told::tells_phones(&standings) {
        app.tell(asked, "read phones", &place.id, "")?;
    }
    Ok(told::answer(&dressed, &document))
}

fn document(
    app: &App,
    asked: &Asked,
    dressed: &Dressed,
    place: &Place,
    (chain, standings): (&[&Place], &[StandingTold<'_>]),
) -> Result<Value, Problem> {
    let around: Vec<Value> = chain.iter().filter(|one| one.id != place.id).map(|one| told::place(one)).collect();
    let responsible: Vec<Value> = standings.iter().map(|one| told::standing(app, asked, one)).collect();
    let history = app.readers.ask(|store| card::history(store, place))?;
    let history: Vec<Value> = history.iter().map(|event| happened(app, asked, dressed, event)).collect();
    let geometry: Value = serde_json::from_str(dressed.text(place)).unwrap_or_default();
    let document = json!({
        "place": told::place(place),
        "kind": place.kind,
        "version": place.version,
        "properties": properties(dressed, place),
        "facts": facts(app, asked, dressed, place),
        "around": around,
        "geometry": geometry,
        "responsible": responsible,
        "coverage": coverage(app, asked, dressed.counted(app)?, chain),
        "inside": inside(dressed, place),
        "history": history,
        "short": short_address(&asked.base, place),
    });
    Ok(told::dated(dressed, document))
}

fn properties(dressed: &Dressed, place: &Place) -> Value {
    let index = dressed.view.places();
    let value = |(name, _): (&'static str, &str)| (name.to_owned(), feature::property(index, place, name));
    Value::Object(feature::properties(place.key.level).into_iter().map(value).collect::<Map<_, _>>())
}

fn facts(app: &App, asked: &Asked, dressed: &Dressed, place: &Place) -> Vec<Value> {
    let words = app.words(asked.language());
    let fact = |(name, value): (FactName<'_>, Value)| match name {
        FactName::Property(name) => {
            json!({ "name": name, "title": words.say(&format!("property-{name}")), "value": value })
        }
        FactName::Column(name) => json!({ "name": name, "title": name, "value": value }),
    };
    card::facts(dressed.view.places(), place).into_iter().map(fact).collect()
}

/// What the figures say of the place and of what it lies in.
fn coverage(app: &App, asked: &Asked, counted: &Counted, chain: &[&Place]) -> Vec<Value> {
    let chinese = app.words(asked.language()).language() == words::Language::Chinese;
    let answers = chain.iter().flat_map(|place| counted.of(&place.key).iter().map(move |answer| (place, answer)));
    let row = |(place, (figure, known)): (&&Place, &(usize, coverage::Known))| {
        let metric = &counted.metrics.metrics[*figure];
        let title = if chinese { &metric.title.zh } else { &metric.title.en };
        json!({ "figure": metric.id, "title": title, "place": told::place(place), "answer": known_id(*known) })
    };
    answers.map(row).collect()
}

/// An answer by its stable name.
pub(super) fn known_id(known: coverage::Known) -> &'static str {
    match known {
        coverage::Known::Yes => "yes",
        coverage::Known::No => "no",
        coverage::Known::Unknown => "unknown",
    }
}

/// Numbers of what lies right inside, by level, and the sums of the courtyards'.
fn inside(dressed: &Dressed, place: &Place) -> Value {
    let mut levels: Map<String, Value> = Map::new();
    for of_level in card::inner(dressed, place).chunk_by(|a, b| a.key.level == b.key.level) {
        levels.insert(of_level[0].key.level.id().to_owned(), json!(of_level.len()));
    }
    let lots = card::lots(dressed, place);
    let sum = |field: &str| lots.iter().filter_map(|lot| feature::number(lot, field)).sum::<i64>();
    json!({ "levels": levels, "lots": lots.len(), "households": sum("households"), "buildings": sum("buildings") })
}

fn happened(app: &App, asked: &Asked, dressed: &Dressed, event: &Event) -> Value {
    let words = app.words(asked.language());
    let grid = |id: &str| {
        let found = dressed.view.places().by_id(id).filter(|grid| !grid.name.is_empty());
        found.map_or_else(|| id.replace("grid:", "#"), |grid| grid.name.clone())
    };
    let said = event.kinds.iter().map(|kind| {
        let (message, figures) = kind.told(grid);
        words.say_with(&message, &figures)
    });
    let kinds: Vec<&str> = event.kinds.iter().map(|kind| kind.id()).collect();
    json!({ "day": event.day.to_string(), "kinds": kinds, "text": said.collect::<Vec<_>>().join("; ") })
}

pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let fact = object(&[("name", text()), ("title", text()), ("value", anything())]);
    let kinds = choice(&["first", "name", "code", "shape", "facts", "ended", "member", "left"]);
    let event = object(&[("day", day()), ("kinds", list(kinds)), ("text", text())]);
    let inside = object(&[
        ("levels", map(count())),
        ("lots", count()),
        ("households", anything_whole()),
        ("buildings", anything_whole()),
    ]);
    let answer =
        object(&[("figure", text()), ("title", text()), ("place", named("Place")), ("answer", named("Answer"))]);
    let card = [
        ("place", named("Place")),
        ("kind", text()),
        ("version", count()),
        ("properties", map(anything())),
        ("facts", list(fact)),
        ("around", list(named("Place"))),
        ("geometry", or_null(named("Geometry"))),
        ("responsible", list(named("Standing"))),
        ("coverage", list(answer)),
        ("inside", inside),
        ("history", list(event)),
        ("short", text()),
    ];
    vec![("Card", object(&[&card[..], &told::dated_schema()].concat()))]
}

/// Sums of what rows say, which may be wrong.
fn anything_whole() -> Value {
    json!({ "type": "integer" })
}

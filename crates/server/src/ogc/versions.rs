//! Versions of a feature over its days (OGC proposal "Versioned Features"; RFC 7089 for the headers).
//!
//! What was once recorded never changes, so a version may be kept for ever. It says what its own row says: the place
//! right above it, but not the places above that one, which have versions of their own.

use model::{Day, Level};
use registry::{Place, PlaceIndex};
use serde_json::{Value, json};
use store::{Class, Version};

use super::collections::level;
use super::feature;
use super::landing::link;
use super::parameters::time;
use super::reference::Reference;
use crate::access::Action;
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::html::Format;
use crate::problem::{Kind, Problem};
use crate::routes::{Route, get};

pub(super) static ROUTES: &[Route] = &[
    get("/collections/{collection}/items/{item}/versions", versions),
    get("/collections/{collection}/items/{item}/versions/{version}", version),
];

/// The class whose versions a level has.
pub(super) fn class(level: Level) -> Class {
    if level == Level::Grid { Class::Grid } else { Class::Place }
}

/// `/collections/{collection}/items/{item}/versions`: those that are believed, or were at the moment `known`.
fn versions(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.may(Action::Read)?;
    asked.only(&["known"])?;
    let list = timeline(app, asked)?;
    if list.is_empty() {
        return Err(Problem::new(Kind::NotFound));
    }
    let item = item_address(asked);
    if asked.parameter("f") == Some("link") {
        return Ok(Answer::of("application/link-format", time_map(&item, &list)).with("cache-control", "no-cache"));
    }
    let known = asked.parameter("f").is_none_or(|form| form == "json");
    known
        .then_some(())
        .ok_or_else(|| Problem::parameter("f", asked.parameter("f").unwrap_or_default(), "json, link"))?;
    let one = |version: &Version| {
        json!({
            "version": version.number,
            "validFrom": version.valid.from().to_string(),
            "validTo": version.valid.to().map(|day| day.to_string()),
            "recorded": version.recorded.to_string(),
            "links": [link("memento", &address(&item, version), "application/geo+json")],
        })
    };
    let all: Vec<Value> = list.iter().map(one).collect();
    let links = [
        link("self", &format!("{item}/versions"), "application/json"),
        link("alternate", &format!("{item}/versions?f=link"), "application/link-format"),
        link("original", &item, "application/geo+json"),
    ];
    let document = json!({ "id": asked.part("item"), "links": links, "versions": all });
    let numbers: Vec<String> = list.iter().map(|version| version.number.to_string()).collect();
    let answer = Answer::json("application/json", &document).tagged(format!("W/\"{}\"", numbers.join("-")));
    Ok(answer.with("cache-control", "no-cache"))
}

/// `/collections/{collection}/items/{item}/versions/{version}`
fn version(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.may(Action::Read)?;
    asked.only(&["crs"])?;
    let format = Format::of(asked)?;
    if !matches!(format, Format::Json | Format::JsonFg) {
        return Err(Problem::new(Kind::NotAcceptable).with("accept", format.id()));
    }
    let reference = Reference::asked(app, "crs", asked.parameter("crs"))?;
    let list = history(app, asked)?;
    let wanted = list.iter().find(|version| version.number.to_string() == asked.part("version"));
    let version = wanted.ok_or(Problem::new(Kind::NotFound))?;
    let shape = version.record.shape.as_ref();
    let geometry = shape.map(|shape| reference.text(&app.frames, shape).ok_or(Problem::new(Kind::Internal)));
    let geometry = geometry.transpose()?.unwrap_or_else(|| "null".to_owned());
    let place = Place::of_version(version.clone())?;
    let item = item_address(asked);
    let links = json!([
        link("self", &address(&item, version), "application/geo+json"),
        link("original", &item, "application/geo+json"),
        link("timemap", &format!("{item}/versions"), "application/json"),
    ]);
    let mut more = super::items::json_fg(&place, format);
    more.push(("links", links));
    let text = feature::text(&place, &geometry, &feature::properties_text(&PlaceIndex::default(), &place), &more);
    let crs = reference.uri.rsplit('/').next().unwrap_or_default();
    let answer = Answer::of("application/geo+json", text)
        .tagged(format!("\"{}-{}-{crs}\"", version.number, format.id()))
        .with("cache-control", "public, max-age=31536000, immutable")
        .with("content-crs", format!("<{}>", reference.uri))
        .with("memento-datetime", moment(version.valid.from()));
    Ok(answer.with("link", links_of(&item, None)))
}

/// What tells, in the headers of an item, which version it is and where the others are.
pub(super) fn headers(app: &App, asked: &Asked, answer: Answer, place: &Place) -> Result<Answer, Problem> {
    let item = item_address(asked);
    if asked.parameter("datetime").is_none() {
        return Ok(answer.with("link", format!("<{item}/versions>; rel=\"timemap\"; type=\"application/json\"")));
    }
    let list = timeline(app, asked)?;
    let answer = answer.with("memento-datetime", moment(place.valid.from()));
    Ok(answer.with("link", links_of(&item, Some((place.version, &list)))))
}

/// The original, the list of versions, and the versions before and after one of them.
fn links_of(item: &str, neighbours: Option<(i64, &[Version])>) -> String {
    let mut text = format!("<{item}>; rel=\"original\", <{item}/versions>; rel=\"timemap\"; type=\"application/json\"");
    let Some((number, list)) = neighbours else { return text };
    let Some(at) = list.iter().position(|version| version.number == number) else { return text };
    let mut add = |rel: &str, version: Option<&Version>| {
        if let Some(version) = version {
            text.push_str(&format!(", <{}>; rel=\"{rel}\"", address(item, version)));
        }
    };
    add("memento", list.get(at));
    add("predecessor-version", at.checked_sub(1).and_then(|before| list.get(before)));
    add("successor-version", list.get(at + 1));
    text
}

/// The list as RFC 7089 §5 wants it.
fn time_map(item: &str, list: &[Version]) -> String {
    let mut text =
        format!("<{item}>; rel=\"original\",\n<{item}/versions>; rel=\"self\"; type=\"application/link-format\"");
    for version in list {
        let moment = moment(version.valid.from());
        text.push_str(&format!(",\n<{}>; rel=\"memento\"; datetime=\"{moment}\"", address(item, version)));
    }
    text
}

/// Everything that was ever recorded of the item.
fn history(app: &App, asked: &Asked) -> Result<Vec<Version>, Problem> {
    let level = level(asked.part("collection"))?;
    let id = feature::place_id(level, asked.part("item"));
    app.readers.ask(|store| store.history(class(level), &id)).map_err(Problem::from)
}

/// The versions that are believed, or were at the moment that is asked about, by their first day.
fn timeline(app: &App, asked: &Asked) -> Result<Vec<Version>, Problem> {
    let known = time(app, asked)?.as_of.known;
    let mut list = history(app, asked)?;
    list.retain(|version| match known {
        None => version.superseded.is_none(),
        Some(known) => version.recorded <= known && version.superseded.is_none_or(|end| end > known),
    });
    list.sort_by_key(|version| version.valid.from());
    Ok(list)
}

fn item_address(asked: &Asked) -> String {
    format!("{}/collections/{}/items/{}", asked.base, asked.part("collection"), asked.part("item"))
}

fn address(item: &str, version: &Version) -> String {
    format!("{item}/versions/{}", version.number)
}

/// The beginning of a day in China as HTTP writes moments.
fn moment(day: Day) -> String {
    let start = jiff::tz::Offset::constant(8).to_timestamp(day.at(0, 0, 0, 0));
    start.map_or_else(|_| String::new(), |start| start.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string())
}

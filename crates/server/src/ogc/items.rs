//! Items of a collection, and one of them.

use std::borrow::Borrow;

use maud::html;
use model::Level;
use registry::Place;
use serde_json::{Value, json};

use super::collections::level;
use super::cql2::Subject;
use super::drafts;
use super::feature;
use super::landing::link;
use super::parameters::{Question, Within, time};
use super::reference::Reference;
use super::versions;
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::dressed::Dressed;
use crate::html::Format;
use crate::pages::Page;
use crate::problem::{Kind, Problem};

/// `/collections/{collection}/items`
pub(crate) fn items(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    if let Some(draft) = drafts::draft_of(asked.part("collection")) {
        return drafts::items(app, asked, draft);
    }
    let level = level(asked.part("collection"))?;
    let question = Question::read(app, asked, &feature::properties(level))?;
    let format = Format::of(asked)?;
    let dressed = app.view_for(asked, question.time.as_of)?;
    let all = dressed.view.places().of_level(level);
    let chosen = if question.is_plain() { None } else { Some(matching(&dressed, level, &question)) };
    let total = chosen.as_ref().map_or(all.len(), Vec::len);
    let (page, more) = chosen.as_ref().map_or_else(|| page_of(all, &question), |chosen| page_of(chosen, &question));
    let next = more.then(|| page.last().map(|last| feature::id(last))).flatten();
    let next = next.map(|after| asked.address_with(&[("after", after)]));
    let answer = match format {
        Format::Html => return table(app, asked, &dressed, &page, next.as_deref()),
        Format::FlatGeobuf => flatgeobuf(&dressed, level, &page)?,
        Format::Json | Format::JsonFg => Answer::of(
            "application/geo+json",
            document(app, asked, &dressed, &question, (&page, total, next.as_deref()), format)?,
        ),
    };
    let known = question.time.as_of.known.map_or(0, |known| known.as_microsecond());
    let etag = format!("W/\"{}-{}-{known}\"", dressed.view.revision().as_microsecond(), question.time.as_of.valid);
    let answer = answer.tagged(etag).with("content-crs", format!("<{}>", question.reference.uri));
    Ok(answer.with("cache-control", "no-cache"))
}

/// `/collections/{collection}/items/{item}`
pub(crate) fn item(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    let (name, id) = (asked.part("collection"), asked.part("item"));
    if let Some(draft) = drafts::draft_of(name) {
        return drafts::item(app, asked, draft);
    }
    let level = level(name)?;
    asked.only(&["crs", "datetime", "known"])?;
    let (time, reference) = (time(app, asked)?, Reference::asked(app, "crs", asked.parameter("crs"))?);
    let format = Format::of(asked)?;
    let dressed = app.view_for(asked, time.as_of)?;
    let place_id = feature::place_id(level, id);
    let Some(place) = dressed.view.places().by_id(&place_id) else { return Err(absent(app, level, &place_id)) };
    let answer = match format {
        Format::Html => return card(app, asked, &dressed, place),
        Format::FlatGeobuf => flatgeobuf(&dressed, level, &[place])?,
        Format::Json | Format::JsonFg => {
            let geometry = geometry(app, &dressed, place, &reference)?;
            let address = format!("{}/collections/{name}/items/{id}", asked.base);
            let links = json!([
                link("self", &address, "application/geo+json"),
                link("alternate", &format!("{address}?f=html"), "text/html"),
                link("collection", &format!("{}/collections/{name}", asked.base), "application/json"),
            ]);
            let mut more = json_fg(place, format);
            more.push(("links", links));
            Answer::of("application/geo+json", feature::text(place, &geometry, dressed.properties(place), &more))
        }
    };
    // Strong: the version, in this form and these coordinates (for editing, RFC 9110 §8.8.1).
    let etag =
        format!("\"{}-{}-{}\"", place.version, format.id(), reference.uri.rsplit('/').next().unwrap_or_default());
    let answer = answer.tagged(etag).with("content-crs", format!("<{}>", reference.uri));
    versions::headers(app, asked, answer.with("cache-control", "no-cache"), place)
}

/// Not there: never, or not on the day.
fn absent(app: &App, level: Level, place_id: &str) -> Problem {
    let ever = app.readers.ask(|store| store.history(versions::class(level), place_id));
    match ever {
        Ok(list) if !list.is_empty() => Problem::new(Kind::Gone).with("id", place_id),
        _ => Problem::new(Kind::NotFound),
    }
}

/// Those of all that stand on the page that is asked for, and whether there are more after them.
fn page_of<'a, T: Borrow<Place>>(all: &'a [T], question: &Question) -> (Vec<&'a Place>, bool) {
    let before = |after: &String| all.partition_point(|place| feature::id(place.borrow()) <= after.as_str());
    let rest = &all[question.after.as_ref().map_or(0, before)..];
    let page = &rest[..rest.len().min(question.limit)];
    (page.iter().map(Borrow::borrow).collect(), page.len() < rest.len())
}

/// Those that are asked for, by their ids.
fn matching<'a>(dressed: &'a Dressed, level: Level, question: &Question) -> Vec<&'a Place> {
    let index = dressed.view.places();
    let candidates: Vec<&Place> = match &question.within {
        Some(Within { around, region }) => {
            let meets = |place: &&Place| region.as_ref().is_none_or(|region| region.meets(dressed, place));
            let near = dressed.view.within(*around).into_iter();
            near.filter(|place| place.key.level == level).filter(meets).collect()
        }
        None => dressed.view.of_level(level).collect(),
    };
    let equal = |place: &Place| {
        question.equal.iter().all(|(name, wanted)| match feature::property(index, place, name) {
            Value::String(text) => text == *wanted,
            Value::Null => false,
            other => {
                let text = other.to_string();
                text == *wanted
            }
        })
    };
    let shares = |place: &Place| {
        question.time.sharing.is_none_or(|(from, to)| {
            to.is_none_or(|to| place.valid.from() <= to)
                && from.is_none_or(|from| place.valid.to().is_none_or(|end| end > from))
        })
    };
    let passes = |place: &Place| {
        let subject = || Subject { index, place, shape: dressed.view.shape(place) };
        question.filter.as_ref().is_none_or(|filter| filter.holds(&subject()))
    };
    let right = |place: &&Place| equal(place) && shares(place) && passes(place);
    candidates.into_iter().filter(right).collect()
}

fn geometry(app: &App, dressed: &Dressed, place: &Place, reference: &Reference) -> Result<String, Problem> {
    if reference.is_default() {
        return Ok(dressed.text(place).to_owned());
    }
    let shape = dressed.view.shape(place);
    let text = shape.map(|shape| reference.text(&app.frames, shape).ok_or(Problem::new(Kind::Internal))).transpose()?;
    Ok(text.unwrap_or_else(|| "null".to_owned()))
}

/// The page as a GeoJSON feature collection, features written straight into the text.
fn document(
    app: &App,
    asked: &Asked,
    dressed: &Dressed,
    question: &Question,
    (page, total, next): (&[&Place], usize, Option<&str>),
    format: Format,
) -> Result<String, Problem> {
    let mut links = vec![
        link("self", &asked.address_with(&[]), "application/geo+json"),
        link("alternate", &asked.address_with(&[("f", "html")]), "text/html"),
    ];
    links.extend(next.map(|next| link("next", next, "application/geo+json")));
    let mut out = format!(
        r#"{{"type":"FeatureCollection","numberMatched":{total},"numberReturned":{},"timeStamp":"{}","links":{},"features":["#,
        page.len(),
        jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ"),
        json!(links)
    );
    for (number, place) in page.iter().enumerate() {
        if number > 0 {
            out.push(',');
        }
        let text = geometry(app, dressed, place, &question.reference)?;
        let properties = dressed.properties(place);
        out.push_str(&feature::text(place, &text, properties, &json_fg(place, format)));
    }
    out.push_str("]}");
    Ok(out)
}

/// What JSON-FG adds: the days for which the version holds.
pub(super) fn json_fg(place: &Place, format: Format) -> Vec<(&'static str, Value)> {
    if format != Format::JsonFg {
        return Vec::new();
    }
    let to =
        place.valid.to().and_then(|to| to.yesterday().ok()).map_or_else(|| "..".to_owned(), |last| last.to_string());
    let interval = [place.valid.from().to_string(), to];
    vec![("featureType", json!(place.key.level.id())), ("time", json!({ "interval": interval }))]
}

fn flatgeobuf(dressed: &Dressed, level: Level, page: &[&Place]) -> Result<Answer, Problem> {
    let kind = |kind: &str| match kind {
        "integer" => model::FieldKind::Int,
        "boolean" => model::FieldKind::Bool,
        _ => model::FieldKind::Text,
    };
    let fields = feature::properties(level);
    let columns: Vec<(&str, model::FieldKind)> = fields.iter().map(|(name, of)| (*name, kind(of))).collect();
    let mut table = model::Table::new(level.id(), Some(crs::Crs::CGCS2000_LONLAT), &columns);
    for place in page {
        let value = |name: &str| match feature::property(dressed.view.places(), place, name) {
            Value::String(text) => model::Value::Text(text),
            Value::Number(number) => number.as_i64().map_or(model::Value::Null, model::Value::Int),
            Value::Bool(flag) => model::Value::Bool(flag),
            _ => model::Value::Null,
        };
        let shape = dressed.lonlat(place).cloned().map(geo_types::Geometry::MultiPolygon);
        table.push(shape, fields.iter().map(|(name, _)| value(name)).collect());
    }
    let written = formats::write(&[table], formats::Format::FlatGeobuf, &formats::WriteOptions::default());
    let bundle = written.map_err(|_| Problem::new(Kind::Internal))?.bundle;
    let bytes = bundle.files.into_iter().next().map(|(_, bytes)| bytes).unwrap_or_default();
    Ok(Answer::of("application/flatgeobuf", bytes))
}

fn table(
    app: &App,
    asked: &Asked,
    dressed: &Dressed,
    places: &[&Place],
    next: Option<&str>,
) -> Result<Answer, Problem> {
    let page = Page::of(app, asked)?;
    let name = asked.part("collection");
    let title = page.level(level(name)?);
    let index = dressed.view.places();
    let address =
        |place: &Place| page.link_with(&format!("/collections/{name}/items/{}", feature::id(place)), &[("f", "html")]);
    let community =
        |place: &Place| index.at_level(place, Level::Community).map_or("", |one| one.name.as_str()).to_owned();
    let body = html! {
        section.card {
            h1 { (title) }
            table {
                thead { tr { @for head in ["head-code", "head-name", "head-community"] {
                    th scope="col" { (page.say(head)) }
                } } }
                tbody { @for place in places {
                    tr {
                        td { a.code href=(address(place)) { (place.key.code) } }
                        td { (place.name) }
                        td { (community(place)) }
                    }
                } }
            }
            @if let Some(next) = next { p { a.button href=(next) rel="next" { (page.say("word-next")) } } }
        }
    };
    Ok(page.answer_about(&title, &body, dressed.view.revision()))
}

fn card(app: &App, asked: &Asked, dressed: &Dressed, place: &Place) -> Result<Answer, Problem> {
    let page = Page::of(app, asked)?;
    let index = dressed.view.places();
    let text = |value: Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let body = html! {
        header.title { h1 { (page.name(place)) } }
        section.card {
            dl.facts { @for (name, _) in feature::properties(place.key.level) {
                @let value = feature::property(index, place, name);
                @if !value.is_null() { div { dt { (page.say(&format!("property-{name}"))) } dd { (text(value)) } } }
            } }
            p { a.button href=(page.place_link(place)) { (page.say("page-card")) } }
        }
    };
    Ok(page.answer_about(page.name(place), &body, dressed.view.revision()))
}

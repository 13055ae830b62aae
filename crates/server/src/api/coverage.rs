//! Coverage of a day: every figure with n of N and the unknown, whole and in parts, and how each is counted.

use std::collections::BTreeMap;

use coverage::{Bilingual, Figure, Known, Metric, Rounding, Tally};
use model::{Code, Level, PlaceKey};
use registry::Place;
use serde_json::{Value, json};

use super::question::{among, lies_in, place};
use super::told;
use crate::access::Action;
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::counted::Counted;
use crate::dressed::Dressed;
use crate::ogc::time;
use crate::openapi::schema::{choice, count, level, list, map, named, object, or_null, query, text};
use crate::openapi::{Doc, times};
use crate::pages::share;
use crate::problem::Problem;

/// What figures are told apart by. A layer is the kind of a place within its level.
const BY: [&str; 3] = ["subdistrict", "community", "layer"];

pub(super) fn docs() -> Vec<Doc> {
    let queries = || [query("by", choice(&BY)), query("within", text())];
    vec![
        Doc::get("/api/coverage", "getCoverage").queries(queries()).queries(times()).json(named("Coverage")),
        Doc::get("/api/coverage/definitions", "getDefinitions").queries(times()).json(named("Definitions")),
    ]
}

/// `GET /api/coverage`
pub(super) fn coverage(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.may(Action::Read)?;
    asked.only(&["by", "within", "datetime", "known"])?;
    let dressed = app.view_for(asked, time(app, asked)?.as_of)?;
    let counted = dressed.counted(app)?;
    let by = among(asked, "by", &BY)?;
    let outer = place(asked, &dressed, "within")?;
    let pairs = counted.metrics.metrics.iter().zip(&counted.figures);
    let figures: Vec<Value> =
        pairs.map(|(metric, one)| figure(app, asked, &dressed, (metric, one), by, outer)).collect();
    let document = json!({
        "definitions": counted.metrics.version,
        "by": by.map(|by| BY[by]),
        "within": outer.map(told::place),
        "figures": figures,
        // Loads and terms are of the whole district.
        "loads": if outer.is_none() { loads(app, asked, counted) } else { Vec::new() },
        "terms": if outer.is_none() { terms(app, asked, counted) } else { Vec::new() },
    });
    Ok(told::answer(&dressed, &told::dated(&dressed, document)))
}

/// A text in the reader's language.
pub(super) fn either<'a>(app: &App, asked: &Asked, both: &'a Bilingual) -> &'a str {
    let chinese = app.words(asked.language()).language() == words::Language::Chinese;
    if chinese { &both.zh } else { &both.en }
}

/// The places that a figure is about, with their answers; those inside another where one is given.
pub(super) fn behind<'a>(dressed: &'a Dressed, figure: &Figure, outer: Option<&Place>) -> Vec<(&'a Place, Known)> {
    let index = dressed.view.places();
    let lists =
        [(Known::Yes, &figure.behind.yes), (Known::No, &figure.behind.no), (Known::Unknown, &figure.behind.unknown)];
    let key = |code: &Code| PlaceKey { level: figure.level, code: code.clone() };
    let of = |(known, codes): (Known, &'_ Vec<Code>)| {
        codes.iter().filter_map(|code| Some((index.by_key(&key(code))?, known))).collect::<Vec<_>>()
    };
    lists.into_iter().flat_map(of).filter(|(place, _)| lies_in(index, place, outer)).collect()
}

fn figure(
    app: &App,
    asked: &Asked,
    dressed: &Dressed,
    (metric, figure): (&Metric, &Figure),
    by: Option<usize>,
    outer: Option<&Place>,
) -> Value {
    let rows = behind(dressed, figure, outer);
    let whole = if outer.is_none() { figure.tally } else { tally(rows.iter().map(|(_, known)| *known)) };
    let parts = by.map(|by| parts(dressed, &rows, by, figure.rounding));
    json!({
        "id": metric.id,
        "title": either(app, asked, &metric.title),
        "level": figure.level.id(),
        "tally": numbers(whole, figure.rounding),
        "contradicted": figure.contradicted.len(),
        "parts": parts.unwrap_or_default(),
    })
}

fn parts(dressed: &Dressed, rows: &[(&Place, Known)], by: usize, rounding: Rounding) -> Vec<Value> {
    let index = dressed.view.places();
    let mut of: BTreeMap<Option<String>, (String, Vec<Known>)> = BTreeMap::new();
    for (place, known) in rows {
        let outer = match by {
            0 => index.at_level(place, Level::Subdistrict),
            1 => index.at_level(place, Level::Community),
            _ => None,
        };
        let name = outer.map_or_else(String::new, |outer| outer.name.clone());
        let key = if by == 2 { Some(place.kind.clone()) } else { outer.map(|outer| outer.key.code.to_string()) };
        of.entry(key).or_insert_with(|| (name, Vec::new())).1.push(*known);
    }
    let part = |(key, (name, known)): (Option<String>, (String, Vec<Known>))| json!({ "key": key, "name": name, "tally": numbers(tally(known), rounding) });
    of.into_iter().map(part).collect()
}

/// Numbers of answers.
pub(super) fn tally(known: impl IntoIterator<Item = Known>) -> Tally {
    let mut tally = Tally::default();
    for known in known {
        match known {
            Known::Yes => tally.yes += 1,
            Known::No => tally.no += 1,
            Known::Unknown => tally.unknown += 1,
        }
    }
    tally
}

/// n, N, the unknown, and the share as it is published.
pub(super) fn numbers(tally: Tally, rounding: Rounding) -> Value {
    let shown = (tally.denominator() > 0).then(|| share(tally, rounding));
    json!({ "yes": tally.yes, "no": tally.no, "unknown": tally.unknown, "of": tally.denominator(), "share": shown })
}

fn loads(app: &App, asked: &Asked, counted: &Counted) -> Vec<Value> {
    let pairs = counted.metrics.loads.iter().zip(&counted.loads);
    let one = |(metric, load): (&coverage::LoadMetric, &coverage::Load)| {
        let histogram: BTreeMap<String, usize> =
            load.histogram.iter().map(|(places, holders)| (places.to_string(), *holders)).collect();
        json!({ "id": metric.id, "title": either(app, asked, &metric.title), "histogram": histogram })
    };
    pairs.map(one).collect()
}

fn terms(app: &App, asked: &Asked, counted: &Counted) -> Vec<Value> {
    let pairs = counted.metrics.terms.iter().zip(&counted.terms);
    let one = |(watch, ends): (&coverage::TermWatch, &Vec<crate::counted::Ends>)| {
        let followed = ends.iter().filter(|one| one.followed).count();
        json!({
            "id": watch.id, "title": either(app, asked, &watch.title), "days": watch.days, "ending": ends.len(),
            "followed": followed,
        })
    };
    pairs.map(one).collect()
}

/// `GET /api/coverage/definitions`: how every figure is counted.
pub(super) fn definitions(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.may(Action::Read)?;
    asked.only(&["datetime", "known"])?;
    let dressed = app.view_for(asked, time(app, asked)?.as_of)?;
    let metrics = &dressed.counted(app)?.metrics;
    let figure = |metric: &Metric| {
        json!({
            "id": metric.id, "title": either(app, asked, &metric.title), "caption": either(app, asked, &metric.caption),
            "level": metric.of.level.id(), "counting": metric.counting(),
        })
    };
    let load = |metric: &coverage::LoadMetric| json!({ "id": metric.id, "title": either(app, asked, &metric.title), "caption": either(app, asked, &metric.caption) });
    let term = |watch: &coverage::TermWatch| json!({ "id": watch.id, "title": either(app, asked, &watch.title), "days": watch.days });
    let document = json!({
        "version": metrics.version,
        "figures": metrics.metrics.iter().map(figure).collect::<Vec<_>>(),
        "loads": metrics.loads.iter().map(load).collect::<Vec<_>>(),
        "terms": metrics.terms.iter().map(term).collect::<Vec<_>>(),
    });
    Ok(told::answer(&dressed, &told::dated(&dressed, document)))
}

pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let part = object(&[("key", or_null(text())), ("name", text()), ("tally", named("Tally"))]);
    let figure = [("id", text()), ("title", text()), ("level", level()), ("tally", named("Tally"))];
    let load = object(&[("id", text()), ("title", text()), ("histogram", map(count()))]);
    let term = [("id", text()), ("title", text()), ("days", count())];
    let coverage = [
        ("definitions", text()),
        ("by", or_null(text())),
        ("within", or_null(named("Place"))),
        ("figures", list(named("Figure"))),
        ("loads", list(load)),
        ("terms", list(object(&[&term[..], &[("ending", count()), ("followed", count())]].concat()))),
    ];
    let told_figure =
        [("id", text()), ("title", text()), ("caption", text()), ("level", level()), ("counting", text())];
    let definitions = [
        ("version", text()),
        ("figures", list(object(&told_figure))),
        ("loads", list(object(&told_figure[..3]))),
        ("terms", list(object(&term))),
    ];
    vec![
        ("Figure", object(&[&figure[..], &[("contradicted", count()), ("parts", list(part))]].concat())),
        ("Coverage", object(&[&coverage[..], &told::dated_schema()].concat())),
        ("Definitions", object(&[&definitions[..], &told::dated_schema()].concat())),
    ]
}

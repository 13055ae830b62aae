//! `jingwei coverage`: the figures of a day, each out of rows of the record.

use std::path::Path;

use coverage::{Figure, Metric, Metrics, Part, Rate, Standing, Tally};
use serde_json::{Value, json};
use store::{AsOf, Store};

use crate::commands::coverage_kept;
use crate::failure::Failure;
use crate::files;
use crate::record::{self, Desk};
use crate::record_args as args;
use crate::say::Voice;

/// The demo district's definitions, which a district copies and changes.
const DEMO: &str = include_str!("../../../../data/coverage.toml");

pub(crate) fn run(args: &args::Coverage, desk: &Desk, voice: &Voice) -> Result<(), Failure> {
    match &args.what {
        Some(kept) => coverage_kept::run(kept, desk, voice),
        None => count(&args.count, desk, voice),
    }
}

/// The text of the definitions: of a file, else those on record, else the demo district's.
pub(crate) fn definitions(file: Option<&Path>, store: &Store, desk: &Desk) -> Result<(String, Metrics), Failure> {
    let held = || store.setting(registry::DEFINITIONS).map_err(|fault| desk.failed(&fault));
    let text = match file {
        Some(path) => String::from_utf8_lossy(&files::read(path)?).into_owned(),
        None => held()?.unwrap_or_else(|| DEMO.to_owned()),
    };
    let metrics = Metrics::parse(&text).map_err(|faults| {
        let first = faults.first().map(ToString::to_string).unwrap_or_default();
        Failure::usage("definitions-wrong", &[("detail", first), ("count", faults.len().to_string())])
    })?;
    Ok((text, metrics))
}

fn count(args: &args::Count, desk: &Desk, voice: &Voice) -> Result<(), Failure> {
    let store = desk.read()?;
    let (_, metrics) = definitions(args.definitions.as_deref(), &store, desk)?;
    let as_of = AsOf { valid: args.as_of.unwrap_or_else(record::today), known: args.known };
    let rows = registry::rows(&store, as_of).map_err(|fault| desk.refused(&fault))?;
    let standing = Standing::on(&rows, as_of.valid);
    let one = |id: &String| {
        let missing = || Failure::usage("figure-not-there", &[("value", id.clone())]);
        metrics.get(id).map(|metric| (metric, standing.figure(metric))).ok_or_else(missing)
    };
    if let Some(id) = &args.list {
        behind(&one(id)?.1, &standing, voice);
    } else if let (Some(id), Some(parts)) = (&args.figure, args.by) {
        by_parts(&one(id)?, parts, &standing, voice);
    } else {
        all(&metrics, &standing, voice);
    }
    Ok(())
}

fn all(metrics: &Metrics, standing: &Standing<'_>, voice: &Voice) {
    let figures: Vec<(&Metric, Figure)> =
        metrics.metrics.iter().map(|metric| (metric, standing.figure(metric))).collect();
    let row = |(metric, figure): &(&Metric, Figure)| {
        let title = format!("{} {}（{}）", metric.title.zh, metric.title.en, metric.id);
        [vec![title], numbers(figure.tally), vec![figure.rate().map(share).unwrap_or_default()]].concat()
    };
    voice.table(
        &["head-figure", "head-yes", "head-no", "head-unknown", "head-of", "head-share"],
        figures.iter().map(row).collect(),
    );
    let loads: Vec<_> = metrics.loads.iter().map(|metric| (metric, standing.load(metric))).collect();
    let load_rows = loads.iter().map(|(metric, load)| {
        let histogram: Vec<String> =
            load.histogram.iter().map(|(places, holders)| format!("{places}:{holders}")).collect();
        vec![format!("{} {}", metric.title.zh, metric.title.en), histogram.join(" ")]
    });
    voice.table(&["head-load", "head-histogram"], load_rows.collect());
    let watched: Vec<_> =
        metrics.terms.iter().map(|watch| (watch, standing.ending(&watch.roles, watch.days))).collect();
    let term_rows = watched.iter().map(|(watch, ending)| {
        let followed = ending.iter().filter(|end| end.followed).count();
        vec![format!("{} {}", watch.title.zh, watch.title.en), ending.len().to_string(), followed.to_string()]
    });
    voice.table(&["head-term", "head-ending", "head-followed"], term_rows.collect());
    if !standing.stranded().is_empty() {
        voice.line("coverage-stranded", &[("count", standing.stranded().len().to_string())]);
    }
    voice.answer(&json!({
        "as_of": standing.day().to_string(),
        "figures": figures.iter().map(|(_, figure)| figure_json(figure)).collect::<Vec<_>>(),
        "loads": loads.iter().map(|(metric, load)| json!({ "id": metric.id, "histogram": load.histogram })).collect::<Vec<_>>(),
        "terms": watched.iter().map(|(watch, ending)| json!({ "id": watch.id, "ending": ending.len() })).collect::<Vec<_>>(),
        "stranded": standing.stranded().len(),
    }));
}

fn figure_json(figure: &Figure) -> Value {
    let Tally { yes, no, unknown } = figure.tally;
    let (of, rate) = (figure.denominator(), figure.rate().map(share));
    json!({ "id": figure.metric, "yes": yes, "no": no, "unknown": unknown, "of": of, "rate": rate })
}

fn numbers(tally: Tally) -> Vec<String> {
    [tally.yes, tally.no, tally.unknown, tally.denominator()].map(|number| number.to_string()).to_vec()
}

/// A share as people read it; with unknown places the least and the most that it can be.
fn share(rate: Rate) -> String {
    match rate {
        Rate::Exact(percent) => format!("{percent} %"),
        Rate::Between(least, most) => format!("{least} – {most} %"),
    }
}

/// The places behind a figure: those that lack it, then those of which nobody knows.
fn behind(figure: &Figure, standing: &Standing<'_>, voice: &Voice) {
    let list = |list: &[model::Code]| list.iter().map(ToString::to_string).collect::<Vec<_>>();
    let (no, unknown) = (list(&figure.behind.no), list(&figure.behind.unknown));
    let at = |code: &String| {
        let of_level = standing.places().iter().filter(|place| place.key.level == figure.level);
        of_level.into_iter().find(|place| place.key.code.as_str() == code).copied()
    };
    let rows = |answer: &str, codes: &[String]| {
        let row = |code: &String| {
            let (name, community) = at(code).map_or((String::new(), String::new()), |place| {
                (place.name.clone(), place.community.as_ref().map(ToString::to_string).unwrap_or_default())
            });
            vec![code.clone(), name, community, voice.words.say(answer)]
        };
        codes.iter().map(row).collect::<Vec<_>>()
    };
    let heads = ["head-code", "head-name", "head-community", "head-answer"];
    voice.table(&heads, [rows("head-no", &no), rows("head-unknown", &unknown)].concat());
    voice.answer(&json!({ "no": no, "unknown": unknown, "yes": list(&figure.behind.yes) }));
}

/// A figure by its parts; streets and communities by name.
fn by_parts((_, figure): &(&Metric, Figure), parts: args::Parts, standing: &Standing<'_>, voice: &Voice) {
    let (list, level) = match parts {
        args::Parts::Street => (&figure.by_street, Some(model::Level::Subdistrict)),
        args::Parts::Community => (&figure.by_community, Some(model::Level::Community)),
        args::Parts::Kind => (&figure.by_kind, None),
    };
    let name = |key: &str| {
        let is = |place: &&&coverage::PlaceRow| Some(place.key.level) == level && place.key.code.as_str() == key;
        standing.places().iter().find(is).map(|place| place.name.clone()).unwrap_or_default()
    };
    let row = |part: &Part| {
        let key = part.key.clone().unwrap_or_default();
        let rate = part.tally.rate(figure.rounding).map(share).unwrap_or_default();
        [vec![key.clone(), name(&key)], numbers(part.tally), vec![rate]].concat()
    };
    let heads = ["head-code", "head-name", "head-yes", "head-no", "head-unknown", "head-of", "head-share"];
    voice.table(&heads, list.iter().map(row).collect());
    let one = |part: &Part| {
        let Tally { yes, no, unknown } = part.tally;
        json!({ "part": part.key, "yes": yes, "no": no, "unknown": unknown, "of": part.tally.denominator() })
    };
    voice.answer(&json!({ "id": figure.metric, "parts": list.iter().map(one).collect::<Vec<_>>() }));
}

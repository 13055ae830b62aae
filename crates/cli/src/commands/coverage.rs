//! `jingwei coverage`: the figures of a day, each out of rows.

use coverage::{Figure, Metrics, Rate, Rows, Standing, Tally};
use serde_json::json;

use crate::failure::Failure;
use crate::files;
use crate::record_args as args;
use crate::say::Voice;

/// The demo district's definitions, which a district copies and changes.
const DEMO: &str = include_str!("../../../../data/coverage.toml");

pub(crate) fn run(args: &args::Coverage, voice: &Voice) -> Result<(), Failure> {
    let metrics = metrics(args)?;
    let rows = rows(args, voice)?;
    let standing = Standing::on(&rows, args.as_of);
    let mut figures = Vec::new();
    for metric in &metrics.metrics {
        figures.push((metric, standing.figure(metric)));
    }
    if let Some(id) = &args.list {
        let missing = || Failure::usage("figure-not-there", &[("value", id.clone())]);
        let (_, figure) = figures.iter().find(|(metric, _)| metric.id == *id).ok_or_else(missing)?;
        behind(figure, voice);
        return Ok(());
    }
    let rows = figures.iter().map(|(metric, figure)| row(&metric.title.zh, &metric.title.en, &metric.id, figure));
    voice.table(&["head-figure", "head-yes", "head-no", "head-unknown", "head-of", "head-share"], rows.collect());
    let loads: Vec<_> = metrics.loads.iter().map(|metric| (metric, standing.load(metric))).collect();
    let load_rows = loads.iter().map(|(metric, load)| {
        let histogram: Vec<String> =
            load.histogram.iter().map(|(places, holders)| format!("{places}:{holders}")).collect();
        vec![format!("{} {}", metric.title.zh, metric.title.en), histogram.join(" ")]
    });
    voice.table(&["head-load", "head-histogram"], load_rows.collect());
    let one = |(metric, figure): &(&coverage::Metric, Figure)| {
        let Tally { yes, no, unknown } = figure.tally;
        let (of, rate) = (figure.denominator(), figure.rate().map(share));
        json!({ "id": metric.id, "yes": yes, "no": no, "unknown": unknown, "of": of, "rate": rate })
    };
    let load = |(metric, load): &(&coverage::LoadMetric, coverage::Load)| json!({ "id": metric.id, "histogram": load.histogram });
    voice.answer(&json!({
        "as_of": args.as_of.to_string(),
        "figures": figures.iter().map(one).collect::<Vec<_>>(),
        "loads": loads.iter().map(load).collect::<Vec<_>>(),
    }));
    Ok(())
}

fn metrics(args: &args::Coverage) -> Result<Metrics, Failure> {
    let text = match &args.definitions {
        Some(path) => String::from_utf8_lossy(&files::read(path)?).into_owned(),
        None => DEMO.to_owned(),
    };
    Metrics::parse(&text).map_err(|faults| {
        let first = faults.first().map(ToString::to_string).unwrap_or_default();
        Failure::usage("definitions-wrong", &[("detail", first), ("count", faults.len().to_string())])
    })
}

fn rows(args: &args::Coverage, voice: &Voice) -> Result<Rows, Failure> {
    let mut tables = Vec::new();
    for path in &args.files {
        let reading = formats::read(&files::bundle(path)?, &formats::ReadOptions::default());
        tables.extend(reading.tables);
    }
    let (rows, findings) = coverage::rows_from_tables(&tables);
    if !findings.is_empty() {
        voice.findings(&findings);
    }
    Ok(rows)
}

fn row(zh: &str, en: &str, id: &str, figure: &Figure) -> Vec<String> {
    let Tally { yes, no, unknown } = figure.tally;
    let rate = figure.rate().map(share).unwrap_or_default();
    let numbers = [yes, no, unknown, figure.denominator()].map(|number| number.to_string());
    [vec![format!("{zh} {en}（{id}）")], numbers.to_vec(), vec![rate]].concat()
}

/// A share as people read it; with unknown places the least and the most that it can be.
fn share(rate: Rate) -> String {
    match rate {
        Rate::Exact(percent) => format!("{percent} %"),
        Rate::Between(least, most) => format!("{least} – {most} %"),
    }
}

/// The places behind a figure: those that lack it, then those of which nobody knows.
fn behind(figure: &Figure, voice: &Voice) {
    let list = |list: &[model::Code]| list.iter().map(ToString::to_string).collect::<Vec<_>>();
    let (no, unknown) = (list(&figure.behind.no), list(&figure.behind.unknown));
    let rows = |answer: &str, codes: &[String]| {
        codes.iter().map(|code| vec![code.clone(), voice.words.say(answer)]).collect::<Vec<_>>()
    };
    voice.table(&["head-code", "head-answer"], [rows("head-no", &no), rows("head-unknown", &unknown)].concat());
    voice.answer(&json!({ "no": no, "unknown": unknown, "yes": list(&figure.behind.yes) }));
}

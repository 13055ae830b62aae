//! `jingwei coverage define|keep|kept|show|compare`: definitions on record, figures that are frozen.

use std::path::Path;

use coverage::Metrics;
use serde_json::json;

use crate::commands::coverage::definitions;
use crate::failure::Failure;
use crate::files;
use crate::record::{self, Desk};
use crate::record_args::Kept;
use crate::say::Voice;

pub(crate) fn run(kept: &Kept, desk: &Desk, voice: &Voice) -> Result<(), Failure> {
    match kept {
        Kept::Define { file } => define(file, desk, voice),
        Kept::Keep { name, as_of } => keep(name, *as_of, desk, voice),
        Kept::Pack { name, output, font } => pack(name, output, font.as_deref(), desk, voice),
        Kept::List => list(desk, voice),
        Kept::Show { name } => show(name, desk, voice),
        Kept::Compare { before, after } => compare(before, after, desk, voice),
    }
}

fn define(file: &Path, desk: &Desk, voice: &Voice) -> Result<(), Failure> {
    let mut store = desk.open()?;
    let (text, metrics) = definitions(Some(file), &store, desk)?;
    let failed = |fault: store::Fault| desk.failed(&fault);
    let mut writing = store.write(&desk.author, "coverage define", record::now()).map_err(failed)?;
    writing.set(registry::DEFINITIONS, &text).map_err(failed)?;
    writing.note("definitions", &metrics.version).map_err(failed)?;
    writing.commit().map_err(failed)?;
    let figures = metrics.metrics.len().to_string();
    voice.line("definitions-kept", &[("version", metrics.version.clone()), ("figures", figures)]);
    voice.answer(&json!({ "version": metrics.version, "figures": metrics.metrics.len() }));
    Ok(())
}

fn keep(name: &str, as_of: model::Day, desk: &Desk, voice: &Voice) -> Result<(), Failure> {
    let mut store = desk.open()?;
    let (text, metrics) = definitions(None, &store, desk)?;
    let refused = |fault: registry::Fault| desk.refused(&fault);
    let snapshot = registry::snapshot(&store, &metrics, as_of).map_err(refused)?;
    let failed = |fault: store::Fault| desk.failed(&fault);
    let mut writing = store.write(&desk.author, "coverage keep", record::now()).map_err(failed)?;
    registry::keep_snapshot(&mut writing, name, &snapshot, &text).map_err(refused)?;
    writing.note(name, &format!("figures of {as_of}")).map_err(failed)?;
    writing.commit().map_err(failed)?;
    let figures =
        [("name", name.to_owned()), ("day", as_of.to_string()), ("count", snapshot.figures.len().to_string())];
    voice.line("snapshot-kept", &figures);
    voice.answer(&json!({ "name": name, "as_of": snapshot.as_of, "known_as_of": snapshot.known_as_of }));
    Ok(())
}

fn pack(name: &str, output: &Path, font: Option<&Path>, desk: &Desk, voice: &Voice) -> Result<(), Failure> {
    let mut store = desk.open()?;
    let kept = server::kept_pack(&store, name).and_then(|kept| match kept {
        Some(bytes) => Ok(bytes),
        None => {
            let made = server::made_pack(&store, name, font)?;
            server::keep_pack(&mut store, name, made, (&desk.author, record::now()))
        }
    });
    let bytes = kept.map_err(|fault| match fault {
        server::PackFault::NotKept(name) => Failure::usage("snapshot-not-there", &[("name", name)]),
        server::PackFault::Record(fault) => desk.failed(&fault),
        server::PackFault::Registry(fault) => desk.refused(&fault),
        server::PackFault::FontFile(path) => Failure::usage("font-unreadable", &[("path", path)]),
        server::PackFault::NoFont { lacking, of } => {
            Failure::usage("font-lacking", &[("lacking", lacking.to_string()), ("of", of.to_string())])
        }
        server::PackFault::Layout => Failure::file(output, "PDF"),
    })?;
    files::write_whole(output, &bytes)?;
    let (path, size) = (output.display().to_string(), format!("{:.1}", bytes.len() as f64 / 1e3));
    voice.line("pack-written", &[("path", path), ("size", size)]);
    voice.answer(&json!({ "name": name, "path": output, "bytes": bytes.len() }));
    Ok(())
}

fn list(desk: &Desk, voice: &Voice) -> Result<(), Failure> {
    let kept = registry::kept_snapshots(&desk.read()?).map_err(|fault| desk.refused(&fault))?;
    let row =
        |(name, day, at): &(String, model::Day, jiff::Timestamp)| vec![name.clone(), day.to_string(), at.to_string()];
    let rows: Vec<Vec<String>> = kept.iter().map(row).collect();
    voice.answer(&rows.iter().map(|row| json!({ "name": row[0], "as_of": row[1], "kept": row[2] })).collect());
    voice.table(&["head-name", "head-day", "head-time"], rows);
    Ok(())
}

/// Prints the frozen text as it is; then counts again what was known then and says whether it agrees.
fn show(name: &str, desk: &Desk, voice: &Voice) -> Result<(), Failure> {
    let store = desk.read()?;
    let kept = kept(&store, name, desk)?;
    let metrics = Metrics::parse(&kept.definitions).map_err(|faults| {
        let first = faults.first().map(ToString::to_string).unwrap_or_default();
        Failure::usage("definitions-wrong", &[("detail", first), ("count", faults.len().to_string())])
    })?;
    let again = registry::recount(&store, &metrics, &kept.snapshot).map_err(|fault| desk.refused(&fault))?;
    let agrees = again == kept.snapshot;
    let row = |figure: &coverage::FrozenFigure| {
        let numbers = [figure.yes.len(), figure.no.len(), figure.unknown.len(), figure.denominator];
        let numbers = numbers.map(|number| number.to_string());
        [vec![format!("{} {}", figure.zh, figure.en)], numbers.to_vec(), vec![figure.rate.join(" – ")]].concat()
    };
    let heads = ["head-figure", "head-yes", "head-no", "head-unknown", "head-of", "head-share"];
    voice.table(&heads, kept.snapshot.figures.iter().map(row).collect());
    let figures =
        [("name", name.to_owned()), ("day", kept.snapshot.as_of.clone()), ("known", kept.snapshot.known_as_of)];
    voice.line(if agrees { "snapshot-agrees" } else { "snapshot-differs" }, &figures);
    voice.answer(&json!({ "text": kept.text, "agrees": agrees }));
    if agrees { Ok(()) } else { Err(Failure::Findings) }
}

fn compare(before: &str, after: &str, desk: &Desk, voice: &Voice) -> Result<(), Failure> {
    let store = desk.read()?;
    let (before, after) = (kept(&store, before, desk)?.snapshot, kept(&store, after, desk)?.snapshot);
    let changes = coverage::changes(&before, &after);
    let row = |change: &coverage::Change| {
        let pair = |(was, now): (usize, usize)| [was.to_string(), now.to_string()];
        let (yes, of) = (pair(change.yes), pair(change.denominator));
        let redefined = if change.redefined { voice.words.say("word-yes") } else { String::new() };
        [vec![change.metric.clone()], yes.to_vec(), of.to_vec(), vec![redefined]].concat()
    };
    let heads = ["head-figure", "head-before", "head-after", "head-of-before", "head-of-after", "head-redefined"];
    voice.table(&heads, changes.iter().map(row).collect());
    let falls = coverage::falls(&before, &after);
    if !falls.is_empty() {
        voice.findings(&falls);
    }
    let one = |change: &coverage::Change| {
        json!({ "id": change.metric, "yes": change.yes, "of": change.denominator, "gained": change.gained,
            "lost": change.lost, "redefined": change.redefined })
    };
    voice.answer(&json!({ "changes": changes.iter().map(one).collect::<Vec<_>>(), "falls": falls.len() }));
    Ok(())
}

fn kept(store: &store::Store, name: &str, desk: &Desk) -> Result<registry::KeptSnapshot, Failure> {
    let missing = || Failure::usage("snapshot-not-there", &[("name", name.to_owned())]);
    registry::kept_snapshot(store, name).map_err(|fault| desk.refused(&fault))?.ok_or_else(missing)
}

//! `jingwei evidence import`: lists of surveys on record; all of a file or nothing.

use std::path::{Path, PathBuf};

use model::Severity;
use registry::PlaceIndex;
use serde_json::json;

use crate::commands::coverage::definitions;
use crate::failure::Failure;
use crate::files;
use crate::record::{self, Desk};
use crate::record_args as args;
use crate::say::Voice;

pub(crate) fn run(args: &args::Evidence, desk: &Desk, voice: &Voice) -> Result<(), Failure> {
    let args::Evidence::Import { files, definitions } = args;
    import(files, definitions.as_deref(), desk, voice)
}

fn import(paths: &[PathBuf], file: Option<&Path>, desk: &Desk, voice: &Voice) -> Result<(), Failure> {
    let mut store = desk.open()?;
    let (_, metrics) = definitions(file, &store, desk)?;
    let mut tables = Vec::new();
    for path in paths {
        let reading = formats::read(&files::bundle(path)?, &formats::ReadOptions::default());
        tables.extend(reading.tables);
    }
    let surveyed = coverage::survey(&tables, &metrics.surveys);
    if surveyed.lists == 0 && surveyed.findings.is_empty() {
        return Err(Failure::usage("evidence-no-list", &[]));
    }
    // Places are those of the last day of the survey.
    let days = surveyed.evidence.iter().map(|(evidence, _)| evidence.recorded);
    let day = days.chain(surveyed.told.iter().map(|told| told.day)).max().unwrap_or_else(record::today);
    let refused = |fault: registry::Fault| desk.refused(&fault);
    let index = PlaceIndex::read(&store, store::AsOf::day(day)).map_err(refused)?;
    let mut findings = surveyed.findings.clone();
    findings.extend(registry::unknown_places(&index, &surveyed));
    voice.findings(&findings);
    let list: Vec<_> = findings.iter().map(|finding| voice.finding_json(finding)).collect();
    if findings.iter().any(|finding| finding.severity == Severity::Error) {
        voice.line("import-refused", &[]);
        voice.answer(&json!({ "rows": surveyed.rows, "findings": list }));
        return Err(Failure::Findings);
    }
    let failed = |fault: store::Fault| desk.failed(&fault);
    let mut writing = store.write(&desk.author, "evidence import", record::now()).map_err(failed)?;
    let put = registry::put_evidence(&mut writing, &index, &surveyed).map_err(refused)?;
    for path in paths {
        writing.note("evidence", &path.display().to_string()).map_err(failed)?;
    }
    writing.commit().map_err(failed)?;
    let figures =
        [("lists", surveyed.lists), ("rows", surveyed.rows), ("changed", put.changed), ("unchanged", put.unchanged)];
    voice.line("evidence-imported", &figures.map(|(name, number)| (name, number.to_string())));
    voice.answer(
        &json!({ "rows": surveyed.rows, "changed": put.changed, "unchanged": put.unchanged, "findings": list }),
    );
    Ok(())
}

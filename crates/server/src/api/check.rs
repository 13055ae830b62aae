//! An import is checked: every fault of every row is kept, and nothing else is changed.

use coverage::Surveyed;
use formats::{Bundle, ReadOptions};
use jiff::Timestamp;
use model::{Day, Finding, RoleName, Severity, Sheet};
use registry::{PlaceIndex, PreparedRoster, RosterRequest, SheetRows, sheet_rows};
use serde_json::{Value, json};
use store::{AsOf, ImportState, Store};

use super::imports::{Files, document};
use super::question::day;
use super::{FILES, findings};
use crate::access::Action;
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::multipart::parts;
use crate::openapi::Doc;
use crate::openapi::schema::named;
use crate::problem::{Kind, Problem};

/// What an import brings.
pub(super) const KINDS: [&str; 2] = ["roster", "evidence"];
const FIELDS: &str = "kind, as-of, whole, file";

pub(super) fn docs() -> Vec<Doc> {
    let binary = json!({ "type": "array", "items": { "type": "string", "format": "binary" } });
    let form = json!({ "type": "object", "required": ["kind", "file"], "properties": {
        "kind": { "type": "string", "enum": KINDS },
        "as-of": { "type": "string", "format": "date" },
        "whole": { "type": "array", "items": { "type": "string" } },
        "file": binary,
    } });
    vec![Doc::post("/api/imports", "checkImport").account().takes(FILES[0], form).json_as(201, named("Import"))]
}

/// Files that were read and compared with the record, ready to be written.
pub(super) enum Work {
    Roster(Box<PreparedRoster>),
    Evidence(Box<Surveyed>, Box<PlaceIndex>),
}

/// What a check came to.
pub(super) struct Checked {
    pub(super) work: Work,
    pub(super) outcome: Value,
    pub(super) state: ImportState,
    /// The newest change that was known before anything was read.
    pub(super) revision: Option<Timestamp>,
}

/// `POST /api/imports`
pub(super) fn check(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.may(Action::Import)?;
    asked.only(&[])?;
    if !asked.reader.areas.is_empty() {
        // A list may tell of any place of the district.
        return Err(Problem::new(Kind::Forbidden).with("role", asked.reader.role.id()));
    }
    let mut files = brought(app, asked)?;
    let checked = app.readers.ask(|store| checked(store, &files))?;
    files.revision = checked.revision;
    let names: Vec<&str> = files.files.iter().map(|(name, _)| name.as_str()).collect();
    let (names, text) = (names.join("\n"), checked.outcome.to_string());
    let author = asked.reader.account.as_deref().unwrap_or_default();
    let id = app.write(|store| -> Result<i64, store::Fault> {
        let mut writing = store.write_aside(author, "import check", Timestamp::now())?;
        let id = writing.add_import(files.kind, &names, checked.state, &text)?;
        writing.commit()?;
        Ok(id)
    })?;
    if checked.state == ImportState::Checked {
        app.brought.keep(id, files);
    }
    let kept = app.readers.ask(|store| store.import(id))?.ok_or(Problem::new(Kind::Internal))?;
    let answer = Answer::json("application/json", &document(app, asked, &kept)?).with_status(201);
    Ok(answer.with("location", format!("{}/api/imports/{id}", asked.base)))
}

fn brought(app: &App, asked: &Asked) -> Result<Files, Problem> {
    let (mut kind, mut as_of, mut whole, mut files) = (None, None, Vec::new(), Vec::new());
    for part in parts(asked)? {
        let text = || std::str::from_utf8(part.bytes).map(str::trim).unwrap_or_default();
        match (part.name.as_str(), part.file.as_deref()) {
            (_, Some(name)) if name.is_empty() && part.bytes.is_empty() => {}
            (_, Some(name)) => files.push((plain(name), part.bytes.to_vec())),
            ("kind", None) => kind = Some(of_kind(text())?),
            ("as-of", None) if text().is_empty() => {}
            ("as-of", None) => as_of = Some(day("as-of", text())?),
            ("whole", None) => {
                let roles = text().split([',', ' ']).filter(|role| !role.is_empty());
                whole.extend(roles.map(|role| RoleName(role.to_owned())));
            }
            ("csrf", None) => {}
            (name, None) => return Err(Problem::new(Kind::ParameterUnknown).with("name", name)),
        }
    }
    let kind = kind.ok_or_else(|| Problem::parameter("kind", "", &KINDS.join(", ")))?;
    if files.is_empty() {
        return Err(Problem::parameter("file", "", FIELDS));
    }
    Ok(Files { kind, as_of: as_of.unwrap_or_else(|| app.today()), whole, files, revision: None })
}

fn of_kind(text: &str) -> Result<&'static str, Problem> {
    let found = KINDS.into_iter().find(|kind| *kind == text);
    found.ok_or_else(|| Problem::parameter("kind", text, &KINDS.join(", ")))
}

/// A file's name without the folders that some browsers send along, and without what would break a line.
fn plain(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    name.chars().filter(|sign| !sign.is_control()).take(200).collect()
}

/// Reads the files and compares them with the record.
pub(super) fn checked(store: &Store, files: &Files) -> Result<Checked, Problem> {
    let revision = store.last_change()?;
    let bundles = files.files.iter().map(|(name, bytes)| bundle(name, bytes)).collect::<Result<Vec<_>, _>>()?;
    let (work, outcome, state) = match files.kind {
        "roster" => roster(store, files, &bundles)?,
        _ => evidence(store, files.as_of, &bundles)?,
    };
    Ok(Checked { work, outcome, state, revision })
}

fn bundle(name: &str, bytes: &[u8]) -> Result<Bundle, Problem> {
    if !name.to_lowercase().ends_with(".zip") {
        return Ok(Bundle::from_file(name, bytes.to_vec()));
    }
    let damaged = |_| Problem::because(Kind::Refused, "api-import-zip").with("file", name);
    Bundle::from_zip(name, bytes).map_err(damaged)
}

type Found = (Work, Value, ImportState);

fn roster(store: &Store, files: &Files, bundles: &[Bundle]) -> Result<Found, Problem> {
    let (mut sheets, mut of_files): (Vec<Sheet>, Vec<Finding>) = (Vec::new(), Vec::new());
    for bundle in bundles {
        let read = formats::read_sheets(bundle, &ReadOptions::default());
        sheets.extend(read.sheets);
        of_files.extend(read.findings);
    }
    let (config, mappings) = (registry::district(store)?, registry::mappings(store)?);
    let request =
        RosterRequest { config: &config, mappings: &mappings, choices: &[], whole: &files.whole, as_of: files.as_of };
    let prepared = registry::prepare_roster(store, &sheets, &request)?;
    let import = &prepared.import;
    let (matched, to_choose, rejected) = import.counts();
    let all: Vec<&Finding> = of_files.iter().chain(import.findings()).collect();
    let errors = all.iter().any(|finding| finding.severity == Severity::Error);
    let mut found: Vec<Value> = all.into_iter().map(findings::kept).collect();
    found.extend(import.rows.iter().filter_map(findings::to_choose));
    let rows = sheet_rows(&sheets, import);
    let outcome = json!({
        "as-of": files.as_of.to_string(),
        "settled": !errors && to_choose + rejected == 0,
        "rows": rows.iter().map(|sheet| sheet.rows).sum::<usize>(),
        "changes": changes(&prepared),
        "sheets": rows.iter().zip(&import.layouts).map(|(rows, layout)| sheet(rows, layout)).collect::<Vec<_>>(),
        "findings": found,
    });
    let state = if matched > 0 { ImportState::Checked } else { ImportState::Faulty };
    Ok((Work::Roster(Box::new(prepared)), outcome, state))
}

fn changes(prepared: &PreparedRoster) -> Value {
    let plan = &prepared.plan;
    json!({
        "new-holders": plan.new_holders.len(),
        "changed-holders": plan.changed_holders.len(),
        "unchanged-holders": plan.unchanged_holders,
        "begun": plan.inserts.len(),
        "changed": plan.changes.len(),
        "unchanged": plan.unchanged,
        "ended": plan.ended.len(),
        "held-back": plan.held_back.len(),
    })
}

fn sheet(rows: &SheetRows, layout: &roster::Layout) -> Value {
    json!({
        "file": rows.file, "sheet": rows.sheet, "role": layout.mapping.role, "rows": rows.rows,
        "skipped": rows.skipped, "matched": rows.matched, "to-choose": rows.to_choose, "rejected": rows.rejected,
    })
}

fn evidence(store: &Store, as_of: Day, bundles: &[Bundle]) -> Result<Found, Problem> {
    let metrics = registry::metrics(store)?;
    let read = |bundle: &Bundle| formats::read(bundle, &ReadOptions::default());
    let (mut tables, mut of_files) = (Vec::new(), Vec::new());
    for reading in bundles.iter().map(read) {
        tables.extend(reading.tables);
        of_files.extend(reading.findings);
    }
    let surveyed = coverage::survey(&tables, &metrics.surveys);
    if surveyed.lists == 0 && surveyed.findings.is_empty() {
        return Err(Problem::because(Kind::Refused, "evidence-no-list"));
    }
    // Places are those of the last day of the survey.
    let days = surveyed.evidence.iter().map(|(evidence, _)| evidence.recorded);
    let day = days.chain(surveyed.told.iter().map(|told| told.day)).max().unwrap_or(as_of);
    let index = PlaceIndex::read(store, AsOf::day(day))?;
    let mut all = surveyed.findings.clone();
    all.extend(registry::unknown_places(&index, &surveyed));
    let faulty = all.iter().any(|finding| finding.severity == Severity::Error);
    // What a reader of geometry says of a list (no CRS) says nothing about the list.
    let of_files = of_files.iter().filter(|finding| finding.severity == Severity::Error);
    let found: Vec<Value> = of_files.chain(&all).map(findings::kept).collect();
    let outcome = json!({
        "as-of": day.to_string(),
        "settled": !faulty,
        "rows": surveyed.rows,
        "changes": { "evidence": surveyed.evidence.len(), "told": surveyed.told.len() },
        "sheets": [],
        "findings": found,
    });
    let state = if faulty { ImportState::Faulty } else { ImportState::Checked };
    Ok((Work::Evidence(Box::new(surveyed), Box::new(index)), outcome, state))
}

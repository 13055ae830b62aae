//! `jingwei roster`: rosters on record.

use std::path::Path;

use model::{Finding, RoleName, Sheet};
use registry::{ColumnTold, PreparedRoster, RosterFault, RosterRequest, WrittenChoice};
use roster::{Config, Mappings, Meaning};
use serde_json::json;
use store::Store;

use super::roster_account::Account;
use crate::failure::Failure;
use crate::files;
use crate::people::refused;
use crate::record::{self, Desk};
use crate::roster_args as args;
use crate::say::Voice;

pub(crate) fn run(args: &args::Roster, desk: &Desk, voice: &Voice) -> Result<(), Failure> {
    match args {
        args::Roster::Import(args) => import(args, desk, voice),
        args::Roster::Mappings { file } => mappings(file.as_deref(), desk, voice),
    }
}

/// What the record is to keep besides the rosters' own content.
struct Told {
    district: Option<String>,
    config: Config,
    mappings: Mappings,
    mappings_new: bool,
}

fn import(args: &args::RosterImport, desk: &Desk, voice: &Voice) -> Result<(), Failure> {
    let failed = |fault: &RosterFault| refused(desk, fault);
    let (sheets, findings) = sheets(args)?;
    let store = desk.read()?;
    let told = told(args, &store, &sheets).map_err(|fault| match fault {
        Refused::Roster(fault) => failed(&fault),
        Refused::Other(failure) => failure,
    })?;
    let choices = choices(args, desk)?;
    let whole: Vec<RoleName> = args.whole.iter().cloned().map(RoleName).collect();
    let request = RosterRequest {
        config: &told.config,
        mappings: &told.mappings,
        choices: &choices,
        whole: &whole,
        as_of: args.as_of.unwrap_or_else(record::today),
    };
    let prepared = registry::prepare_roster(&store, &sheets, &request).map_err(|fault| failed(&fault))?;
    drop(store);
    let account = Account { sheets: &sheets, prepared: &prepared, findings: &findings, as_of: request.as_of };
    let settled = account.is_settled();
    let write = !args.dry_run && (settled || args.accept_matched);
    if write {
        put(args, &prepared, &told, desk)?;
    }
    account.tell(args.dry_run, write, voice);
    if settled { Ok(()) } else { Err(Failure::Findings) }
}

/// All sheets of the files that are asked for.
fn sheets(args: &args::RosterImport) -> Result<(Vec<Sheet>, Vec<Finding>), Failure> {
    let (mut sheets, mut findings) = (Vec::new(), Vec::new());
    for path in &args.files {
        let read = formats::read_sheets(&files::bundle(path)?, &formats::ReadOptions::default());
        sheets.extend(read.sheets);
        findings.extend(read.findings);
    }
    if let Some(missing) = args.sheets.iter().find(|name| !sheets.iter().any(|sheet| sheet.name == **name)) {
        return Err(Failure::usage("roster-no-sheet", &[("value", missing.clone())]));
    }
    sheets.retain(|sheet| args.sheets.is_empty() || args.sheets.contains(&sheet.name));
    Ok((sheets, findings))
}

/// Why what the command line says cannot be used.
enum Refused {
    Roster(RosterFault),
    Other(Failure),
}

impl From<RosterFault> for Refused {
    fn from(fault: RosterFault) -> Self {
        Refused::Roster(fault)
    }
}

impl From<Failure> for Refused {
    fn from(failure: Failure) -> Self {
        Refused::Other(failure)
    }
}

fn told(args: &args::RosterImport, store: &Store, sheets: &[Sheet]) -> Result<Told, Refused> {
    let district = args.district.as_deref().map(text).transpose()?;
    let config = match &district {
        Some(text) => registry::read_district(text)?,
        None => registry::district(store)?,
    };
    let kept = registry::kept_district(store)?;
    let saved = registry::mappings(store)?;
    let columns = args.columns.iter().map(|text| column(text)).collect::<Result<Vec<_>, _>>()?;
    let roles = args.roles.iter().map(|text| role(text)).collect::<Result<Vec<_>, _>>()?;
    let mappings = registry::told_mappings(sheets, &config, &saved, &columns, &roles)?;
    let mappings_new = mappings != saved;
    Ok(Told { district: district.filter(|text| kept.as_ref() != Some(text)), config, mappings, mappings_new })
}

/// `[SHEET:]TITLE=MEANING`
fn column(text: &str) -> Result<ColumnTold, Failure> {
    let wrong = || Failure::usage("roster-column-wrong", &[("value", text.to_owned())]);
    let (title, meaning) = text.rsplit_once('=').ok_or_else(wrong)?;
    let meaning = Meaning::from_id(meaning.trim()).ok_or_else(wrong)?;
    let (sheet, title) = title.split_once(':').map_or((None, title), |(sheet, title)| (Some(sheet.to_owned()), title));
    // Titles have no blanks inside, however they are spread in the cell.
    let title: String = title.chars().filter(|c| !c.is_whitespace()).collect();
    Ok(ColumnTold { sheet, title, meaning })
}

/// `SHEET=ROLE`
fn role(text: &str) -> Result<(String, RoleName), Failure> {
    let wrong = || Failure::usage("roster-role-wrong", &[("value", text.to_owned())]);
    let (sheet, role) = text.split_once('=').ok_or_else(wrong)?;
    Ok((sheet.to_owned(), RoleName(role.to_owned())))
}

fn choices(args: &args::RosterImport, desk: &Desk) -> Result<Vec<WrittenChoice>, Failure> {
    let Some(path) = &args.choices else { return Ok(Vec::new()) };
    let read = formats::read_sheets(&files::bundle(path)?, &formats::ReadOptions::default());
    let first = read.sheets.first().ok_or_else(|| Failure::file(path, "no sheet"))?;
    registry::read_choices(first).map_err(|fault| refused(desk, &fault))
}

/// One transaction; none where nothing changes.
fn put(args: &args::RosterImport, prepared: &PreparedRoster, told: &Told, desk: &Desk) -> Result<(), Failure> {
    if prepared.plan.is_empty() && told.district.is_none() && !told.mappings_new {
        return Ok(());
    }
    let failed = |fault: store::Fault| desk.failed(&fault);
    let mut store = desk.open()?;
    let mut writing = store.write(&desk.author, "roster", record::now()).map_err(failed)?;
    if let Some(text) = &told.district {
        registry::put_district(&mut writing, text).map_err(|fault| refused(desk, &fault))?;
    }
    if told.mappings_new {
        registry::put_mappings(&mut writing, &told.mappings).map_err(|fault| refused(desk, &fault))?;
    }
    registry::put_roster(&mut writing, prepared).map_err(|fault| desk.refused(&fault))?;
    for file in &args.files {
        writing.note("roster", &file.display().to_string()).map_err(failed)?;
    }
    writing.commit().map(drop).map_err(failed)
}

fn mappings(file: Option<&Path>, desk: &Desk, voice: &Voice) -> Result<(), Failure> {
    let failed = |fault: RosterFault| refused(desk, &fault);
    let kept = match file {
        Some(path) => {
            let mappings = Mappings::parse(&text(path)?).map_err(|fault| failed(fault.into()))?;
            let mut store = desk.open()?;
            let mut writing =
                store.write(&desk.author, "roster mappings", record::now()).map_err(|fault| desk.failed(&fault))?;
            registry::put_mappings(&mut writing, &mappings).map_err(failed)?;
            writing.commit().map_err(|fault| desk.failed(&fault))?;
            mappings
        }
        None => registry::mappings(&desk.read()?).map_err(failed)?,
    };
    let text = kept.to_toml().map_err(|fault| failed(fault.into()))?;
    voice.line("roster-mappings", &[("count", kept.sheets.len().to_string()), ("text", text.clone())]);
    voice.answer(&json!({ "toml": text, "sheets": kept.sheets.len() }));
    Ok(())
}

fn text(path: &Path) -> Result<String, Failure> {
    String::from_utf8(files::read(path)?).map_err(|fault| Failure::file(path, fault))
}

//! Sheets as they stand: for rosters, whose header and columns are found by another crate.

use model::{Finding, Rule, Severity, Sheet};

use crate::{
    Bundle, Format, ReadOptions, ZipFault, bundle::is_litter, csv, format::is_zip, notes::Notes, reading, xlsx,
};

/// Rows of a sheet: what Excel allows.
pub(crate) const MOST_ROWS: u32 = 1_048_576;

/// All sheets of a bundle, and what is wrong with its bytes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sheets {
    /// In the order of the files and of the sheets in them, empty ones included.
    pub sheets: Vec<Sheet>,
    /// Damaged files, encodings, files that are no sheets.
    pub findings: Vec<Finding>,
}

/// Reads workbooks and separated values cell by cell, with no header looked for and no value interpreted. Zips inside
/// are unpacked (one level). Never panics, whatever the bytes.
pub fn read_sheets(bundle: &Bundle, options: &ReadOptions) -> Sheets {
    let mut sheets = Sheets::default();
    read_files(bundle, options, true, &mut sheets);
    sheets
}

fn read_files(bundle: &Bundle, options: &ReadOptions, unpack: bool, sheets: &mut Sheets) {
    for (path, bytes) in bundle.files.iter().filter(|(path, _)| !is_litter(path)) {
        match Format::detect(path, bytes) {
            Some(Format::Xlsx) => guarded(path, sheets, |sheets| xlsx::read_raw(path, bytes, sheets)),
            Some(Format::Csv) => guarded(path, sheets, |sheets| csv::read_raw(path, bytes, options, sheets)),
            None if unpack && is_zip(bytes) => match Bundle::from_zip(path.as_str(), bytes) {
                Ok(inner) => read_files(&inner, options, false, sheets),
                Err(fault) => damaged(path, &fault, sheets),
            },
            _ => unknown(path, sheets),
        }
    }
}

fn guarded(path: &str, sheets: &mut Sheets, work: impl FnOnce(&mut Sheets)) {
    let mut inner = Sheets::default();
    let whole = reading::comes_to_its_end(|| work(&mut inner));
    sheets.sheets.append(&mut inner.sheets);
    sheets.findings.append(&mut inner.findings);
    if !whole {
        note(path, sheets, |notes| notes.damaged("the file's structure is inconsistent"));
    }
}

fn damaged(path: &str, fault: &ZipFault, sheets: &mut Sheets) {
    note(path, sheets, |notes| notes.damaged(fault));
}

fn unknown(path: &str, sheets: &mut Sheets) {
    note(path, sheets, |notes| {
        let finding = Finding::new(Rule::FormatUnknown, Severity::Warning, notes.place());
        notes.push(finding.with("name", path));
    });
}

fn note(path: &str, sheets: &mut Sheets, write: impl FnOnce(&mut Notes<'_>)) {
    let mut reading = reading::Reading::default();
    write(&mut Notes::new(&mut reading, path));
    sheets.findings.append(&mut reading.findings);
}

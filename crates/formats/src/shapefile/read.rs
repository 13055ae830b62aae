//! Reading a set of files as one table.

use crs::Crs;
use model::{Field, FieldKind, Finding, Place, Row, Rule, Severity, Table, Value};

use super::{
    dbf::{Column, Dbf, trimmed},
    names, shp,
};
use crate::{
    Bundle,
    bundle::{split_extension, stem},
    columns::{settle_column, unique_names},
    encoding::{Basis, Verdict, decode, from_label, from_language_driver, judge, without_cut_tail},
    notes::Notes,
    reading::{ReadOptions, Reading},
    reference,
};

/// Reads the `.shp` at `path` with the files beside it.
pub(crate) fn read(bundle: &Bundle, path: &str, bytes: &[u8], options: &ReadOptions, reading: &mut Reading) {
    let base = split_extension(path).0;
    let mut notes = Notes::new(reading, path);
    notes.set_layer(stem(path));
    if bytes.len() < shp::HEADER {
        return notes.damaged("the header is cut short");
    }
    let records = records(bundle, base, bytes, &mut notes);
    let dbf_file = bundle.find(&format!("{base}.dbf"));
    if dbf_file.is_none() {
        missing(&mut notes, base, "dbf", Severity::Warning);
    }
    let dbf = dbf_file.and_then(|(_, bytes)| Dbf::open(bytes).map_err(|fault| notes.damaged(fault)).ok());
    let crs = declared_crs(bundle, base, &mut notes);
    let attributes = Attributes::new(bundle, base, dbf, options, &mut notes);
    let count = records.len().max(attributes.held());
    if attributes.dbf.is_some() && records.len() != attributes.held() {
        let finding = Finding::new(Rule::FileDamaged, Severity::Error, notes.place());
        let detail = format!("{} shapes, {} rows in the table", records.len(), attributes.held());
        notes.push(finding.with("detail", detail));
    }
    let mut rows = Vec::with_capacity(count);
    for at in (0..count).filter(|&at| !attributes.is_deleted(at)) {
        let number = at + 1;
        let content = records.get(at).map(|range| &bytes[range.clone()]);
        let read = content.map_or(Ok(None), |content| shp::geometry(content, number, &mut notes));
        let geometry = notes.geometry(number, read);
        rows.push(Row { number, geometry, values: attributes.values(at, &mut notes) });
    }
    let fields = attributes.into_fields(&mut rows);
    reading.tables.push(Table { name: stem(path).to_owned(), crs, fields, rows });
}

/// Reads a `.dbf` without a `.shp` as a table without geometries.
pub(crate) fn read_lone_dbf(bundle: &Bundle, path: &str, bytes: &[u8], options: &ReadOptions, reading: &mut Reading) {
    let base = split_extension(path).0;
    let mut notes = Notes::new(reading, path);
    notes.set_layer(stem(path));
    let dbf = match Dbf::open(bytes) {
        Ok(dbf) => dbf,
        Err(fault) => return notes.damaged(fault),
    };
    missing(&mut notes, base, "shp", Severity::Warning);
    let attributes = Attributes::new(bundle, base, Some(dbf), options, &mut notes);
    let mut rows: Vec<Row> = Vec::with_capacity(attributes.held());
    for at in (0..attributes.held()).filter(|&at| !attributes.is_deleted(at)) {
        rows.push(Row { number: at + 1, geometry: None, values: attributes.values(at, &mut notes) });
    }
    let fields = attributes.into_fields(&mut rows);
    reading.tables.push(Table { name: stem(path).to_owned(), crs: None, fields, rows });
}

fn missing(notes: &mut Notes<'_>, base: &str, extension: &str, severity: Severity) {
    let finding = Finding::new(Rule::FileMissing, severity, notes.place());
    notes.push(finding.with("name", format!("{}.{extension}", base.rsplit('/').next().unwrap_or(base))));
}

fn records(bundle: &Bundle, base: &str, bytes: &[u8], notes: &mut Notes<'_>) -> Vec<std::ops::Range<usize>> {
    let shx = bundle.find(&format!("{base}.shx"));
    if shx.is_none() {
        missing(notes, base, "shx", Severity::Note);
    }
    if let Some(records) = shx.and_then(|(_, shx)| shp::indexed(bytes, shx)) {
        return records;
    }
    let (records, rest) = shp::walked(bytes);
    if rest > 0 {
        notes.damaged(format!("{rest} bytes at the end hold no whole record"));
    } else if let Some((path, _)) = shx {
        let finding = Finding::new(Rule::FileDamaged, Severity::Warning, notes.place());
        notes.push(finding.with("detail", format!("{path} does not fit the .shp; the records were found without it")));
    }
    records
}

fn declared_crs(bundle: &Bundle, base: &str, notes: &mut Notes<'_>) -> Option<Crs> {
    let Some((_, bytes)) = bundle.find(&format!("{base}.prj")) else {
        notes.crs_missing();
        return None;
    };
    let text = String::from_utf8_lossy(bytes);
    if text.trim().is_empty() {
        notes.crs_missing();
        return None;
    }
    reference::declared(&text, notes)
}

/// The table beside the shapes, with its encoding settled.
struct Attributes<'a> {
    dbf: Option<Dbf<'a>>,
    codec: &'static encoding_rs::Encoding,
    names: Vec<String>,
}

impl<'a> Attributes<'a> {
    fn new(bundle: &Bundle, base: &str, dbf: Option<Dbf<'a>>, options: &ReadOptions, notes: &mut Notes<'_>) -> Self {
        let Some(dbf) = dbf else {
            return Attributes { dbf: None, codec: encoding_rs::UTF_8, names: Vec::new() };
        };
        if dbf.held < dbf.announced {
            notes.rows_lost(dbf.announced - dbf.held, "the .dbf ends before its last row");
        }
        let codec = settle_encoding(bundle, base, &dbf, options, notes);
        let sidecar = names::from_sidecar(bundle, base);
        let name = |column: &Column| names::complete(&column.raw_name, codec, &sidecar, &options.full_names, notes);
        let names = unique_names(dbf.fields.iter().map(name).collect());
        for (column, name) in dbf.fields.iter().zip(&names).filter(|(column, _)| is_memo(column)) {
            let place = Place { field: Some(name.clone()), ..notes.place() };
            let finding = Finding::new(Rule::ValueInvalid, Severity::Warning, place);
            let value = format!("field type {}", char::from(column.kind));
            notes.push(finding.with("value", value).with("expected", "C, N, F, D, L"));
        }
        Attributes { dbf: Some(dbf), codec, names }
    }

    fn held(&self) -> usize {
        self.dbf.as_ref().map_or(0, |dbf| dbf.held)
    }

    fn is_deleted(&self, row: usize) -> bool {
        self.dbf.as_ref().is_some_and(|dbf| row < dbf.held && dbf.is_deleted(row))
    }

    fn values(&self, row: usize, notes: &mut Notes<'_>) -> Vec<Value> {
        let Some(dbf) = &self.dbf else { return Vec::new() };
        if row >= dbf.held {
            return vec![Value::Null; dbf.fields.len()];
        }
        let mut values = Vec::with_capacity(dbf.fields.len());
        for (column, name) in dbf.fields.iter().zip(&self.names) {
            let cell = dbf.cell(row, column);
            values.push(match column.kind {
                b'N' | b'F' | b'D' | b'L' | b'I' | b'O' | b'B' => column.value(cell).unwrap_or_else(|seen| {
                    notes.value_invalid(row + 1, name, &seen, kind_name(column.declared_kind()));
                    Value::Null
                }),
                _ if is_memo(column) => Value::Null,
                _ => self.text(cell, row + 1, name, notes),
            });
        }
        values
    }

    /// Zero bytes stand for null, blanks for an empty text, as GDAL writes them.
    fn text(&self, cell: &[u8], number: usize, field: &str, notes: &mut Notes<'_>) -> Value {
        if cell.first() == Some(&0) && cell.iter().all(|&byte| byte == 0) {
            return Value::Null;
        }
        let bytes = trimmed(cell);
        let (text, faulty) = decode(bytes, self.codec);
        if !faulty {
            return Value::Text(text.into_owned());
        }
        // A width of 254 that cuts a character in two is known; anything else is not.
        let kept = without_cut_tail(bytes, self.codec);
        let cut = kept.len() < bytes.len() && bytes.len() == cell.len();
        let severity = if cut { Severity::Warning } else { Severity::Error };
        let text = decode(if cut { kept } else { bytes }, self.codec).0.into_owned();
        let place = notes.cell(number, field);
        let value: String = text.chars().take(80).collect();
        let finding = Finding::new(Rule::TextUnreadable, severity, place);
        notes.push(finding.with("encoding", self.codec.name()).with("value", value));
        Value::Text(text)
    }

    fn into_fields(self, rows: &mut [Row]) -> Vec<Field> {
        let Some(dbf) = self.dbf else { return Vec::new() };
        let kind = |(at, column): (usize, &Column)| match column.declared_kind() {
            FieldKind::Int => settle_column(rows, at, FieldKind::Int),
            declared => declared,
        };
        let kinds: Vec<FieldKind> = dbf.fields.iter().enumerate().map(kind).collect();
        self.names.into_iter().zip(kinds).map(|(name, kind)| Field { name, kind }).collect()
    }
}

fn is_memo(column: &Column) -> bool {
    matches!(column.kind, b'M' | b'G' | b'P')
}

fn kind_name(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Bool => "T / F",
        FieldKind::Int => "123",
        FieldKind::Real => "1.5",
        FieldKind::Text => "",
        FieldKind::Date => "YYYYMMDD",
    }
}

fn settle_encoding(
    bundle: &Bundle,
    base: &str,
    dbf: &Dbf<'_>,
    options: &ReadOptions,
    notes: &mut Notes<'_>,
) -> &'static encoding_rs::Encoding {
    if let Some(encoding) = options.encoding {
        return encoding.codec();
    }
    let cpg = bundle.find(&format!("{base}.cpg")).map(|(_, label)| String::from_utf8_lossy(label).trim().to_owned());
    let declared = cpg.as_deref().and_then(from_label).or_else(|| from_language_driver(dbf.language_driver));
    let Verdict { codec, basis } = judge(dbf.texts(), declared);
    let place = notes.place();
    let finding = match basis {
        Basis::Ascii | Basis::Declared => return codec,
        Basis::Guessed => Finding::new(Rule::EncodingGuessed, Severity::Note, place),
        Basis::Overruled => {
            let label = cpg.filter(|label| from_label(label).is_some());
            let label = label.unwrap_or_else(|| declared.map_or("", encoding_rs::Encoding::name).to_owned());
            Finding::new(Rule::EncodingWrong, Severity::Warning, place).with("declared", label)
        }
    };
    notes.push(finding.with("encoding", codec.name().to_uppercase()));
    codec
}

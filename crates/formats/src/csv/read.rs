//! Reading.

use std::borrow::Cow;

use ::csv::{Position, ReaderBuilder, StringRecord};
use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE};
use model::{FieldKind, Finding, Row, Rule, Severity, Value};

use super::cells;
use crate::{
    Bundle,
    bundle::{split_extension, stem},
    encoding::{Basis, judge},
    notes::Notes,
    reading::{ReadOptions, Reading},
    reference,
    sheet::{self, Sheet, is_scientific_code},
};

/// Reads the file at `path`; `.csvt` and `.prj` beside it are taken into account.
pub(crate) fn read(bundle: &Bundle, path: &str, bytes: &[u8], options: &ReadOptions, reading: &mut Reading) {
    let base = split_extension(path).0;
    // The list of full names beside a Shapefile is no layer.
    let of_shapefile = base.strip_suffix(".fields").is_some_and(|base| bundle.find(&format!("{base}.shp")).is_some());
    if of_shapefile {
        return;
    }
    let mut notes = Notes::new(reading, path);
    notes.set_layer(stem(path));
    let text = decode(bytes, options, &mut notes);
    let (body, separator) = separator(&text);
    let mut lines = Lines::new(&text, body);
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(body.as_bytes());
    let mut records = reader.records();
    let header = match records.next() {
        Some(Ok(header)) => header,
        Some(Err(fault)) => return notes.damaged(fault),
        None => return notes.damaged("the file is empty"),
    };
    let names: Vec<String> = header.iter().map(|name| name.trim().to_owned()).collect();
    let kinds = declared_kinds(bundle, base);
    let mut sheet = Sheet { names, kinds, rows: Vec::new() };
    for record in records {
        match record {
            Ok(record) => add(&record, lines.at(record.position()), &mut sheet, &mut notes),
            Err(fault) => notes.row_lost(lines.at(fault.position()), fault),
        }
    }
    let prj = bundle.find(&format!("{base}.prj")).map(|(_, text)| String::from_utf8_lossy(text).into_owned());
    let crs = prj.filter(|text| !text.trim().is_empty()).and_then(|text| reference::declared(&text, &mut notes));
    let table = sheet::into_table(stem(path).to_owned(), sheet, crs, &mut notes);
    reading.tables.push(table);
}

/// Line numbers as an editor shows them; the reader's own are one short after `\r\n`.
pub(super) struct Lines<'a> {
    text: &'a str,
    byte: usize,
    line: usize,
}

impl<'a> Lines<'a> {
    /// `body` is the end of `text`, behind a line that names the separator.
    pub(super) fn new(text: &str, body: &'a str) -> Self {
        Lines { text: body, byte: 0, line: 1 + text[..text.len() - body.len()].matches('\n').count() }
    }

    pub(super) fn at(&mut self, position: Option<&Position>) -> usize {
        let bytes = self.text.as_bytes();
        let start = position.map_or(self.byte, |at| at.byte() as usize).min(bytes.len());
        // A record begins behind the line feed that ended the one before.
        let start = start + bytes[start..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        if start > self.byte {
            self.line += bytes[self.byte..start].iter().filter(|&&byte| byte == b'\n').count();
            self.byte = start;
        }
        self.line
    }
}

fn add(record: &StringRecord, number: usize, sheet: &mut Sheet, notes: &mut Notes<'_>) {
    if record.iter().all(|cell| cell.trim().is_empty()) && sheet.names.len() > 1 && record.len() < 2 {
        return;
    }
    if record.len() != sheet.names.len() {
        notes.value_invalid(number, "", &format!("{} cells", record.len()), &format!("{} cells", sheet.names.len()));
    }
    while record.len() > sheet.names.len() {
        sheet.names.push(format!("field_{}", sheet.names.len() + 1));
    }
    let value = |(at, cell): (usize, &str)| {
        if is_scientific_code(cell) {
            notes.value_invalid(number, &sheet.names[at], cell, "370202001002003");
        }
        match sheet.kinds.get(at).copied().flatten() {
            Some(kind) => cells::declared(cell, kind),
            None => cells::value(cell),
        }
    };
    let values: Vec<Value> = record.iter().enumerate().map(value).collect();
    sheet.rows.push(Row { number, geometry: None, values });
}

pub(super) fn decode<'a>(bytes: &'a [u8], options: &ReadOptions, notes: &mut Notes<'_>) -> Cow<'a, str> {
    let (codec, basis) = match (bytes, options.encoding) {
        ([0xEF, 0xBB, 0xBF, ..], _) => (UTF_8, Basis::Declared),
        ([0xFF, 0xFE, ..], _) => (UTF_16LE, Basis::Declared),
        ([0xFE, 0xFF, ..], _) => (UTF_16BE, Basis::Declared),
        (_, Some(encoding)) => (encoding.codec(), Basis::Declared),
        _ => {
            let verdict = judge(bytes.split(|&byte| byte == b'\n'), None);
            (verdict.codec, verdict.basis)
        }
    };
    let (text, _) = codec.decode_with_bom_removal(bytes);
    let (rule, severity) = match basis {
        _ if text.contains('\u{fffd}') => (Rule::TextUnreadable, Severity::Error),
        // UTF-8 without a mark is what most programs write and proves itself.
        Basis::Guessed if codec != UTF_8 => (Rule::EncodingGuessed, Severity::Note),
        _ => return text,
    };
    let place = notes.place();
    let shown: String = match text.find('\u{fffd}') {
        Some(at) => text[..at].chars().rev().take(20).collect::<Vec<_>>().iter().rev().chain(&['\u{fffd}']).collect(),
        None => String::new(),
    };
    let finding = Finding::new(rule, severity, place).with("encoding", codec.name().to_uppercase());
    notes.push(finding.with("value", shown));
    text
}

/// The separator: the one that Excel's first line names, or the most frequent in the header outside quotes.
pub(super) fn separator(text: &str) -> (&str, u8) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    if let Some(named) = first.trim_end().strip_prefix("sep=")
        && let [byte] = named.as_bytes()
    {
        return (rest, *byte);
    }
    let mut quoted = false;
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0), (b'|', 0)];
    for byte in first.bytes() {
        quoted ^= byte == b'"';
        counts.iter_mut().filter(|(separator, _)| !quoted && *separator == byte).for_each(|(_, count)| *count += 1);
    }
    let best = counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(separator, _)| *separator);
    (text, best)
}

/// Kinds by the `.csvt` that GDAL and our own writer put beside a table.
fn declared_kinds(bundle: &Bundle, base: &str) -> Vec<Option<FieldKind>> {
    let Some((_, bytes)) = bundle.find(&format!("{base}.csvt")) else { return Vec::new() };
    let text = String::from_utf8_lossy(bytes);
    let kind = |word: &str| match word.trim().trim_matches('"').to_ascii_lowercase().as_str() {
        word if word.starts_with("integer(boolean)") => Some(FieldKind::Bool),
        word if word.starts_with("integer") => Some(FieldKind::Int),
        word if word.starts_with("real") => Some(FieldKind::Real),
        "date" => Some(FieldKind::Date),
        word if word.starts_with("string") || word == "wkt" => Some(FieldKind::Text),
        _ => None,
    };
    text.lines().next().unwrap_or_default().split(',').map(kind).collect()
}

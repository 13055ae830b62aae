//! A file of separated values as a sheet: every cell a text, as written.

use ::csv::{ReaderBuilder, StringRecord};
use model::{Sheet, Value};

use super::read::{Lines, decode, separator};
use crate::{
    ReadOptions,
    bundle::stem,
    notes::Notes,
    raw::{MOST_ROWS, Sheets},
    reading::Reading,
};

/// Reads the file at `path`; row numbers are the file's lines.
pub(crate) fn read(path: &str, bytes: &[u8], options: &ReadOptions, sheets: &mut Sheets) {
    let mut reading = Reading::default();
    let mut notes = Notes::new(&mut reading, path);
    notes.set_layer(stem(path));
    let text = decode(bytes, options, &mut notes);
    let (body, separator) = separator(&text);
    let mut lines = Lines::new(&text, body);
    let mut sheet = Sheet { file: path.to_owned(), name: stem(path).to_owned(), ..Sheet::default() };
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(body.as_bytes());
    for record in reader.records() {
        match record {
            Ok(record) => add(&record, lines.at(record.position()), &mut sheet, &mut notes),
            Err(fault) => notes.row_lost(lines.at(fault.position()), fault),
        }
    }
    sheets.sheets.push(sheet);
    sheets.findings.append(&mut reading.findings);
}

fn add(record: &StringRecord, number: usize, sheet: &mut Sheet, notes: &mut Notes<'_>) {
    if number > MOST_ROWS as usize {
        return notes.row_lost(number, format!("more than {MOST_ROWS} rows"));
    }
    let cell = |text: &str| if text.trim().is_empty() { Value::Null } else { Value::Text(text.to_owned()) };
    let mut cells: Vec<Value> = record.iter().map(cell).collect();
    cells.truncate(cells.iter().rposition(|value| *value != Value::Null).map_or(0, |last| last + 1));
    sheet.rows.resize_with(sheet.rows.len().max(number), Vec::new);
    sheet.rows[number - 1] = cells;
}

//! The used cells of a sheet, row by row; blank cells and rows cost nothing.

use std::io::Cursor;

use calamine::{DataRef, ExcelDateTime, Xlsx, XlsxError};
use model::Value;

use crate::{columns::is_date, notes::Notes, sheet::is_scientific_code};

/// A cell's value by its column.
pub(super) type Cells = Vec<(u32, Value)>;

/// Columns that a table may have: more is a stray cell.
pub(super) const MOST_COLUMNS: u32 = 1_000;

/// Rows with at least one cell: 0-based row number, and the cells from left to right.
pub(super) fn read(
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    notes: &mut Notes<'_>,
) -> Result<Vec<(u32, Cells)>, XlsxError> {
    let mut reader = workbook.worksheet_cells_reader(name)?;
    let mut rows: Vec<(u32, Cells)> = Vec::new();
    loop {
        let cell = match reader.next_cell() {
            Ok(Some(cell)) => cell,
            Ok(None) => return Ok(rows),
            Err(fault) => {
                notes.damaged(fault);
                return Ok(rows);
            }
        };
        let (row, column) = cell.get_position();
        let value = value(cell.get_value(), row, column, notes);
        if value == Value::Null {
            continue;
        }
        if column >= MOST_COLUMNS {
            let seen = value.to_text().unwrap_or_default();
            notes.value_invalid(row as usize + 1, &column_name(column), &seen, "A – ALL");
            continue;
        }
        match rows.last_mut() {
            Some((last, cells)) if *last == row => cells.push((column, value)),
            _ => rows.push((row, vec![(column, value)])),
        }
    }
}

fn value(cell: &DataRef<'_>, row: u32, column: u32, notes: &mut Notes<'_>) -> Value {
    let mut invalid = |seen: &str, expected: &str| {
        notes.value_invalid(row as usize + 1, &column_name(column), seen, expected);
    };
    match cell {
        DataRef::Empty => Value::Null,
        DataRef::Bool(flag) => Value::Bool(*flag),
        DataRef::Int(whole) => Value::Int(*whole),
        DataRef::Float(real) if !real.is_finite() => Value::Null,
        DataRef::Float(real) if real.fract() != 0.0 => Value::Real(*real),
        DataRef::Float(whole) if whole.abs() < 1e15 => Value::Int(*whole as i64),
        DataRef::Float(whole) => {
            // Excel keeps 15 digits of a number: a longer code has lost its end for good.
            let seen = format!("{whole:.0}");
            invalid(&seen, "370202001002003");
            Value::Text(seen)
        }
        DataRef::String(text) => from_text(text, &mut invalid),
        DataRef::SharedString(text) => from_text(text, &mut invalid),
        DataRef::DateTime(time) if time.is_duration() => Value::Real(time.as_f64()),
        DataRef::DateTime(time) => from_time(time),
        DataRef::DateTimeIso(text) => match text.get(..10) {
            Some(day) if is_date(day) && text[10..].trim_start_matches("T00:00:00").is_empty() => {
                Value::Date(day.to_owned())
            }
            _ => Value::Text(text.clone()),
        },
        DataRef::DurationIso(text) => Value::Text(text.clone()),
        DataRef::Error(fault) => {
            invalid(&fault.to_string(), "");
            Value::Null
        }
    }
}

fn from_text(text: &str, invalid: &mut impl FnMut(&str, &str)) -> Value {
    if text.trim().is_empty() {
        return Value::Null;
    }
    if is_scientific_code(text) {
        invalid(text, "370202001002003");
    }
    if is_date(text) { Value::Date(text.to_owned()) } else { Value::Text(text.to_owned()) }
}

pub(super) fn from_time(time: &ExcelDateTime) -> Value {
    let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    if (hour, minute, second) == (0, 0, 0) && is_date(&date) {
        return Value::Date(date);
    }
    Value::Text(format!("{date} {hour:02}:{minute:02}:{second:02}"))
}

/// The column's letters.
pub(super) fn column_name(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.push(char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

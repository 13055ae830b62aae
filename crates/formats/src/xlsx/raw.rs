//! Every sheet of a workbook as it stands, for lists whose header another crate finds.

use std::io::Cursor;

use calamine::{DataRef, Reader as _, Xlsx, XlsxError};
use model::{CellRange, Sheet, Value};

use super::cells::{MOST_COLUMNS, column_name, from_time};
use crate::{
    bundle::within_limits,
    notes::Notes,
    raw::{MOST_ROWS, Sheets},
    reading::Reading,
    xlsx::WORKBOOK,
};

/// Reads the workbook at `path`.
pub(crate) fn read(path: &str, bytes: &[u8], sheets: &mut Sheets) {
    let mut reading = Reading::default();
    let mut notes = Notes::new(&mut reading, path);
    let opened = within_limits(bytes, WORKBOOK).map_err(|fault| fault.to_string());
    match opened.and_then(|()| Xlsx::new(Cursor::new(bytes)).map_err(|fault| fault.to_string())) {
        Ok(mut workbook) => {
            for name in workbook.sheet_names() {
                notes.set_layer(&name);
                let mut sheet = Sheet { file: path.to_owned(), name: name.clone(), ..Sheet::default() };
                if let Err(fault) = read_sheet(&mut workbook, &mut sheet, &mut notes) {
                    notes.damaged(fault);
                }
                sheets.sheets.push(sheet);
            }
        }
        Err(fault) => notes.damaged(fault),
    }
    sheets.findings.append(&mut reading.findings);
}

/// What was read before a fault stays in `sheet`.
fn read_sheet(workbook: &mut Xlsx<Cursor<&[u8]>>, sheet: &mut Sheet, notes: &mut Notes<'_>) -> Result<(), XlsxError> {
    let regions = workbook.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default();
    let place = |(row, column): (u32, u32)| (row as usize, column as usize);
    sheet.merged = regions.iter().map(|r| CellRange { first: place(r.start), last: place(r.end) }).collect();
    let mut reader = workbook.worksheet_cells_reader(&sheet.name)?;
    while let Some(cell) = reader.next_cell()? {
        let (row, column) = cell.get_position();
        let value = value(cell.get_value());
        if value == Value::Null {
            continue;
        }
        if column >= MOST_COLUMNS || row >= MOST_ROWS {
            let seen = value.to_text().unwrap_or_default();
            notes.value_invalid(row as usize + 1, &column_name(column), &seen, "A – ALL");
            continue;
        }
        let (row, column) = place((row, column));
        sheet.rows.resize_with(sheet.rows.len().max(row + 1), Vec::new);
        let cells = &mut sheet.rows[row];
        cells.resize(cells.len().max(column + 1), Value::Null);
        cells[column] = value;
    }
    Ok(())
}

/// Numbers beyond fifteen digits stay numbers: that shows whoever reads them that their end is lost.
fn value(cell: &DataRef<'_>) -> Value {
    match cell {
        DataRef::Empty => Value::Null,
        DataRef::Bool(flag) => Value::Bool(*flag),
        DataRef::Int(whole) => Value::Int(*whole),
        DataRef::Float(real) if !real.is_finite() => Value::Null,
        DataRef::Float(real) if real.fract() == 0.0 && real.abs() < 1e18 => Value::Int(*real as i64),
        DataRef::Float(real) => Value::Real(*real),
        DataRef::String(text) => from_text(text),
        DataRef::SharedString(text) => from_text(text),
        DataRef::DateTime(time) if time.is_duration() => Value::Real(time.as_f64()),
        DataRef::DateTime(time) => from_time(time),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => from_text(text),
        DataRef::Error(fault) => Value::Text(fault.to_string()),
    }
}

fn from_text(text: &str) -> Value {
    if text.trim().is_empty() { Value::Null } else { Value::Text(text.to_owned()) }
}

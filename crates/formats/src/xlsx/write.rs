//! Writing a workbook, a sheet a table: codes as text, geometry as WKT.

use std::collections::BTreeSet;

use model::{FieldKind, Table, Value};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use crate::{
    columns::is_date,
    geometry::checked,
    reference,
    sheet::{free_wkt_name, to_wkt},
    writing::{WriteError, Written, library, unfit},
};

/// Characters of a cell.
const CELL: usize = 32_767;

/// Adds `.xlsx`, and `.prj` where the tables have a CRS, which must be one and the same.
///
/// WKT beyond a cell's 32,767 characters carries on in columns `WKT_2`, `WKT_3` …; whole numbers beyond 15 digits do
/// not fit a workbook.
pub(crate) fn write(tables: &[Table], stem: &str, written: &mut Written) -> Result<(), WriteError> {
    let failed = |fault: XlsxError| library("XLSX", fault);
    let mut workbook = Workbook::new();
    // The library would ask the clock.
    let dawn = ExcelDateTime::from_ymd(1980, 1, 1).map_err(failed)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&dawn));
    let mut taken = BTreeSet::new();
    for table in tables {
        let sheet = workbook.add_worksheet();
        sheet.set_name(sheet_name(&table.name, &mut taken)).map_err(failed)?;
        write_sheet(table, sheet)?;
    }
    let bytes = workbook.save_to_buffer().map_err(failed)?;
    written.bundle.files.push((format!("{stem}.xlsx"), bytes));
    let mut systems = tables.iter().filter_map(|table| table.crs.as_ref().map(|crs| (table, crs)));
    if let Some((first, crs)) = systems.next() {
        let fault = |table: &Table, reason: String| WriteError::Crs { layer: table.name.clone(), reason };
        if let Some((other, _)) = systems.find(|(_, other)| *other != crs) {
            return Err(fault(other, "the sheets of a workbook share one coordinate system".into()));
        }
        let wkt = reference::esri_wkt(crs).map_err(|reason| fault(first, reason))?;
        written.bundle.files.push((format!("{stem}.prj"), wkt.into_bytes()));
    }
    Ok(())
}

/// At most 31 characters without Excel's signs, unique without regard to case.
fn sheet_name(name: &str, taken: &mut BTreeSet<String>) -> String {
    let plain: String = name.chars().map(|c| if "[]:*?/\\".contains(c) || c.is_control() { '_' } else { c }).collect();
    let plain = plain.trim_matches('\'');
    let base = if plain.trim().is_empty() { "Sheet" } else { plain };
    let cut = |length: usize| {
        let mut units = 0;
        base.chars()
            .take_while(|c| {
                units += c.len_utf16();
                units <= length
            })
            .collect::<String>()
    };
    let mut candidate = cut(31);
    let mut number = 2;
    while !taken.insert(candidate.to_lowercase()) {
        let tail = format!("_{number}");
        candidate = format!("{}{tail}", cut(31 - tail.len()));
        number += 1;
    }
    candidate
}

fn write_sheet(table: &Table, sheet: &mut Worksheet) -> Result<(), WriteError> {
    let failed = |fault: XlsxError| library("XLSX", fault);
    let texts = wkt_cells(table)?;
    let spatial = table.crs.is_some() || texts.iter().any(|parts| !parts.is_empty());
    let parts = texts.iter().map(Vec::len).max().unwrap_or(0).max(usize::from(spatial));
    let bold = Format::new().set_bold();
    let name = free_wkt_name(table);
    let geometry = (1..=parts).map(|part| if part == 1 { name.clone() } else { format!("{name}_{part}") });
    for (column, title) in geometry.chain(table.fields.iter().map(|field| field.name.clone())).enumerate() {
        sheet.write_string_with_format(0, column as u16, title, &bold).map_err(failed)?;
    }
    sheet.set_freeze_panes(1, 0).map_err(failed)?;
    for (at, row) in table.rows.iter().enumerate() {
        let line = u32::try_from(at + 1).unwrap_or(u32::MAX);
        for (column, part) in texts[at].iter().enumerate() {
            sheet.write_string(line, column as u16, part).map_err(failed)?;
        }
        for (field, value) in row.values.iter().enumerate() {
            let column = u16::try_from(parts + field).unwrap_or(u16::MAX);
            write_cell(table, (at, field), value, (line, column), sheet)?;
        }
    }
    Ok(())
}

/// The WKT of every row in pieces that fit a cell.
fn wkt_cells(table: &Table) -> Result<Vec<Vec<String>>, WriteError> {
    let pieces = |row: &model::Row| {
        let finite = row.geometry.clone().map(checked).transpose();
        let shape = finite.map_err(|_| WriteError::NotFinite { layer: table.name.clone(), row: row.number })?.flatten();
        let text = shape.as_ref().map(to_wkt).unwrap_or_default().into_bytes();
        // WKT is ASCII: every byte is a character.
        Ok(text.chunks(CELL).map(|piece| String::from_utf8_lossy(piece).into_owned()).collect())
    };
    table.rows.iter().map(pieces).collect()
}

fn write_cell(
    table: &Table,
    (row, field): (usize, usize),
    value: &Value,
    (line, column): (u32, u16),
    sheet: &mut Worksheet,
) -> Result<(), WriteError> {
    let text_format = Format::new().set_num_format("@");
    let outcome = match (table.fields[field].kind, value) {
        (_, Value::Null) => return Ok(()),
        (FieldKind::Bool, Value::Bool(flag)) => sheet.write_boolean(line, column, *flag),
        (FieldKind::Int, Value::Int(whole)) if whole.unsigned_abs() < 1_000_000_000_000_000 => {
            sheet.write_number(line, column, *whole as f64)
        }
        (FieldKind::Real, Value::Real(real)) if real.is_finite() => sheet.write_number(line, column, *real),
        (FieldKind::Real, Value::Int(whole)) => sheet.write_number(line, column, *whole as f64),
        (FieldKind::Date, Value::Date(text)) => match excel_date(text) {
            Some(date) => {
                let format = Format::new().set_num_format("yyyy-mm-dd");
                sheet.write_datetime_with_format(line, column, &date, &format)
            }
            None => sheet.write_string_with_format(line, column, text, &text_format),
        },
        (FieldKind::Text, value) => {
            let text = value.to_text().unwrap_or_default();
            let length = text.encode_utf16().count();
            if length > CELL {
                return Err(WriteError::TextTooLong {
                    layer: table.name.clone(),
                    row: table.rows[row].number,
                    field: table.fields[field].name.clone(),
                    bytes: length,
                    limit: CELL,
                    format: "XLSX",
                });
            }
            sheet.write_string_with_format(line, column, text, &text_format)
        }
        _ => return Err(unfit(table, row, field, value)),
    };
    outcome.map(|_| ()).map_err(|fault| library("XLSX", fault))
}

/// Excel's calendar is wrong before March 1900: older dates are written as text.
fn excel_date(text: &str) -> Option<ExcelDateTime> {
    if !is_date(text) {
        return None;
    }
    let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<u16>().ok();
    let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
    let late = year > 1900;
    late.then(|| ExcelDateTime::from_ymd(year, month as u8, day as u8).ok()).flatten()
}

//! Reading every sheet as a table.

use std::io::Cursor;

use calamine::{Reader as _, Xlsx};
use model::{Row, Value};

use super::{cells, header};
use crate::{
    Bundle,
    bundle::{split_extension, within_limits},
    notes::Notes,
    reading::Reading,
    reference,
    sheet::{self, Sheet},
};

/// Cells of a table, blank ones included, beyond which a sheet is no table.
const MOST_CELLS: usize = 100_000_000;

/// Reads the workbook at `path`; a `.prj` beside it gives the CRS of its sheets.
pub(crate) fn read(bundle: &Bundle, path: &str, bytes: &[u8], reading: &mut Reading) {
    let mut notes = Notes::new(reading, path);
    if let Err(fault) = within_limits(bytes, super::WORKBOOK) {
        return notes.damaged(fault);
    }
    let mut workbook = match Xlsx::new(Cursor::new(bytes)) {
        Ok(workbook) => workbook,
        Err(fault) => return notes.damaged(fault),
    };
    let prj = bundle.find(&format!("{}.prj", split_extension(path).0));
    let prj = prj.map(|(_, text)| String::from_utf8_lossy(text).into_owned());
    let mut tables = Vec::new();
    for name in workbook.sheet_names() {
        notes.set_layer(&name);
        match read_sheet(&mut workbook, &name, &mut notes) {
            Ok(Some(sheet)) => {
                let crs = prj.as_deref().and_then(|text| reference::declared(text, &mut notes));
                tables.push(sheet::into_table(name, sheet, crs, &mut notes));
            }
            Ok(None) => {}
            Err(fault) => notes.damaged(fault),
        }
    }
    reading.tables.append(&mut tables);
}

/// `None` for a sheet without cells.
fn read_sheet(
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    notes: &mut Notes<'_>,
) -> Result<Option<Sheet>, calamine::XlsxError> {
    let mut rows = cells::read(workbook, name, notes)?;
    let Some(at) = header::find(&rows) else { return Ok(None) };
    let regions = workbook.merge_cells_by_sheet_name(name).unwrap_or_default();
    let first = rows[at].0 + 1;
    header::spread(&mut rows, &regions, first);
    let mut data = rows.split_off(at);
    let (_, head) = data.remove(0);
    // Only columns with a cell somewhere are fields: files carry stray formats far to the right.
    let mut used: Vec<u32> = head.iter().chain(data.iter().flat_map(|(_, cells)| cells)).map(|cell| cell.0).collect();
    used.sort_unstable();
    used.dedup();
    if used.len().saturating_mul(data.len()) > MOST_CELLS {
        notes.rows_lost(data.len(), format!("{} rows of {} columns", data.len(), used.len()));
        return Ok(None);
    }
    let title = |column: &u32| {
        let cell = head.iter().find(|cell| cell.0 == *column).and_then(|cell| cell.1.to_text());
        cell.map_or_else(String::new, |text| text.trim().replace(['\r', '\n'], ""))
    };
    let names = used.iter().map(title).collect();
    let row = |(row, cells): (u32, cells::Cells)| {
        let mut values = vec![Value::Null; used.len()];
        for (column, value) in cells {
            if let Ok(place) = used.binary_search(&column) {
                values[place] = value;
            }
        }
        Row { number: row as usize + 1, geometry: None, values }
    };
    Ok(Some(Sheet { names, kinds: Vec::new(), rows: data.into_iter().map(row).collect() }))
}

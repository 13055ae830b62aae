//! Attributes to `.dbf`.

use model::{FieldKind, Table, Value};

use crate::{
    Encoding,
    columns::is_date,
    writing::{WriteError, unfit},
};

/// Most bytes of a text cell.
const TEXT_LIMIT: usize = 254;

/// A column as dBASE describes it, with its cells as text.
struct Column {
    kind: u8,
    width: usize,
    decimals: usize,
    /// `None` is null.
    cells: Vec<Option<Vec<u8>>>,
}

/// The table's bytes; `names` are the fields' names in the chosen encoding, at most ten bytes each.
///
/// Numbers are written with every digit they have; null is blanks in numbers and dates, `?` in booleans and zero bytes
/// in texts, so that an empty text stays apart from null.
pub(super) fn write(table: &Table, names: &[Vec<u8>], encoding: Encoding) -> Result<Vec<u8>, WriteError> {
    let mut columns = (0..table.fields.len()).map(|at| column(table, at, encoding)).collect::<Result<Vec<_>, _>>()?;
    let mut names = names.to_vec();
    if columns.is_empty() {
        // A table without fields is no dBASE table: number the rows.
        names = vec![b"fid".to_vec()];
        let cells: Vec<_> = table.rows.iter().map(|row| Some(row.number.to_string().into_bytes())).collect();
        columns = vec![Column { kind: b'N', width: 18, decimals: 0, cells }];
    }
    let too_large = || WriteError::TooLarge { layer: table.name.clone(), format: "Shapefile" };
    let header = u16::try_from(32 + columns.len() * 32 + 1).map_err(|_| too_large())?;
    let width = 1 + columns.iter().map(|column| column.width).sum::<usize>();
    let row_width = u16::try_from(width).map_err(|_| too_large())?;
    let count = u32::try_from(table.rows.len()).map_err(|_| too_large())?;
    if width.saturating_mul(table.rows.len()) > i32::MAX as usize {
        return Err(too_large());
    }
    let mut out = Vec::with_capacity(usize::from(header) + width * table.rows.len() + 1);
    // No clock here: the date of the last change is the format's own year zero.
    out.extend_from_slice(&[0x03, 0, 1, 1]);
    out.extend_from_slice(&count.to_le_bytes());
    out.extend_from_slice(&header.to_le_bytes());
    out.extend_from_slice(&row_width.to_le_bytes());
    out.resize(32, 0);
    out[29] = if encoding == Encoding::Gbk { 0x4D } else { 0 };
    for (column, name) in columns.iter().zip(&names) {
        let mut descriptor = [0_u8; 32];
        descriptor[..name.len().min(10)].copy_from_slice(&name[..name.len().min(10)]);
        descriptor[11] = column.kind;
        descriptor[16] = column.width as u8;
        descriptor[17] = column.decimals as u8;
        out.extend_from_slice(&descriptor);
    }
    out.push(0x0D);
    for at in 0..table.rows.len() {
        out.push(b' ');
        columns.iter().for_each(|column| column.put(at, &mut out));
    }
    out.push(0x1A);
    Ok(out)
}

impl Column {
    fn put(&self, row: usize, out: &mut Vec<u8>) {
        let end = out.len() + self.width;
        match (&self.cells[row], self.kind) {
            (Some(cell), b'C') => {
                out.extend_from_slice(cell);
                out.resize(end, b' ');
            }
            (Some(cell), _) => {
                out.resize(end - cell.len(), b' ');
                out.extend_from_slice(cell);
            }
            (None, b'C') => out.resize(end, 0),
            (None, b'L') => out.resize(end, b'?'),
            (None, _) => out.resize(end, b' '),
        }
    }
}

fn column(table: &Table, at: usize, encoding: Encoding) -> Result<Column, WriteError> {
    let kind = table.fields[at].kind;
    let mut cells = Vec::with_capacity(table.rows.len());
    for (row, features) in table.rows.iter().enumerate() {
        let value = &features.values[at];
        cells.push(match (kind, value) {
            (_, Value::Null) => None,
            (FieldKind::Bool, Value::Bool(value)) => Some(if *value { b"T".to_vec() } else { b"F".to_vec() }),
            (FieldKind::Int, Value::Int(number)) => Some(number.to_string().into_bytes()),
            (FieldKind::Real, Value::Real(_) | Value::Int(_)) => {
                Some(real(value).ok_or_else(|| unfit(table, row, at, value))?)
            }
            (FieldKind::Date, Value::Date(date)) if is_date(date) => Some(date.replace('-', "").into_bytes()),
            (FieldKind::Text, value) => Some(text(table, row, at, value, encoding)?),
            _ => return Err(unfit(table, row, at, value)),
        });
    }
    let longest = cells.iter().flatten().map(Vec::len).max().unwrap_or(0);
    let decimals = cells.iter().flatten().filter_map(|cell| decimals(cell)).max().unwrap_or(0);
    Ok(match kind {
        FieldKind::Bool => Column { kind: b'L', width: 1, decimals: 0, cells },
        FieldKind::Int => Column { kind: b'N', width: longest.max(10), decimals: 0, cells },
        FieldKind::Real => Column { kind: b'N', width: longest.max(12), decimals: decimals.clamp(1, 15), cells },
        FieldKind::Date => Column { kind: b'D', width: 8, decimals: 0, cells },
        FieldKind::Text => Column { kind: b'C', width: longest.max(1), decimals: 0, cells },
    })
}

/// Bytes after the point.
fn decimals(cell: &[u8]) -> Option<usize> {
    let dot = cell.iter().position(|&byte| byte == b'.')?;
    Some(cell.len() - 1 - dot)
}

/// The shortest text that reads back as the same number, with a point in it.
fn real(value: &Value) -> Option<Vec<u8>> {
    let number = value.to_number().filter(|number| number.is_finite())?;
    let plain = format!("{number:?}");
    let plain = if plain.contains('e') && !plain.contains('.') { plain.replace('e', ".0e") } else { plain };
    Some(plain.into_bytes())
}

fn text(table: &Table, row: usize, at: usize, value: &Value, encoding: Encoding) -> Result<Vec<u8>, WriteError> {
    let text = value.to_text().unwrap_or_default();
    let (layer, field) = (table.name.clone(), table.fields[at].name.clone());
    let number = table.rows[row].number;
    let bytes = encoding.encode(&text).map_err(|character| WriteError::Unencodable {
        layer: layer.clone(),
        row: number,
        field: field.clone(),
        character,
        encoding: encoding.name(),
    })?;
    if bytes.len() > TEXT_LIMIT {
        let bytes = bytes.len();
        return Err(WriteError::TextTooLong {
            layer,
            row: number,
            field,
            bytes,
            limit: TEXT_LIMIT,
            format: "Shapefile",
        });
    }
    // Blanks at the end and zero bytes fill cells up: they cannot be part of the text.
    if text.ends_with(' ') || text.contains('\0') {
        return Err(unfit(table, row, at, value));
    }
    Ok(bytes.into_owned())
}

//! The dBASE table: header, fields, and cells as raw bytes.

use model::{FieldKind, Value};

use super::bytes_at;
use crate::columns::is_date;

/// A table over its bytes.
pub(super) struct Dbf<'a> {
    bytes: &'a [u8],
    pub(super) fields: Vec<Column>,
    /// Rows that the header announces.
    pub(super) announced: usize,
    /// Rows that the bytes hold.
    pub(super) held: usize,
    pub(super) language_driver: u8,
    header: usize,
    width: usize,
}

/// A field's descriptor.
pub(super) struct Column {
    pub(super) raw_name: Vec<u8>,
    pub(super) kind: u8,
    decimals: u8,
    start: usize,
    pub(super) width: usize,
}

impl<'a> Dbf<'a> {
    /// Reads the header.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, &'static str> {
        let cut = "the header of the table is cut short";
        let u16_at = |at| bytes_at(bytes, at).map(u16::from_le_bytes).map(usize::from).ok_or(cut);
        let announced = bytes_at(bytes, 4).map(u32::from_le_bytes).ok_or(cut)? as usize;
        let (header, width) = (u16_at(8)?, u16_at(10)?);
        if header < 33 || width == 0 {
            return Err("this is no dBASE table");
        }
        let descriptors = bytes.get(32..header.min(bytes.len())).ok_or(cut)?;
        let mut fields = Vec::new();
        let mut start = 1;
        for descriptor in descriptors.chunks_exact(32).take_while(|descriptor| descriptor[0] != 0x0D) {
            let raw_name = descriptor[..11].split(|&byte| byte == 0).next().unwrap_or_default();
            let field_width = usize::from(descriptor[16]);
            let (kind, decimals) = (descriptor[11], descriptor[17]);
            fields.push(Column { raw_name: raw_name.to_vec(), kind, decimals, start, width: field_width });
            start += field_width;
        }
        if start > width {
            return Err("the fields are wider than the rows");
        }
        let held = bytes.len().saturating_sub(header) / width;
        let held = held.min(announced);
        Ok(Dbf { bytes, fields, announced, held, language_driver: bytes[29], header, width })
    }

    /// Whether the row is marked as deleted.
    pub(super) fn is_deleted(&self, row: usize) -> bool {
        self.bytes.get(self.header + row * self.width) == Some(&b'*')
    }

    /// The bytes of a cell.
    pub(super) fn cell(&self, row: usize, column: &Column) -> &'a [u8] {
        let start = self.header + row * self.width + column.start;
        self.bytes.get(start..start + column.width).unwrap_or_default()
    }

    /// All bytes that are text: field names first, then the cells of text fields, row by row.
    pub(super) fn texts(&self) -> impl Iterator<Item = &[u8]> {
        let columns: Vec<&Column> = self.fields.iter().filter(|column| column.kind == b'C').collect();
        let names = self.fields.iter().map(|column| &column.raw_name[..]);
        let cells = (0..self.held).flat_map(move |row| columns.clone().into_iter().map(move |c| (row, c)));
        names.chain(cells.map(|(row, column)| trimmed(self.cell(row, column))))
    }
}

impl Column {
    /// What the field's values are, as declared.
    pub(super) fn declared_kind(&self) -> FieldKind {
        match self.kind {
            b'N' | b'F' if self.decimals == 0 && self.kind == b'N' => FieldKind::Int,
            b'N' | b'F' | b'O' | b'B' => FieldKind::Real,
            b'I' => FieldKind::Int,
            b'D' => FieldKind::Date,
            b'L' => FieldKind::Bool,
            _ => FieldKind::Text,
        }
    }

    /// The value of a cell that is not text; an error is the cell as a person sees it.
    pub(super) fn value(&self, cell: &[u8]) -> Result<Value, String> {
        match self.kind {
            b'I' => Ok(bytes_at(cell, 0).map_or(Value::Null, |bytes| Value::Int(i32::from_le_bytes(bytes).into()))),
            b'O' | b'B' if self.width == 8 => {
                Ok(bytes_at(cell, 0).map_or(Value::Null, |bytes| Value::Real(f64::from_le_bytes(bytes))))
            }
            _ => {
                let text = String::from_utf8_lossy(cell);
                let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\0');
                self.printed(text).ok_or_else(|| text.to_owned())
            }
        }
    }

    fn printed(&self, text: &str) -> Option<Value> {
        if text.is_empty() || text.bytes().all(|byte| byte == b'*') || text == "?" {
            return Some(Value::Null);
        }
        match self.kind {
            b'L' => match text {
                "T" | "t" | "Y" | "y" | "1" => Some(Value::Bool(true)),
                "F" | "f" | "N" | "n" | "0" => Some(Value::Bool(false)),
                _ => None,
            },
            b'D' if text.bytes().all(|byte| byte == b'0') => Some(Value::Null),
            b'D' => {
                let date = format!("{}-{}-{}", text.get(..4)?, text.get(4..6)?, text.get(6..)?);
                is_date(&date).then_some(Value::Date(date))
            }
            _ => number(text, self.declared_kind()),
        }
    }
}

/// Whole numbers too long for 64 bits stay as their digits: they are codes.
fn number(text: &str, kind: FieldKind) -> Option<Value> {
    let real = || text.parse::<f64>().ok().filter(|number| number.is_finite()).map(Value::Real);
    if kind == FieldKind::Real {
        return real();
    }
    if let Ok(number) = text.parse::<i64>() {
        return Some(Value::Int(number));
    }
    if text.trim_start_matches('-').bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Value::Text(text.to_owned()));
    }
    real()
}

/// A text cell without the blanks and zero bytes that fill it up.
pub(super) fn trimmed(cell: &[u8]) -> &[u8] {
    let end = cell.iter().rposition(|&byte| byte != b' ' && byte != 0).map_or(0, |at| at + 1);
    &cell[..end]
}

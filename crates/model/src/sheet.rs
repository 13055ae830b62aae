//! A sheet of a workbook as it stands: cells by place, no header found, nothing interpreted.

use crate::Value;

/// A raw sheet: rows from the first one on, blank rows included, so that row `i` is row number `i + 1` in the file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sheet {
    /// File name as given.
    pub file: String,
    /// Name of the sheet; for CSV the stem of the file's name.
    pub name: String,
    /// Cells from the left; rows end with their last cell that is not blank.
    pub rows: Vec<Vec<Value>>,
    /// Merged cells; the value stands in the upper left one.
    pub merged: Vec<CellRange>,
}

/// A rectangle of cells, first and last included, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CellRange {
    /// First row and column.
    pub first: (usize, usize),
    /// Last row and column.
    pub last: (usize, usize),
}

impl CellRange {
    /// Whether a cell lies in it.
    pub fn contains(&self, row: usize, column: usize) -> bool {
        (self.first.0..=self.last.0).contains(&row) && (self.first.1..=self.last.1).contains(&column)
    }
}

impl Sheet {
    /// The cell at row and column, counted from 0; null beyond the used cells.
    pub fn cell(&self, row: usize, column: usize) -> &Value {
        self.rows.get(row).and_then(|cells| cells.get(column)).unwrap_or(&Value::Null)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_beyond_the_used_ones_are_null() {
        let sheet = Sheet { rows: vec![vec![], vec!["a".into()]], ..Sheet::default() };
        let check = |row, column, expect: Value| assert_eq!(*sheet.cell(row, column), expect, "{row} {column}");
        check(1, 0, "a".into());
        check(0, 0, Value::Null);
        check(1, 1, Value::Null);
        check(9, 0, Value::Null);
    }

    #[test]
    fn a_range_holds_its_corners() {
        let range = CellRange { first: (1, 2), last: (3, 4) };
        let check = |row, column, inside| assert_eq!(range.contains(row, column), inside, "{row} {column}");
        check(1, 2, true);
        check(3, 4, true);
        check(0, 2, false);
        check(3, 5, false);
    }
}

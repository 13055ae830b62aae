//! Merged cells: each has the value of the upper left one.

use std::collections::BTreeMap;

use model::{CellRange, Sheet, Value};

/// Columns beyond which a merged range is no part of a table.
const MOST_COLUMNS: usize = 1_000;

/// Merged ranges by column, so that a look-up is a binary search.
pub(crate) struct Merged {
    by_column: BTreeMap<usize, Vec<CellRange>>,
}

impl Merged {
    pub(crate) fn new(sheet: &Sheet) -> Self {
        let mut by_column: BTreeMap<usize, Vec<CellRange>> = BTreeMap::new();
        for range in sheet.merged.iter().filter(|range| range.first.0 < sheet.rows.len()) {
            for column in range.first.1..=range.last.1.min(MOST_COLUMNS) {
                by_column.entry(column).or_default().push(*range);
            }
        }
        by_column.values_mut().for_each(|ranges| ranges.sort_by_key(|range| range.first));
        Merged { by_column }
    }

    /// The range that a cell lies in.
    fn range(&self, row: usize, column: usize) -> Option<&CellRange> {
        let ranges = self.by_column.get(&column)?;
        let next = ranges.partition_point(|range| range.first.0 <= row);
        ranges[..next].last().filter(|range| range.contains(row, column))
    }

    /// The cell's own value, or that of the range it is merged into.
    pub(crate) fn value<'a>(&self, sheet: &'a Sheet, row: usize, column: usize) -> &'a Value {
        match (sheet.cell(row, column), self.range(row, column)) {
            (own, Some(range)) if *own == Value::Null => sheet.cell(range.first.0, range.first.1),
            (own, _) => own,
        }
    }

    /// Whether one range reaches over at least `columns` columns of the row and begins in it.
    pub(crate) fn spans(&self, row: usize, columns: usize) -> bool {
        let wide = |range: &CellRange| range.first.0 == row && range.last.1 - range.first.1 + 1 >= columns;
        columns > 1 && self.by_column.keys().any(|&column| self.range(row, column).is_some_and(wide))
    }
}

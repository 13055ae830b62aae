//! The rows of sheets, counted by what became of them: every row is one of skipped, matched, to choose, rejected.

use std::collections::HashMap;

use model::Sheet;
use roster::{Import, Outcome};

/// The rows of a sheet; `skipped`, `matched`, `to_choose` and `rejected` add up to `rows`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SheetRows {
    /// Its file.
    pub file: String,
    /// Its name.
    pub sheet: String,
    /// Rows down to the last that is used.
    pub rows: usize,
    /// Titles, headers, totals, notes, blank rows.
    pub skipped: usize,
    /// Rows of which every entry was matched.
    pub matched: usize,
    /// Rows with an entry of which a person has to choose the meaning, none rejected.
    pub to_choose: usize,
    /// Rows with an entry that cannot be used.
    pub rejected: usize,
}

/// Counts the rows of each sheet of an import.
pub fn sheet_rows(sheets: &[Sheet], import: &Import) -> Vec<SheetRows> {
    let mut worst: HashMap<(&str, &str), HashMap<usize, u8>> = HashMap::new();
    for account in &import.rows {
        let rank = match account.outcome {
            Outcome::Matched { .. } => 0,
            Outcome::ToChoose(_) => 1,
            Outcome::Rejected => 2,
        };
        let rows = worst.entry((&account.at.file, &account.at.sheet)).or_default();
        let row = rows.entry(account.at.row).or_default();
        *row = rank.max(*row);
    }
    let count = |sheet: &Sheet, rank: u8| {
        let rows = worst.get(&(sheet.file.as_str(), sheet.name.as_str()));
        rows.map_or(0, |rows| rows.values().filter(|one| **one == rank).count())
    };
    let of_sheet = |(sheet, layout): (&Sheet, &roster::Layout)| SheetRows {
        file: sheet.file.clone(),
        sheet: sheet.name.clone(),
        rows: sheet.rows.len(),
        skipped: layout.skipped.len(),
        matched: count(sheet, 0),
        to_choose: count(sheet, 1),
        rejected: count(sheet, 2),
    };
    sheets.iter().zip(&import.layouts).map(of_sheet).collect()
}

//! Rows from the tables of the demo district: its base map, lists and rosters, in the layout that they have there.
//!
//! Rosters as real offices keep them are the work of `roster`; here columns have their exact names.

mod evidence;
mod holders;
mod places;
mod sheet;

use std::collections::BTreeSet;

use model::{Finding, PlaceKey, Table};

use crate::rows::Rows;
use sheet::Sheet;

/// Reads whatever of the demo district's tables is given, told by their names; others are passed over. Every row that
/// cannot be used is a finding. A table that is absent is a note, for the figures that need it will be of nothing.
pub fn rows_from_tables(tables: &[Table]) -> (Rows, Vec<Finding>) {
    let mut intake = Intake { tables, rows: Rows::default(), known: BTreeSet::new(), findings: Vec::new() };
    places::read(&mut intake);
    intake.known = intake.rows.places.iter().map(|place| place.key.clone()).collect();
    holders::read(&mut intake);
    evidence::read(&mut intake);
    (intake.rows, intake.findings)
}

struct Intake<'a> {
    tables: &'a [Table],
    rows: Rows,
    known: BTreeSet<PlaceKey>,
    findings: Vec<Finding>,
}

impl<'a> Intake<'a> {
    /// The table of this name, if it has these columns.
    fn sheet(&mut self, name: &'static str, columns: &[&'static str]) -> Option<Sheet<'a>> {
        Sheet::open(self.tables, name, columns, &mut self.findings)
    }

    /// Whether a place is known; a finding if not.
    fn knows(&mut self, sheet: &Sheet<'_>, row: &model::Row, column: &'static str, key: &PlaceKey) -> bool {
        let known = self.known.contains(key);
        if !known {
            self.findings.push(sheet.unknown(row, column, key));
        }
        known
    }
}

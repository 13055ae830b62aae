//! Matching the rows of rosters to places and holders; every row is accounted for.

mod account;
mod case;
mod holder;
mod pass;
mod place;
mod twice;

pub use account::{Candidate, Choice, Import, Listed, Outcome, RowAccount, RowAt, Target};

use model::{Assignment, Day, Sheet};

use crate::{Config, HolderRecord, Mappings, Places};

/// What the store knows of holders and assignments.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Known {
    /// People and organisations.
    pub holders: Vec<HolderRecord>,
    /// Assignments that are in force or to come.
    pub assignments: Vec<Assignment>,
}

/// What an import goes by.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The district's roles.
    pub config: &'a Config,
    /// The places that rows may name.
    pub places: &'a Places,
    /// What is known already.
    pub known: &'a Known,
    /// Column meanings that were saved.
    pub mappings: &'a Mappings,
    /// What a person chose for rows of an earlier import that were to choose.
    pub choices: &'a [Choice],
    /// The day of the import: what ended before it is expired, what has no first day begins on it.
    pub as_of: Day,
}

/// Reads sheets, of one file or of many, and matches every row in one pass. People may be listed in one sheet and sent
/// to their places in another, in any order.
pub fn import(sheets: &[Sheet], request: &Request<'_>) -> Import {
    pass::run(sheets, request)
}

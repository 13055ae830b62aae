//! What became of every row.

use model::{Code, Day, Finding, Holder, Period, PlaceKey, RoleName, Severity};

use crate::{HolderRecord, Layout};

/// A row of a sheet, and the entry in it where a cell names several places.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowAt {
    /// File name.
    pub file: String,
    /// Sheet name.
    pub sheet: String,
    /// Row number as the file's author sees it.
    pub row: usize,
    /// Entry in the row, from 1.
    pub part: usize,
}

/// The account of one entry.
#[derive(Debug, Clone, PartialEq)]
pub struct RowAccount {
    /// Where it stands.
    pub at: RowAt,
    /// What became of it.
    pub outcome: Outcome,
    /// What is wrong with it; a matched row has warnings at most.
    pub findings: Vec<Finding>,
}

/// What became of an entry.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// It names a holder, and where `listed` is given an assignment: an index into [`Import::listed`].
    Matched {
        /// Who.
        holder: Holder,
        /// Their assignment, if the sheet lists assignments.
        listed: Option<usize>,
    },
    /// A person has to choose; the best candidate is first.
    ToChoose(Vec<Candidate>),
    /// It cannot be used; its findings say why.
    Rejected,
}

/// A possible meaning of a row.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// What it would be.
    pub target: Target,
    /// Its name.
    pub name: String,
    /// 1 is certain, 0 is nothing alike.
    pub score: f64,
}

/// A place or a holder that a row may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A place.
    Place(PlaceKey),
    /// A holder.
    Holder(Holder),
}

/// What a person chose for a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The row.
    pub at: RowAt,
    /// What it means.
    pub target: Target,
}

/// An assignment as a roster lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The row that lists it.
    pub at: RowAt,
    /// Who.
    pub holder: Holder,
    /// As what.
    pub role: RoleName,
    /// Where.
    pub place: PlaceKey,
    /// First day, where the row gives one.
    pub from: Option<Day>,
    /// First day after it, where the row gives a last day.
    pub to: Option<Day>,
    /// Details of the role.
    pub details: Vec<(String, String)>,
}

/// The whole account of an import.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Import {
    /// Header, column meanings and skipped rows of each sheet.
    pub layouts: Vec<Layout>,
    /// Every entry, by sheet and row.
    pub rows: Vec<RowAccount>,
    /// Holders that the rows list, with what is known of them and what the rows say.
    pub holders: Vec<HolderRecord>,
    /// Assignments that the rows list.
    pub listed: Vec<Listed>,
    /// What is wrong with a sheet as a whole.
    pub findings: Vec<Finding>,
    /// Roles of rows that were not matched; `None` stands for rows whose role is not known either.
    pub unsettled: Vec<Option<RoleName>>,
}

impl Import {
    /// All findings: of sheets first, then of rows.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().chain(self.rows.iter().flat_map(|row| &row.findings))
    }

    /// Numbers of entries: matched, to choose, rejected.
    pub fn counts(&self) -> (usize, usize, usize) {
        let count = |test: fn(&Outcome) -> bool| self.rows.iter().filter(|row| test(&row.outcome)).count();
        (
            count(|outcome| matches!(outcome, Outcome::Matched { .. })),
            count(|outcome| matches!(outcome, Outcome::ToChoose(_))),
            count(|outcome| matches!(outcome, Outcome::Rejected)),
        )
    }
}

impl RowAccount {
    /// The worst of its findings.
    pub fn severity(&self) -> Option<Severity> {
        self.findings.iter().map(|finding| finding.severity).max()
    }
}

impl Listed {
    /// Its period, where a row without a first day begins on `day`; `None` where it would end before it begins.
    pub fn period(&self, day: Day) -> Option<Period> {
        Period::new(self.from.unwrap_or(day), self.to).ok()
    }
}

impl Target {
    /// The code of whatever it is.
    pub fn code(&self) -> &Code {
        match self {
            Target::Place(key) => &key.code,
            Target::Holder(holder) => holder.code(),
        }
    }
}

//! Why a roster, a choice or a question about assignments is refused.

use model::Day;
use roster::MappingFault;

/// What can go wrong with rosters besides their rows.
#[derive(Debug, thiserror::Error)]
pub enum RosterFault {
    /// The record.
    #[error(transparent)]
    Registry(#[from] crate::Fault),
    /// The district's configuration does not read.
    #[error("{first} ({count} in all)")]
    District {
        /// The first fault, with its line.
        first: String,
        /// How many there are.
        count: usize,
    },
    /// Saved meanings of columns do not read.
    #[error(transparent)]
    Mapping(#[from] MappingFault),
    /// The district has no such role.
    #[error("there is no role {0}")]
    NoRole(String),
    /// A role is not held at places of this level, or not by such holders.
    #[error("{role} is not held so: {}", how.id())]
    NotSo {
        /// The role.
        role: String,
        /// What does not fit.
        how: Misfit,
    },
    /// Nobody of this code is on record, and nothing is told of them.
    #[error("there is no {0}")]
    NoHolder(String),
    /// The role has one holder at a place, and somebody else holds it on some of the days.
    #[error("{role} is held by {holder} already")]
    HeldAlready {
        /// The role.
        role: String,
        /// Who holds it.
        holder: String,
    },
    /// No sheet has this name.
    #[error("there is no sheet {0}")]
    NoSheet(String),
    /// No sheet has a column with this title.
    #[error("there is no column {0}")]
    NoColumn(String),
    /// A row of a list of choices cannot be used.
    #[error("choice in row {row}: {problem}")]
    Choice {
        /// Row of the list.
        row: usize,
        /// What is wrong with it.
        problem: ChoiceProblem,
    },
    /// There is no such assignment, or it is not in force on the day before.
    #[error("no assignment {id} is in force before {from}")]
    NotHeld {
        /// Its id or number as given.
        id: String,
        /// First day without it.
        from: Day,
    },
}

/// What does not fit a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misfit {
    /// Places of this level do not have it.
    Level,
    /// People do not hold it, or organisations do not.
    Holder,
}

impl Misfit {
    /// Stable name.
    pub fn id(self) -> &'static str {
        match self {
            Misfit::Level => "level",
            Misfit::Holder => "holder",
        }
    }
}

/// What is wrong with a row of a list of choices.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChoiceProblem {
    /// The list has no header with `sheet`, `row`, `level` and `code`.
    #[error("the list needs the columns sheet, row, level, code")]
    Header,
    /// A cell cannot be read.
    #[error("{0:?} cannot be read")]
    Cell(String),
    /// The rosters have no such row.
    #[error("no such row")]
    NoRow,
    /// Several files have such a row.
    #[error("several files have such a row: name the file")]
    SeveralFiles,
    /// There is no such place or holder.
    #[error("there is no {0}")]
    NoTarget(String),
}

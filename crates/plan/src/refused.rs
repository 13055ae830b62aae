//! Why an edit was not made.

use model::Rule;

use crate::{Edit, GridId};

/// Why an edit was not made; the plan is as it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// There is no such courtyard.
    #[error("there is no courtyard {0}")]
    CourtyardUnknown(String),
    /// There is no such grid.
    #[error("there is no grid {0}")]
    GridUnknown(GridId),
    /// There is no such cell, or it is a courtyard's.
    #[error("cell {0} is no ground")]
    NotGround(u32),
    /// The grid is locked.
    #[error("grid {0} is locked")]
    Locked(GridId),
    /// Nothing would change.
    #[error("nothing would change")]
    Nothing,
    /// The grid would be left without courtyards or cells: merge or dissolve it instead.
    #[error("grid {0} would be left empty")]
    WouldEmpty(GridId),
    /// The grid would break a rule; a document number (an exception) allows it.
    #[error("grid {grid} would break the rule {}", rule.id())]
    AgainstRule {
        /// The rule.
        rule: Rule,
        /// The grid.
        grid: GridId,
    },
    /// The cell does not touch the grid that it is to go to.
    #[error("cell {cell} does not touch grid {grid}")]
    Apart {
        /// The cell.
        cell: u32,
        /// The grid.
        grid: GridId,
    },
    /// Nothing beside the cell can take it.
    #[error("cell {0} has no neighbour that could take it")]
    NoNeighbour(u32),
    /// The line has fewer than two different points or one that is off the lattice.
    #[error("the line has fewer than two points")]
    LineTooShort,
    /// The grid cannot be split into so many parts.
    #[error("grid {grid} cannot be split into {parts} parts")]
    TooManyParts {
        /// The grid.
        grid: GridId,
        /// How many were asked for.
        parts: u32,
    },
    /// The text is no code.
    #[error("{0:?} is no code")]
    InvalidCode(String),
    /// There is nothing to undo or to redo.
    #[error("there is nothing to take back or to make again")]
    NoMore,
    /// Somebody else changed the same grid since.
    #[error(transparent)]
    Conflict(#[from] Box<Conflict>),
}

/// Two people changed the same grid. Both edits are here; the one that was made first stays made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} changed what {} is about to change", theirs.author, mine.author)]
pub struct Conflict {
    /// The grid; `None` when it is about ground that belongs to no grid.
    pub grid: Option<GridId>,
    /// The edit that was refused.
    pub mine: EditBy,
    /// The edit that was made since the other looked.
    pub theirs: EditBy,
}

/// An edit and who made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditBy {
    /// Its number in the draft; `None` while it is not made.
    pub number: Option<u64>,
    /// Who.
    pub author: String,
    /// What.
    pub edit: Edit,
}

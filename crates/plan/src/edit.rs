//! What a planner may do to a draft.

use serde::{Deserialize, Serialize};

use crate::{GridId, GridKind};

/// One edit. Courtyards are named by code, grids by number, ground by the number of its cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "edit", rename_all = "kebab-case")]
pub enum Edit {
    /// Courtyards go to a grid. Ground that would be cut off goes along.
    Move {
        /// The courtyards.
        courtyards: Vec<String>,
        /// Where to.
        to: GridId,
    },
    /// Grids become one.
    Merge {
        /// The grids that end.
        grids: Vec<GridId>,
        /// The grid that goes on with its number, code and name.
        into: GridId,
    },
    /// A grid becomes several; the part that is named first goes on with its number, code and name.
    Split {
        /// The grid.
        grid: GridId,
        /// How.
        by: Cut,
    },
    /// A grid is founded.
    New {
        /// Its courtyards.
        courtyards: Vec<String>,
        /// Its ground.
        #[serde(default)]
        cells: Vec<u32>,
        /// Its name.
        name: String,
        /// What it is for.
        #[serde(default)]
        kind: GridKind,
        /// Number of the document that allows it to break a rule.
        #[serde(default)]
        exception: Option<String>,
    },
    /// A grid ends; every cell goes to the grid beside it with the longest common border, of its community if any.
    Dissolve {
        /// The grid.
        grid: GridId,
    },
    /// A grid gets a name.
    Rename {
        /// The grid.
        grid: GridId,
        /// Its name.
        name: String,
    },
    /// A grid gets a code, or none.
    Recode {
        /// The grid.
        grid: GridId,
        /// Its code.
        code: Option<String>,
    },
    /// A grid refuses changes, or accepts them again.
    Lock {
        /// The grid.
        grid: GridId,
        /// Whether it refuses.
        locked: bool,
    },
    /// Ground goes to a grid, or becomes an area of its own: the boundary moves from one set of shared arcs to another.
    Reshape {
        /// The cells; none of a courtyard.
        cells: Vec<u32>,
        /// Where to.
        to: Option<GridId>,
    },
    /// The boundary between two grids is drawn anew. Each cell of both goes to the side of the line that the point
    /// inside it lies on, so the boundary follows the shared arcs nearest to the line.
    Redraw {
        /// The grid on the left of the line.
        left: GridId,
        /// The grid on its right.
        right: GridId,
        /// The line as drawn, easting and northing in whole millimetres, two points at least; it goes on straight at
        /// both ends.
        line: Vec<[i64; 2]>,
    },
    /// A document allows a grid to break a rule, or no longer.
    Exception {
        /// The grid.
        grid: GridId,
        /// The document's number.
        document: Option<String>,
    },
}

impl Edit {
    /// Its stable name, as it stands in a log and in the catalogue of words.
    pub fn id(&self) -> &'static str {
        match self {
            Edit::Move { .. } => "move",
            Edit::Merge { .. } => "merge",
            Edit::Split { .. } => "split",
            Edit::New { .. } => "new",
            Edit::Dissolve { .. } => "dissolve",
            Edit::Rename { .. } => "rename",
            Edit::Recode { .. } => "recode",
            Edit::Lock { .. } => "lock",
            Edit::Reshape { .. } => "reshape",
            Edit::Redraw { .. } => "redraw",
            Edit::Exception { .. } => "exception",
        }
    }
}

/// How a grid is split.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "kebab-case")]
pub enum Cut {
    /// What lies on the right of a line becomes a new grid.
    Line {
        /// The line, easting and northing in whole millimetres, two points at least; it goes on straight at both ends.
        line: Vec<[i64; 2]>,
    },
    /// Into connected parts with about equal numbers of households.
    Parts {
        /// How many, 2 at least.
        parts: u32,
    },
    /// The listed courtyards become a new grid.
    List {
        /// The courtyards.
        courtyards: Vec<String>,
    },
}

//! A grid: a stable number, what is said about it, its cells.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Stable number of a grid within its district; codes and names may change, it does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct GridId(pub u32);

/// What a grid is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GridKind {
    /// 治理网格, made from courtyards.
    #[default]
    Governance,
    /// A closed compound.
    Compound,
    /// 专属网格: a market, a school, a firm.
    Exclusive,
    /// A park or square.
    Green,
    /// Ground that is nobody's, kept as an area of its own.
    Remainder,
}

/// What is said about a grid.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct GridInfo {
    /// Its code; `None` until it is numbered.
    pub code: Option<String>,
    /// Its name; may be empty.
    pub name: String,
    /// What it is for.
    pub kind: GridKind,
    /// Whether it refuses changes.
    pub locked: bool,
    /// Number of the document that allows it to break a rule.
    pub exception: Option<String>,
}

/// A grid of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grid {
    /// What is said about it.
    pub info: GridInfo,
    pub(crate) cells: Vec<u32>,
}

impl Grid {
    /// Its cells, sorted.
    pub fn cells(&self) -> &[u32] {
        &self.cells
    }
}

impl GridKind {
    /// All kinds.
    pub const ALL: [GridKind; 5] =
        [GridKind::Governance, GridKind::Compound, GridKind::Exclusive, GridKind::Green, GridKind::Remainder];

    /// Stable name in files and stores.
    pub fn id(self) -> &'static str {
        match self {
            GridKind::Governance => "governance",
            GridKind::Compound => "compound",
            GridKind::Exclusive => "exclusive",
            GridKind::Green => "green",
            GridKind::Remainder => "remainder",
        }
    }

    /// The kind with this stable name.
    pub fn from_id(id: &str) -> Option<Self> {
        GridKind::ALL.into_iter().find(|kind| kind.id() == id)
    }
}

impl fmt::Display for GridId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

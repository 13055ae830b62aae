//! What is tiled: communities, the courtyards in them, and the lines that separate.

use crate::partition::Partition;
use geo_types::{LineString, MultiPolygon};

/// What is to be tiled. All coordinates in metres of one projected CRS.
#[derive(Clone, Debug, Default)]
pub struct Territory {
    /// Communities; each is tiled exactly.
    pub areas: Vec<MultiPolygon<f64>>,
    /// Courtyards, compounds, parks: what the cells grow around.
    pub seeds: Vec<Seed>,
    /// Lines that cells do not cross (roads, water) or go round (walls).
    pub lines: Vec<BarrierLine>,
}

/// A courtyard, compound or park.
#[derive(Clone, Debug)]
pub struct Seed {
    /// Its outline.
    pub shape: MultiPolygon<f64>,
    /// The community it belongs to, an index into [`Territory::areas`].
    pub area: usize,
}

/// A line that separates.
#[derive(Clone, Debug)]
pub struct BarrierLine {
    /// The line, for a road its centre line.
    pub line: LineString<f64>,
    /// What it is.
    pub kind: LineKind,
}

/// What a barrier is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LineKind {
    /// Centre line of a main road: no cell crosses it, unless a courtyard itself does.
    MainRoad,
    /// A wall: a point behind it goes to a courtyard on its own side, if one can be reached there.
    Wall,
    /// A river, canal or shore line: like a main road.
    Water,
}

/// The kinds of lines that run along a piece of border.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LineKinds(u8);

impl LineKinds {
    /// No barrier: the border is open.
    pub const OPEN: Self = Self(0);
    pub(crate) const HARD: Self = Self(0b101);

    /// These kinds and one more.
    #[must_use]
    pub fn with(self, kind: LineKind) -> Self {
        Self(self.0 | 1 << kind as u8)
    }

    /// Whether the kind is among them.
    #[must_use]
    pub fn has(self, kind: LineKind) -> bool {
        self.0 & (1 << kind as u8) != 0
    }

    pub(crate) fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// How to tile.
#[derive(Clone, Debug)]
pub struct Options {
    /// Longest piece of an outline between two samples, metres; `None`: adapted to the gaps alone.
    pub sampling_m: Option<f64>,
    /// Outlines are not sampled more finely than this, metres.
    pub finest_m: f64,
    /// An enclosure without a courtyard that is smaller than this (m²) is joined to a neighbour.
    pub least_remainder_m2: f64,
    /// Vertices within this distance (metres) of a straighter border between two cells of a community are left out;
    /// 0 keeps all. Community lines and barriers keep every vertex of the input.
    pub tidy_m: f64,
}

impl Default for Options {
    fn default() -> Self {
        Self { sampling_m: None, finest_m: 1.0, least_remainder_m2: 20.0, tidy_m: 0.02 }
    }
}

/// A cell of the tiling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The community it lies in.
    pub area: usize,
    /// The courtyard it grew around; `None` for an enclosure without any.
    pub seed: Option<usize>,
}

/// The territory, tiled.
#[derive(Clone, Debug)]
pub struct Tessellation {
    /// The cells by shared arcs.
    pub partition: Partition,
    /// What each cell of the partition is.
    pub cells: Vec<Cell>,
    /// What a person should know about the input.
    pub notes: Vec<Note>,
}

/// What the tiling decided by rule. Areas in m².
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Note {
    /// Two communities overlap; the ground went to the first.
    AreasOverlap {
        /// The community that keeps the ground.
        kept: usize,
        /// The one that loses it.
        cut: usize,
        /// How much.
        area_m2: f64,
    },
    /// Two courtyards overlap; the ground went to the first.
    SeedsOverlap {
        /// The courtyard that keeps the ground.
        kept: usize,
        /// The one that loses it.
        cut: usize,
        /// How much.
        area_m2: f64,
    },
    /// A courtyard reaches beyond its community; the part outside counts as open ground there.
    SeedOutside {
        /// The courtyard.
        seed: usize,
        /// How much lies outside.
        area_m2: f64,
    },
    /// Nothing of the courtyard is left inside its community: it has no cell.
    SeedWithoutCell {
        /// The courtyard.
        seed: usize,
    },
    /// A barrier runs through a courtyard; the courtyard stays whole.
    LineThroughSeed {
        /// The courtyard.
        seed: usize,
        /// How much of the barrier lies in it, metres.
        length_m: f64,
    },
    /// Ground that would have been cut off from its courtyard, or an enclosure too small for a cell, was joined to a
    /// neighbour.
    Joined {
        /// The community.
        area: usize,
        /// The courtyard whose cell it joined, if that cell has one.
        seed: Option<usize>,
        /// How much.
        area_m2: f64,
    },
}

/// Why a territory cannot be tiled.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TerritoryError {
    /// A coordinate is not finite or more than 10^9 m from the origin.
    #[error("{what} {index} has a coordinate that is not a number or out of range")]
    Coordinate {
        /// Which list.
        what: Part,
        /// Position in that list.
        index: usize,
    },
    /// A courtyard names a community that is not there.
    #[error("courtyard {seed} names community {area}, which is not in the territory")]
    UnknownArea {
        /// The courtyard.
        seed: usize,
        /// The community it names.
        area: usize,
    },
    /// A community has no inside (empty, or all of it lies in earlier communities).
    #[error("community {area} has no ground of its own")]
    EmptyArea {
        /// The community.
        area: usize,
    },
    /// The arithmetic of the lattice refused the input; a defect of this crate.
    #[error("the linework could not be cut into a planar graph")]
    Linework,
}

/// A list of a [`Territory`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// [`Territory::areas`].
    Area,
    /// [`Territory::seeds`].
    Seed,
    /// [`Territory::lines`].
    Line,
}

impl std::fmt::Display for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Area => "community",
            Self::Seed => "courtyard",
            Self::Line => "barrier line",
        })
    }
}

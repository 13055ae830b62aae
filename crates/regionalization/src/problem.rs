//! What is asked: units, constraints and objectives as values.

use crate::{Barrier, Graph};

/// A regionalization problem; checked by [`Problem::check`].
#[derive(Debug, Clone)]
pub struct Problem {
    /// The units' borders.
    pub graph: Graph,
    /// Households of each unit; 0 for parks, squares and other units without residents.
    pub households: Vec<u32>,
    /// Community of each unit, numbered from 0 without holes.
    pub community: Vec<u32>,
    /// Area, outer border and centre of each unit, for compactness; empty when not known.
    pub shapes: Vec<UnitShape>,
    /// Grid of each unit in the plan in force, for stability.
    pub previous: Option<Vec<u32>>,
    /// What must hold.
    pub constraints: Constraints,
    /// What is wanted, most important first; feasibility always comes before all of them.
    pub objectives: Vec<Objective>,
}

/// The figures of a unit's polygon, in the working CRS.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct UnitShape {
    /// Area in square metres.
    pub area_m2: f64,
    /// Perimeter in metres.
    pub perimeter_m: f64,
    /// Centre, easting and northing in metres.
    pub centre: [f64; 2],
}

/// What must hold in every plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Constraints {
    /// Fewest households of a grid.
    pub minimum: u32,
    /// Most households of a grid, if there is a limit.
    pub maximum: Option<u32>,
    /// Whether a grid must lie inside one community.
    pub inside_communities: bool,
    /// How many grids.
    pub count: Count,
    /// Borders that a grid may not reach across.
    pub not_crossed: Vec<Barrier>,
    /// Groups of units that must share a grid.
    pub keep_together: Vec<Vec<u32>>,
    /// Pairs of units that must not share a grid.
    pub keep_apart: Vec<(u32, u32)>,
    /// Grids that are fixed: each group is exactly one grid of the plan.
    pub locked: Vec<Vec<u32>>,
    /// For plans into k equal grids: largest relative deviation of a grid from the mean, for example 0.05; the
    /// household range above is not used then.
    pub deviation: Option<f64>,
}

/// How many grids a plan has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Count {
    /// As many as the minimum allows (the max-p problem).
    Most,
    /// This many in all.
    Total(u32),
    /// This many in each community.
    PerCommunity(Vec<u32>),
}

/// Something wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Objective {
    /// Households of the grids as equal as possible.
    Balance,
    /// Shortest border between different grids (short borders make compact grids).
    CutLength,
    /// Fewest borders between different grids: pairs of neighbouring units that a grid boundary parts.
    CutEdges,
    /// Fewest metres of walls and roads inside grids.
    Barriers,
    /// Fewest households that change grid against the previous plan. Counted in each connected part by itself: where
    /// barriers or community lines now part a previous grid, each part may keep its share of it.
    Stability,
}

/// Why a problem cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidProblem {
    /// A list has another length than the number of units.
    #[error("{list} has {found} entries for {n_units} units")]
    Length {
        /// Name of the list.
        list: &'static str,
        /// Its length.
        found: usize,
        /// Number of units.
        n_units: usize,
    },
    /// The minimum is above the maximum.
    #[error("the minimum of {minimum} households is above the maximum of {maximum}")]
    EmptyRange {
        /// Minimum asked.
        minimum: u32,
        /// Maximum asked.
        maximum: u32,
    },
    /// A list names a unit that does not exist.
    #[error("{list} names unit {unit}, but there are only {n_units}")]
    UnitUnknown {
        /// Name of the list.
        list: &'static str,
        /// The unit named.
        unit: u32,
        /// Number of units.
        n_units: usize,
    },
    /// The number of grids per community is not given for each community.
    #[error("numbers of grids are given for {found} communities, but there are {communities}")]
    Communities {
        /// Numbers given.
        found: usize,
        /// Communities there are.
        communities: usize,
    },
    /// Communities are not numbered from 0 without holes.
    #[error("no unit is in community {community}, but a later number is used")]
    CommunityMissing {
        /// The first number that no unit has.
        community: u32,
    },
    /// The deviation is no share, or there is no number of grids that it could refer to.
    #[error("a deviation must be a share of 0 or more, together with a number of grids")]
    Deviation,
    /// A figure is beyond anything that can be true.
    #[error("{list}: the figure of unit {unit} is absurdly large")]
    TooLarge {
        /// Name of the list.
        list: &'static str,
        /// The unit.
        unit: u32,
    },
    /// Two constraints contradict each other for a unit.
    #[error("unit {unit}: {first} contradicts {second}")]
    Contradiction {
        /// The unit.
        unit: u32,
        /// One constraint.
        first: &'static str,
        /// The other.
        second: &'static str,
    },
}

impl Default for Constraints {
    fn default() -> Self {
        Constraints {
            minimum: 1,
            maximum: None,
            inside_communities: true,
            count: Count::Most,
            not_crossed: Vec::new(),
            keep_together: Vec::new(),
            keep_apart: Vec::new(),
            locked: Vec::new(),
            deviation: None,
        }
    }
}

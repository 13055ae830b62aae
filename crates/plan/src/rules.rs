//! What a plan is held against: the district's own numbers.

use std::collections::{BTreeMap, BTreeSet};

use model::{Rule, Severity};
use topology::LineKind;

use crate::{CodeHistory, GridKind};

/// How many households a grid should have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Range {
    /// At least.
    pub minimum: Option<u64>,
    /// At most.
    pub maximum: Option<u64>,
}

/// The district's rules for plans.
#[derive(Debug, Clone, PartialEq)]
pub struct Rules {
    /// Households of a governance grid.
    pub households: Range,
    /// Other ranges for some communities, by the community's index.
    pub households_in: BTreeMap<usize, Range>,
    /// A governance grid with less than this (4π·area / perimeter²) is not compact.
    pub compactness: Option<f64>,
    /// Barriers that should not run through a grid.
    pub not_crossed: BTreeSet<LineKind>,
    /// A barrier of at most this length inside a grid is passed over, metres.
    pub crossed_m: f64,
    /// Ground of nobody up to this size should belong to a grid, m².
    pub remainder_m2: f64,
    /// Codes that were ever used.
    pub history: CodeHistory,
    /// Other severities than this crate's.
    pub severity: BTreeMap<Rule, Severity>,
}

impl Default for Rules {
    fn default() -> Self {
        Rules {
            households: Range::default(),
            households_in: BTreeMap::new(),
            compactness: None,
            not_crossed: BTreeSet::from([LineKind::MainRoad]),
            crossed_m: 1.0,
            remainder_m2: 10_000.0,
            history: CodeHistory::default(),
            severity: BTreeMap::new(),
        }
    }
}

impl Rules {
    pub(crate) fn range(&self, kind: GridKind, community: usize) -> Range {
        match kind {
            GridKind::Governance => self.households_in.get(&community).copied().unwrap_or(self.households),
            _ => Range::default(),
        }
    }

    pub(crate) fn severity(&self, rule: Rule, usual: Severity) -> Severity {
        self.severity.get(&rule).copied().unwrap_or(usual)
    }
}

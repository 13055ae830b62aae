//! The household range of a grid: as given, or a deviation around the mean of k grids.

use crate::{Count, Problem};

/// Fewest and most households of a grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Range {
    pub(crate) minimum: u64,
    pub(crate) maximum: u64,
}

/// The ranges of all communities.
pub(crate) struct Ranges<'a> {
    problem: &'a Problem,
    households: Vec<u64>,
    total: u64,
}

impl<'a> Ranges<'a> {
    pub(crate) fn new(problem: &'a Problem) -> Self {
        let mut households = vec![0; problem.n_communities()];
        for (unit, &community) in problem.community.iter().enumerate() {
            households[community as usize] += u64::from(problem.households[unit]);
        }
        Ranges { problem, total: households.iter().sum(), households }
    }

    /// The range of the grids of a community.
    pub(crate) fn of(&self, community: u32) -> Range {
        let rules = &self.problem.constraints;
        let (total, grids) = match &rules.count {
            Count::Most => (0, 0),
            Count::Total(grids) => (self.total, *grids),
            Count::PerCommunity(counts) if rules.inside_communities => {
                (self.households[community as usize], counts[community as usize])
            }
            Count::PerCommunity(counts) => {
                (self.total, counts.iter().fold(0u32, |sum, count| sum.saturating_add(*count)))
            }
        };
        match rules.deviation {
            Some(deviation) if grids > 0 => {
                let mean = total as f64 / f64::from(grids);
                let minimum = (mean * (1.0 - deviation) - 1e-9).ceil().max(1.0) as u64;
                Range { minimum, maximum: ((mean * (1.0 + deviation) + 1e-9).floor() as u64).max(minimum) }
            }
            _ => {
                let maximum = rules.maximum.map_or(u64::MAX, u64::from);
                Range { minimum: u64::from(rules.minimum.max(1)), maximum }
            }
        }
    }
}

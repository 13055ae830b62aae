//! A piece as a problem of its own, for the search.

use super::Work;
use super::part::{Plan, Proof};
use crate::induce::induce;
use crate::search::improve;
use crate::split::Piece;
use crate::{Count, canonical_labels, members};

impl Work<'_> {
    /// The best plan that the search finds for a piece.
    pub(super) fn searched(&self, piece: &Piece, count: Count) -> Plan {
        let units = piece.units();
        let problem = induce(self.problem, &units, self.range(piece), count);
        let result = improve(&problem, None, self.steps(piece), self.effort.seed, self.watch);
        let labels = canonical_labels(&result.labels).0;
        let grids: Vec<Vec<u32>> =
            members(&labels).into_iter().map(|grid| grid.into_iter().map(|at| units[at as usize]).collect()).collect();
        let values = crate::values::values(self.problem, piece, &grids);
        Plan { units: grids, values, proof: Proof::Open { bound: None } }
    }
}

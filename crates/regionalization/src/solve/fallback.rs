//! A piece as a problem of its own, for the search.

use super::Work;
use super::part::{Plan, Proof};
use super::slice::Slice;
use crate::induce::induce;
use crate::search::{MOST_UNITS, SearchResult, improve, minimum_cut_partition};
use crate::split::Piece;
use crate::{Count, Edge, Graph, Objective, Problem, canonical_labels, members};

impl Work<'_> {
    /// The best plan that the search finds for a piece; proven best where the border alone matters on a small map.
    pub(super) fn searched(&self, piece: &Piece, count: Count) -> Plan {
        let units = piece.units();
        let problem = induce(self.problem, &units, self.range(piece), count);
        let slice = self.slice(piece);
        let steps = self.steps(piece);
        let provable = piece.atoms.len() <= MOST_UNITS && border_alone(&problem);
        let found = if provable {
            improve(&problem, None, steps / 8, self.effort.seed, &slice.part(0.125))
        } else {
            improve(&problem, None, steps, self.effort.seed, &slice)
        };
        let (labels, proof) = match (provable, &problem.constraints.count) {
            (true, &Count::Total(k)) => shortest_border(&problem, k, found, self.effort.steps, &slice),
            _ => (found.labels, Proof::Open { bound: None }),
        };
        let labels = canonical_labels(&labels).0;
        let grids: Vec<Vec<u32>> =
            members(&labels).into_iter().map(|grid| grid.into_iter().map(|at| units[at as usize]).collect()).collect();
        let values = crate::values::values(self.problem, piece, &grids);
        Plan { units: grids, values, proof }
    }

    /// The part of the clock's time for the search of a piece: its share of what is not searched yet.
    fn slice(&self, piece: &Piece) -> Slice<'_> {
        let left = self.unsearched.fetch_sub(piece.atoms.len() as i64, std::sync::atomic::Ordering::Relaxed);
        let share = piece.atoms.len() as f64 * rayon::current_num_threads() as f64 / left.max(1) as f64;
        Slice::of(self.watch, share, self.tasks <= 2)
    }
}

/// Whether a number of grids and the border between them are all that is asked.
fn border_alone(problem: &Problem) -> bool {
    let asked = matches!(problem.objectives[..], [Objective::CutLength | Objective::CutEdges]);
    asked && matches!(problem.constraints.count, Count::Total(_))
}

/// The plan of least cut where the steps suffice to prove it, otherwise the better of it and the plan found.
fn shortest_border(problem: &Problem, k: u32, found: SearchResult, steps: u64, slice: &Slice) -> (Vec<u32>, Proof) {
    let counted = problem.objectives == [Objective::CutEdges];
    let edge = |edge: &Edge| Edge { length_mm: if counted { 1 } else { edge.length_mm }, ..*edge };
    let edges: Vec<Edge> = problem.graph.edges().iter().map(edge).collect();
    let graph = Graph::new(problem.graph.n_units(), &edges).unwrap_or_else(|_| problem.graph.clone());
    let weighed = Problem { graph, ..problem.clone() };
    let valid = found.outside == 0 && found.broken_pairs == 0 && found.grids == k;
    let start = valid.then_some(&found.labels[..]);
    let cut = minimum_cut_partition(&weighed, k, start, steps, slice);
    if cut.labels.is_empty() {
        return (found.labels, Proof::Open { bound: None });
    }
    (cut.labels, if cut.proven { Proof::Best } else { Proof::Open { bound: None } })
}

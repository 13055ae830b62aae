//! A piece as a problem of its own, for the search.

use super::Work;
use super::part::{Plan, Proof};
use crate::search::improve;
use crate::split::Piece;
use crate::{Constraints, Count, Edge, Graph, Problem, canonical_labels, members};

impl Work<'_> {
    /// The best plan that the search finds for a piece.
    pub(super) fn searched(&self, piece: &Piece, count: Count) -> Plan {
        let units = piece.units();
        let problem = self.induced(piece, &units, count);
        let result = improve(&problem, None, self.steps(piece, 1.0), self.effort.seed, self.watch);
        let labels = canonical_labels(&result.labels).0;
        let grids: Vec<Vec<u32>> = members(&labels)
            .into_iter()
            .map(|grid| grid.into_iter().map(|at| units[at as usize]).collect())
            .collect();
        let values = crate::values::values(self.problem, piece, &grids);
        Plan { units: grids, values, proof: Proof::Open { bound: None } }
    }

    fn induced(&self, piece: &Piece, units: &[u32], count: Count) -> Problem {
        let at = |unit: u32| units.binary_search(&unit).ok().map(|at| at as u32);
        let whole = self.problem;
        let edges: Vec<Edge> = units
            .iter()
            .flat_map(|&unit| whole.graph.neighbours(unit).iter().filter(move |(other, _)| unit < *other))
            .filter_map(|&(_, edge)| {
                let edge = whole.graph.edges()[edge as usize];
                Some(Edge { a: at(edge.a)?, b: at(edge.b)?, ..edge })
            })
            .collect();
        let rules = &whole.constraints;
        let range = self.range(piece);
        let groups = piece.atoms.iter().filter(|atom| atom.len() > 1);
        let constraints = Constraints {
            minimum: u32::try_from(range.minimum).unwrap_or(u32::MAX),
            maximum: u32::try_from(range.maximum).ok(),
            inside_communities: rules.inside_communities,
            count,
            not_crossed: rules.not_crossed.clone(),
            keep_together: groups.map(|atom| atom.iter().filter_map(|&unit| at(unit)).collect()).collect(),
            keep_apart: rules.keep_apart.iter().filter_map(|&(a, b)| Some((at(a)?, at(b)?))).collect(),
            locked: Vec::new(),
            // A deviation refers to the mean of the whole map; for a part of it the range says the same.
            deviation: rules.deviation.filter(|_| units.len() == whole.graph.n_units()),
        };
        let pick = |list: &[u32]| units.iter().map(|&unit| list[unit as usize]).collect();
        Problem {
            graph: Graph::new(units.len(), &edges).unwrap_or_else(|_| Graph::empty(units.len())),
            households: pick(&whole.households),
            community: vec![0; units.len()],
            shapes: units.iter().filter_map(|&unit| whole.shapes.get(unit as usize).copied()).collect(),
            previous: whole.previous.as_ref().map(|previous| pick(previous)),
            constraints,
            objectives: whole.objectives.clone(),
        }
    }
}

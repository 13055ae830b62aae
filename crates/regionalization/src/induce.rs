//! A part of a problem as a problem of its own.

use crate::range::Range;
use crate::{Constraints, Count, Edge, Graph, Problem};

/// The problem of some units (sorted) of one community, with the range and the count given; unit `i` of it is
/// `units[i]`. Groups are restricted to the units.
pub(crate) fn induce(whole: &Problem, units: &[u32], range: Range, count: Count) -> Problem {
    let at = |unit: u32| units.binary_search(&unit).ok().map(|at| at as u32);
    let edges: Vec<Edge> = units
        .iter()
        .flat_map(|&unit| whole.graph.neighbours(unit).iter().filter(move |(other, _)| unit < *other))
        .filter_map(|&(_, edge)| {
            let edge = whole.graph.edges()[edge as usize];
            Some(Edge { a: at(edge.a)?, b: at(edge.b)?, ..edge })
        })
        .collect();
    let rules = &whole.constraints;
    let restrict = |groups: &[Vec<u32>], fewest: usize| -> Vec<Vec<u32>> {
        let inside = groups.iter().map(|group| group.iter().filter_map(|&unit| at(unit)).collect());
        inside.filter(|group: &Vec<u32>| group.len() >= fewest).collect()
    };
    let constraints = Constraints {
        minimum: u32::try_from(range.minimum).unwrap_or(u32::MAX),
        maximum: u32::try_from(range.maximum).ok(),
        inside_communities: rules.inside_communities,
        count,
        not_crossed: rules.not_crossed.clone(),
        keep_together: restrict(&rules.keep_together, 2),
        keep_apart: rules.keep_apart.iter().filter_map(|&(a, b)| Some((at(a)?, at(b)?))).collect(),
        locked: restrict(&rules.locked, 1),
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

//! An upper bound on the number of grids that meet the minimum.

use super::net::{NONE, Net};
use crate::Problem;

/// No plan has more grids with the minimum than this.
///
/// In each part that nothing connects to the rest, a grid either holds a unit (or a group that must stay together)
/// that alone has the minimum, or takes the minimum out of the households of all others: so there are at most as
/// many grids as such units plus the others' households divided by the minimum, rounded down.
pub fn grid_bound(problem: &Problem) -> u32 {
    let constraints = &problem.constraints;
    let n = problem.graph.n_units();
    let mut node_of: Vec<u32> = (0..n as u32).collect();
    for group in constraints.keep_together.iter().filter(|group| !group.is_empty()) {
        let top = group.iter().map(|&unit| node_of[unit as usize]).min().unwrap_or(NONE);
        let old: Vec<u32> = group.iter().map(|&unit| node_of[unit as usize]).collect();
        node_of.iter_mut().filter(|node| old.contains(node)).for_each(|node| *node = top);
    }
    let mut grids = 0;
    for group in &constraints.locked {
        let sum: u64 = group.iter().map(|&unit| u64::from(problem.households[unit as usize])).sum();
        grids += u64::from(sum >= u64::from(constraints.minimum));
        group.iter().for_each(|&unit| node_of[unit as usize] = NONE);
    }
    grids += bound_of_parts(&joined(problem, &node_of), &node_of, u64::from(constraints.minimum));
    u32::try_from(grids).unwrap_or(u32::MAX)
}

fn joined(problem: &Problem, node_of: &[u32]) -> Net {
    let mut households = vec![0u32; node_of.len()];
    for (unit, &node) in node_of.iter().enumerate().filter(|(_, node)| **node != NONE) {
        let sum = &mut households[node as usize];
        *sum = sum.saturating_add(problem.households[unit]);
    }
    let links = problem.graph.edges().iter().filter(|edge| problem.is_open(edge)).filter_map(|edge| {
        let (a, b) = (node_of[edge.a as usize], node_of[edge.b as usize]);
        (a != NONE && b != NONE && a != b).then_some((a, b, 1))
    });
    Net::new(households, links.collect())
}

fn bound_of_parts(net: &Net, node_of: &[u32], minimum: u64) -> u64 {
    let (component, count) = net.components();
    let (mut large, mut rest, mut nodes) = (vec![0u64; count], vec![0u64; count], vec![0u64; count]);
    for node in 0..net.len() {
        if node_of[node] != node as u32 {
            continue;
        }
        let part = component[node] as usize;
        let households = u64::from(net.households[node]);
        nodes[part] += 1;
        if households >= minimum {
            large[part] += 1;
        } else {
            rest[part] += households;
        }
    }
    (0..count).map(|part| nodes[part].min(large[part] + rest[part].checked_div(minimum).unwrap_or(0))).sum()
}

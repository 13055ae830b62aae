//! Small random problems and a solver that tries every partition.
#![allow(dead_code)]

use proptest::prelude::*;
use regionalization::{Barrier, Constraints, Count, Edge, Graph, Objective, Problem, canonical_labels};

/// A connected random graph of `n` units with households, in up to two communities.
pub(crate) fn problems(n: std::ops::RangeInclusive<usize>) -> impl Strategy<Value = Problem> {
    n.prop_flat_map(|n| {
        let links = proptest::collection::vec((0..n as u32, 0..n as u32, 1u64..60, 0usize..6), n..=2 * n);
        let parents = proptest::collection::vec((any::<prop::sample::Index>(), 1u64..60, 0usize..6), n - 1);
        let units = proptest::collection::vec((0u32..12, 0u32..3), n);
        (links, parents, units, 0u32..4)
    })
    .prop_map(|(links, parents, units, split)| {
        let n = units.len();
        let barrier = |kind: usize| match kind {
            0 => Barrier::Wall,
            1 => Barrier::MainRoad,
            _ => Barrier::None,
        };
        let mut edges = Vec::new();
        for (at, (index, length_mm, kind)) in parents.into_iter().enumerate() {
            let (a, b) = (index.index(at + 1) as u32, at as u32 + 1);
            edges.push(Edge { a, b, length_mm, barrier: barrier(kind) });
        }
        let extra = links.into_iter().filter(|(a, b, ..)| a != b);
        edges.extend(extra.map(|(a, b, length_mm, kind)| Edge { a, b, length_mm, barrier: barrier(kind) }));
        let two = split == 0 && n > 3;
        Problem {
            graph: Graph::new(n, &edges).unwrap(),
            households: units.iter().map(|(households, _)| *households).collect(),
            community: (0..n as u32).map(|unit| u32::from(two && unit as usize >= n / 2)).collect(),
            shapes: Vec::new(),
            previous: Some(units.iter().map(|(_, previous)| *previous).collect()),
            constraints: Constraints::default(),
            objectives: Vec::new(),
        }
    })
}

/// Any order of some objectives.
pub(crate) fn objectives() -> impl Strategy<Value = Vec<Objective>> {
    let all =
        vec![Objective::Balance, Objective::CutLength, Objective::CutEdges, Objective::Barriers, Objective::Stability];
    (Just(all).prop_shuffle(), 0usize..=4).prop_map(|(all, n)| all[..n].to_vec())
}

/// What a plan is worth, by definition: `None` when it breaks a rule.
pub(crate) fn worth(problem: &Problem, labels: &[u32]) -> Option<(u32, Vec<i64>)> {
    let rules = &problem.constraints;
    let grids = labels.iter().max().map_or(0, |last| last + 1);
    let households: Vec<u64> = sums(problem, labels);
    for grid in 0..grids {
        let units: Vec<u32> = (0..labels.len() as u32).filter(|&unit| labels[unit as usize] == grid).collect();
        let sum = households[grid as usize];
        if sum < u64::from(rules.minimum.max(1)) || rules.maximum.is_some_and(|most| sum > u64::from(most)) {
            let heavy = |&&unit: &&u32| problem.households[unit as usize] > rules.maximum.unwrap_or(u32::MAX);
            let others = |&&unit: &&u32| problem.households[unit as usize] > 0;
            if units.iter().filter(heavy).count() != 1 || units.iter().filter(others).count() != 1 {
                return None;
            }
        }
        if !contiguous(problem, &units) {
            return None;
        }
    }
    let same = |a: u32, b: u32| labels[a as usize] == labels[b as usize];
    let together = rules.keep_together.iter().all(|group| group.windows(2).all(|pair| same(pair[0], pair[1])));
    let apart = rules.keep_apart.iter().all(|&(a, b)| !same(a, b));
    if !together || !apart {
        return None;
    }
    Some((grids, problem.objectives.iter().map(|&objective| value(problem, labels, objective)).collect()))
}

pub(crate) fn sums(problem: &Problem, labels: &[u32]) -> Vec<u64> {
    let grids = labels.iter().max().map_or(0, |last| last + 1);
    let mut sums = vec![0; grids as usize];
    labels.iter().zip(&problem.households).for_each(|(label, sum)| sums[*label as usize] += u64::from(*sum));
    sums
}

fn value(problem: &Problem, labels: &[u32], objective: Objective) -> i64 {
    let edges = problem.graph.edges().iter().filter(|edge| {
        problem.community[edge.a as usize] == problem.community[edge.b as usize]
            || !problem.constraints.inside_communities
    });
    let inside = |edge: &&Edge| labels[edge.a as usize] == labels[edge.b as usize];
    let sum: u64 = match objective {
        Objective::Balance => sums(problem, labels).iter().map(|sum| sum * sum).sum(),
        Objective::CutEdges => edges.filter(|edge| !inside(edge)).count() as u64,
        Objective::CutLength => edges.filter(|edge| !inside(edge)).map(|edge| edge.length_mm).sum(),
        Objective::Barriers => {
            edges.filter(inside).filter(|edge| edge.barrier != Barrier::None).map(|edge| edge.length_mm).sum()
        }
        Objective::Stability => moved(problem, labels),
    };
    sum as i64
}

/// Households that change grid, by trying every assignment of previous grids to grids.
fn moved(problem: &Problem, labels: &[u32]) -> u64 {
    let previous = problem.previous.as_ref().unwrap();
    let grids = labels.iter().max().map_or(0, |last| last + 1);
    let shared = |grid: u32, old: u32| -> u64 {
        let both = (0..labels.len()).filter(|&unit| labels[unit] == grid && previous[unit] == old);
        both.map(|unit| u64::from(problem.households[unit])).sum()
    };
    fn best(grid: u32, grids: u32, used: u32, shared: &dyn Fn(u32, u32) -> u64) -> u64 {
        if grid == grids {
            return 0;
        }
        let claims = (0..3).filter(|old| used >> old & 1 == 0);
        let claimed = claims.map(|old| shared(grid, old) + best(grid + 1, grids, used | 1 << old, shared));
        claimed.max().unwrap_or(0).max(best(grid + 1, grids, used, shared))
    }
    let total: u64 = problem.households.iter().map(|&sum| u64::from(sum)).sum();
    total - best(0, grids, 0, &shared)
}

pub(crate) fn contiguous(problem: &Problem, units: &[u32]) -> bool {
    let mut reached: Vec<u32> = units.first().copied().into_iter().collect();
    let mut head = 0;
    while head < reached.len() {
        for &(next, edge) in problem.graph.neighbours(reached[head]) {
            let open = problem.is_open(&problem.graph.edges()[edge as usize]);
            if open && units.contains(&next) && !reached.contains(&next) {
                reached.push(next);
            }
        }
        head += 1;
    }
    reached.len() == units.len()
}

/// The best plan among all partitions: most grids (or exactly the number asked for), then the objectives.
pub(crate) fn brute(problem: &Problem) -> Option<(u32, Vec<i64>)> {
    let mut best: Option<(i64, Vec<i64>, u32)> = None;
    let mut labels = vec![0; problem.graph.n_units()];
    visit(&mut labels, 0, 0, &mut |labels| {
        let Some((grids, values)) = worth(problem, labels) else { return };
        let rank = match problem.constraints.count {
            Count::Most => -i64::from(grids),
            Count::Total(total) if grids == total => 0,
            _ => return,
        };
        let found = (rank, values, grids);
        if best.as_ref().is_none_or(|best| (found.0, &found.1) < (best.0, &best.1)) {
            best = Some(found);
        }
    });
    best.map(|(_, values, grids)| (grids, values))
}

fn visit(labels: &mut Vec<u32>, at: usize, grids: u32, judge: &mut dyn FnMut(&[u32])) {
    if at == labels.len() {
        judge(labels);
        return;
    }
    for label in 0..=grids {
        labels[at] = label;
        visit(labels, at + 1, grids.max(label + 1), judge);
    }
}

/// Checks what holds for every solution: one canonical label per unit, no grid across communities.
pub(crate) fn check_labels(problem: &Problem, labels: &[u32]) {
    assert_eq!(labels.len(), problem.graph.n_units());
    assert_eq!(canonical_labels(labels).0, labels);
    for (a, &one) in labels.iter().enumerate() {
        for (b, &other) in labels.iter().enumerate() {
            assert!(
                one != other || problem.community[a] == problem.community[b] || !problem.constraints.inside_communities
            );
        }
    }
}

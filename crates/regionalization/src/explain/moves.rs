//! Moves and swaps of a unit with a neighbouring grid, and what they change.

use super::Standing;
use crate::range::Ranges;
use crate::split::connected;
use crate::values::moved;
use crate::{Barrier, Objective};

/// What would be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// The unit (with its keep-together group) moves.
    Move,
    /// The unit moves and takes along the parts of its grid that it would cut off.
    MoveWithCutOff,
    /// The unit moves and one unit (with its group) comes back.
    Swap,
}

/// One alternative.
#[derive(Debug, Clone, PartialEq)]
pub struct Alternative {
    /// What would be done.
    pub change: Change,
    /// The other grid, a canonical label.
    pub to: u32,
    /// Units that leave, ascending.
    pub leaving: Vec<u32>,
    /// Units that come in return, ascending.
    pub coming: Vec<u32>,
    /// Households of the unit's grid before and after.
    pub own_households: (u64, u64),
    /// Households of the other grid before and after.
    pub other_households: (u64, u64),
    /// Change of the border between different grids in millimetres.
    pub cut_delta_mm: i64,
    /// Change of each objective, in their order; below 0 is better. Balance: sum of squared households.
    pub deltas: Vec<i64>,
    /// What forbids it; empty when it is allowed.
    pub forbidden: Vec<Forbidden>,
}

/// What forbids a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Forbidden {
    /// A grid is locked.
    Locked {
        /// The grid.
        grid: u32,
    },
    /// A grid would reach over a community line.
    AcrossCommunities {
        /// The grid.
        grid: u32,
    },
    /// A grid would fall apart.
    NotContiguous {
        /// The grid.
        grid: u32,
    },
    /// A grid would fall below the minimum.
    BelowMinimum {
        /// The grid.
        grid: u32,
        /// Its households then.
        households: u64,
    },
    /// A grid would be above the maximum.
    AboveMaximum {
        /// The grid.
        grid: u32,
        /// Its households then.
        households: u64,
    },
    /// Two units that are to stay apart would share a grid.
    KeepApart {
        /// One unit.
        a: u32,
        /// The other.
        b: u32,
    },
    /// The grid would lose its last unit.
    GridVanishes {
        /// The grid.
        grid: u32,
    },
}

/// All alternatives of a group, best first.
pub(super) fn alternatives(plan: &Standing, group: &[u32]) -> Vec<Alternative> {
    let mut found = Vec::new();
    for to in plan.neighbours(group) {
        found.push(evaluate(plan, Change::Move, to, group.to_vec(), Vec::new()));
        let with = with_cut_off(plan, group);
        if with.len() > group.len() {
            found.push(evaluate(plan, Change::MoveWithCutOff, to, with, Vec::new()));
        }
        found.extend(best_swap(plan, group, to));
    }
    found.sort_by(|a, b| rank(a).cmp(&rank(b)));
    found
}

fn rank(alternative: &Alternative) -> (bool, &[i64], i64, Change, u32) {
    let Alternative { forbidden, deltas, cut_delta_mm, change, to, .. } = alternative;
    (!forbidden.is_empty(), deltas, *cut_delta_mm, *change, *to)
}

/// The group with every part of its grid that loses its connection to the part with most households.
fn with_cut_off(plan: &Standing, group: &[u32]) -> Vec<u32> {
    let own = &plan.members[plan.grid_of(group[0]) as usize];
    let rest: Vec<u32> = own.iter().filter(|unit| !group.contains(unit)).copied().collect();
    let mut parts = parts(plan, &rest);
    parts.sort_by_key(|part| (std::cmp::Reverse(plan.households(part)), part.clone()));
    let mut with: Vec<u32> = group.iter().chain(parts.iter().skip(1).flatten()).copied().collect();
    with.sort_unstable();
    with
}

fn parts(plan: &Standing, units: &[u32]) -> Vec<Vec<u32>> {
    let mut left = units.to_vec();
    let mut parts = Vec::new();
    while let Some(start) = left.pop() {
        let mut part = vec![start];
        let mut head = 0;
        while head < part.len() {
            for &(next, edge) in plan.problem.graph.neighbours(part[head]) {
                let open = plan.problem.is_open(&plan.problem.graph.edges()[edge as usize]);
                if let Some(at) = left.iter().position(|&unit| unit == next).filter(|_| open) {
                    part.push(left.swap_remove(at));
                }
            }
            head += 1;
        }
        part.sort_unstable();
        parts.push(part);
    }
    parts
}

/// The best allowed swap with a unit of the other grid, if there is one.
fn best_swap(plan: &Standing, group: &[u32], to: u32) -> Option<Alternative> {
    let mut seen: Vec<Vec<u32>> = Vec::new();
    for &unit in &plan.members[to as usize] {
        let back = plan.group(unit);
        if !seen.contains(&back) {
            seen.push(back);
        }
    }
    let swaps = seen.into_iter().map(|back| evaluate(plan, Change::Swap, to, group.to_vec(), back));
    swaps.filter(|swap| swap.forbidden.is_empty()).min_by(|a, b| rank(a).cmp(&rank(b)))
}

fn evaluate(plan: &Standing, change: Change, to: u32, leaving: Vec<u32>, coming: Vec<u32>) -> Alternative {
    let from = plan.grid_of(leaving[0]);
    let trade = |grid: u32, out: &[u32], back: &[u32]| {
        let kept = plan.members[grid as usize].iter().filter(|unit| !out.contains(unit));
        let mut units: Vec<u32> = kept.chain(back).copied().collect();
        units.sort_unstable();
        units
    };
    let (own, other) = (trade(from, &leaving, &coming), trade(to, &coming, &leaving));
    let before = |grid: u32| plan.households(&plan.members[grid as usize]);
    let own_households = (before(from), plan.households(&own));
    let other_households = (before(to), plan.households(&other));
    let label = |unit: u32| {
        let moves = leaving.binary_search(&unit).is_ok();
        let returns = coming.binary_search(&unit).is_ok();
        if moves {
            to
        } else if returns {
            from
        } else {
            plan.grid_of(unit)
        }
    };
    let (cut_delta_mm, pairs_delta, barrier_delta_mm) = border_deltas(plan, &leaving, &coming, label);
    let forbidden = forbidden(plan, (from, &own), (to, &other));
    let square = |(before, after): (u64, u64)| after.pow(2) as i64 - before.pow(2) as i64;
    let deltas = plan.problem.objectives.iter().map(|objective| match objective {
        Objective::Balance => square(own_households) + square(other_households),
        Objective::CutLength => cut_delta_mm,
        Objective::CutEdges => pairs_delta,
        Objective::Barriers => barrier_delta_mm,
        Objective::Stability => moved_delta(plan, (from, &own), (to, &other)),
    });
    let deltas = deltas.collect();
    Alternative { change, to, leaving, coming, own_households, other_households, cut_delta_mm, deltas, forbidden }
}

/// Change of the cut in millimetres and in pairs of units, and of the barriers inside grids in millimetres.
fn border_deltas(plan: &Standing, leaving: &[u32], coming: &[u32], label: impl Fn(u32) -> u32) -> (i64, i64, i64) {
    let near = leaving.iter().chain(coming).flat_map(|&unit| plan.problem.graph.neighbours(unit));
    let mut edges: Vec<u32> = near.map(|&(_, edge)| edge).collect();
    edges.sort_unstable();
    edges.dedup();
    let (mut cut, mut pairs, mut barrier) = (0, 0, 0);
    for edge in edges {
        let edge = &plan.problem.graph.edges()[edge as usize];
        let before = plan.grid_of(edge.a) != plan.grid_of(edge.b);
        let after = label(edge.a) != label(edge.b);
        let change = i64::from(after) - i64::from(before);
        let delta = change * edge.length_mm as i64;
        pairs += change;
        cut += delta;
        barrier -= if edge.barrier == Barrier::None { 0 } else { delta };
    }
    (cut, pairs, barrier)
}

/// Change of the households moved against the previous plan, over the grids of the communities concerned.
fn moved_delta(plan: &Standing, own: (u32, &[u32]), other: (u32, &[u32])) -> i64 {
    let community = |unit: u32| plan.problem.community[unit as usize];
    let concerned = |units: &&Vec<u32>| {
        let at = |unit: u32| !plan.problem.constraints.inside_communities || community(units[0]) == community(unit);
        own.1.first().or(other.1.first()).is_some_and(|&unit| at(unit))
    };
    let before: Vec<Vec<u32>> = plan.members.iter().filter(concerned).cloned().collect();
    let changed = plan.members.iter().enumerate().filter(|(_, units)| concerned(units)).map(|(grid, units)| {
        let grid = grid as u32;
        if grid == own.0 {
            own.1.to_vec()
        } else if grid == other.0 {
            other.1.to_vec()
        } else {
            units.clone()
        }
    });
    let after: Vec<Vec<u32>> = changed.collect();
    moved(plan.problem, &after) as i64 - moved(plan.problem, &before) as i64
}

fn forbidden(plan: &Standing, own: (u32, &[u32]), other: (u32, &[u32])) -> Vec<Forbidden> {
    let rules = &plan.problem.constraints;
    let ranges = Ranges::new(plan.problem);
    let mut found = Vec::new();
    for (grid, units) in [own, other] {
        let Some(&first) = units.first() else {
            found.push(Forbidden::GridVanishes { grid });
            continue;
        };
        let members = &plan.members[grid as usize];
        if rules.locked.iter().any(|group| group.first().is_some_and(|unit| members.contains(unit))) {
            found.push(Forbidden::Locked { grid });
        }
        let community = plan.problem.community[first as usize];
        if rules.inside_communities && units.iter().any(|&unit| plan.problem.community[unit as usize] != community) {
            found.push(Forbidden::AcrossCommunities { grid });
        } else if !connected(plan.problem, units) {
            found.push(Forbidden::NotContiguous { grid });
        }
        let (range, households) = (ranges.of(community), plan.households(units));
        let before = plan.households(members);
        if households < range.minimum && households < before {
            found.push(Forbidden::BelowMinimum { grid, households });
        }
        if households > range.maximum && households > before {
            found.push(Forbidden::AboveMaximum { grid, households });
        }
        let shares = |&&(a, b): &&(u32, u32)| units.contains(&a) && units.contains(&b);
        found.extend(rules.keep_apart.iter().filter(shares).map(|&(a, b)| Forbidden::KeepApart { a, b }));
    }
    found
}

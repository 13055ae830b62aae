//! What speaks for the grid that a unit is in.

use super::Standing;
use crate::range::Ranges;
use crate::split::connected;

/// A reason for a unit's grid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The grid is locked.
    Locked,
    /// The unit must stay together with these.
    KeptTogether {
        /// The other units of its group.
        with: Vec<u32>,
    },
    /// The unit alone has more households than a grid may have.
    AboveMaximumAlone {
        /// Its households.
        households: u64,
        /// The maximum.
        maximum: u64,
    },
    /// All neighbours that it could share a grid with are in this grid.
    OnlyNeighbour,
    /// Without the unit its grid would fall apart.
    HoldsGridTogether,
    /// Without the unit its grid would be below the minimum.
    NeededForMinimum {
        /// Households of the grid without it.
        without: u64,
        /// The minimum.
        minimum: u64,
    },
    /// Its border with its own grid, and with the neighbouring grid that it shares most border with.
    Border {
        /// Millimetres shared with its own grid.
        own_mm: u64,
        /// The other grid, if it touches any.
        other: Option<(u32, u64)>,
    },
    /// Most of its previous grid is in this grid too.
    StaysWithPreviousGrid {
        /// The previous grid's own label.
        previous: u32,
    },
}

/// The reasons for a unit's grid, strongest first.
pub(super) fn reasons(plan: &Standing, unit: u32, group: &[u32]) -> Vec<Reason> {
    let problem = plan.problem;
    let own = &plan.members[plan.grid_of(unit) as usize];
    let rest: Vec<u32> = own.iter().filter(|other| !group.contains(other)).copied().collect();
    let range = Ranges::new(problem).of(problem.community[unit as usize]);
    let mut found = Vec::new();
    if problem.constraints.locked.iter().any(|locked| locked.contains(&unit)) {
        found.push(Reason::Locked);
    }
    if group.len() > 1 {
        found.push(Reason::KeptTogether { with: group.iter().filter(|&&other| other != unit).copied().collect() });
    }
    let households = plan.households(group);
    if households > range.maximum {
        found.push(Reason::AboveMaximumAlone { households, maximum: range.maximum });
    }
    let reachable = |at: u32| {
        let near = problem.graph.neighbours(at).iter();
        near.filter(|(_, edge)| problem.is_open(&problem.graph.edges()[*edge as usize])).map(|&(other, _)| other)
    };
    if !rest.is_empty() && group.iter().flat_map(|&at| reachable(at)).all(|other| own.contains(&other)) {
        found.push(Reason::OnlyNeighbour);
    }
    if !rest.is_empty() && !connected(problem, &rest) {
        found.push(Reason::HoldsGridTogether);
    }
    let without = plan.households(&rest);
    if without < range.minimum && without + households >= range.minimum {
        found.push(Reason::NeededForMinimum { without, minimum: range.minimum });
    }
    found.push(border(plan, group));
    found.extend(previous(plan, unit, own));
    found
}

fn border(plan: &Standing, group: &[u32]) -> Reason {
    let own = plan.grid_of(group[0]);
    let mut shared: Vec<(u32, u64)> = Vec::new();
    for &(other, edge) in group.iter().flat_map(|&unit| plan.problem.graph.neighbours(unit)) {
        if !group.contains(&other) {
            shared.push((plan.grid_of(other), plan.problem.graph.edges()[edge as usize].length_mm));
        }
    }
    shared.sort_unstable();
    let sums: Vec<(u32, u64)> =
        shared.chunk_by(|a, b| a.0 == b.0).map(|rows| (rows[0].0, rows.iter().map(|row| row.1).sum())).collect();
    let own_mm = sums.iter().find(|(grid, _)| *grid == own).map_or(0, |(_, length)| *length);
    let others = sums.iter().filter(|(grid, _)| *grid != own);
    Reason::Border { own_mm, other: others.max_by_key(|(grid, length)| (*length, std::cmp::Reverse(*grid))).copied() }
}

/// Says so when more than half of the previous grid's households are in the unit's grid.
fn previous(plan: &Standing, unit: u32, own: &[u32]) -> Option<Reason> {
    let labels = plan.problem.previous.as_ref()?;
    let previous = labels[unit as usize];
    let all: Vec<u32> = (0..labels.len() as u32).filter(|&at| labels[at as usize] == previous).collect();
    let here: Vec<u32> = own.iter().filter(|&&at| labels[at as usize] == previous).copied().collect();
    (2 * plan.households(&here) > plan.households(&all)).then_some(Reason::StaysWithPreviousGrid { previous })
}

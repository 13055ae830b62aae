//! Why a unit is in its grid, and what the alternatives would change.

mod forced;
mod moves;
mod reasons;

pub use forced::Forced;
pub use moves::{Alternative, Change, Forbidden};
pub use reasons::Reason;

use crate::{InvalidProblem, Problem, canonical_labels, members};

/// Why a unit is where it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// The unit asked about.
    pub unit: u32,
    /// Its grid, as a canonical label of the plan.
    pub grid: u32,
    /// What speaks for this grid, strongest first.
    pub reasons: Vec<Reason>,
    /// Moves and swaps to neighbouring grids: allowed ones first, then by the objectives in their order.
    pub alternatives: Vec<Alternative>,
    /// The best plans of the community with the unit forced into each neighbouring grid; empty where the community is
    /// too large to be solved exactly, or grids may cross communities.
    pub forced: Vec<Forced>,
}

/// Explains why `unit` is in its grid under a plan.
///
/// # Errors
/// When a list has the wrong length, or a list or the question names an unknown unit.
pub fn explain(problem: &Problem, labels: &[u32], unit: u32) -> Result<Explanation, InvalidProblem> {
    problem.check()?;
    problem.check_labels(labels)?;
    let n_units = problem.graph.n_units();
    if unit as usize >= n_units {
        return Err(InvalidProblem::UnitUnknown { list: "unit", unit, n_units });
    }
    let (labels, _) = canonical_labels(labels);
    let plan = Standing { problem, members: members(&labels), labels };
    let grid = plan.labels[unit as usize];
    let group = plan.group(unit);
    Ok(Explanation {
        unit,
        grid,
        reasons: reasons::reasons(&plan, unit, &group),
        alternatives: moves::alternatives(&plan, &group),
        forced: forced::forced(&plan, unit, &group),
    })
}

/// A plan as it stands.
struct Standing<'a> {
    problem: &'a Problem,
    labels: Vec<u32>,
    members: Vec<Vec<u32>>,
}

impl Standing<'_> {
    fn households(&self, units: &[u32]) -> u64 {
        units.iter().map(|&unit| u64::from(self.problem.households[unit as usize])).sum()
    }

    fn grid_of(&self, unit: u32) -> u32 {
        self.labels[unit as usize]
    }

    /// The unit and all that must stay together with it, ascending.
    fn group(&self, unit: u32) -> Vec<u32> {
        let mut group = vec![unit];
        let mut head = 0;
        while head < group.len() {
            let at = group[head];
            for together in self.problem.constraints.keep_together.iter().filter(|list| list.contains(&at)) {
                let fresh: Vec<u32> = together.iter().filter(|other| !group.contains(other)).copied().collect();
                group.extend(fresh);
            }
            head += 1;
        }
        group.sort_unstable();
        group.dedup();
        group
    }

    /// Grids that border on some units, other than their own, ascending.
    fn neighbours(&self, units: &[u32]) -> Vec<u32> {
        let own = self.grid_of(units[0]);
        let near = units.iter().flat_map(|&unit| self.problem.graph.neighbours(unit));
        let mut grids: Vec<u32> = near.map(|&(other, _)| self.grid_of(other)).filter(|&grid| grid != own).collect();
        grids.sort_unstable();
        grids.dedup();
        grids
    }
}

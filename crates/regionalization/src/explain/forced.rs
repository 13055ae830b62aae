//! What the best plan of the community would be with the unit in another grid.

use super::Standing;
use crate::induce::induce;
use crate::range::Ranges;
use crate::{Certificate, Count, Effort, Problem, solve};

/// Steps for each question; a community of some thirty units needs a few million.
const STEPS: u64 = 60_000_000;

/// More units than this are not solved again for an explanation.
const MOST_UNITS: usize = 80;

/// The best plan of the unit's community with the unit in another grid.
#[derive(Debug, Clone, PartialEq)]
pub struct Forced {
    /// The neighbouring grid, a canonical label of the plan.
    pub grid: u32,
    /// The unit with most households of that grid: the two are kept together.
    pub with: u32,
    /// What the community's best plan then is, and whether that is proven.
    pub certificate: Certificate,
    /// Grids that it has more than the best plan without the wish (below 0: fewer).
    pub grids_delta: i64,
    /// Price: how much worse each objective is than in the best plan without the wish; `None` unless both are proven
    /// and have equally many grids.
    pub price: Option<Vec<f64>>,
}

pub(super) fn forced(plan: &Standing, unit: u32, group: &[u32]) -> Vec<Forced> {
    let problem = plan.problem;
    if !problem.constraints.inside_communities || problem.constraints.locked.iter().any(|group| group.contains(&unit)) {
        return Vec::new();
    }
    let community = problem.community[unit as usize];
    let units: Vec<u32> =
        (0..problem.graph.n_units() as u32).filter(|&at| problem.community[at as usize] == community).collect();
    if units.len() > MOST_UNITS {
        return Vec::new();
    }
    let local = local(plan, &units, community);
    let Some(base) = best(&local) else { return Vec::new() };
    let inside = |&grid: &u32| problem.community[plan.members[grid as usize][0] as usize] == community;
    plan.neighbours(group)
        .into_iter()
        .filter(inside)
        .filter_map(|grid| one(plan, &local, &units, &base, unit, grid))
        .collect()
}

/// The community as a problem of its own with the number of grids that it has now, or as many as possible.
fn local(plan: &Standing, units: &[u32], community: u32) -> Problem {
    let mut grids: Vec<u32> = units.iter().map(|&unit| plan.grid_of(unit)).collect();
    grids.sort_unstable();
    grids.dedup();
    let count = match plan.problem.constraints.count {
        Count::Most => Count::Most,
        Count::Total(_) | Count::PerCommunity(_) => Count::Total(grids.len() as u32),
    };
    let mut local = induce(plan.problem, units, Ranges::new(plan.problem).of(community), count);
    local.constraints.deviation = None;
    local
}

fn best(local: &Problem) -> Option<Certificate> {
    let effort = Effort { steps: STEPS, ..Effort::default() };
    solve(local, &effort, &()).ok()?.certificates.into_iter().next()
}

fn one(plan: &Standing, local: &Problem, units: &[u32], base: &Certificate, unit: u32, grid: u32) -> Option<Forced> {
    let members = &plan.members[grid as usize];
    let with = *members.iter().max_by_key(|&&at| (plan.problem.households[at as usize], std::cmp::Reverse(at)))?;
    let at = |unit: u32| units.binary_search(&unit).ok().map(|at| at as u32);
    let mut wish = local.clone();
    wish.constraints.keep_together.push(vec![at(unit)?, at(with)?]);
    let certificate = best(&wish)?;
    let grids = |certificate: &Certificate| match certificate {
        Certificate::Optimal { grids, .. }
        | Certificate::Infeasible { grids, .. }
        | Certificate::Bounded { grids, .. } => i64::from(*grids),
    };
    let grids_delta = grids(&certificate) - grids(base);
    let price = match (&certificate, base) {
        (Certificate::Optimal { values, .. }, Certificate::Optimal { values: least, .. }) if grids_delta == 0 => {
            Some(values.iter().zip(least).map(|(value, least)| value - least).collect())
        }
        _ => None,
    };
    Some(Forced { grid, with, certificate, grids_delta, price })
}

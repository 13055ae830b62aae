//! From the proofs of the pieces to the certificates of the communities.

use super::allocate::Counted;
use super::part::{Kind, Part, Plan, Proof};
use crate::{Certificate, Infeasibility, Problem};

/// One certificate for each community; one for the whole map when grids may cross communities.
pub(super) fn certificates(problem: &Problem, parts: &[Part], plans: &[Plan], count: &Counted) -> Vec<Certificate> {
    let inside = problem.constraints.inside_communities;
    let communities = if inside { problem.n_communities() } else { problem.n_communities().min(1) };
    let mut locked = vec![0; communities];
    for group in &problem.constraints.locked {
        if let Some(&unit) = group.first() {
            locked[if inside { problem.community[unit as usize] as usize } else { 0 }] += 1;
        }
    }
    (0..communities)
        .map(|community| {
            let from = parts.partition_point(|part| part.piece.community < community as u32);
            let to = parts.partition_point(|part| part.piece.community <= community as u32);
            let reason = count.communities.iter().find(|(at, _)| *at == community as u32).map(|(_, why)| why.clone());
            certificate(problem, &parts[from..to], &plans[from..to], locked[community], reason)
        })
        .collect()
}

fn certificate(
    problem: &Problem,
    parts: &[Part],
    plans: &[Plan],
    locked: u32,
    count: Option<Infeasibility>,
) -> Certificate {
    let grids = locked + plans.iter().map(|plan| plan.units.len() as u32).sum::<u32>();
    let listed = parts.iter().all(|part| !matches!(part.kind, Kind::Large | Kind::Hopeless));
    let proven = listed && plans.iter().all(|plan| plan.proof == Proof::Best);
    if let Some(reason) = count.or_else(|| infeasibility(parts)) {
        let (relaxed_minimum, relaxed_maximum) = relaxed(problem, parts, plans);
        return Certificate::Infeasible { reason, relaxed_minimum, relaxed_maximum, grids, proven };
    }
    let sum = |level: usize| plans.iter().map(|plan| plan.values[level] as f64).sum::<f64>();
    if proven {
        return Certificate::Optimal { grids, values: (0..problem.objectives.len()).map(sum).collect() };
    }
    let bound = locked + parts.iter().map(|part| most(part)).sum::<u32>();
    Certificate::Bounded { grids, bound: bound.max(grids), gap: gap(plans) }
}

/// Relative gap of the first objective, when every piece has a bound of it.
fn gap(plans: &[Plan]) -> Option<f64> {
    let (mut value, mut bound) = (0, 0);
    for plan in plans {
        let own = *plan.values.first()?;
        value += own;
        bound += match plan.proof {
            Proof::Best => own,
            Proof::Open { bound } => bound?,
        };
    }
    Some(if value == 0 { 0.0 } else { (value - bound).max(0) as f64 / value as f64 })
}

fn infeasibility(parts: &[Part]) -> Option<Infeasibility> {
    let none = |part: &Part| match &part.kind {
        Kind::Exact(listed) => listed.relaxed.is_some(),
        Kind::Hopeless => true,
        Kind::Pocket | Kind::Large => false,
    };
    if parts.iter().any(none) {
        return Some(Infeasibility::NoCover);
    }
    let pockets: Vec<&Part> = parts.iter().filter(|part| matches!(part.kind, Kind::Pocket)).collect();
    if let [only] = parts
        && !pockets.is_empty()
    {
        return Some(Infeasibility::TooFewHouseholds { total: only.piece.total() });
    }
    if !pockets.is_empty() {
        let pockets = pockets.iter().map(|part| part.piece.units()).collect();
        return Some(Infeasibility::PocketBelowMinimum { pockets });
    }
    let mut units: Vec<u32> = parts.iter().flat_map(Part::heavy_units).collect();
    units.sort_unstable();
    (!units.is_empty()).then_some(Infeasibility::UnitAboveMaximum { units })
}

/// The range that the plan keeps: the original one widened by the relaxations and the forced grids.
fn relaxed(problem: &Problem, parts: &[Part], plans: &[Plan]) -> (u32, Option<u32>) {
    let rules = &problem.constraints;
    let (mut minimum, mut maximum) = (u64::from(rules.minimum), rules.maximum.map(u64::from));
    if rules.deviation.is_some()
        && let Some(part) = parts.first()
    {
        (minimum, maximum) = (part.range.minimum, Some(part.range.maximum));
    }
    for grid in plans.iter().flat_map(|plan| &plan.units) {
        let sum: u64 = grid.iter().map(|&unit| u64::from(problem.households[unit as usize])).sum();
        minimum = minimum.min(sum);
        maximum = maximum.map(|most| most.max(sum));
    }
    let narrow = |value: u64| u32::try_from(value).unwrap_or(u32::MAX);
    (narrow(minimum), maximum.map(narrow))
}

/// A bound of the grids of the whole map that meet the minimum.
pub(super) fn bound(problem: &Problem, parts: &[Part]) -> u32 {
    let minimum = u64::from(problem.constraints.minimum);
    let meets = |units: &&Vec<u32>| {
        units.iter().map(|&unit| u64::from(problem.households[unit as usize])).sum::<u64>() >= minimum
    };
    let locked = problem.constraints.locked.iter().filter(meets).count() as u32;
    locked + parts.iter().map(|part| most(part)).sum::<u32>()
}

/// No plan of the piece has more grids with the minimum than this.
fn most(part: &Part) -> u32 {
    match &part.kind {
        Kind::Pocket => 0,
        Kind::Exact(listed) if listed.relaxed.is_none() => listed.most,
        Kind::Exact(_) | Kind::Hopeless | Kind::Large => part.simple_bound(),
    }
}

//! From the proofs of the pieces to the certificates of the communities.

use super::allocate::Counted;
use super::part::{Kind, Part, Plan, Proof};
use crate::{Barrier, Certificate, Infeasibility, Objective, Problem};

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
    let fixed = fixed_values(problem, parts, communities);
    (0..communities)
        .map(|community| {
            let from = parts.partition_point(|part| part.piece.community < community as u32);
            let to = parts.partition_point(|part| part.piece.community <= community as u32);
            let reason = count.communities.iter().find(|(at, _)| *at == community as u32).map(|(_, why)| why.clone());
            let fixed = fixed.get(community).map_or(&[] as &[i64], Vec::as_slice);
            certificate(problem, &parts[from..to], &plans[from..to], locked[community], reason, fixed)
        })
        .collect()
}

fn certificate(
    problem: &Problem,
    parts: &[Part],
    plans: &[Plan],
    locked: u32,
    count: Option<Infeasibility>,
    fixed: &[i64],
) -> Certificate {
    let grids = locked + plans.iter().map(|plan| plan.units.len() as u32).sum::<u32>();
    let possible = parts.iter().all(|part| !matches!(part.kind, Kind::Hopeless));
    let proven = possible && plans.iter().all(|plan| plan.proof == Proof::Best);
    if let Some(reason) = count.or_else(|| infeasibility(parts)) {
        let (relaxed_minimum, relaxed_maximum) = relaxed(problem, parts, plans);
        return Certificate::Infeasible { reason, relaxed_minimum, relaxed_maximum, grids, proven };
    }
    let sum = |level: usize| {
        let free: i64 = plans.iter().map(|plan| plan.values[level]).sum();
        (free + fixed.get(level).unwrap_or(&0)) as f64
    };
    if proven {
        return Certificate::Optimal { grids, values: (0..problem.objectives.len()).map(sum).collect() };
    }
    let bound = locked + parts.iter().map(|part| most(part)).sum::<u32>();
    Certificate::Bounded { grids, bound: bound.max(grids), gap: gap(plans) }
}

/// What no plan can change of each community's values: borders between pieces, and locked grids.
fn fixed_values(problem: &Problem, parts: &[Part], communities: usize) -> Vec<Vec<i64>> {
    let inside = problem.constraints.inside_communities;
    let area = |unit: u32| if inside { problem.community[unit as usize] as usize } else { 0 };
    let mut block = vec![usize::MAX; problem.graph.n_units()];
    for (at, part) in parts.iter().enumerate() {
        part.piece.atoms.iter().flatten().for_each(|&unit| block[unit as usize] = at);
    }
    let locked = &problem.constraints.locked;
    for (at, group) in locked.iter().enumerate() {
        group.iter().for_each(|&unit| block[unit as usize] = parts.len() + at);
    }
    let mut cut = vec![0i64; communities];
    let mut pairs = vec![0i64; communities];
    let mut barrier = vec![0i64; communities];
    for edge in problem.graph.edges().iter().filter(|edge| area(edge.a) == area(edge.b)) {
        let (a, b) = (block[edge.a as usize], block[edge.b as usize]);
        if a != b {
            cut[area(edge.a)] += edge.length_mm as i64;
            pairs[area(edge.a)] += 1;
        } else if a >= parts.len() && edge.barrier != Barrier::None {
            barrier[area(edge.a)] += edge.length_mm as i64;
        }
    }
    let mut squares = vec![0i64; communities];
    for group in locked {
        let sum: i64 = group.iter().map(|&unit| i64::from(problem.households[unit as usize])).sum();
        group.first().into_iter().for_each(|&unit| squares[area(unit)] += sum.saturating_mul(sum));
    }
    let value = |objective: &Objective, at: usize| match objective {
        Objective::Balance => squares[at],
        Objective::CutLength => cut[at],
        Objective::CutEdges => pairs[at],
        Objective::Barriers => barrier[at],
        Objective::Stability => 0,
    };
    let values = |at: usize| problem.objectives.iter().map(|objective| value(objective, at)).collect();
    (0..communities).map(values).collect()
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

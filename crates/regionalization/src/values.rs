//! The value of each objective for a plan, by definition; solvers are checked against these.

use crate::matching::best_matching;
use crate::{Objective, Problem, split::Piece};

/// The values of the problem's objectives for the grids of a piece, in the objectives' order.
///
/// Balance: sum of squared households. Cut length: millimetres of border between different grids of the piece;
/// cut edges: pairs of units there. Barriers: millimetres of barrier inside grids. Stability: households that change grid after the best matching of
/// the piece's grids with the previous ones.
pub(crate) fn values(problem: &Problem, piece: &Piece, grids: &[Vec<u32>]) -> Vec<i64> {
    let units = piece.n_units();
    let mut label: Vec<(u32, u32)> = Vec::with_capacity(units);
    for (grid, members) in grids.iter().enumerate() {
        label.extend(members.iter().map(|&unit| (unit, grid as u32)));
    }
    label.sort_unstable();
    let grid_of = |unit: u32| label.binary_search_by_key(&unit, |entry| entry.0).map_or(u32::MAX, |at| label[at].1);
    let atoms: Vec<u32> = piece.atoms.iter().map(|atom| atom.first().map_or(u32::MAX, |&unit| grid_of(unit))).collect();
    problem.objectives.iter().map(|&objective| value(objective, problem, piece, grids, &atoms)).collect()
}

fn value(objective: Objective, problem: &Problem, piece: &Piece, grids: &[Vec<u32>], atoms: &[u32]) -> i64 {
    let apart = |a: u32, b: u32| atoms[a as usize] != atoms[b as usize];
    let borders = piece.borders.iter();
    let sum: u64 = match objective {
        Objective::Balance => grids.iter().map(|grid| households(problem, grid).pow(2)).sum(),
        Objective::CutLength => borders.filter(|at| apart(at.a, at.b)).map(|at| at.length_mm).sum(),
        Objective::CutEdges => borders.filter(|at| apart(at.a, at.b)).map(|at| u64::from(at.pairs)).sum(),
        Objective::Barriers => {
            let inside: u64 = borders.filter(|at| !apart(at.a, at.b)).map(|at| at.barrier_mm).sum();
            inside + piece.inner_barrier_mm
        }
        Objective::Stability => moved(problem, grids),
    };
    sum as i64
}

fn households(problem: &Problem, grid: &[u32]) -> u64 {
    grid.iter().map(|&unit| u64::from(problem.households[unit as usize])).sum()
}

/// Households that change grid against the previous plan after the best matching; 0 when there is no previous plan.
pub(crate) fn moved(problem: &Problem, grids: &[Vec<u32>]) -> u64 {
    let Some(previous) = &problem.previous else { return 0 };
    let overlaps = overlaps(problem, previous, grids);
    let total: u64 = grids.iter().map(|grid| households(problem, grid)).sum();
    let kept: u64 = best_matching(&overlaps)
        .iter()
        .filter_map(|pair| overlaps.binary_search_by_key(pair, |row| (row.0, row.1)).ok())
        .map(|at| overlaps[at].2)
        .sum();
    total - kept
}

/// Households shared by each grid and each previous grid, sorted; pairs that share none are left out.
pub(crate) fn overlaps(problem: &Problem, previous: &[u32], grids: &[Vec<u32>]) -> Vec<(u32, u32, u64)> {
    let mut rows: Vec<(u32, u32, u64)> = Vec::new();
    for (grid, members) in grids.iter().enumerate() {
        for &unit in members {
            let households = problem.households[unit as usize];
            if households > 0 {
                rows.push((grid as u32, previous[unit as usize], u64::from(households)));
            }
        }
    }
    rows.sort_unstable();
    rows.dedup_by(|next, kept| {
        let same = (next.0, next.1) == (kept.0, kept.1);
        if same {
            kept.2 += next.2;
        }
        same
    });
    rows
}

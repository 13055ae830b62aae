//! What a set costs under each objective: additive over the sets of a plan, exact in integers.

use super::shape::{Set, Shape, bits};
use crate::split::{Border, Piece};
use crate::{Objective, Problem};

/// For each set its cost under an objective that needs no more than the set itself.
///
/// Balance: square of its households (the sum over a plan orders plans of equally many grids as their variance does).
/// Cut length: millimetres of border to the rest of the piece, so a plan's sum is twice its cut; cut edges alike. Barriers: millimetres
/// of barrier inside. Stability is told by [`stability`].
pub(crate) fn additive(objective: Objective, piece: &Piece, shape: &Shape, sets: &[Set]) -> Vec<i64> {
    match objective {
        Objective::Balance => sets.iter().map(|&set| square(shape.sum(set))).collect(),
        Objective::CutLength => pairwise(piece, shape, sets, |border| border.length_mm, true),
        Objective::CutEdges => pairwise(piece, shape, sets, |border| border.pairs.into(), true),
        Objective::Barriers => pairwise(piece, shape, sets, |border| border.barrier_mm, false),
        Objective::Stability => sets.iter().map(|&set| shape.sum(set) as i64).collect(),
    }
}

fn square(households: u64) -> i64 {
    let households = households.min(3_000_000_000) as i64;
    households * households
}

/// Sums `weight` over the borders that leave each set (`outside`), or over those inside it.
fn pairwise(piece: &Piece, shape: &Shape, sets: &[Set], weight: impl Fn(&Border) -> u64, outside: bool) -> Vec<i64> {
    let mut rows: Vec<Vec<(Set, i64)>> = vec![Vec::new(); shape.n];
    for border in &piece.borders {
        let value = weight(border) as i64;
        if value > 0 {
            rows[border.a as usize].push((1 << border.b, value));
            rows[border.b as usize].push((1 << border.a, value));
        }
    }
    let cost = |set: Set| -> i64 {
        let row = |atom: usize| rows[atom].iter().filter(|(other, _)| (set & other == 0) == outside);
        bits(set).flat_map(row).map(|(_, value)| value).sum()
    };
    sets.iter().map(|&set| if outside { cost(set) } else { cost(set) / 2 }).collect()
}

/// How the grids of the previous plan overlap the atoms.
pub(crate) struct Claims {
    /// For each previous grid with a part in the piece: households of each of its atoms.
    overlaps: Vec<(Set, Vec<(usize, u64)>)>,
}

impl Claims {
    pub(crate) fn new(problem: &Problem, piece: &Piece) -> Self {
        let mut rows: Vec<(u32, usize, u64)> = Vec::new();
        for (atom, units) in piece.atoms.iter().enumerate() {
            for &unit in units {
                let grid = problem.previous.as_ref().map_or(0, |previous| previous[unit as usize]);
                rows.push((grid, atom, u64::from(problem.households[unit as usize])));
            }
        }
        rows.sort_unstable();
        let overlaps = rows.chunk_by(|a, b| a.0 == b.0).map(|grid| {
            let set = grid.iter().fold(0, |set, row| set | (1 as Set) << row.1);
            (set, grid.iter().map(|row| (row.1, row.2)).collect())
        });
        Claims { overlaps: overlaps.collect() }
    }

    /// Number of previous grids.
    pub(crate) fn len(&self) -> usize {
        self.overlaps.len()
    }

    /// A set with each way to claim a previous grid: (claimed grid, households that move).
    pub(crate) fn ways(&self, shape: &Shape, set: Set) -> Vec<(Option<usize>, i64)> {
        let all = shape.sum(set);
        let mut ways = vec![(None, all as i64)];
        for (grid, (atoms, parts)) in self.overlaps.iter().enumerate() {
            if atoms & set != 0 {
                let kept: u64 = parts.iter().filter(|(atom, _)| set >> atom & 1 == 1).map(|(_, part)| part).sum();
                if kept > 0 {
                    ways.push((Some(grid), (all - kept) as i64));
                }
            }
        }
        ways
    }
}

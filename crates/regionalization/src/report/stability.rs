//! What changes against the plan in force.

use super::GridFigures;
use crate::matching::best_matching;
use crate::values::overlaps;
use crate::{Problem, canonical_labels};
use rustc_hash::FxHashMap;

/// A plan against the previous one.
#[derive(Debug, Clone, PartialEq)]
pub struct Stability {
    /// Households that change grid when the grids of both plans are matched so that the fewest do.
    pub households_moved: u64,
    /// The same as a share of all households.
    pub share_moved: f64,
    /// Grids that consist of exactly the same units as before.
    pub unchanged_grids: usize,
    /// Grids of the previous plan.
    pub previous_grids: usize,
    /// Agreement of the two partitions of the units beyond chance: 1 when equal, about 0 when unrelated (Hubert and
    /// Arabie 1985).
    pub adjusted_rand: f64,
    /// (grid, previous grid's own label) pairs of the matching, in order of grid.
    pub matching: Vec<(u32, u32)>,
}

impl Stability {
    pub(super) fn of(problem: &Problem, previous: &[u32], grids: &[GridFigures], labels: &[u32]) -> Self {
        let members: Vec<Vec<u32>> = grids.iter().map(|grid| grid.units.clone()).collect();
        let shared = overlaps(problem, previous, &members);
        let matching = best_matching(&shared);
        let total: u64 = grids.iter().map(|grid| grid.households).sum();
        let find = |pair: &(u32, u32)| shared.binary_search_by_key(pair, |row| (row.0, row.1)).ok();
        let kept: u64 = matching.iter().filter_map(find).map(|at| shared[at].2).sum();
        let (before, previous_grids) = canonical_labels(previous);
        let mut sizes = vec![0usize; previous_grids as usize];
        before.iter().for_each(|&grid| sizes[grid as usize] += 1);
        let same = |units: &Vec<u32>| {
            let old = before[units[0] as usize];
            sizes[old as usize] == units.len() && units.iter().all(|&unit| before[unit as usize] == old)
        };
        let households_moved = total - kept;
        Stability {
            households_moved,
            share_moved: if total > 0 { households_moved as f64 / total as f64 } else { 0.0 },
            unchanged_grids: members.iter().filter(|units| !units.is_empty() && same(units)).count(),
            previous_grids: previous_grids as usize,
            adjusted_rand: adjusted_rand(&before, labels),
            matching,
        }
    }
}

/// The adjusted Rand index of two labelings of the same units; 1 when both are trivial in the same way.
fn adjusted_rand(one: &[u32], other: &[u32]) -> f64 {
    let pairs = |count: u64| (count * count.saturating_sub(1) / 2) as f64;
    let mut joint: FxHashMap<(u32, u32), u64> = FxHashMap::default();
    let (mut rows, mut cols) = (FxHashMap::<u32, u64>::default(), FxHashMap::<u32, u64>::default());
    for (&a, &b) in one.iter().zip(other) {
        *joint.entry((a, b)).or_default() += 1;
        *rows.entry(a).or_default() += 1;
        *cols.entry(b).or_default() += 1;
    }
    // Sums of whole numbers: exact in f64 up to 2^53, so the order of the maps cannot show.
    let together: f64 = joint.values().map(|&count| pairs(count)).sum();
    let (row_pairs, col_pairs): (f64, f64) =
        (rows.values().map(|&count| pairs(count)).sum(), cols.values().map(|&count| pairs(count)).sum());
    let all = pairs(one.len() as u64);
    let expected = if all > 0.0 { row_pairs * col_pairs / all } else { 0.0 };
    let most = (row_pairs + col_pairs) / 2.0;
    if most == expected { 1.0 } else { (together - expected) / (most - expected) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adjusted_rand_of_known_partitions() {
        // Figures of sklearn.metrics.adjusted_rand_score.
        for (one, other, expected) in [
            (vec![0, 0, 1, 1], vec![5, 5, 9, 9], 1.0),
            (vec![0, 0, 1, 2], vec![0, 0, 1, 1], 4.0 / 7.0),
            (vec![0, 0, 1, 1], vec![0, 1, 0, 1], -0.5),
            (vec![0, 0, 0], vec![1, 1, 1], 1.0),
        ] {
            assert!((adjusted_rand(&one, &other) - expected).abs() < 1e-12, "{one:?} {other:?}");
        }
    }
}

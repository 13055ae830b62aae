//! From a problem to a plan: cut into pieces, solve each exactly where possible, share out the number of grids.

mod allocate;
mod certify;
mod fallback;
mod part;
mod slice;

use crate::exact::Budget;
use crate::range::{Range, Ranges};
use crate::search::grid_bound;
use crate::split::{Piece, pieces};
use crate::{Count, Effort, InvalidProblem, Problem, Solution, Watch, canonical_labels};
use part::{Part, Plan};
use rayon::prelude::*;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};

/// Solves a problem: communities (or the parts that barriers leave) one by one, each exactly where the effort allows.
///
/// What comes first: households in the range; then the number of grids (as many as possible, or the number asked for,
/// shared out among the communities at least cost); then the objectives in their order. The result depends on the
/// problem and the effort alone, not on the number of threads. When `watch` says stop, the best plan so far comes back
/// with [`Solution::stopped`] set.
///
/// What happens where the range cannot be met (the certificate says which case it is):
/// - a part with fewer households than the minimum is one grid below the minimum;
/// - a unit above the maximum is a grid by itself or with units without households;
/// - where no plan exists the range is relaxed as little as possible, relatively: either the minimum is lowered or the
///   maximum is raised, the minimum when both changes are equal; the plan then has the fewest grids outside the range.
///
/// # Errors
/// When [`Problem::check`] finds a fault.
pub fn solve(problem: &Problem, effort: &Effort, watch: &dyn Watch) -> Result<Solution, InvalidProblem> {
    problem.check()?;
    let pieces = pieces(problem);
    let work = Work::new(problem, effort, watch, &pieces);
    let (parts, plans, count) = work.all(&pieces);
    watch.progress(1.0);
    let grids = plans.iter().flat_map(|plan| &plan.units).chain(&problem.constraints.locked);
    let mut labels = vec![0; problem.graph.n_units()];
    for (label, units) in grids.enumerate() {
        units.iter().for_each(|&unit| labels[unit as usize] = label as u32);
    }
    Ok(Solution {
        labels: canonical_labels(&labels).0,
        certificates: certify::certificates(problem, &parts, &plans, &count),
        grid_bound: certify::bound(problem, &parts).min(grid_bound(problem)),
        shares_proven: !count.unproven,
        count: count.whole,
        stopped: watch.stopped(),
    })
}

/// What all steps of one call share.
struct Work<'a> {
    problem: &'a Problem,
    effort: &'a Effort,
    watch: &'a dyn Watch,
    ranges: Ranges<'a>,
    /// Atoms of the whole map.
    atoms: usize,
    tasks: usize,
    /// Atoms of pieces that no search has begun with.
    unsearched: AtomicI64,
    done: AtomicUsize,
}

impl<'a> Work<'a> {
    fn new(problem: &'a Problem, effort: &'a Effort, watch: &'a dyn Watch, pieces: &[Piece]) -> Self {
        let atoms = pieces.iter().map(|piece| piece.atoms.len()).sum();
        Work {
            problem,
            effort,
            watch,
            ranges: Ranges::new(problem),
            atoms,
            unsearched: AtomicI64::new(atoms as i64),
            tasks: 2 * pieces.len(),
            done: AtomicUsize::new(0),
        }
    }

    /// Every piece with its plan, and the numbers of grids that cannot be met.
    fn all(&self, pieces: &'a [Piece]) -> (Vec<Part<'a>>, Vec<Plan>, allocate::Counted) {
        if self.problem.constraints.count == Count::Most {
            return self.all_most(pieces);
        }
        let parts: Vec<Part> = self.each(pieces.par_iter(), |piece| self.prepare(piece));
        // With several parts each is tried with its fair share and the numbers beside it.
        self.expect_searches(&parts, if parts.len() > 1 { 3 } else { 1 });
        let (plans, count) = match &self.problem.constraints.count {
            Count::PerCommunity(counts) => self.allocate_each(&parts, counts),
            Count::Total(total) => self.allocate_total(&parts, *total),
            Count::Most => (Vec::new(), allocate::Counted::default()),
        };
        (parts, plans, count)
    }

    /// As many grids as possible: pieces need not wait for each other, but searches share the clock.
    fn all_most(&self, pieces: &'a [Piece]) -> (Vec<Part<'a>>, Vec<Plan>, allocate::Counted) {
        let prepared = self.each(pieces.par_iter(), |piece| self.prepare_most(piece));
        let (parts, plans): (Vec<Part>, Vec<Option<Plan>>) = prepared.into_iter().unzip();
        self.expect_searches(&parts, 1);
        let rest = parts.par_iter().zip(plans);
        let plans = self.each(rest, |(part, plan)| plan.unwrap_or_else(|| self.most(part)));
        (parts, plans, allocate::Counted::default())
    }

    /// Runs a step for each item on all threads, in order of the items, and tells the watch.
    fn each<I: IndexedParallelIterator, R: Send>(&self, items: I, step: impl Fn(I::Item) -> R + Sync + Send) -> Vec<R> {
        let told = |item| {
            let result = step(item);
            let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
            self.watch.progress((done as f64 / self.tasks.max(1) as f64).min(0.999));
            result
        };
        items.with_max_len(1).map(told).collect()
    }

    /// The clock's time is for the searches alone: only pieces that need one share it.
    fn expect_searches(&self, parts: &[Part], times: i64) {
        let searched = parts.iter().filter(|part| part.needs_search()).map(|part| part.piece.atoms.len() as i64);
        self.unsearched.store(searched.sum::<i64>() * times, Ordering::Relaxed);
    }

    /// The household range of the grids of a piece.
    fn range(&self, piece: &Piece) -> Range {
        self.ranges.of(piece.community)
    }

    /// The steps that a search of a piece may take: its share by atoms; a small map does not use all.
    fn steps(&self, piece: &Piece) -> u64 {
        let share = piece.atoms.len() as f64 / self.atoms.max(1000) as f64;
        (self.effort.steps as f64 * share) as u64
    }

    /// The steps that one question to the exact engine may take. Few pieces are hard, so each may take a multiple of
    /// its share.
    fn budget(&self, piece: &Piece) -> Budget<'a> {
        let each = self.effort.steps / (self.tasks as u64 / 2).max(1);
        Budget::new(self.steps(piece).max(each.saturating_mul(16).min(self.effort.steps / 10)), self.watch)
    }
}

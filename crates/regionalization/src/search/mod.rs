//! Search for plans where exhaustive solution is out of reach: the plan is always contiguous, the bound always true.
//!
//! As many grids as possible: random spanning trees cut from the leaves up ([`trees`]), then recombination of
//! neighbouring grids ([`recombine`]), then border flips for the objectives ([`flips`]). A given number of grids:
//! coarsening, repeated halving and annealing ([`balanced`]), or merging where the number is near the most possible.

mod balanced;
mod bisect;
mod bound;
mod coarsen;
mod dice;
mod exact_cut;
mod flips;
mod goals;
mod merge;
mod most;
mod net;
pub(crate) mod pace;
mod plan;
mod recombine;
mod trees;

pub use bound::grid_bound;
pub use exact_cut::{MOST_UNITS, MinimumCut, minimum_cut_partition};

use crate::{Count, Problem, Watch, canonical_labels};
use dice::Dice;
use goals::Prices;
use net::{NONE, Reduced};
use pace::Pace;

/// What a search has found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchResult {
    /// Grid of each unit, numbered from 0 in order of first unit; every grid is contiguous (locked grids as given).
    pub labels: Vec<u32>,
    /// Grids whose households meet the minimum (for plans with a deviation: that lie within it).
    pub grids: u32,
    /// Households outside the range, over all grids, counted from its nearer end.
    pub outside: u64,
    /// Pairs kept apart that share a grid.
    pub broken_pairs: u32,
    /// No plan has more grids with the minimum than this.
    pub bound: u32,
    /// Whether the watch stopped the search.
    pub stopped: bool,
}

/// Improves a plan, or makes one, by about `steps` elementary steps (some twenty million a second).
///
/// The problem must have passed [`Problem::check`]. `start` may be any labels: pieces that are not contiguous are
/// split. The result depends on the problem, the start, the steps and the seed alone, not on threads; when `watch`
/// says stop, the best plan so far comes back at once.
pub fn improve(problem: &Problem, start: Option<&[u32]>, steps: u64, seed: u64, watch: &dyn Watch) -> SearchResult {
    let reduced = Reduced::of(problem);
    let range = Range::of(problem);
    let dice = Dice::new(seed, 0);
    let prices = Prices::of(problem, &reduced);
    let pace = Pace::new(watch);
    let work = Work { problem, reduced: &reduced, range, prices: &prices, dice, pace };
    let label = if reduced.net.len() == 0 { Vec::new() } else { work.run(start, steps) };
    work.result(&label)
}

/// Households that a grid may have.
#[derive(Debug, Clone, Copy)]
struct Range {
    minimum: u64,
    maximum: u64,
}

impl Range {
    fn of(problem: &Problem) -> Self {
        let constraints = &problem.constraints;
        let grids = match &constraints.count {
            Count::Most => None,
            Count::Total(total) => Some(u64::from(*total)),
            Count::PerCommunity(counts) => Some(counts.iter().map(|&count| u64::from(count)).sum()),
        };
        if let (Some(deviation), Some(grids)) = (constraints.deviation, grids) {
            let total: u64 = problem.households.iter().map(|&households| u64::from(households)).sum();
            let mean = total as f64 / grids.max(1) as f64;
            let minimum = (mean * (1.0 - deviation) - 1e-9).ceil().max(0.0);
            return Range { minimum: minimum as u64, maximum: (mean * (1.0 + deviation) + 1e-9).floor() as u64 };
        }
        let maximum = constraints.maximum.map_or(u64::MAX, u64::from);
        Range { minimum: u64::from(constraints.minimum), maximum }
    }
}

/// Everything that the phases of one search share.
struct Work<'a> {
    problem: &'a Problem,
    reduced: &'a Reduced,
    range: Range,
    prices: &'a Prices,
    dice: Dice,
    pace: Pace<'a>,
}

impl Work<'_> {
    fn run(&self, start: Option<&[u32]>, steps: u64) -> Vec<u32> {
        let start = start.map(|labels| most::start_from(self.reduced, labels));
        let constraints = &self.problem.constraints;
        let quota = merge::Quota::of(self.problem, self.reduced);
        match quota {
            None => {
                let label = self.most(start, steps / 20 * 17, self.pace.part(0.85));
                self.polish(label, steps / 20 * 3, self.pace.part(1.0))
            }
            Some(quota) if constraints.deviation.is_some() => self.balanced(start, &quota, steps, self.pace),
            Some(quota) => {
                let label = self.most(start, steps / 10 * 4, self.pace.part(0.4));
                let label = if quota.few_against(&label) {
                    self.balanced(None, &quota, steps / 10 * 4, self.pace.part(0.7))
                } else {
                    quota.merge_down(&self.reduced.net, self.range.maximum, label)
                };
                self.polish(label, steps / 20 * 3, self.pace.part(1.0))
            }
        }
    }

    /// Border flips for the objectives that never leave the range.
    fn polish(&self, label: Vec<u32>, steps: u64, pace: Pace<'_>) -> Vec<u32> {
        let goals = self.prices.goals(self.range, 1e6, &self.reduced.apart);
        let cooling = flips::Cooling { first: 0.5, last: 0.02, first_price: 1.0 };
        flips::anneal(&self.reduced.net, goals, label, cooling, steps, &self.dice, pace)
    }

    fn balanced(&self, start: Option<Vec<u32>>, quota: &merge::Quota, steps: u64, pace: Pace<'_>) -> Vec<u32> {
        let goals = self.prices.goals(self.range, 1000.0, &self.reduced.apart);
        if let Some(label) = start.filter(|label| quota.is_met(label)) {
            let cooling = flips::Cooling { first: 0.4, last: 0.02, first_price: 0.2 };
            return flips::anneal(&self.reduced.net, goals, label, cooling, steps, &self.dice, pace);
        }
        balanced::balanced(&self.reduced.net, &goals, quota, steps, &self.dice, pace)
    }

    fn result(&self, label: &[u32]) -> SearchResult {
        let fixed_from = label.iter().max().map_or(0, |&most| most + 1);
        let mut labels: Vec<u32> =
            self.reduced.node_of.iter().map(|&node| if node == NONE { NONE } else { label[node as usize] }).collect();
        for (index, units) in self.reduced.fixed.iter().enumerate() {
            units.iter().for_each(|&unit| labels[unit as usize] = fixed_from + index as u32);
        }
        let (labels, count) = canonical_labels(&labels);
        let mut sums = vec![0u64; count as usize];
        for (unit, &grid) in labels.iter().enumerate() {
            sums[grid as usize] += u64::from(self.problem.households[unit]);
        }
        let Range { minimum, maximum } = self.range;
        let needs_both = self.problem.constraints.deviation.is_some();
        let meets = |sum: &&u64| **sum >= minimum && (!needs_both || **sum <= maximum);
        let grids = sums.iter().filter(meets).count() as u32;
        let outside = sums.iter().map(|&sum| minimum.saturating_sub(sum) + sum.saturating_sub(maximum)).sum();
        let apart = &self.problem.constraints.keep_apart;
        let broken_pairs = apart.iter().filter(|(a, b)| labels[*a as usize] == labels[*b as usize]).count() as u32;
        let bound = grid_bound(self.problem).max(grids);
        SearchResult { labels, grids, outside, broken_pairs, bound, stopped: self.pace.watch.stopped() }
    }
}

#[cfg(test)]
mod tests;

//! All partitions whose reduced costs stay within a slack, searched depth first with a memory of what was tried.
//!
//! The lowest free atom is always covered next, so every partition is met once, and what remains depends only on the
//! atoms covered, the grids used and the side sums: states met before with no less slack are not opened again.

use super::budget::{Budget, Exhausted};
use super::duals::{Duals, Side};
use super::shape::Set;
use rustc_hash::FxHashMap;

/// Most side sums of a search (one for the number of grids and one for each earlier objective).
pub(super) const MOST_SIDES: usize = 6;

/// Most states remembered; a search that meets more is given up, so memory stays below about half a gigabyte.
const MOST_STATES: usize = 4_000_000;

type Sums = [i64; MOST_SIDES];

/// The search over some sets.
pub(super) struct Cover<'a> {
    all: Set,
    n: usize,
    sets: &'a [Set],
    households: &'a [u64],
    duals: &'a Duals,
    sides: &'a [Side],
    count: Option<u32>,
    minimum: u64,
    by_lowest: Vec<Vec<u32>>,
    tried: FxHashMap<(Set, u32, Sums), i64>,
    path: Vec<u32>,
    best: Option<(i64, Vec<u32>)>,
    slack: i64,
}

/// A place in the search tree.
#[derive(Clone, Copy)]
struct State {
    covered: Set,
    used: u32,
    spent: i64,
    sums: Sums,
    left: u64,
}

impl<'a> Cover<'a> {
    /// A search for partitions of the `n` lowest bits by `sets`.
    pub(super) fn new(
        n: usize,
        sets: &'a [Set],
        households: &'a [u64],
        duals: &'a Duals,
        sides: &'a [Side],
        count: Option<u32>,
        minimum: u64,
    ) -> Self {
        let all = if n == 128 { Set::MAX } else { (1 << n) - 1 };
        let by_lowest = vec![Vec::new(); n];
        let tried = FxHashMap::default();
        Cover {
            all,
            n,
            sets,
            households,
            duals,
            sides,
            count,
            minimum,
            by_lowest,
            tried,
            path: Vec::new(),
            best: None,
            slack: 0,
        }
    }

    /// The cheapest partition with reduced costs of at most `slack`, as (reduced costs, sets); `None` proves that there
    /// is none.
    pub(super) fn search(
        &mut self,
        slack: i64,
        total: u64,
        budget: &mut Budget,
    ) -> Result<Option<(i64, Vec<u32>)>, Exhausted> {
        self.slack = slack;
        self.best = None;
        self.tried.clear();
        self.path.clear();
        self.by_lowest.iter_mut().for_each(Vec::clear);
        for at in 0..self.sets.len() {
            let fits = self.sides.iter().all(|side| side.weights[at] <= side.total);
            if fits && self.duals.reduced[at] <= slack {
                self.by_lowest[self.sets[at].trailing_zeros() as usize].push(at as u32);
            }
        }
        for list in &mut self.by_lowest {
            list.sort_by_key(|&at| (self.duals.reduced[at as usize], at));
        }
        if (0..self.n).any(|bit| !self.coverable(bit)) {
            return Ok(None);
        }
        self.open(State { covered: 0, used: 0, spent: 0, sums: [0; MOST_SIDES], left: total }, budget)?;
        Ok(self.best.take())
    }

    /// The best partition met before the steps ran out.
    pub(super) fn best(&self) -> Option<&(i64, Vec<u32>)> {
        self.best.as_ref()
    }

    fn coverable(&self, bit: usize) -> bool {
        let covers = |&at: &u32| self.sets[at as usize] >> bit & 1 == 1;
        self.by_lowest[..=bit].iter().any(|list| list.iter().any(covers))
    }

    fn open(&mut self, state: State, budget: &mut Budget) -> Result<(), Exhausted> {
        let free = self.all & !state.covered;
        if free == 0 {
            self.finish(&state);
            return Ok(());
        }
        if let Some(count) = self.count {
            let grids = u64::from(count.saturating_sub(state.used));
            if grids == 0 || state.left < grids * self.minimum {
                return Ok(());
            }
        }
        let key = (state.covered, state.used, state.sums);
        let full = self.tried.len() >= MOST_STATES;
        match self.tried.get_mut(&key) {
            Some(spent) if *spent <= state.spent => return Ok(()),
            Some(spent) => *spent = state.spent,
            None if full => return Err(Exhausted),
            None => {
                self.tried.insert(key, state.spent);
            }
        }
        let lowest = free.trailing_zeros() as usize;
        budget.spend(self.by_lowest[lowest].len() as u64 / 8 + 4)?;
        for index in 0..self.by_lowest[lowest].len() {
            let at = self.by_lowest[lowest][index] as usize;
            if state.spent + self.duals.reduced[at] > self.slack {
                break;
            }
            if self.sets[at] & state.covered != 0 {
                continue;
            }
            let mut sums = state.sums;
            let fits = self.sides.iter().zip(&mut sums).all(|(side, sum)| {
                *sum += side.weights[at];
                *sum <= side.total
            });
            if fits {
                let next = State {
                    covered: state.covered | self.sets[at],
                    used: state.used + u32::from(self.count.is_some()),
                    spent: state.spent + self.duals.reduced[at],
                    sums,
                    left: state.left - self.households[at],
                };
                self.path.push(at as u32);
                self.open(next, budget)?;
                self.path.pop();
            }
        }
        Ok(())
    }

    fn finish(&mut self, state: &State) {
        let unused = self.duals.unused_claims.iter().enumerate();
        let unused = unused.filter(|(claim, _)| state.covered >> (self.n + claim) & 1 == 0);
        let spent = state.spent + unused.map(|(_, price)| price).sum::<i64>();
        let fits = self.count.is_none_or(|count| count == state.used);
        if fits && spent <= self.slack {
            self.best = Some((spent, self.path.clone()));
            self.slack = spent - 1;
        }
    }
}

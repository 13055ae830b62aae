//! The plan of k grids with the least cut, by exhaustive search with bounds: small maps only.
//!
//! Grids are grown one after another, each from the unit with most households that has none yet. A grid grows by
//! taking in or shutting out one neighbour at a time; it is given up as soon as the border already fixed, together
//! with the least that the other grids must add, is as long as the best plan known.

use super::Range;
use super::net::{Net, Reduced};
use crate::{Problem, Watch, canonical_labels};

/// Most units (after joining those kept together) that the exhaustive search takes.
pub const MOST_UNITS: usize = 128;

/// A plan of least cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MinimumCut {
    /// Grid of each unit, numbered from 0 in order of first unit; empty when no plan is known.
    pub labels: Vec<u32>,
    /// Length of the borders between grids in millimetres.
    pub cut_mm: u64,
    /// Whether every other plan has been ruled out: with labels the plan is optimal, without labels there is none.
    pub proven: bool,
    /// Partial grids looked at.
    pub steps: u64,
}

/// Finds the plan with exactly `k` contiguous grids in the household range of the problem (its deviation, or its
/// minimum and maximum) whose borders are shortest; give every border the length 1 to count borders instead.
///
/// `start` is a plan to beat. Nothing is proven when the watch stops the search or when there are more than
/// [`MOST_UNITS`] units; locked grids and pairs kept apart are not supported and leave the result unproven.
pub fn minimum_cut_partition(problem: &Problem, k: u32, start: Option<&[u32]>, watch: &dyn Watch) -> MinimumCut {
    let reduced = Reduced::of(problem);
    let mut range = Range::of(problem);
    range.minimum = range.minimum.max(1);
    let mut known = MinimumCut { labels: Vec::new(), cut_mm: u64::MAX, proven: false, steps: 0 };
    if let Some(labels) = start {
        (known.labels, known.cut_mm) = (canonical_labels(labels).0, cut_length(problem, labels));
    }
    let net = &reduced.net;
    let supported = reduced.fixed.is_empty() && reduced.apart.is_empty();
    if net.len() > MOST_UNITS || net.len() == 0 || k == 0 || !supported {
        return known;
    }
    let mut search = Search::new(net, range, k, known.cut_mm, watch);
    search.prove();
    known.steps = search.steps;
    known.proven = !search.stopped;
    if let Some(grids) = search.best_grids {
        let node_label = |node: u32| grids.iter().position(|grid| grid >> node & 1 == 1).unwrap_or(0) as u32;
        let labels: Vec<u32> = reduced.node_of.iter().map(|&node| node_label(node)).collect();
        (known.labels, known.cut_mm) = (canonical_labels(&labels).0, search.best);
    }
    known
}

fn cut_length(problem: &Problem, labels: &[u32]) -> u64 {
    let edges = problem.graph.edges().iter().filter(|edge| labels[edge.a as usize] != labels[edge.b as usize]);
    edges.map(|edge| edge.length_mm).sum()
}

type Set = u128;

struct Search<'a> {
    net: &'a Net,
    near: Vec<Set>,
    range: Range,
    k: u32,
    /// Length of the best plan; only shorter ones are looked for.
    best: u64,
    best_grids: Option<Vec<Set>>,
    chosen: Vec<Set>,
    /// Twice the length of the chosen grids' borders, each from its own side.
    least_border: u64,
    steps: u64,
    stopped: bool,
    watch: &'a dyn Watch,
}

/// A grid while it grows.
#[derive(Clone, Copy)]
struct Growth {
    /// Units without a grid, those of this one included.
    open: Set,
    /// Units of this grid.
    inside: Set,
    /// Units shut out of it.
    outside: Set,
    households: u64,
    /// Border towards the units shut out.
    border: u64,
    /// Border towards earlier grids.
    old_border: u64,
}

impl<'a> Search<'a> {
    fn new(net: &'a Net, range: Range, k: u32, best: u64, watch: &'a dyn Watch) -> Self {
        let near = (0..net.len() as u32).map(|node| net.links(node).iter().fold(0, |set, link| set | 1 << link.0));
        Search {
            net,
            near: near.collect(),
            range,
            k,
            best,
            best_grids: None,
            chosen: Vec::new(),
            least_border: 0,
            steps: 0,
            stopped: false,
            watch,
        }
    }

    fn prove(&mut self) {
        let all: Set = if self.net.len() == 128 { Set::MAX } else { (1 << self.net.len()) - 1 };
        self.cover(all, self.k, 0, 0);
    }

    /// Cuts the open units into `left` grids; `cut` is the cut so far, `borders` the sum of the chosen grids' borders.
    fn cover(&mut self, open: Set, left: u32, cut: u64, borders: u64) {
        if !self.may_cover(open, left) {
            return;
        }
        if left == 1 {
            self.best = cut;
            let mut grids = self.chosen.clone();
            grids.push(open);
            self.best_grids = Some(grids);
            return;
        }
        let Some(root) = members(open).max_by_key(|&node| self.net.households[node as usize]) else { return };
        let growth = Growth {
            open,
            inside: 1 << root,
            outside: 0,
            households: u64::from(self.net.households[root as usize]),
            border: 0,
            old_border: self.length_to(root, !open),
        };
        self.grow(growth, left, cut, borders);
    }

    fn grow(&mut self, growth: Growth, left: u32, cut: u64, borders: u64) {
        self.steps += 1;
        if self.steps & 0xffff == 0 && self.watch.stopped() {
            self.stopped = true;
        }
        if self.stopped || !self.promising(&growth, left, cut, borders) {
            return;
        }
        if growth.households >= self.range.minimum {
            self.close(&growth, left, cut, borders);
        }
        let frontier = self.neighbours(growth.inside) & growth.open & !growth.inside & !growth.outside;
        let pick = members(frontier).max_by_key(|&node| self.length_to(node, growth.inside));
        let Some(node) = pick else { return };
        let households = growth.households + u64::from(self.net.households[node as usize]);
        if households <= self.range.maximum {
            let taken = Growth {
                inside: growth.inside | 1 << node,
                households,
                border: growth.border + self.length_to(node, growth.outside),
                old_border: growth.old_border + self.length_to(node, !growth.open),
                ..growth
            };
            self.grow(taken, left, cut, borders);
        }
        let shut = Growth {
            outside: growth.outside | 1 << node,
            border: growth.border + self.length_to(node, growth.inside),
            ..growth
        };
        self.grow(shut, left, cut, borders);
    }

    /// Takes the grid as it stands and goes on with the next.
    fn close(&mut self, growth: &Growth, left: u32, cut: u64, borders: u64) {
        let rest = growth.open & !growth.inside;
        let border: u64 = members(growth.inside).map(|node| self.length_to(node, rest)).sum();
        let borders = borders + growth.old_border + border;
        if !self.within(cut + border, borders, left - 1) {
            return;
        }
        self.chosen.push(growth.inside);
        self.cover(rest, left - 1, cut + border, borders);
        self.chosen.pop();
    }

    /// Whether a plan shorter than the best is still possible: by the cut itself, and by half the sum of all borders.
    fn within(&self, cut: u64, borders: u64, left: u32) -> bool {
        cut < self.best && (borders + u64::from(left) * self.least_border).div_ceil(2) < self.best
    }

    fn promising(&self, growth: &Growth, left: u32, cut: u64, borders: u64) -> bool {
        let borders = borders + growth.border + growth.old_border;
        if !self.within(cut + growth.border, borders, left - 1) {
            return false;
        }
        let reach = self.flood(growth.inside, growth.open & !growth.outside);
        if self.total(reach) < self.range.minimum {
            return false;
        }
        self.rest_can_be_covered(growth, left - 1)
    }

    /// Whether the parts left beside a growing grid can hold the other grids.
    fn rest_can_be_covered(&self, growth: &Growth, left: u32) -> bool {
        let mut rest = growth.open & !growth.inside;
        let mut most = 0;
        while rest != 0 {
            let part = self.flood(rest & rest.wrapping_neg(), rest);
            rest &= !part;
            let grids = self.total(part) / self.range.minimum;
            if grids == 0 && part & growth.outside != 0 {
                return false;
            }
            most += grids;
        }
        most >= u64::from(left)
    }

    /// Whether each part of the open units can hold a whole number of grids, `left` together.
    fn may_cover(&self, open: Set, left: u32) -> bool {
        let (mut rest, mut fewest, mut most) = (open, 0, 0);
        while rest != 0 {
            let part = self.flood(rest & rest.wrapping_neg(), rest);
            rest &= !part;
            let total = self.total(part);
            let (low, high) = (total.div_ceil(self.range.maximum), total / self.range.minimum);
            if low > high {
                return false;
            }
            fewest += low.max(1);
            most += high;
        }
        fewest <= u64::from(left) && u64::from(left) <= most
    }

    fn flood(&self, from: Set, within: Set) -> Set {
        let (mut seen, mut front) = (from, from);
        while front != 0 {
            front = self.neighbours(front) & within & !seen;
            seen |= front;
        }
        seen
    }

    fn neighbours(&self, set: Set) -> Set {
        members(set).fold(0, |near, node| near | self.near[node as usize])
    }

    fn total(&self, set: Set) -> u64 {
        members(set).map(|node| u64::from(self.net.households[node as usize])).sum()
    }

    fn length_to(&self, node: u32, set: Set) -> u64 {
        let links = self.net.links(node).iter().filter(|link| set >> link.0 & 1 == 1);
        links.map(|link| u64::from(link.1)).sum()
    }
}

fn members(mut set: Set) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        (set != 0).then(|| {
            let node = set.trailing_zeros();
            set &= set - 1;
            node
        })
    })
}

//! The plan of k grids with the least cut, by exhaustive search with bounds: small maps only.
//!
//! Twice the cut of a plan is the sum of its grids' borders. For a growing limit, all grids whose border is not above
//! the limit are listed, and every plan is tried that has all its grids but one in the list. Every other plan has two
//! grids above the limit, and the shortest borders that the rest of its grids can have give a bound for it. The
//! search ends when that bound reaches the best plan.

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
    /// Partial grids and combinations looked at.
    pub steps: u64,
}

/// Finds the plan with exactly `k` contiguous grids in the household range of the problem (its deviation, or its
/// minimum and maximum) whose borders are shortest; give every border the length 1 to count borders instead.
///
/// `start` is a plan to beat. Nothing is proven when the watch stops the search, when it needs more than `steps`, or when there are more than
/// [`MOST_UNITS`] units; locked grids, pairs kept apart and borders that may not be crossed (barriers, community
/// lines) are not supported and leave the start as it is, unproven.
pub fn minimum_cut_partition(
    problem: &Problem,
    k: u32,
    start: Option<&[u32]>,
    steps: u64,
    watch: &dyn Watch,
) -> MinimumCut {
    let reduced = Reduced::of(problem);
    let mut range = Range::of(problem);
    range.minimum = range.minimum.max(1);
    let mut known = MinimumCut { labels: Vec::new(), cut_mm: u64::MAX, proven: false, steps: 0 };
    if let Some(labels) = start {
        (known.labels, known.cut_mm) = (canonical_labels(labels).0, cut_length(problem, labels));
    }
    let net = &reduced.net;
    let open = problem.graph.edges().iter().all(|edge| problem.is_open(edge));
    let supported = open && reduced.fixed.is_empty() && reduced.apart.is_empty();
    if net.len() > MOST_UNITS || net.len() == 0 || k == 0 || !supported {
        return known;
    }
    let mut search = Search { limit: steps, ..Search::new(net, range, k, known.cut_mm, watch) };
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
    all: Set,
    range: Range,
    k: u32,
    /// Length of the best plan; only shorter ones are looked for.
    best: u64,
    best_grids: Option<Vec<Set>>,
    chosen: Vec<Set>,
    /// Possible grids with their borders, shortest first.
    list: Vec<(u64, Set)>,
    steps: u64,
    limit: u64,
    stopped: bool,
    watch: &'a dyn Watch,
}

/// A grid while it grows.
#[derive(Clone, Copy)]
struct Growth {
    /// Units of this grid.
    inside: Set,
    /// Units that may still be taken in.
    open: Set,
    households: u64,
    /// Border towards units that may not be taken in.
    border: u64,
}

impl<'a> Search<'a> {
    fn new(net: &'a Net, range: Range, k: u32, best: u64, watch: &'a dyn Watch) -> Self {
        let near = (0..net.len() as u32).map(|node| net.links(node).iter().fold(0, |set, link| set | 1 << link.0));
        let all = if net.len() == MOST_UNITS { Set::MAX } else { (1 << net.len()) - 1 };
        let (chosen, list) = (Vec::new(), Vec::new());
        let near = near.collect();
        Search {
            net,
            near,
            all,
            range,
            k,
            best,
            best_grids: None,
            chosen,
            list,
            steps: 0,
            limit: 0,
            stopped: false,
            watch,
        }
    }

    /// Raises the limit until no plan is left that could be shorter than the best.
    fn prove(&mut self) {
        if self.k == 1 {
            return self.try_plan(0);
        }
        let whole: u64 = self.net.each_link().map(|link| u64::from(link.2)).sum();
        let mut limit = self.best.min(whole) / u64::from(self.k) / 2;
        while !self.stopped {
            self.list_grids(limit);
            self.combine(0, 0);
            let rest = self.shortest(0, self.k - 2, limit + 1, u64::MAX);
            if 2 * (limit + 1) + rest >= self.best.saturating_mul(2).saturating_sub(1) || limit >= whole {
                return;
            }
            self.watch.progress(limit as f64 / self.best.min(whole) as f64);
            let needed = (2 * self.best.min(whole)).saturating_sub(rest).div_ceil(2);
            limit = needed.clamp(limit + 1, limit + (limit / 8).max(2));
        }
    }

    /// Lists every possible grid with a border of at most `limit`.
    fn list_grids(&mut self, limit: u64) {
        self.list.clear();
        let mut open = self.all;
        while let Some(root) = members(open).max_by_key(|&node| self.net.households[node as usize]) {
            open &= !(1 << root);
            let households = u64::from(self.net.households[root as usize]);
            let border = self.length_to(root, !open & !(1 << root));
            if households <= self.range.maximum {
                self.grow(Growth { inside: 1 << root, open, households, border }, limit);
            }
        }
        self.list.sort_unstable();
    }

    fn grow(&mut self, growth: Growth, limit: u64) {
        if self.pause() || growth.border > limit || !self.may_be_grid(&growth) {
            return;
        }
        let rest = self.all & !growth.inside;
        if growth.households >= self.range.minimum && self.may_cover(rest, self.k - 1) {
            let border = self.border(growth.inside);
            if border <= limit {
                self.list.push((border, growth.inside));
            }
        }
        let frontier = self.neighbours(growth.inside) & growth.open;
        let Some(node) = members(frontier).max_by_key(|&node| self.length_to(node, growth.inside)) else { return };
        let open = growth.open & !(1 << node);
        let households = growth.households + u64::from(self.net.households[node as usize]);
        if households <= self.range.maximum {
            let inside = growth.inside | 1 << node;
            let border = growth.border + self.length_to(node, !open & !inside);
            self.grow(Growth { inside, open, households, border }, limit);
        }
        let border = growth.border + self.length_to(node, growth.inside);
        self.grow(Growth { open, border, ..growth }, limit);
    }

    /// Whether a growing grid can still reach the minimum and leave room for the others.
    fn may_be_grid(&self, growth: &Growth) -> bool {
        let reach = self.flood(growth.inside, growth.inside | growth.open);
        if self.total(reach) < self.range.minimum {
            return false;
        }
        let (mut rest, mut most) = (self.all & !growth.inside, 0);
        while rest != 0 {
            let part = self.flood(rest & rest.wrapping_neg(), rest);
            rest &= !part;
            let grids = self.total(part) / self.range.minimum;
            if grids == 0 && part & !growth.open != 0 {
                return false;
            }
            most += grids;
        }
        most >= u64::from(self.k - 1)
    }

    /// Tries all plans of listed grids, in order of border, and one further grid whose border is the longest.
    fn combine(&mut self, from: usize, sum: u64) {
        let left = u64::from(self.k) - self.chosen.len() as u64;
        if left == 1 {
            return self.try_plan(sum);
        }
        let used = self.chosen.iter().fold(0, |used, grid| used | grid);
        for at in from..self.list.len() {
            let (border, grid) = self.list[at];
            if self.pause() || (sum + border * left).div_ceil(2) >= self.best {
                return;
            }
            if grid & used == 0 {
                self.chosen.push(grid);
                self.combine(at + 1, sum + border);
                self.chosen.pop();
            }
        }
    }

    /// Takes the chosen grids and the rest of the map as a plan if it is one and shorter.
    fn try_plan(&mut self, sum: u64) {
        let rest = self.all & !self.chosen.iter().fold(0, |used, grid| used | grid);
        let cut = (sum + self.border(rest)) / 2;
        if cut < self.best && self.may_cover(rest, 1) {
            self.best = cut;
            let mut grids = self.chosen.clone();
            grids.push(rest);
            self.best_grids = Some(grids);
        }
    }

    /// The least sum of borders of `left` grids that do not overlap, those above the limit counted as `above`.
    fn shortest(&mut self, from: usize, left: u32, above: u64, mut least: u64) -> u64 {
        if left == 0 {
            return 0;
        }
        least = least.min(u64::from(left) * above);
        let used = self.chosen.iter().fold(0, |used, grid| used | grid);
        for at in from..self.list.len() {
            let (border, grid) = self.list[at];
            if self.pause() || border * u64::from(left) >= least {
                break;
            }
            if grid & used == 0 {
                self.chosen.push(grid);
                least = least.min(border + self.shortest(at + 1, left - 1, above, least - border));
                self.chosen.pop();
            }
        }
        least
    }

    /// Counts a step and asks the watch now and then.
    fn pause(&mut self) -> bool {
        self.steps += 1;
        if self.steps & 0xffff == 0 {
            self.stopped |= self.steps > self.limit || self.watch.stopped() || self.watch.spent() >= 1.0;
        }
        self.stopped
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

    fn border(&self, grid: Set) -> u64 {
        members(grid).map(|node| self.length_to(node, !grid)).sum()
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

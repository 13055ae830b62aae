//! Recombination: a few neighbouring grids are thrown together, a new random tree is grown over their nodes and cut
//! again. More grids are always taken; with as many, the plan is taken in which the surplus over the minimum sits
//! more unevenly, so that surplus wanders together until a further grid fits.

use super::dice::Dice;
use super::net::{NONE, Net};
use super::plan::Plan;

/// Household range and pairs kept apart.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rules<'a> {
    /// Fewest households of a grid.
    pub(super) minimum: u64,
    /// Most households of a grid.
    pub(super) maximum: u64,
    /// Pairs of nodes that must not share a grid, both ways, sorted.
    pub(super) apart: &'a [(u32, u32)],
}

/// Weight of a pair kept apart that shares a grid, in households.
const APART: u64 = 1_000_000;
/// Most nodes that one step looks at.
const MOST_NODES: usize = 96;

/// What a set of grids is worth; compared in the order of the fields.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Worth {
    /// Households outside the range.
    outside: u64,
    /// Grids.
    grids: usize,
    /// Sum of squares of the surplus that could move.
    unevenness: f64,
}

/// The working memory of the steps.
#[derive(Debug)]
pub(super) struct Recombiner<'a> {
    net: &'a Net,
    rules: Rules<'a>,
    dice: Dice,
    local_of: Vec<u32>,
    nodes: Vec<u32>,
    region: Vec<u32>,
    frontier: Vec<(u32, u32)>,
    order: Vec<u32>,
    parent: Vec<u32>,
    sum: Vec<u64>,
    group: Vec<u32>,
    groups: Vec<(u64, u64)>,
}

impl<'a> Recombiner<'a> {
    pub(super) fn new(net: &'a Net, rules: Rules<'a>, dice: Dice) -> Self {
        Recombiner {
            net,
            rules,
            dice,
            local_of: vec![NONE; net.len()],
            nodes: Vec::new(),
            region: Vec::new(),
            frontier: Vec::new(),
            order: Vec::new(),
            parent: Vec::new(),
            sum: Vec::new(),
            group: Vec::new(),
            groups: Vec::new(),
        }
    }

    /// One try around a random node; `heat` is the unevenness that a step may lose (in households).
    pub(super) fn step(&mut self, plan: &mut Plan, heat: f64) -> bool {
        let (one, other) = (self.dice.below(self.net.len()) as u32, self.dice.below(self.net.len()) as u32);
        let sum = |node: u32| plan.sum[plan.label[node as usize] as usize];
        let start = if sum(one) >= sum(other) { one } else { other };
        self.choose_region(plan, start);
        let old = self.gather(plan);
        let accepted = self.nodes.len() <= MOST_NODES && {
            self.grow_tree();
            self.cut_tree();
            let new = self.worth_of_groups();
            self.accept(old, new, heat)
        };
        for &node in &self.nodes {
            self.local_of[node as usize] = NONE;
        }
        if accepted {
            self.commit(plan);
        }
        accepted
    }

    fn accept(&mut self, old: Worth, new: Worth, heat: f64) -> bool {
        if new.outside != old.outside {
            return new.outside < old.outside;
        }
        if new.grids != old.grids {
            return new.grids > old.grids;
        }
        let gain = new.unevenness - old.unevenness;
        gain >= 0.0 || (heat > 0.0 && gain > heat * heat * self.dice.unit().ln())
    }

    /// Takes the grid of `start` and one to five grids beside it.
    fn choose_region(&mut self, plan: &Plan, start: u32) {
        self.region.clear();
        self.region.push(plan.label[start as usize]);
        let wanted = 2 + self.dice.below(5).min(self.dice.below(5));
        let mut at = start;
        for _ in 0..wanted * 4 {
            let links = self.net.links(at);
            if links.is_empty() {
                return;
            }
            at = links[self.dice.below(links.len())].0;
            let grid = plan.label[at as usize];
            if !self.region.contains(&grid) {
                self.region.push(grid);
                if self.region.len() == wanted {
                    return;
                }
            }
        }
    }

    /// Collects the nodes of the region; returns its worth as it stands.
    fn gather(&mut self, plan: &Plan) -> Worth {
        self.nodes.clear();
        self.group.clear();
        self.groups.clear();
        for (index, &grid) in self.region.iter().enumerate() {
            let mut largest = 0;
            for node in plan.members(grid) {
                self.local_of[node as usize] = self.nodes.len() as u32;
                self.nodes.push(node);
                largest = largest.max(u64::from(self.net.households[node as usize]));
            }
            self.groups.push((plan.sum[grid as usize], largest));
            self.group.resize(self.nodes.len(), index as u32);
        }
        self.worth_of_groups()
    }

    fn worth_of_groups(&self) -> Worth {
        let mut worth = Worth { outside: 0, grids: 0, unevenness: 0.0 };
        for &(sum, largest) in &self.groups {
            let (minimum, maximum) = (self.rules.minimum, self.rules.maximum);
            worth.outside += minimum.saturating_sub(sum) + sum.saturating_sub(maximum);
            worth.grids += usize::from(sum >= minimum);
            let surplus = sum.saturating_sub(minimum.max(largest)) as f64;
            worth.unevenness += surplus * surplus;
        }
        if !self.rules.apart.is_empty() {
            worth.outside += APART * self.broken_pairs();
        }
        worth
    }

    fn broken_pairs(&self) -> u64 {
        let mut broken = 0;
        for (local, &node) in self.nodes.iter().enumerate() {
            for other in apart_from(self.rules.apart, node) {
                let other = self.local_of[other as usize];
                broken += u64::from(other != NONE && self.group[other as usize] == self.group[local]);
            }
        }
        broken
    }

    /// Grows a random tree over the nodes: parents stand before children in `order`.
    fn grow_tree(&mut self) {
        let n = self.nodes.len();
        self.order.clear();
        self.frontier.clear();
        self.parent.clear();
        self.parent.resize(n, NONE);
        let deep = self.dice.below(4) == 0;
        let root = self.dice.below(n) as u32;
        self.parent[root as usize] = root;
        self.visit(root);
        while !self.frontier.is_empty() {
            let at = if deep { self.frontier.len() - 1 } else { self.dice.below(self.frontier.len()) };
            let (from, to) = self.frontier.swap_remove(at);
            if self.parent[to as usize] == NONE {
                self.parent[to as usize] = from;
                self.visit(to);
            }
        }
    }

    #[inline]
    fn visit(&mut self, local: u32) {
        self.order.push(local);
        for &(next, _) in self.net.links(self.nodes[local as usize]) {
            let next = self.local_of[next as usize];
            if next != NONE && self.parent[next as usize] == NONE {
                self.frontier.push((local, next));
            }
        }
    }

    /// Cuts the tree from the leaves up and fills `group` and `groups`.
    fn cut_tree(&mut self) {
        let households = &self.net.households;
        self.sum.clear();
        self.sum.extend(self.nodes.iter().map(|&node| u64::from(households[node as usize])));
        self.group.clear();
        self.group.resize(self.nodes.len(), NONE);
        self.groups.clear();
        for at in (1..self.order.len()).rev() {
            let local = self.order[at] as usize;
            if self.sum[local] >= self.rules.minimum {
                self.group[local] = self.groups.len() as u32;
                self.groups.push((self.sum[local], 0));
            } else {
                self.sum[self.parent[local] as usize] += self.sum[local];
            }
        }
        let root = self.order[0] as usize;
        self.group[root] = self.groups.len() as u32;
        self.groups.push((self.sum[root], 0));
        for &local in &self.order[1..] {
            let local = local as usize;
            if self.group[local] == NONE {
                self.group[local] = self.group[self.parent[local] as usize];
            }
        }
        if self.sum[root] < self.rules.minimum && self.groups.len() > 1 {
            self.join_root();
        }
        for (local, &node) in self.nodes.iter().enumerate() {
            let largest = &mut self.groups[self.group[local] as usize].1;
            *largest = (*largest).max(u64::from(households[node as usize]));
        }
    }

    /// Joins the weak group at the root to the group below it that takes it best.
    fn join_root(&mut self) {
        let weak = self.groups.len() as u32 - 1;
        let rest = self.groups[weak as usize].0;
        let mut best = (true, 0, NONE);
        for &local in &self.order[1..] {
            let group = self.group[local as usize];
            if group != weak && self.group[self.parent[local as usize] as usize] == weak {
                let sum = self.groups[group as usize].0 + rest;
                let over = sum > self.rules.maximum;
                let rank = if over { u64::MAX - sum } else { sum };
                if best.2 == NONE || (!over, rank) > (!best.0, best.1) {
                    best = (over, rank, group);
                }
            }
        }
        for group in &mut self.group {
            if *group == weak {
                *group = best.2;
            }
        }
        self.groups.pop();
        self.groups[best.2 as usize].0 += rest;
    }

    fn commit(&mut self, plan: &mut Plan) {
        for &grid in &self.region {
            plan.clear(grid);
        }
        self.region.clear();
        self.region.extend((0..self.groups.len()).map(|_| plan.fresh()));
        for (local, &node) in self.nodes.iter().enumerate() {
            plan.attach(self.net, node, self.region[self.group[local] as usize]);
        }
    }
}

/// The nodes that must not share a grid with a node.
pub(super) fn apart_from(apart: &[(u32, u32)], node: u32) -> impl Iterator<Item = u32> + '_ {
    let first = apart.partition_point(|pair| pair.0 < node);
    apart[first..].iter().take_while(move |pair| pair.0 == node).map(|pair| pair.1)
}

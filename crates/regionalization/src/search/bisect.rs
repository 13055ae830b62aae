//! First plans of k grids: the map is halved again and again along random spanning trees.

use super::dice::Dice;
use super::net::{NONE, Net};

/// Trees tried for each halving.
const TREES: usize = 12;

/// Labels of k contiguous parts of about equal households in each component (at least one part each).
///
/// `quota` is the number of parts of each component; `component` the component of each node.
pub(super) fn halve(net: &Net, component: &[u32], quota: &[u32], dice: &mut Dice) -> Vec<u32> {
    let mut label = vec![NONE; net.len()];
    let mut lists = vec![Vec::new(); quota.len()];
    for (node, &part) in component.iter().enumerate() {
        lists[part as usize].push(node as u32);
    }
    let mut halver = Halver { net, dice, inside: vec![0; net.len()], stamp: 0, parent: vec![NONE; net.len()] };
    let mut next = 0;
    let mut open: Vec<(Vec<u32>, u32)> = lists.into_iter().zip(quota.iter().copied()).rev().collect();
    while let Some((nodes, parts)) = open.pop() {
        let split = if parts > 1 && nodes.len() > 1 { halver.split(&nodes, parts) } else { None };
        match split {
            Some((one, other)) => {
                open.push((other, parts - parts / 2));
                open.push((one, parts / 2));
            }
            None => {
                nodes.iter().for_each(|&node| label[node as usize] = next);
                next += 1;
            }
        }
    }
    label
}

struct Halver<'a> {
    net: &'a Net,
    dice: &'a mut Dice,
    /// Stamp of the nodes in the part at hand.
    inside: Vec<u32>,
    stamp: u32,
    parent: Vec<u32>,
}

impl Halver<'_> {
    /// Two contiguous parts with about `parts / 2` and the rest of `parts` shares of the households.
    fn split(&mut self, nodes: &[u32], parts: u32) -> Option<(Vec<u32>, Vec<u32>)> {
        let total: u64 = nodes.iter().map(|&node| u64::from(self.net.households[node as usize])).sum();
        let target = total as f64 * f64::from(parts / 2) / f64::from(parts);
        let slack = 0.15 * total as f64 / f64::from(parts);
        let mut best: Option<(f64, Vec<u32>)> = None;
        for _ in 0..TREES {
            let order = self.tree(nodes);
            let Some((top, error)) = self.best_cut(&order, total, target) else { continue };
            let below = self.below(&order, top);
            let cost = (error - slack).max(0.0) / slack.max(1.0) * 1e9 + self.border(&below);
            if best.as_ref().is_none_or(|(least, _)| cost < *least) {
                best = Some((cost, below));
            }
        }
        let (_, below) = best?;
        let mut is_below = rustc_hash::FxHashSet::default();
        is_below.extend(below.iter().copied());
        let sum: u64 = below.iter().map(|&node| u64::from(self.net.households[node as usize])).sum();
        let rest: Vec<u32> = nodes.iter().copied().filter(|node| !is_below.contains(node)).collect();
        let below_is_small = (sum as f64 - target).abs() <= ((total - sum) as f64 - target).abs();
        Some(if below_is_small { (below, rest) } else { (rest, below) })
    }

    /// Grows a random tree over the nodes, long borders first; parents before children.
    fn tree(&mut self, nodes: &[u32]) -> Vec<u32> {
        self.stamp += 2;
        nodes.iter().for_each(|&node| self.inside[node as usize] = self.stamp);
        let root = nodes[self.dice.below(nodes.len())];
        let mut heap = std::collections::BinaryHeap::from([(u32::MAX, root, NONE)]);
        let mut order = Vec::with_capacity(nodes.len());
        while let Some((_, node, from)) = heap.pop() {
            if self.inside[node as usize] != self.stamp {
                continue;
            }
            self.inside[node as usize] = self.stamp + 1;
            self.parent[node as usize] = from;
            order.push(node);
            for &(next, length) in self.net.links(node) {
                if self.inside[next as usize] == self.stamp {
                    let key = self.dice.unit() * f64::from(length.saturating_add(1)).sqrt();
                    heap.push(((key * 1000.0) as u32, next, node));
                }
            }
        }
        order
    }

    /// The node whose subtree comes nearest to the target or to all but the target.
    fn best_cut(&self, order: &[u32], total: u64, target: f64) -> Option<(u32, f64)> {
        let mut sum: rustc_hash::FxHashMap<u32, u64> = rustc_hash::FxHashMap::default();
        let mut best: Option<(u32, f64)> = None;
        for &node in order[1..].iter().rev() {
            let below = sum.get(&node).copied().unwrap_or(0) + u64::from(self.net.households[node as usize]);
            *sum.entry(self.parent[node as usize]).or_default() += below;
            let error = (below as f64 - target).abs().min(((total - below) as f64 - target).abs());
            if best.is_none_or(|(_, least)| error < least) {
                best = Some((node, error));
            }
        }
        best
    }

    fn below(&self, order: &[u32], top: u32) -> Vec<u32> {
        let mut below = rustc_hash::FxHashSet::from_iter([top]);
        let mut list = vec![top];
        for &node in order {
            if below.contains(&self.parent[node as usize]) && below.insert(node) {
                list.push(node);
            }
        }
        list
    }

    /// Length of the border of some nodes of the part at hand.
    fn border(&self, below: &[u32]) -> f64 {
        let set = rustc_hash::FxHashSet::from_iter(below.iter().copied());
        let links = below.iter().flat_map(|&node| self.net.links(node));
        let outer = links.filter(|(next, _)| self.inside[*next as usize] == self.stamp + 1 && !set.contains(next));
        outer.map(|(_, length)| f64::from(*length)).sum()
    }
}

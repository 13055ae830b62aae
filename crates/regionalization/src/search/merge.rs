//! A given number of grids: who gets how many, and merging down to it.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

use super::net::{NONE, Net, Reduced};
use crate::{Count, Problem};

/// How many grids each area must have; an area is the map or a community.
#[derive(Debug)]
pub(super) struct Quota {
    /// Area of each node.
    pub(super) area: Vec<u32>,
    /// Grids wanted in each area, fixed grids not counted.
    pub(super) wanted: Vec<u32>,
}

impl Quota {
    /// The quota of a problem that gives a number of grids.
    pub(super) fn of(problem: &Problem, reduced: &Reduced) -> Option<Self> {
        let n = reduced.net.len();
        let (mut wanted, by_community) = match &problem.constraints.count {
            Count::Most => return None,
            Count::Total(total) => (vec![*total], false),
            Count::PerCommunity(counts) => (counts.clone(), true),
        };
        let area_of = |unit: usize| if by_community { problem.community[unit] } else { 0 };
        let mut area = vec![0; n];
        for (unit, &node) in reduced.node_of.iter().enumerate().filter(|(_, node)| **node != NONE) {
            area[node as usize] = area_of(unit);
        }
        for unit in reduced.fixed.iter().filter_map(|units| units.first()) {
            if let Some(count) = wanted.get_mut(area_of(*unit as usize) as usize) {
                *count = count.saturating_sub(1);
            }
        }
        wanted.resize(area.iter().max().map_or(0, |&most| most as usize + 1).max(wanted.len()), 1);
        Some(Quota { area, wanted })
    }

    /// Grids that each area has.
    fn found(&self, label: &[u32]) -> Vec<u32> {
        let mut found = vec![0; self.wanted.len()];
        let mut seen = vec![false; label.iter().max().map_or(0, |&most| most as usize + 1)];
        for (node, &grid) in label.iter().enumerate() {
            if !std::mem::replace(&mut seen[grid as usize], true) {
                found[self.area[node] as usize] += 1;
            }
        }
        found
    }

    /// Whether the labels have exactly the grids wanted.
    pub(super) fn is_met(&self, label: &[u32]) -> bool {
        self.found(label) == self.wanted
    }

    /// Whether far fewer grids are wanted than these labels have, so that merging would give uneven grids.
    pub(super) fn few_against(&self, label: &[u32]) -> bool {
        let found: u64 = self.found(label).iter().map(|&count| u64::from(count)).sum();
        let wanted: u64 = self.wanted.iter().map(|&count| u64::from(count)).sum();
        wanted * 10 < found * 8
    }

    /// Parts of each component: at least one, and more where most households wait for each part.
    pub(super) fn of_components(&self, net: &Net, area: &[u32], component: &[u32], count: usize) -> Vec<u32> {
        let (mut sums, mut area_of) = (vec![0u64; count], vec![0u32; count]);
        for (node, &part) in component.iter().enumerate() {
            sums[part as usize] += u64::from(net.households[node]);
            area_of[part as usize] = area[node];
        }
        let mut quota = vec![1u32; count];
        let mut left = self.wanted.clone();
        for &area in &area_of {
            left[area as usize] = left[area as usize].saturating_sub(1);
        }
        let mut heap: BinaryHeap<(u64, Reverse<usize>)> = (0..count).map(|part| (sums[part], Reverse(part))).collect();
        while let Some((_, Reverse(part))) = heap.pop() {
            let left = &mut left[area_of[part] as usize];
            if *left > 0 {
                *left -= 1;
                quota[part] += 1;
                heap.push((sums[part] / u64::from(quota[part]), Reverse(part)));
            }
        }
        quota
    }

    /// Merges the smallest grids with their smallest neighbours until no area has more grids than wanted; a merger
    /// beyond the maximum is done last.
    pub(super) fn merge_down(&self, net: &Net, maximum: u64, mut label: Vec<u32>) -> Vec<u32> {
        let mut found = self.found(&label);
        let mut merger = Merger::new(net, &label, &self.area, maximum);
        while let Some((sum, one, other)) = merger.heap.pop().map(|Reverse(entry)| entry) {
            let area = merger.area[one as usize] as usize;
            if !merger.is_current(sum, one, other, maximum) || found[area] <= self.wanted[area] {
                continue;
            }
            found[area] -= 1;
            merger.merge(one, other, maximum);
        }
        label.iter_mut().for_each(|grid| *grid = merger.top(*grid));
        label
    }
}

struct Merger {
    parent: Vec<u32>,
    sum: Vec<u64>,
    area: Vec<u32>,
    beside: Vec<BTreeSet<u32>>,
    heap: BinaryHeap<Reverse<(u64, u32, u32)>>,
}

impl Merger {
    fn new(net: &Net, label: &[u32], area: &[u32], maximum: u64) -> Self {
        let grids = label.iter().max().map_or(0, |&most| most as usize + 1);
        let mut merger = Merger {
            parent: (0..grids as u32).collect(),
            sum: vec![0; grids],
            area: vec![0; grids],
            beside: vec![BTreeSet::new(); grids],
            heap: BinaryHeap::new(),
        };
        for (node, &grid) in label.iter().enumerate() {
            merger.sum[grid as usize] += u64::from(net.households[node]);
            merger.area[grid as usize] = area[node];
        }
        for (a, b, _) in net.each_link() {
            let (one, other) = (label[a as usize], label[b as usize]);
            if one != other && area[a as usize] == area[b as usize] {
                merger.beside[one as usize].insert(other);
                merger.beside[other as usize].insert(one);
            }
        }
        for grid in 0..grids as u32 {
            merger.offer(grid, maximum);
        }
        merger
    }

    fn rank(&self, one: u32, other: u32, maximum: u64) -> u64 {
        let sum = self.sum[one as usize] + self.sum[other as usize];
        if sum > maximum { sum.saturating_add(1 << 62) } else { sum }
    }

    fn offer(&mut self, grid: u32, maximum: u64) {
        for &other in &self.beside[grid as usize] {
            let (one, other) = (grid.min(other), grid.max(other));
            self.heap.push(Reverse((self.rank(one, other, maximum), one, other)));
        }
    }

    /// Whether an entry tells of two grids as they are now; an entry that would go to another rank is put there.
    fn is_current(&mut self, rank: u64, one: u32, other: u32, maximum: u64) -> bool {
        let alive = self.parent[one as usize] == one && self.parent[other as usize] == other;
        if !alive {
            return false;
        }
        let now = self.rank(one, other, maximum);
        if now != rank {
            self.heap.push(Reverse((now, one, other)));
        }
        now == rank
    }

    fn merge(&mut self, one: u32, other: u32, maximum: u64) {
        self.parent[other as usize] = one;
        self.sum[one as usize] += self.sum[other as usize];
        let theirs = std::mem::take(&mut self.beside[other as usize]);
        for next in theirs {
            self.beside[next as usize].remove(&other);
            if next != one {
                self.beside[next as usize].insert(one);
                self.beside[one as usize].insert(next);
            }
        }
        self.beside[one as usize].remove(&other);
        self.offer(one, maximum);
    }

    fn top(&self, mut grid: u32) -> u32 {
        while self.parent[grid as usize] != grid {
            grid = self.parent[grid as usize];
        }
        grid
    }
}

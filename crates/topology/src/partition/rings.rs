//! Rings of cells from arcs.

use super::Partition;
use crate::lattice::{Point, orient};
use rustc_hash::FxHashMap;
use std::cmp::Ordering;

/// A simple ring of one cell: a range of half-arcs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ring {
    pub(crate) cell: u32,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// Half-arcs sorted by node and then anticlockwise.
pub(crate) struct Star {
    pub(crate) order: Vec<u32>,
    place: Vec<u32>,
    group: Vec<(u32, u32)>,
}

impl Star {
    pub(crate) fn new(partition: &Partition) -> Self {
        let n = partition.arcs.len() as u32 * 2;
        let mut order: Vec<u32> = (0..n).collect();
        order.sort_unstable_by(|&g, &h| {
            let o = partition.origin(g);
            o.cmp(&partition.origin(h))
                .then_with(|| by_angle(o, partition.second(g), partition.second(h)))
                .then(g.cmp(&h))
        });
        let mut place = vec![0; n as usize];
        let mut group = vec![(0, 0); n as usize];
        let mut from = 0;
        for k in 0..order.len() {
            place[order[k] as usize] = k as u32;
            let last = order.get(k + 1).is_none_or(|&h| partition.origin(h) != partition.origin(order[k]));
            if last {
                group[from..=k].fill((from as u32, k as u32));
                from = k + 1;
            }
        }
        Self { order, place, group }
    }

    /// The half-arc from the same node that follows clockwise.
    pub(crate) fn clockwise(&self, half: u32) -> u32 {
        let at = self.place[half as usize];
        let (from, to) = self.group[at as usize];
        self.order[if at == from { to } else { at - 1 } as usize]
    }
}

/// Compares directions o → a and o → b anticlockwise from east.
fn by_angle(o: Point, a: Point, b: Point) -> Ordering {
    let half = |p: Point| p.y < o.y || (p.y == o.y && p.x < o.x);
    half(a).cmp(&half(b)).then_with(|| 0.cmp(&orient(o, a, b)))
}

/// Follows every cell's border; rings that touch themselves at a node are taken apart there.
pub(crate) fn trace(partition: &Partition) -> (Vec<Ring>, Vec<u32>) {
    let star = Star::new(partition);
    let n = partition.arcs.len() * 2;
    let mut used = vec![false; n];
    let mut rings: Vec<(u32, Vec<u32>)> = Vec::new();
    for first in 0..n as u32 {
        if let (Some(cell), false) = (partition.left(first), used[first as usize]) {
            let mut walk = Vec::new();
            let mut half = first;
            while !used[half as usize] {
                used[half as usize] = true;
                walk.push(half);
                half = star.clockwise(half ^ 1);
            }
            take_apart(partition, cell, &walk, &mut rings);
        }
    }
    rings.sort_by_key(|r| r.0);
    let mut halves = Vec::with_capacity(n);
    let mut list = Vec::with_capacity(rings.len());
    for (cell, ring) in rings {
        let start = halves.len() as u32;
        halves.extend(ring);
        list.push(Ring { cell, start, end: halves.len() as u32 });
    }
    (list, halves)
}

/// Splits a closed walk at nodes that it visits more than once.
fn take_apart(partition: &Partition, cell: u32, walk: &[u32], rings: &mut Vec<(u32, Vec<u32>)>) {
    let mut seen: FxHashMap<Point, usize> = FxHashMap::default();
    let mut stack: Vec<u32> = Vec::new();
    for &half in walk {
        let node = partition.origin(half);
        if let Some(&at) = seen.get(&node) {
            let ring = stack.split_off(at);
            for &h in &ring {
                seen.remove(&partition.origin(h));
            }
            rings.push((cell, ring));
        }
        seen.insert(node, stack.len());
        stack.push(half);
    }
    if !stack.is_empty() {
        rings.push((cell, stack));
    }
}

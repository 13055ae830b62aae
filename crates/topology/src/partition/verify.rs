//! Proof that a partition is one, in integer arithmetic.

use super::Partition;
use super::rings::Star;
use crate::lattice::{Point, ring_area2, segments_meet};
use crate::simple::turns;
use crate::sweep::{Bounds, pairs};
use std::collections::BTreeMap;

/// Figures of a proven partition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proof {
    /// Number of cells.
    pub cells: usize,
    /// Number of arcs, each with two sides.
    pub arcs: usize,
    /// Number of straight borders that were tested for crossings.
    pub segments: usize,
    /// Twice the sum of the areas of the cells, mm²; equal to twice the area inside the outer arcs.
    pub area2_mm2: i128,
    /// The same sum for every group (community) of cells.
    pub groups: Vec<(u32, i128)>,
}

/// What is wrong with a partition.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Violation {
    /// Both sides of an arc are the same cell, or outside.
    #[error("arc {0} has the same on both sides")]
    OneSided(usize),
    /// Two arcs (or one with itself) meet away from a node.
    #[error("arcs {0} and {1} meet at {2:?} away from a node")]
    Crossing(usize, usize, Point),
    /// Around a node the arcs disagree about the cell between them.
    #[error("the cells around the node {0:?} do not fit")]
    Node(Point),
    /// A ring does not close, visits a node twice, or belongs to another cell.
    #[error("a ring of cell {0} is not closed and simple")]
    Ring(usize),
    /// A cell has no ground.
    #[error("cell {0} has no area")]
    Empty(usize),
    /// The areas do not add up.
    #[error("the cells have {cells} and the territory {territory} (twice the area, mm²)")]
    Sum {
        /// Twice the sum over cells.
        cells: i128,
        /// Twice the area inside outer arcs.
        territory: i128,
    },
}

impl Partition {
    /// Proves that the cells tile the territory: no arcs meet away from nodes, all arcs at a node agree about the
    /// cells between them, rings are closed and simple, and areas add up exactly.
    ///
    /// # Errors
    /// Everything that is wrong.
    pub fn verify(&self) -> Result<Proof, Vec<Violation>> {
        let mut faults = Vec::new();
        let one_sided = self.arcs.iter().enumerate().filter(|(_, a)| a.left == a.right || a.end < a.start + 2);
        faults.extend(one_sided.map(|(i, _)| Violation::OneSided(i)));
        if !faults.is_empty() {
            return Err(faults);
        }
        faults.extend(self.conflicts().into_iter().map(|(i, j, p)| Violation::Crossing(i, j, p)));
        faults.extend(self.torn_nodes().into_iter().map(Violation::Node));
        self.check_rings(&mut faults);
        let proof = self.sum_up(&mut faults);
        if faults.is_empty() { Ok(proof) } else { Err(faults) }
    }

    /// Pairs of arcs that meet away from common nodes, and where.
    pub(super) fn conflicts(&self) -> Vec<(usize, usize, Point)> {
        let mut segments = Vec::with_capacity(self.coords.len());
        for (i, arc) in self.arcs.iter().enumerate() {
            segments.extend((arc.start..arc.end - 1).map(|k| (i, k as usize)));
        }
        let ends = |k: usize| (self.coords[k], self.coords[k + 1]);
        let boxes: Vec<Bounds> = segments.iter().map(|&(_, k)| Bounds::of(ends(k).0, ends(k).1)).collect();
        let mut found: Vec<(usize, usize, Point)> = Vec::new();
        found.extend(segments.iter().filter(|(_, k)| ends(*k).0 == ends(*k).1).map(|&(i, k)| (i, i, self.coords[k])));
        pairs(&boxes, |s, t| {
            let ((i, k), (j, m)) = (segments[s], segments[t]);
            let ((a, b), (c, d)) = (ends(k), ends(m));
            let fine = if a == c || a == d || b == c || b == d {
                self.joined(i, k, j, m) && fork(a, b, c, d)
            } else {
                !segments_meet(a, b, c, d)
            };
            if !fine {
                found.push((i.min(j), i.max(j), a));
            }
        });
        found.sort_unstable();
        found.dedup_by_key(|f| (f.0, f.1));
        found
    }

    /// Whether two segments with a common end follow each other on one arc, or meet at a node of both.
    fn joined(&self, i: usize, k: usize, j: usize, m: usize) -> bool {
        if i == j && (k + 1 == m || m + 1 == k) {
            return true;
        }
        let node = |arc: usize, v: usize| v == self.arcs[arc].start as usize || v + 1 == self.arcs[arc].end as usize;
        [k, k + 1]
            .iter()
            .all(|&v| [m, m + 1].iter().all(|&w| self.coords[v] != self.coords[w] || (node(i, v) && node(j, w))))
    }

    /// Whether the arcs agree about the cells around every node, and no set of arcs that hangs together with nothing
    /// else lies in a cell that it knows nothing of. For arcs that are known not to cross.
    pub(crate) fn is_sound(&self) -> bool {
        if !self.torn_nodes().is_empty() {
            return false;
        }
        let islands = self.islands();
        islands.len() < 2
            || islands.iter().all(|&p| {
                self.in_box(p.to_metres(), p.to_metres()).into_iter().all(|c| self.around(c, p) != Some(true))
            })
    }

    /// Nodes where the left of one arc is not the right of the next.
    pub(super) fn torn_nodes(&self) -> Vec<Point> {
        let star = Star::new(self);
        let torn = star.order.iter().filter(|&&h| self.left(star.clockwise(h)) != self.left(h ^ 1));
        let mut nodes: Vec<Point> = torn.map(|&h| self.origin(h)).collect();
        nodes.dedup();
        nodes
    }

    fn check_rings(&self, faults: &mut Vec<Violation>) {
        let mut used = vec![0_u8; self.arcs.len() * 2];
        for ring in &self.rings {
            let halves = self.halves_of(ring);
            let mut nodes: Vec<Point> = halves.iter().map(|&h| self.origin(h)).collect();
            let closed = (0..halves.len()).all(|k| self.origin(halves[k] ^ 1) == nodes[(k + 1) % nodes.len()]);
            nodes.sort_unstable();
            let simple = nodes.windows(2).all(|w| w[0] != w[1]);
            let own = halves.iter().all(|&h| self.left(h) == Some(ring.cell));
            if !(closed && simple && own) {
                faults.push(Violation::Ring(ring.cell as usize));
            }
            halves.iter().for_each(|&h| used[h as usize] = used[h as usize].saturating_add(1));
        }
        let owned = (0_u32..).zip(used).filter(|(_, times)| *times != 1);
        faults.extend(owned.filter_map(|(h, _)| self.left(h)).map(|cell| Violation::Ring(cell as usize)));
    }

    fn sum_up(&self, faults: &mut Vec<Violation>) -> Proof {
        let mut proof = Proof { cells: self.n_cells, arcs: self.arcs.len(), ..Proof::default() };
        proof.segments = self.arcs.iter().map(|a| (a.end - a.start) as usize - 1).sum();
        let mut areas2 = vec![0_i128; self.n_cells];
        for ring in &self.rings {
            areas2[ring.cell as usize] += ring_area2(&self.ring_points(ring));
        }
        let mut groups: BTreeMap<u32, i128> = BTreeMap::new();
        for (cell, &area2) in areas2.iter().enumerate() {
            if area2 <= 0 {
                faults.push(Violation::Empty(cell));
            }
            proof.area2_mm2 += area2;
            *groups.entry(self.groups.get(cell).copied().unwrap_or(0)).or_default() += area2;
        }
        proof.groups = groups.into_iter().collect();
        let territory = self.outer_area2();
        if territory != proof.area2_mm2 {
            faults.push(Violation::Sum { cells: proof.area2_mm2, territory });
        }
        proof
    }

    /// Twice the area inside the arcs that have nothing on one side.
    fn outer_area2(&self) -> i128 {
        let origin = self.coords.first().copied().unwrap_or_default();
        let outer = self.arcs.iter().filter(|a| a.left.is_none() != a.right.is_none());
        let area2 = |a| -> i128 { self.points(a).windows(2).map(|w| crate::lattice::orient(origin, w[0], w[1])).sum() };
        outer.map(|a| if a.left.is_some() { area2(a) } else { -area2(a) }).sum()
    }
}

/// Whether two segments that share an end share nothing else.
fn fork(a: Point, b: Point, c: Point, d: Point) -> bool {
    match (a == c, a == d, b == c, b == d) {
        (true, false, false, false) => turns(b, a, d),
        (false, true, false, false) => turns(b, a, c),
        (false, false, true, false) => turns(a, b, d),
        (false, false, false, true) => turns(a, b, c),
        _ => false,
    }
}

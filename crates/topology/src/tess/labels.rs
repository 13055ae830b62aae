//! Which courtyard every corner of open ground is nearest to.

use super::ground::{Ground, Side};
use super::wedges::{Wedges, anticlockwise, outline_after, outline_before, outline_of};
use crate::lattice::apart;
use crate::mesh::{NONE, next, prev};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The nearest courtyard of a corner, and where its outline is nearest.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Near {
    /// The courtyard, or from [`Labels::remainder`] on an enclosure without one, or [`NONE`].
    pub(crate) label: u32,
    /// A half-edge of the courtyard's outline, seen from open ground.
    pub(crate) site: u32,
    /// Distance in millimetres.
    pub(crate) distance: f64,
}

const FAR: Near = Near { label: NONE, site: NONE, distance: f64::INFINITY };

/// Labels of all corners of open ground.
pub(crate) struct Labels {
    pub(crate) sides: Vec<Side>,
    pub(crate) wedges: Wedges,
    pub(crate) near: Vec<Near>,
    /// Number of courtyards: labels from here on are enclosures without one.
    pub(crate) remainder: u32,
}

/// Where on half-edge h the nearest point to p is (0 start, 1 end), and its distance.
fn foot(ground: &Ground, h: usize, p: [f64; 2]) -> (f64, f64) {
    let [a, b] = ground.mesh.ends(h).map(|q| q.float());
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    let t = (((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / (dx * dx + dy * dy)).clamp(0.0, 1.0);
    (t, apart(p, [a[0] + t * dx, a[1] + t * dy]))
}

type Queue = BinaryHeap<Reverse<(u64, u32)>>;

impl Labels {
    pub(crate) fn new(ground: &Ground, n_seeds: u32) -> Self {
        let sides: Vec<Side> = (0..ground.mesh.origin.len()).map(|h| ground.side(h)).collect();
        let wedges = Wedges::new(ground, &sides);
        let near = vec![FAR; wedges.len()];
        let mut labels = Self { sides, wedges, near, remainder: n_seeds };
        labels.at_outlines(ground);
        let mut queue = Queue::new();
        for wedge in 0..labels.near.len() as u32 {
            if labels.near[wedge as usize].distance == 0.0 {
                labels.relax_around(ground, &mut queue, wedge, false);
            }
        }
        labels.spread(ground, &mut queue, false);
        labels.through_walls(ground);
        labels.enclosures(ground);
        labels
    }

    /// The nearest courtyard of a corner.
    pub(crate) fn near(&self, corner: usize) -> Near {
        self.near[self.wedges.of[corner] as usize]
    }

    fn at_outlines(&mut self, ground: &Ground) {
        for h in 0..ground.mesh.origin.len() {
            if self.sides[h] == Side::Outline && ground.is_free(h / 3) {
                let label = outline_of(ground, h);
                for corner in [h, next(h)] {
                    let near = &mut self.near[self.wedges.of[corner] as usize];
                    if near.label > label {
                        *near = Near { label, site: h as u32, distance: 0.0 };
                    }
                }
            }
        }
    }

    /// Dijkstra over the fans; each takes the distance to the outline itself, not the way along the mesh.
    fn spread(&mut self, ground: &Ground, queue: &mut Queue, walls: bool) {
        while let Some(Reverse((bits, wedge))) = queue.pop() {
            if self.near[wedge as usize].distance.to_bits() == bits {
                self.relax_around(ground, queue, wedge, walls);
            }
        }
    }

    fn relax_around(&mut self, ground: &Ground, queue: &mut Queue, wedge: u32, walls: bool) {
        let from = self.near[wedge as usize];
        let first = self.wedges.first(wedge);
        let mut corner = first;
        loop {
            self.relax(ground, queue, next(corner), from);
            self.relax(ground, queue, prev(corner), from);
            if walls {
                self.cross_walls(ground, queue, corner, from);
            }
            match anticlockwise(ground, &self.sides, corner) {
                Some(c) if c != first => corner = c,
                _ => break,
            }
        }
    }

    fn relax(&mut self, ground: &Ground, queue: &mut Queue, corner: usize, from: Near) {
        let wedge = self.wedges.of[corner];
        let old = self.near[wedge as usize];
        if old.distance == 0.0 || (old.label == from.label && old.site == from.site) {
            return;
        }
        let (site, distance) = self.slide(ground, ground.mesh.at(corner).float(), from.site);
        if distance < old.distance || (distance == old.distance && from.label < old.label) {
            self.near[wedge as usize] = Near { label: from.label, site, distance };
            queue.push(Reverse((distance.to_bits(), wedge)));
        }
    }

    /// The nearest outline half-edge to p found by walking along the outline from a given one, and its distance.
    pub(crate) fn slide(&self, ground: &Ground, p: [f64; 2], site: u32) -> (u32, f64) {
        let mut best = site as usize;
        let (mut at, mut least) = foot(ground, best, p);
        // The outline can only come nearer beyond the end that is nearest itself.
        let end = if at >= 1.0 { 1.0 } else { 0.0 };
        let step = if at >= 1.0 { outline_after } else { outline_before };
        while at == end
            && let Some(h) = step(ground, &self.sides, best)
        {
            let (foot, distance) = foot(ground, h, p);
            if distance >= least {
                break;
            }
            (best, at, least) = (h, foot, distance);
        }
        (best as u32, least)
    }

    /// Ground that walls shut off from every courtyard takes the nearest one through the wall.
    fn through_walls(&mut self, ground: &Ground) {
        if self.near.iter().all(|n| n.label != NONE) || !self.sides.contains(&Side::Soft) {
            return;
        }
        let mut queue = Queue::new();
        for wedge in 0..self.near.len() as u32 {
            let from = self.near[wedge as usize];
            if from.label != NONE {
                let corners: Vec<usize> = self.wedges.corners(ground, &self.sides, wedge).collect();
                for corner in corners {
                    self.cross_walls(ground, &mut queue, corner, from);
                }
            }
        }
        self.spread(ground, &mut queue, true);
    }

    fn cross_walls(&mut self, ground: &Ground, queue: &mut Queue, corner: usize, from: Near) {
        let beyond = [(corner, ground.mesh.across(corner).map(next)), (prev(corner), ground.mesh.across(prev(corner)))];
        for (side, other) in beyond {
            if let Some(other) = other.filter(|_| self.sides[side] == Side::Soft) {
                let wedge = self.wedges.of[other];
                if wedge != NONE && self.near[wedge as usize].label == NONE {
                    self.near[wedge as usize] = from;
                    queue.push(Reverse((from.distance.to_bits(), wedge)));
                }
            }
        }
    }

    /// Gives every enclosure that no courtyard reaches a label of its own.
    fn enclosures(&mut self, ground: &Ground) {
        let mut label = self.remainder;
        let mut done = vec![false; ground.mesh.n_triangles()];
        let mut stack = Vec::new();
        for t in 0..ground.mesh.n_triangles() {
            if done[t] || !ground.is_free(t) || self.near(3 * t).label != NONE {
                continue;
            }
            done[t] = true;
            stack.push(t);
            while let Some(t) = stack.pop() {
                for h in 3 * t..3 * t + 3 {
                    self.near[self.wedges.of[h] as usize].label = label;
                    let open = matches!(self.sides[h], Side::Open | Side::Soft);
                    if let Some(u) = ground.mesh.across(h).filter(|_| open).map(|g| g / 3)
                        && !std::mem::replace(&mut done[u], true)
                    {
                        stack.push(u);
                    }
                }
            }
            label += 1;
        }
    }
}

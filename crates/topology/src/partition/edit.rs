//! Partitions from partitions.

use super::{Arc, Partition};
use crate::assemble::{Border, assemble};
use crate::lattice::{Point, ring_area2};
use crate::lines;
use crate::mesh::NONE;
use crate::territory::LineKinds;
use rustc_hash::FxHashMap;

impl Partition {
    /// Cells joined by label: cell i becomes part of cell `label[i]`; arcs between equal labels vanish.
    ///
    /// The result has as many cells as the largest label says. Cells beyond the end of `label` are dropped.
    #[must_use]
    pub fn dissolve(&self, label: &[u32]) -> Self {
        let n = label.iter().max().map_or(0, |&m| m as usize + 1);
        let side = |c: Option<u32>| c.and_then(|c| label.get(c as usize).copied());
        let kept = self.arcs.iter().filter(|a| side(a.left) != side(a.right));
        let arcs: Vec<Arc> = kept.map(|a| Arc { left: side(a.left), right: side(a.right), ..*a }).collect();
        let mut out = self.chained(&arcs, n);
        out.groups = vec![0; n];
        for (cell, &l) in label.iter().enumerate() {
            out.groups[l as usize] = self.groups.get(cell).copied().unwrap_or(0);
        }
        out
    }

    /// Chains arcs (into this partition's coordinates) at nodes that are none any more.
    fn chained(&self, arcs: &[Arc], n_cells: usize) -> Self {
        let mut index: FxHashMap<Point, u32> = FxHashMap::default();
        let mut points = Vec::new();
        let mut borders = Vec::new();
        let mut id = |p: Point, points: &mut Vec<Point>| {
            *index.entry(p).or_insert_with(|| {
                points.push(p);
                points.len() as u32 - 1
            })
        };
        for arc in arcs {
            let mut from = NONE;
            for &p in self.points(arc) {
                let to = id(p, &mut points);
                if from != NONE {
                    let (left, right) = (arc.left.unwrap_or(NONE), arc.right.unwrap_or(NONE));
                    borders.push(Border { from, to, left, right, kinds: arc.kinds });
                }
                from = to;
            }
        }
        assemble(&points, borders, n_cells)
    }

    /// Straighter arcs: vertices within `tolerance_m` metres of the straighter line are left out (Douglas & Peucker
    /// 1973), once for both neighbours. Nodes stay; an arc that would touch another, or jump over one, stays whole.
    #[must_use]
    pub fn simplify(&self, tolerance_m: f64) -> Self {
        let tolerance = (tolerance_m * 1000.0).max(0.0);
        self.replaced(|_, points| lines::simplified(points, tolerance))
    }

    /// Straighter borders between cells of one group; along barriers and lines between groups only vertices that the
    /// lattice itself put off the line (within 1 mm) are left out.
    pub(crate) fn tidied(&self, tolerance_m: f64) -> Self {
        let group = |c: Option<u32>| c.and_then(|c| self.groups.get(c as usize).copied());
        self.replaced(|arc, points| {
            let free = arc.kinds == LineKinds::OPEN && group(arc.left) == group(arc.right);
            lines::simplified(points, if free { tolerance_m.max(0.0) * 1000.0 } else { 1.0 })
        })
    }

    /// Rounder arcs: corners of open borders cut `rounds` times (Chaikin 1974). Nodes stay, and so do arcs along
    /// barriers and the territory's outline, and arcs that would touch another or jump over one.
    #[must_use]
    pub fn smooth(&self, rounds: usize) -> Self {
        let fixed = |a: &Arc| a.left.is_none() || a.right.is_none() || a.kinds != LineKinds::OPEN;
        self.replaced(|arc, points| if fixed(arc) { points.to_vec() } else { lines::rounded(points, rounds) })
    }

    /// Replaces every arc by `change(arc, points)` where the partition stays one.
    fn replaced(&self, change: impl Fn(&Arc, &[Point]) -> Vec<Point>) -> Self {
        let mut lines: Vec<Vec<Point>> = self.arcs.iter().map(|a| change(a, self.points(a))).collect();
        for (arc, line) in self.arcs.iter().zip(&mut lines) {
            if line.len() < 2 || (line.len() < 4 && line.first() == line.last()) {
                *line = self.points(arc).to_vec();
            }
        }
        self.keep_islands(&mut lines);
        loop {
            let (coords, arcs) = self.packed(&lines);
            let trial = Self { coords, arcs, n_cells: self.n_cells, ..Self::default() };
            let mut bad: Vec<usize> = trial.conflicts().into_iter().flat_map(|(i, j, _)| [i, j]).collect();
            if bad.is_empty() {
                bad = trial.arcs_at(&trial.torn_nodes());
                bad.extend(self.turned_over(&trial));
            }
            bad.retain(|&i| lines[i] != self.points(&self.arcs[i]));
            if bad.is_empty() {
                return Self::from_arcs(trial.coords, trial.arcs, self.n_cells).with_groups(self.groups.clone());
            }
            for i in bad {
                lines[i] = self.points(&self.arcs[i]).to_vec();
            }
        }
    }

    /// Arcs of rings that enclose nothing any more, or run the other way round.
    fn turned_over(&self, trial: &Self) -> Vec<usize> {
        let sign = |p: &Self, r| ring_area2(&p.points_of(self.halves_of(r))).signum();
        let turned = self.rings.iter().filter(|r| sign(self, r) != sign(trial, r));
        turned.flat_map(|r| self.halves_of(r)).map(|&h| h as usize / 2).collect()
    }

    fn packed(&self, lines: &[Vec<Point>]) -> (Vec<Point>, Vec<Arc>) {
        let mut coords = Vec::with_capacity(lines.iter().map(Vec::len).sum());
        let mut arcs = Vec::with_capacity(lines.len());
        for (arc, line) in self.arcs.iter().zip(lines) {
            let start = coords.len() as u32;
            coords.extend_from_slice(line);
            arcs.push(Arc { start, end: coords.len() as u32, ..*arc });
        }
        (coords, arcs)
    }

    fn arcs_at(&self, nodes: &[Point]) -> Vec<usize> {
        let at = |p: &Point| nodes.binary_search(p).is_ok();
        let ends = |a: &Arc| at(&self.coords[a.start as usize]) || at(&self.coords[a.end as usize - 1]);
        (0..self.arcs.len()).filter(|&i| ends(&self.arcs[i])).collect()
    }

    /// Gives up changes that would leave an island (arcs that hang together with nothing else) on the other side.
    fn keep_islands(&self, lines: &mut [Vec<Point>]) {
        let islands = self.islands();
        if islands.len() < 2 {
            return;
        }
        for (i, line) in lines.iter_mut().enumerate() {
            let old = self.points(&self.arcs[i]);
            if old == line.as_slice() {
                continue;
            }
            let Some(bounds) = crate::sweep::Bounds::around(old.iter().chain(line.iter()).copied()) else { continue };
            let near = islands.iter().filter(|p| bounds.meets(&crate::sweep::Bounds::of(**p, **p)));
            let jumped = near.filter(|p| !old.contains(p)).any(|&p| {
                let back = line.windows(2).rev().map(|w| (w[1], w[0]));
                super::polygons::winding(old.windows(2).map(|w| (w[0], w[1])).chain(back), p) != Some(0)
            });
            if jumped {
                *line = old.to_vec();
            }
        }
    }

    /// One node of each connected set of arcs.
    pub(super) fn islands(&self) -> Vec<Point> {
        let mut index: FxHashMap<Point, usize> = FxHashMap::default();
        let mut sets = crate::union::UnionFind::new(self.arcs.len());
        for (i, arc) in self.arcs.iter().enumerate() {
            for v in [arc.start as usize, arc.end as usize - 1] {
                let first = *index.entry(self.coords[v]).or_insert(i);
                sets.union(first, i);
            }
        }
        let roots = (0..self.arcs.len()).filter(|&i| sets.find(i) == i);
        roots.map(|i| self.coords[self.arcs[i].start as usize]).collect()
    }
}

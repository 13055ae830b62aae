//! From borders between labelled faces to arcs.

use crate::lattice::Point;
use crate::mesh::{Mesh, NONE, next};
use crate::partition::{Arc, Partition};
use crate::territory::LineKinds;

/// A straight border; `left` and `right` are cells or [`NONE`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Border {
    pub(crate) from: u32,
    pub(crate) to: u32,
    pub(crate) left: u32,
    pub(crate) right: u32,
    pub(crate) kinds: LineKinds,
}

impl Border {
    /// Cells and kinds seen when walking from vertex v.
    fn seen_from(&self, v: u32) -> (u32, u32, LineKinds) {
        if self.from == v { (self.left, self.right, self.kinds) } else { (self.right, self.left, self.kinds) }
    }

    fn other(&self, v: u32) -> u32 {
        if self.from == v { self.to } else { self.from }
    }
}

/// The borders between triangles with different labels.
pub(crate) fn borders(mesh: &Mesh, label: impl Fn(usize) -> u32) -> Vec<Border> {
    let mut borders = Vec::new();
    for h in 0..mesh.origin.len() {
        let beyond = mesh.across(h);
        let (left, right) = (label(h / 3), beyond.map_or(NONE, |g| label(g / 3)));
        if left != right && beyond.is_none_or(|g| h < g) {
            let (from, to) = (mesh.origin[h], mesh.origin[next(h)]);
            borders.push(Border { from, to, left, right, kinds: LineKinds::OPEN });
        }
    }
    borders
}

struct Graph<'a> {
    points: &'a [Point],
    borders: &'a [Border],
    start: Vec<u32>,
    at: Vec<u32>,
    used: Vec<bool>,
}

/// Chains borders to arcs between nodes and builds the partition.
pub(crate) fn assemble(points: &[Point], borders: Vec<Border>, n_cells: usize) -> Partition {
    let mut start = vec![0_u32; points.len() + 1];
    for b in &borders {
        start[b.from as usize + 1] += 1;
        start[b.to as usize + 1] += 1;
    }
    for v in 0..points.len() {
        start[v + 1] += start[v];
    }
    let mut fill = start.clone();
    let mut at = vec![0_u32; borders.len() * 2];
    for (i, b) in borders.iter().enumerate() {
        for v in [b.from, b.to] {
            at[fill[v as usize] as usize] = i as u32;
            fill[v as usize] += 1;
        }
    }
    let mut graph = Graph { points, borders: &borders, start, at, used: vec![false; borders.len()] };
    let (arcs, coords) = graph.arcs();
    Partition::from_arcs(coords, arcs, n_cells)
}

impl Graph<'_> {
    fn around(&self, v: u32) -> &[u32] {
        &self.at[self.start[v as usize] as usize..self.start[v as usize + 1] as usize]
    }

    /// Whether arcs end at v: not two borders, or two with different sides.
    fn is_node(&self, v: u32) -> bool {
        let &[i, j] = self.around(v) else { return true };
        let (a, b) = (self.borders[i as usize].seen_from(v), self.borders[j as usize].seen_from(v));
        (a.0, a.1, a.2) != (b.1, b.0, b.2)
    }

    fn arcs(&mut self) -> (Vec<Arc>, Vec<Point>) {
        let (mut arcs, mut coords) = (Vec::new(), Vec::with_capacity(self.borders.len() * 2));
        // Arcs between nodes first, then loops without a node.
        for nodes_only in [true, false] {
            for v in 0..self.points.len() as u32 {
                if nodes_only && !self.is_node(v) {
                    continue;
                }
                for k in 0..self.around(v).len() {
                    let border = self.around(v)[k];
                    if !self.used[border as usize] {
                        arcs.push(self.walk(v, border, &mut coords));
                    }
                }
            }
        }
        (arcs, coords)
    }

    fn walk(&mut self, from: u32, first: u32, coords: &mut Vec<Point>) -> Arc {
        let start = coords.len() as u32;
        let (left, right, kinds) = self.borders[first as usize].seen_from(from);
        let (mut v, mut border) = (from, first);
        coords.push(self.points[v as usize]);
        loop {
            self.used[border as usize] = true;
            v = self.borders[border as usize].other(v);
            coords.push(self.points[v as usize]);
            if v == from || self.is_node(v) {
                break;
            }
            let &[i, j] = self.around(v) else { break };
            border = if i == border { j } else { i };
        }
        let cell = |c: u32| (c != NONE).then_some(c);
        Arc { start, end: coords.len() as u32, left: cell(left), right: cell(right), kinds }
    }
}

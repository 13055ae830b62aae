//! A constrained Delaunay mesh on the lattice, as three arrays over half-edges.
//!
//! Half-edge h = 3·t + i runs along side i of triangle t, the triangle on its left.

use crate::lattice::{Point, orient};
use crate::node::Noded;
use spade::{ConstrainedDelaunayTriangulation, Point2, Triangulation};

/// No half-edge, no constraint, no face.
pub(crate) const NONE: u32 = u32::MAX;

pub(crate) struct Mesh {
    pub(crate) points: Vec<Point>,
    /// Where each half-edge starts.
    pub(crate) origin: Vec<u32>,
    /// The opposite half-edge, or [`NONE`] on the hull.
    pub(crate) twin: Vec<u32>,
    /// The edge of the linework that it runs along, or [`NONE`].
    pub(crate) line: Vec<u32>,
}

pub(crate) fn next(h: usize) -> usize {
    if h % 3 == 2 { h - 2 } else { h + 1 }
}

pub(crate) fn prev(h: usize) -> usize {
    if h.is_multiple_of(3) { h + 2 } else { h - 1 }
}

impl Mesh {
    /// Triangulates noded linework. `None` if the triangulation refuses it, which noding excludes.
    pub(crate) fn build(noded: &Noded) -> Option<Self> {
        let at = |p: &Point| Point2::new(p.x as f64, p.y as f64);
        let edges = noded.edges.iter().map(|e| [e[0] as usize, e[1] as usize]).collect();
        let mut refused = false;
        let cdt = ConstrainedDelaunayTriangulation::<Point2<f64>>::try_bulk_load_cdt(
            noded.points.iter().map(at).collect(),
            edges,
            |_| refused = true,
        )
        .ok()?;
        if refused || cdt.num_vertices() != noded.points.len() {
            return None;
        }
        Some(Self::copy(noded, &cdt))
    }

    fn copy(noded: &Noded, cdt: &ConstrainedDelaunayTriangulation<Point2<f64>>) -> Self {
        let n = cdt.num_inner_faces() * 3;
        let mut mesh = Self {
            points: noded.points.clone(),
            origin: Vec::with_capacity(n),
            twin: vec![NONE; n],
            line: vec![NONE; n],
        };
        let mut of = vec![NONE; cdt.num_directed_edges()];
        let mut sides = Vec::with_capacity(n);
        for face in cdt.inner_faces() {
            for edge in face.adjacent_edges() {
                of[edge.fix().index()] = mesh.origin.len() as u32;
                mesh.origin.push(edge.from().index() as u32);
                sides.push((edge.rev().fix().index(), edge.is_constraint_edge(), edge.to().index() as u32));
            }
        }
        for (h, &(rev, constrained, to)) in sides.iter().enumerate() {
            mesh.twin[h] = of[rev];
            if constrained {
                mesh.line[h] = noded.edge(mesh.origin[h], to).map_or(NONE, |e| e as u32);
            }
        }
        mesh
    }

    pub(crate) fn n_triangles(&self) -> usize {
        self.origin.len() / 3
    }

    /// The start of h as a point.
    pub(crate) fn at(&self, h: usize) -> Point {
        self.points[self.origin[h] as usize]
    }

    /// The opposite half-edge.
    pub(crate) fn across(&self, h: usize) -> Option<usize> {
        let t = self.twin[h];
        (t != NONE).then_some(t as usize)
    }

    /// The start and end of h.
    pub(crate) fn ends(&self, h: usize) -> [Point; 2] {
        [self.at(h), self.at(next(h))]
    }

    /// Twice the area of triangle t, mm².
    pub(crate) fn area2(&self, t: usize) -> i128 {
        orient(self.at(3 * t), self.at(3 * t + 1), self.at(3 * t + 2))
    }

    /// Puts a new point on the edge of h, if both triangles stay positive. The triangles of h and its twin keep the
    /// part at the start of h; two new ones are appended, and `split(old, new)` is told of each.
    pub(crate) fn split(&mut self, h: usize, p: Point, mut split: impl FnMut(usize, usize)) -> bool {
        let twin = self.across(h);
        let positive = |g: usize| {
            let c = self.at(prev(g));
            orient(self.at(g), p, c) > 0 && orient(p, self.at(next(g)), c) > 0
        };
        if !positive(h) || twin.is_some_and(|g| !positive(g)) {
            return false;
        }
        let v = self.points.len() as u32;
        self.points.push(p);
        // h: a → b with apex c becomes a → v, and the new triangle is v → b → c.
        let far = self.add_beyond(h, v, &mut split);
        if let Some(g) = twin {
            // g: b → a with apex d. Its new triangle is v → a → d, and g keeps b → v.
            let beyond = self.add_beyond(g, v, &mut split);
            self.link(h, beyond);
            self.link(far, g);
        } else {
            self.twin[far] = NONE;
        }
        true
    }

    /// Shortens h to end at v and appends the triangle (v, old end, apex); returns its half-edge from v.
    fn add_beyond(&mut self, h: usize, v: u32, split: &mut impl FnMut(usize, usize)) -> usize {
        let (n, p) = (next(h), prev(h));
        let new = self.origin.len();
        let (end, apex) = (self.origin[n], self.origin[p]);
        let (side, side_line) = (self.twin[n], self.line[n]);
        self.origin.extend([v, end, apex]);
        self.twin.extend([NONE, side, NONE]);
        self.line.extend([self.line[h], side_line, NONE]);
        if side != NONE {
            self.twin[side as usize] = new as u32 + 1;
        }
        self.origin[n] = v;
        self.line[n] = NONE;
        self.link(n, new + 2);
        split(h / 3, new / 3);
        new
    }

    fn link(&mut self, a: usize, b: usize) {
        self.twin[a] = b as u32;
        self.twin[b] = a as u32;
    }

    /// Flips edges until those around the given half-edges are Delaunay again; constraint edges stay. Returns the sides
    /// of all triangles that changed.
    pub(crate) fn legalize(&mut self, mut stack: Vec<usize>) -> Vec<usize> {
        let mut changed = Vec::new();
        while let Some(h) = stack.pop() {
            let Some(g) = self.across(h) else { continue };
            if self.line[h] != NONE || !self.in_circle(h, self.at(prev(g))) {
                continue;
            }
            let (hp, gp) = (prev(h), prev(g));
            let (hn, gn) = (next(h), next(g));
            let (c, d) = (self.origin[hp], self.origin[gp]);
            if orient(self.at(h), self.points[d as usize], self.points[c as usize]) <= 0
                || orient(self.points[d as usize], self.at(g), self.points[c as usize]) <= 0
            {
                continue;
            }
            // a → b becomes d → c: triangles (h: a → d, gp…) keep their numbers.
            let (ht, hl) = (self.twin[hn], self.line[hn]);
            let (gt, gl) = (self.twin[gn], self.line[gn]);
            self.origin[hn] = d;
            self.origin[gn] = c;
            self.set_side(h, gt, gl);
            self.set_side(g, ht, hl);
            self.line[hn] = NONE;
            self.line[gn] = NONE;
            self.link(hn, gn);
            stack.extend([h, hp, g, gp]);
            changed.extend([h, hp, g, gp]);
        }
        changed
    }

    fn set_side(&mut self, h: usize, twin: u32, line: u32) {
        self.twin[h] = twin;
        self.line[h] = line;
        if twin != NONE {
            self.twin[twin as usize] = h as u32;
        }
    }

    /// Whether p lies inside the circle around the triangle of h.
    pub(crate) fn in_circle(&self, h: usize, p: Point) -> bool {
        let c = |q: Point| robust::Coord { x: q.x as f64, y: q.y as f64 };
        robust::incircle(c(self.at(h)), c(self.at(next(h))), c(self.at(prev(h))), c(p)) > 0.0
    }
}

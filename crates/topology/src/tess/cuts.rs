//! Where along the sides of open triangles the nearest courtyard changes.

use super::ground::{Ground, Side};
use super::labels::{Labels, Near};
use super::wedges::outline_of;
use crate::lattice::{Point, dot};
use crate::mesh::{NONE, next};
use crate::simple::is_simple_ring;

/// Labels along the sides of triangles and the lattice points where they change.
pub(crate) struct Cuts {
    /// Label of each half-edge's left side at its start and at its end; [`NONE`] outside.
    pub(crate) label: Vec<[u32; 2]>,
    /// The point where it changes, an index into `points`.
    pub(crate) at: Vec<u32>,
    /// Vertices of the mesh, then the cuts.
    pub(crate) points: Vec<Point>,
}

/// Cuts closer than this (mm) on the two sides of a line become one.
const MERGE_MM: i64 = 20;

impl Cuts {
    pub(crate) fn new(ground: &Ground, labels: &Labels) -> Self {
        let n = ground.mesh.origin.len();
        let mut cuts = Self { label: vec![[NONE; 2]; n], at: vec![NONE; n], points: ground.mesh.points.clone() };
        for h in 0..n {
            cuts.cut(ground, labels, h);
        }
        cuts.drop_crossed(ground);
        cuts
    }

    fn cut(&mut self, ground: &Ground, labels: &Labels, h: usize) {
        let t = h / 3;
        if ground.seed[t] != NONE {
            self.label[h] = [ground.seed[t]; 2];
        } else if ground.area[t] == NONE {
        } else if labels.sides[h] == Side::Outline {
            self.label[h] = [outline_of(ground, h); 2];
        } else {
            match ground.mesh.across(h).filter(|&g| g < h) {
                Some(g) if labels.sides[h] == Side::Open => {
                    self.label[h] = [self.label[g][1], self.label[g][0]];
                    self.at[h] = self.at[g];
                }
                earlier => self.cut_free(ground, labels, h, earlier),
            }
        }
    }

    fn cut_free(&mut self, ground: &Ground, labels: &Labels, h: usize, twin: Option<usize>) {
        let (u, v) = (labels.near(h), labels.near(next(h)));
        self.label[h] = [u.label, v.label];
        if u.label == v.label {
            return;
        }
        let [a, b] = ground.mesh.ends(h);
        let p = equidistant(ground, labels, a, b, u, v);
        let other = twin.map(|g| self.at[g]).filter(|&c| c != NONE);
        if p == a {
            self.label[h] = [v.label; 2];
        } else if p == b {
            self.label[h] = [u.label; 2];
        } else if let Some(c) = other.filter(|&c| close(self.points[c as usize], p)) {
            self.at[h] = c;
        } else {
            self.at[h] = self.points.len() as u32;
            self.points.push(p);
        }
    }

    /// The corners along the sides of triangle t, anticlockwise, with the label from each to the following one.
    pub(crate) fn chain(&self, ground: &Ground, t: usize, out: &mut Vec<(u32, u32)>) {
        out.clear();
        for h in 3 * t..3 * t + 3 {
            let [first, last] = self.label[h];
            let mut label = first;
            out.push((ground.mesh.origin[h], label));
            for cut in self.along(ground, h).into_iter().flatten() {
                if cut == self.at[h] {
                    label = last;
                }
                out.push((cut, label));
            }
        }
    }

    fn is_cut(&self, ground: &Ground, h: usize) -> bool {
        let twin = ground.mesh.twin[h];
        self.at[h] != NONE || (twin != NONE && self.at[twin as usize] != NONE)
    }

    /// The cuts of either side of h, from its start to its end.
    pub(crate) fn along(&self, ground: &Ground, h: usize) -> [Option<u32>; 2] {
        if !self.is_cut(ground, h) {
            return [None, None];
        }
        let own = Some(self.at[h]).filter(|&c| c != NONE);
        let other = ground.mesh.across(h).map(|g| self.at[g]).filter(|&c| c != NONE && Some(c) != own);
        match (own, other) {
            (Some(c), Some(d)) => {
                let [a, b] = ground.mesh.ends(h);
                let far = |c: u32| dot(a, b, self.points[c as usize]);
                // Ties are broken the same way from both sides.
                let swap = (far(d), d) < (far(c), c);
                if swap { [Some(d), Some(c)] } else { [Some(c), Some(d)] }
            }
            (c, d) => [c.or(d), None],
        }
    }

    /// Rounding moves a cut up to 0.7 mm off its side; where that would fold a triangle the cuts are given up.
    fn drop_crossed(&mut self, ground: &Ground) {
        let mut stack: Vec<usize> = (0..ground.mesh.n_triangles()).rev().collect();
        let (mut chain, mut ring) = (Vec::new(), Vec::new());
        while let Some(t) = stack.pop() {
            if (3 * t..3 * t + 3).all(|h| !self.is_cut(ground, h)) {
                continue;
            }
            self.chain(ground, t, &mut chain);
            ring.clear();
            ring.extend(chain.iter().map(|&(v, _)| self.points[v as usize]));
            if !is_simple_ring(&ring) {
                for h in 3 * t..3 * t + 3 {
                    self.give_up(h);
                    if let Some(g) = ground.mesh.across(h) {
                        self.give_up(g);
                        stack.push(g / 3);
                    }
                }
            }
        }
    }

    fn give_up(&mut self, h: usize) {
        if self.at[h] != NONE {
            self.at[h] = NONE;
            let [a, b] = self.label[h];
            self.label[h] = [a.min(b); 2];
        }
    }
}

fn close(p: Point, q: Point) -> bool {
    (p.x - q.x).abs() <= MERGE_MM && (p.y - q.y).abs() <= MERGE_MM
}

/// The lattice point on a b as far from the courtyard of u as from that of v, by the Illinois rule.
fn equidistant(ground: &Ground, labels: &Labels, a: Point, b: Point, u: Near, v: Near) -> Point {
    let (fa, fb) = (a.float(), b.float());
    let (mut su, mut sv) = (u.site, v.site);
    let at = |t: f64| [fa[0] + t * (fb[0] - fa[0]), fa[1] + t * (fb[1] - fa[1])];
    let mut excess = |t: f64| {
        let (du, dv);
        (su, du) = labels.slide(ground, at(t), su);
        (sv, dv) = labels.slide(ground, at(t), sv);
        du - dv
    };
    let (mut lo, mut hi) = (0.0, 1.0);
    let (mut f_lo, mut f_hi) = (excess(0.0), excess(1.0));
    if f_lo >= 0.0 || f_hi <= 0.0 {
        return if f_lo >= 0.0 && f_hi > 0.0 { a } else { b };
    }
    let fine = 0.25 / (fb[0] - fa[0]).hypot(fb[1] - fa[1]).max(1.0);
    for _ in 0..24 {
        let t: f64 = (lo * f_hi - hi * f_lo) / (f_hi - f_lo);
        let f = excess(t);
        if f.abs() < 0.25 || hi - lo < fine {
            (lo, hi) = (t, t);
            break;
        }
        if f < 0.0 {
            (lo, f_lo, f_hi) = (t, f, f_hi / 2.0);
        } else {
            (hi, f_hi, f_lo) = (t, f, f_lo / 2.0);
        }
    }
    let p = at((lo + hi) / 2.0);
    Point::new(p[0].round() as i64, p[1].round() as i64)
}

impl Cuts {
    /// Number of cuts along h.
    pub(crate) fn along_count(&self, ground: &Ground, h: usize) -> usize {
        self.along(ground, h).iter().flatten().count()
    }
}

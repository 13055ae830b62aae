//! Open triangles divided among courtyards, and the pieces joined to cells.

use super::cuts::Cuts;
use super::ground::Ground;
use crate::lattice::{Point, apart, orient, segments_meet};
use crate::mesh::NONE;
use crate::simple::turns;

/// The finest division of the territory: every piece lies in one triangle and has one label.
pub(crate) struct Pieces {
    pub(crate) label: Vec<u32>,
    pub(crate) triangle: Vec<u32>,
    /// Twice the area, mm².
    pub(crate) area2: Vec<i128>,
    /// Borders inside triangles: from, to, left piece, right piece.
    pub(crate) inner: Vec<[u32; 4]>,
    /// Piece left of each part of each half-edge, in order along it.
    pub(crate) along: Vec<[u32; 3]>,
    /// All vertices: mesh, cuts, inner points.
    pub(crate) points: Vec<Point>,
}

/// Chain of one triangle: (vertex, label from here to the following vertex).
type Chain = Vec<(u32, u32)>;

impl Pieces {
    pub(crate) fn new(ground: &Ground, cuts: &Cuts) -> Self {
        let n = ground.mesh.n_triangles();
        let mut pieces = Self {
            label: Vec::with_capacity(n * 2),
            triangle: Vec::with_capacity(n * 2),
            area2: Vec::with_capacity(n * 2),
            inner: Vec::with_capacity(n),
            along: vec![[NONE; 3]; 3 * n],
            points: cuts.points.clone(),
        };
        let mut chain = Chain::new();
        let mut owner = Vec::new();
        for t in 0..n {
            if ground.area[t] != NONE {
                cuts.chain(ground, t, &mut chain);
                pieces.divide(t, &mut chain, &mut owner);
                pieces.record(ground, cuts, t, &owner);
            }
        }
        pieces
    }

    fn at(&self, v: u32) -> Point {
        self.points[v as usize]
    }

    fn record(&mut self, ground: &Ground, cuts: &Cuts, t: usize, owner: &[u32]) {
        let mut parts = owner.iter();
        for h in 3 * t..3 * t + 3 {
            let n = 1 + cuts.along_count(ground, h);
            for (slot, &piece) in self.along[h][..n].iter_mut().zip(&mut parts) {
                *slot = piece;
            }
        }
    }

    /// Divides a triangle by the changes of label around it; `owner` gets the piece of every part of the chain.
    fn divide(&mut self, t: usize, chain: &mut Chain, owner: &mut Vec<u32>) {
        let changes = changes(chain);
        let ways = changes.len();
        let done = match ways {
            0 => false,
            2 => self.by_chord(t, chain, owner, [changes[0], changes[1]]),
            _ => self.by_star(t, chain, owner, &changes),
        };
        if !done {
            let label = if ways == 0 { chain[0].1 } else { self.longest(chain) };
            let ring: Vec<Point> = chain.iter().map(|c| self.at(c.0)).collect();
            let piece = self.add(t, label, crate::lattice::ring_area2(&ring));
            owner.clear();
            owner.resize(chain.len(), piece);
        }
    }

    fn add(&mut self, t: usize, label: u32, area2: i128) -> u32 {
        self.label.push(label);
        self.triangle.push(t as u32);
        self.area2.push(area2);
        self.label.len() as u32 - 1
    }

    /// The label that holds most of the chain's length.
    fn longest(&self, chain: &Chain) -> u32 {
        let mut sums: Vec<(u32, f64)> = Vec::new();
        for (i, &(v, label)) in chain.iter().enumerate() {
            let (a, b) = (self.at(v).float(), self.at(chain[(i + 1) % chain.len()].0).float());
            let length = apart(a, b);
            match sums.iter_mut().find(|s| s.0 == label) {
                Some(s) => s.1 += length,
                None => sums.push((label, length)),
            }
        }
        sums.into_iter().fold((NONE, -1.0), |best, s| if s.1 > best.1 { s } else { best }).0
    }

    /// Two labels: one straight border.
    fn by_chord(&mut self, t: usize, chain: &Chain, owner: &mut Vec<u32>, [i, j]: [usize; 2]) -> bool {
        let n = chain.len();
        if j == i + 1 || i + n == j + 1 || !self.clear(chain, i, self.at(chain[j].0), Some(j)) {
            return false;
        }
        let areas = [self.fan(chain, i, i, j), self.fan(chain, i, j, i + n)];
        if areas[0] <= 0 || areas[1] <= 0 {
            return false;
        }
        let left = self.add(t, chain[i].1, areas[0]);
        let right = self.add(t, chain[j].1, areas[1]);
        owner.clear();
        owner.extend((0..n).map(|k| if k >= i && k < j { left } else { right }));
        // The part from i to j lies right of the chord i → j.
        self.inner.push([chain[i].0, chain[j].0, right, left]);
        true
    }

    /// Three labels or more: borders from an inner point.
    fn by_star(&mut self, t: usize, chain: &Chain, owner: &mut Vec<u32>, changes: &[usize]) -> bool {
        let n = chain.len();
        let Some(centre) = self.centre(chain, changes) else { return false };
        let c = self.points.len() as u32;
        self.points.push(centre);
        owner.clear();
        owner.resize(n, NONE);
        let first = self.label.len() as u32;
        for (k, &i) in changes.iter().enumerate() {
            let end = changes.get(k + 1).copied().unwrap_or(changes[0] + n);
            let area2 = (i..end).map(|s| orient(centre, self.at(chain[s % n].0), self.at(chain[(s + 1) % n].0))).sum();
            let piece = self.add(t, chain[i].1, area2);
            (i..end).for_each(|s| owner[s % n] = piece);
            let before = if k == 0 { first + changes.len() as u32 - 1 } else { piece - 1 };
            // The part that starts at i lies left of i's spoke seen from the centre.
            self.inner.push([c, chain[i].0, piece, before]);
        }
        true
    }

    fn centre(&self, chain: &Chain, changes: &[usize]) -> Option<Point> {
        let mean = |list: &mut dyn Iterator<Item = u32>| {
            let (mut x, mut y, mut n) = (0_i128, 0_i128, 0_i128);
            for v in list {
                let p = self.at(v);
                (x, y, n) = (x + i128::from(p.x), y + i128::from(p.y), n + 1);
            }
            Point::new(x.div_euclid(n) as i64, y.div_euclid(n) as i64)
        };
        let tries = [mean(&mut changes.iter().map(|&i| chain[i].0)), mean(&mut chain.iter().map(|c| c.0))];
        tries.into_iter().find(|&c| self.inside(chain, c) && changes.iter().all(|&i| self.clear(chain, i, c, None)))
    }

    /// Whether c lies inside the chain, by its winding number.
    fn inside(&self, chain: &Chain, c: Point) -> bool {
        let n = chain.len();
        let mut winding = 0;
        for k in 0..n {
            let (a, b) = (self.at(chain[k].0), self.at(chain[(k + 1) % n].0));
            let side = orient(a, b, c);
            if side == 0 && crate::lattice::on_segment(a, b, c) {
                return false;
            }
            if a.y <= c.y && b.y > c.y && side > 0 {
                winding += 1;
            } else if a.y > c.y && b.y <= c.y && side < 0 {
                winding -= 1;
            }
        }
        winding > 0
    }

    /// Whether the line from chain vertex i to q (chain vertex `end`, if it is one) meets the chain at its ends only.
    fn clear(&self, chain: &Chain, i: usize, q: Point, end: Option<usize>) -> bool {
        let n = chain.len();
        let p = self.at(chain[i].0);
        (0..n).all(|k| {
            let m = (k + 1) % n;
            let (a, b) = (self.at(chain[k].0), self.at(chain[m].0));
            let shared = |v: usize| v == i || Some(v) == end;
            match (shared(k), shared(m)) {
                (true, true) => false,
                (true, false) => turns(if k == i { q } else { p }, a, b),
                (false, true) => turns(if m == i { q } else { p }, b, a),
                (false, false) => !segments_meet(p, q, a, b),
            }
        })
    }

    /// Twice the area between chain vertex `apex` and the chain from `from` to `to`.
    fn fan(&self, chain: &Chain, apex: usize, from: usize, to: usize) -> i128 {
        let n = chain.len();
        let v = |k: usize| self.at(chain[k % n].0);
        (from..to).map(|k| orient(v(apex), v(k), v(k + 1))).sum()
    }
}

/// Chain vertices where the label changes.
fn changes(chain: &Chain) -> Vec<usize> {
    let n = chain.len();
    (0..n).filter(|&i| chain[i].1 != chain[(i + n - 1) % n].1).collect()
}

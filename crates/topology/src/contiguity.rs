//! Who touches whom in a large coverage, without building a partition of it.

use crate::lattice::{Point, apart, nearest};
use crate::sweep::{Bounds, pairs};
use geo_types::{LineString, MultiPolygon};
use std::hash::{BuildHasher, BuildHasherDefault};

/// Two shapes with a common border.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Contact {
    /// The shape with the lower number.
    pub a: u32,
    /// The other one.
    pub b: u32,
    /// Length of the common border, mm.
    pub length_mm: u64,
}

/// What counts as touching.
#[derive(Clone, Copy, Debug)]
pub struct Touching {
    /// Sides that do not share both ends touch where they run within this distance of each other, metres.
    pub tolerance_m: f64,
    /// Shorter common borders are none, metres.
    pub least_m: f64,
}

impl Default for Touching {
    fn default() -> Self {
        Self { tolerance_m: 0.005, least_m: 0.05 }
    }
}

/// A side of a shape under the hash of its two ends.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Side {
    key: u64,
    owner: u32,
    place: u32,
}

/// The rook graph of touching shapes, sorted by (a, b); linear in time and memory (16 bytes a side).
///
/// Sides with the same two ends on the lattice are matched by hash; what is left (T-junctions, the rim) is matched by
/// running alongside within the tolerance.
#[must_use]
pub fn contiguity(shapes: &[MultiPolygon<f64>], touching: Touching) -> Vec<Contact> {
    let mut sides = sides(shapes);
    sides.sort_unstable();
    let (mut borders, rest) = matched(shapes, &sides);
    drop(sides);
    alongside(shapes, &rest, touching.tolerance_m * 1000.0, &mut borders);
    borders.sort_unstable_by(|p, q| (p.0, p.1).cmp(&(q.0, q.1)).then(p.2.total_cmp(&q.2)));
    let mut contacts = Vec::new();
    for run in borders.chunk_by(|p, q| (p.0, p.1) == (q.0, q.1)) {
        let length: f64 = run.iter().map(|r| r.2).sum();
        if length >= touching.least_m * 1000.0 {
            contacts.push(Contact { a: run[0].0, b: run[0].1, length_mm: length.round() as u64 });
        }
    }
    contacts
}

fn rings(shape: &MultiPolygon<f64>) -> impl Iterator<Item = &LineString<f64>> {
    shape.0.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()))
}

fn sides(shapes: &[MultiPolygon<f64>]) -> Vec<Side> {
    let hasher = BuildHasherDefault::<rustc_hash::FxHasher>::default();
    let n = shapes.iter().flat_map(rings).map(|r| r.0.len()).sum();
    let mut sides = Vec::with_capacity(n);
    for (owner, shape) in shapes.iter().enumerate() {
        let mut place = 0;
        for ring in rings(shape) {
            let mut last: Option<Point> = None;
            for &c in &ring.0 {
                let point = Point::from_metres(c);
                if let (Some(a), Some(b)) = (last, point)
                    && a != b
                {
                    let key = hasher.hash_one((a.min(b), a.max(b)));
                    sides.push(Side { key, owner: owner as u32, place });
                }
                last = point;
                place += 1;
            }
        }
    }
    sides
}

/// The ends of the side that ends at vertex `place` of a shape.
fn ends(shapes: &[MultiPolygon<f64>], side: Side) -> Option<(Point, Point)> {
    let mut place = side.place as usize;
    for ring in rings(&shapes[side.owner as usize]) {
        if place < ring.0.len() {
            let a = Point::from_metres(*ring.0.get(place.checked_sub(1)?)?)?;
            let b = Point::from_metres(ring.0[place])?;
            return Some((a.min(b), a.max(b)));
        }
        place -= ring.0.len();
    }
    None
}

type Borders = Vec<(u32, u32, f64)>;

/// Common borders of sides with the same ends, and the sides without a partner.
fn matched(shapes: &[MultiPolygon<f64>], sides: &[Side]) -> (Borders, Vec<Side>) {
    let mut borders = Borders::with_capacity(sides.len() / 2);
    let mut rest = Vec::new();
    for run in sides.chunk_by(|p, q| p.key == q.key) {
        let mut alone = vec![true; run.len()];
        for i in 0..run.len() {
            for j in i + 1..run.len() {
                if run[i].owner == run[j].owner {
                    continue;
                }
                if let (Some(p), Some(q)) = (ends(shapes, run[i]), ends(shapes, run[j]))
                    && p == q
                {
                    (alone[i], alone[j]) = (false, false);
                    borders.push((run[i].owner, run[j].owner, length(p.0, p.1)));
                }
            }
        }
        rest.extend(run.iter().zip(alone).filter(|(_, alone)| *alone).map(|(s, _)| *s));
    }
    (borders, rest)
}

fn length(a: Point, b: Point) -> f64 {
    apart(a.float(), b.float())
}

/// Adds what unmatched sides of different shapes have in common by running alongside.
fn alongside(shapes: &[MultiPolygon<f64>], rest: &[Side], tolerance: f64, borders: &mut Borders) {
    let lines: Vec<(u32, Point, Point)> =
        rest.iter().filter_map(|&s| ends(shapes, s).map(|(a, b)| (s.owner, a, b))).collect();
    let reach = tolerance.ceil().max(1.0) as i64;
    let boxes: Vec<Bounds> = lines.iter().map(|&(_, a, b)| Bounds::of(a, b).grown(reach)).collect();
    pairs(&boxes, |i, j| {
        let (p, q) = (lines[i], lines[j]);
        if p.0 != q.0 {
            let common = common(p, q, tolerance.max(1.0));
            if common > 0.0 {
                borders.push((p.0.min(q.0), p.0.max(q.0), common));
            }
        }
    });
}

/// How far two segments run within the tolerance of each other, mm.
fn common(p: (u32, Point, Point), q: (u32, Point, Point), tolerance: f64) -> f64 {
    let (long, short) = if length(p.1, p.2) >= length(q.1, q.2) { (p, q) } else { (q, p) };
    let (a, b) = (long.1.float(), long.2.float());
    let (c, d) = (short.1.float(), short.2.float());
    // The part of the longer one beside the shorter one, and back: both feet must be near.
    let (u, v) = (nearest(c, a, b), nearest(d, a, b));
    let near = |p: [f64; 2], s: [f64; 2], t: [f64; 2]| apart(p, nearest(p, s, t)) <= tolerance;
    if near(u, c, d) && near(v, c, d) { apart(u, v) } else { 0.0 }
}

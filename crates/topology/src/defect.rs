//! What is wrong with a single shape.

use crate::lattice::{Point, crossing, distance, dot, on_segment, ring_area2, segments_meet};
use crate::partition::winding;
use crate::shape::ring_points;
use crate::simple::turns;
use crate::sweep::{Bounds, pairs};
use geo_types::{Coord, LineString, MultiPolygon};

/// A defect of a shape.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Defect {
    /// What is wrong.
    pub kind: DefectKind,
    /// Where, metres.
    pub at: Coord<f64>,
    /// The polygon of the multipolygon.
    pub part: usize,
    /// The ring of the polygon: 0 is the shell.
    pub ring: usize,
    /// How much: m for open rings (the missing closing side), spikes (length) and slivers (width); m² for degenerate,
    /// wrongly ordered and misplaced rings; a number of points or parts for the others.
    pub measure: f64,
}

/// Kinds of defects, in the order of OGC 06-103r4 where it names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DefectKind {
    /// A coordinate that is not finite or out of range.
    CoordinateInvalid,
    /// The last point of a ring is not its first.
    RingOpen,
    /// A ring of fewer than three different points or without area.
    RingDegenerate,
    /// A shell that runs clockwise or a hole that runs anticlockwise (RFC 7946).
    RingOrder,
    /// The same point twice in a row, to 1 mm.
    RepeatedPoint,
    /// A ring that runs out and back on itself.
    Spike,
    /// A ring that meets itself, or another ring in more than points.
    SelfIntersection,
    /// A hole that does not lie in its shell.
    HoleOutside,
    /// More than one polygon.
    MultiPart,
    /// A polygon so thin that it can only be a leftover.
    Sliver,
}

/// Polygons thinner than this (metres) are slivers.
const SLIVER_M: f64 = 0.2;
/// A turn back that stays within this distance (mm) of itself is a spike.
const SPIKE_MM: f64 = 2.0;

/// Every defect of a shape, sorted by part, ring and kind.
#[must_use]
pub fn defects(shape: &MultiPolygon<f64>) -> Vec<Defect> {
    let mut found = Vec::new();
    if shape.0.len() > 1
        && let Some(&at) = shape.0.get(1).and_then(|p| p.exterior().0.first())
    {
        found.push(Defect { kind: DefectKind::MultiPart, at, part: 1, ring: 0, measure: shape.0.len() as f64 });
    }
    let mut rings: Vec<Ring> = Vec::new();
    for (part, polygon) in shape.0.iter().enumerate() {
        for (ring, line) in std::iter::once(polygon.exterior()).chain(polygon.interiors()).enumerate() {
            rings.extend(one_ring(line, part, ring, &mut found));
        }
    }
    meetings(&rings, &mut found);
    misplaced(&rings, &mut found);
    found.sort_by(|a, b| {
        (a.part, a.ring, a.kind)
            .cmp(&(b.part, b.ring, b.kind))
            .then(a.at.x.total_cmp(&b.at.x))
            .then(a.at.y.total_cmp(&b.at.y))
    });
    found.dedup();
    found
}

struct Ring {
    part: usize,
    ring: usize,
    points: Vec<Point>,
}

impl Ring {
    fn sides(&self) -> impl Iterator<Item = (Point, Point)> + '_ {
        self.points.iter().copied().zip(self.points[1..].iter().chain(self.points.first()).copied())
    }
}

fn one_ring(line: &LineString<f64>, part: usize, ring: usize, found: &mut Vec<Defect>) -> Option<Ring> {
    let mut add = |kind, at: Coord<f64>, measure: f64| found.push(Defect { kind, at, part, ring, measure });
    let first = *line.0.first()?;
    for &c in line.0.iter().filter(|&&c| Point::from_metres(c).is_none()) {
        add(DefectKind::CoordinateInvalid, c, 1.0);
    }
    let last = line.0[line.0.len() - 1];
    if let (Some(a), Some(b)) = (Point::from_metres(first), Point::from_metres(last))
        && (a != b || line.0.len() == 1)
    {
        add(DefectKind::RingOpen, last, (first.x - last.x).hypot(first.y - last.y));
    }
    for w in line.0.windows(2) {
        if let (Some(a), Some(b)) = (Point::from_metres(w[0]), Point::from_metres(w[1]))
            && a == b
        {
            add(DefectKind::RepeatedPoint, w[1], 1.0);
        }
    }
    let points = ring_points(line);
    let area2 = ring_area2(&points);
    if points.len() < 3 || area2 == 0 {
        // A bow tie can enclose nothing in sum; its crossing is the defect then.
        if points.len() < 4 || points.iter().all(|&p| crate::lattice::orient(points[0], points[1], p) == 0) {
            add(DefectKind::RingDegenerate, first, 0.0);
            return None;
        }
    } else if (area2 < 0) == (ring == 0) {
        add(DefectKind::RingOrder, first, area2.unsigned_abs() as f64 / 2e6);
    }
    for (at, length) in spikes(&points) {
        add(DefectKind::Spike, at.to_metres(), length);
    }
    let width = width_m(&points);
    if ring == 0 && width < SLIVER_M && area2 != 0 {
        add(DefectKind::Sliver, first, width);
    }
    Some(Ring { part, ring, points })
}

fn width_m(points: &[Point]) -> f64 {
    let ends = points.iter().zip(points[1..].iter().chain(points.first()));
    let perimeter = ends.map(|(a, b)| ((b.x - a.x) as f64).hypot((b.y - a.y) as f64)).sum();
    let patch = crate::shape::Patch { area2: ring_area2(points).abs(), perimeter, ..Default::default() };
    patch.width_m()
}

/// Tips of spikes and their lengths in metres.
fn spikes(points: &[Point]) -> Vec<(Point, f64)> {
    let n = points.len();
    let tip = |i: usize| {
        let (a, b, c) = (points[(i + n - 1) % n], points[i], points[(i + 1) % n]);
        let (fa, fb, fc) = (a.float(), b.float(), c.float());
        let length = (fa[0] - fb[0]).hypot(fa[1] - fb[1]).min((fc[0] - fb[0]).hypot(fc[1] - fb[1]));
        let width = distance(fa, fb, fc).min(distance(fc, fa, fb));
        let sharp = dot(b, a, c) > 0 && width <= SPIKE_MM && length > 10.0 * SPIKE_MM;
        (sharp || !turns(a, b, c)).then_some((b, length / 1000.0))
    };
    (0..n).filter_map(tip).collect()
}

/// Rings that meet themselves, or others in more than points.
fn meetings(rings: &[Ring], found: &mut Vec<Defect>) {
    let mut sides = Vec::new();
    for (r, ring) in rings.iter().enumerate() {
        sides.extend(ring.sides().enumerate().map(|(k, s)| (r, k, s)));
    }
    let boxes: Vec<Bounds> = sides.iter().map(|&(_, _, (a, b))| Bounds::of(a, b)).collect();
    pairs(&boxes, |i, j| {
        let ((r, k, (a, b)), (s, m, (c, d))) = (sides[i], sides[j]);
        let n = rings[r].points.len();
        let next = r == s && ((k + 1) % n == m || (m + 1) % n == k);
        let meets = if r == s { !next && segments_meet(a, b, c, d) } else { more_than_point(a, b, c, d) };
        if meets {
            let at = crossing(a, b, c, d).unwrap_or(if on_segment(a, b, c) {
                c
            } else if on_segment(a, b, d) {
                d
            } else {
                a
            });
            let (part, ring) = (rings[r.max(s)].part, rings[r.max(s)].ring);
            found.push(Defect { kind: DefectKind::SelfIntersection, at: at.to_metres(), part, ring, measure: 1.0 });
        }
    });
}

/// Whether two segments cross or run along each other.
fn more_than_point(a: Point, b: Point, c: Point, d: Point) -> bool {
    let on = [(a, b, c), (a, b, d), (c, d, a), (c, d, b)].into_iter().filter(|&(p, q, r)| on_segment(p, q, r));
    let mut touched: Vec<Point> = on.map(|t| t.2).collect();
    touched.sort_unstable();
    touched.dedup();
    touched.len() > 1 || crossing(a, b, c, d).is_some()
}

/// Holes outside their shell, and shells inside another.
fn misplaced(rings: &[Ring], found: &mut Vec<Defect>) {
    for (i, ring) in rings.iter().enumerate() {
        for other in rings.iter().enumerate().filter(|(j, o)| *j != i && o.ring == 0).map(|(_, o)| o) {
            let inside = within(ring, other);
            let kind = match (ring.ring, ring.part == other.part) {
                (0, false) if inside && !in_hole(ring, other.part, rings) => DefectKind::SelfIntersection,
                (1.., true) if !inside => DefectKind::HoleOutside,
                _ => continue,
            };
            let measure = ring_area2(&ring.points).unsigned_abs() as f64 / 2e6;
            found.push(Defect { kind, at: ring.points[0].to_metres(), part: ring.part, ring: ring.ring, measure });
        }
    }
}

fn in_hole(ring: &Ring, part: usize, rings: &[Ring]) -> bool {
    rings.iter().any(|h| h.part == part && h.ring > 0 && within(ring, h))
}

/// Whether the first vertex of a ring that does not lie on the other ring lies in it.
fn within(ring: &Ring, other: &Ring) -> bool {
    ring.points.iter().find_map(|&p| winding(other.sides(), p)).is_none_or(|w| w != 0)
}

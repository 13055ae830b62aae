//! Where two shapes cover the same ground.

use crate::lattice::{Point, crossing, on_segment};
use crate::shape::{Arrangement, Patch, Shape, middle, patches};
use crate::sweep::{Bounds, pairs};
use geo_types::{Coord, MultiPolygon};

/// Two shapes that cover the same ground.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Overlap {
    /// The shape with the lower number.
    pub a: usize,
    /// The other one.
    pub b: usize,
    /// The common ground, m².
    pub area_m2: f64,
    /// Width of its widest piece in metres: of the rectangle with the same area and perimeter.
    pub width_m: f64,
    /// A coordinate in it, metres.
    pub at: Coord<f64>,
}

/// All pairs of shapes whose interiors meet on the 1 mm lattice, sorted.
#[must_use]
pub fn overlaps(shapes: &[MultiPolygon<f64>]) -> Vec<Overlap> {
    let shapes: Vec<Option<Shape>> = shapes.iter().map(Shape::new).collect();
    let mut found: Vec<Overlap> = candidates(&shapes).into_iter().filter_map(|(a, b)| overlap(&shapes, a, b)).collect();
    found.sort_by_key(|o| (o.a, o.b));
    found
}

/// Pairs (a < b) whose boxes share more than a line.
pub(crate) fn candidates(shapes: &[Option<Shape>]) -> Vec<(usize, usize)> {
    let present: Vec<usize> = (0..shapes.len()).filter(|&i| shapes[i].is_some()).collect();
    let boxes: Vec<Bounds> = shapes.iter().flatten().map(|s| s.bounds).collect();
    let mut list = Vec::new();
    pairs(&boxes, |i, j| {
        let (p, q) = (&boxes[i], &boxes[j]);
        let wide = p.min.x.max(q.min.x) < p.max.x.min(q.max.x);
        if wide && p.min.y.max(q.min.y) < p.max.y.min(q.max.y) {
            list.push((present[i].min(present[j]), present[i].max(present[j])));
        }
    });
    list
}

fn overlap(shapes: &[Option<Shape>], a: usize, b: usize) -> Option<Overlap> {
    let (p, q) = (shapes[a].as_ref()?, shapes[b].as_ref()?);
    if apart(p, q) {
        return None;
    }
    let (patches, at) = common(p, q)?;
    let area2: i128 = patches.iter().map(|p| p.area2).sum();
    let width_m = patches.iter().map(Patch::width_m).fold(0.0, f64::max);
    Some(Overlap { a, b, area_m2: area2 as f64 / 2e6, width_m, at })
}

/// The common ground of two shapes and a coordinate in its largest piece; `None` if there is none.
fn common(p: &Shape, q: &Shape) -> Option<(Vec<Patch>, Coord<f64>)> {
    let Arrangement { mesh, regions } = Arrangement::new([p, q].into_iter())?;
    let both: Vec<bool> = regions.sets.iter().map(|s| s.len() == 2).collect();
    let (patches, _) = patches(&mesh, |t| both[regions.of[t] as usize]);
    let largest = patches.iter().max_by_key(|p| p.area2)?;
    let at = middle(&mesh, largest.triangle);
    Some((patches, at))
}

/// Twice the common area of two shapes, mm².
pub(crate) fn common_area2(p: &Shape, q: &Shape) -> i128 {
    if !p.bounds.meets(&q.bounds) || apart(p, q) {
        return 0;
    }
    common(p, q).map_or(0, |(patches, _)| patches.iter().map(|p| p.area2).sum())
}

/// Whether the interiors surely do not meet: no side of one enters the other. `false` where that takes more than a
/// look (a corner of one inside a side of the other).
fn apart(p: &Shape, q: &Shape) -> bool {
    if !p.bounds.meets(&q.bounds) {
        return true;
    }
    let window = Bounds {
        min: Point::new(p.bounds.min.x.max(q.bounds.min.x), p.bounds.min.y.max(q.bounds.min.y)),
        max: Point::new(p.bounds.max.x.min(q.bounds.max.x), p.bounds.max.y.min(q.bounds.max.y)),
    };
    let near =
        |s: &Shape| -> Vec<(Point, Point)> { s.sides().filter(|&(a, b)| Bounds::of(a, b).meets(&window)).collect() };
    let (sides_p, sides_q) = (near(p), near(q));
    let touching = sides_p.iter().any(|&(a, b)| {
        sides_q.iter().any(|&(c, d)| {
            let inner = |a, b, v| v != a && v != b && on_segment(a, b, v);
            crossing(a, b, c, d).is_some()
                || [c, d].into_iter().any(|v| inner(a, b, v))
                || [a, b].into_iter().any(|v| inner(c, d, v))
        })
    });
    // Without crossings every side lies on one side of the other's border, so its middle decides.
    !touching && outside(&sides_p, p, q) && outside(&sides_q, q, p)
}

/// Whether no side runs through the inside of the other shape, and at least one runs outside of it.
fn outside(sides: &[(Point, Point)], own: &Shape, other: &Shape) -> bool {
    let doubled = |(a, b): (Point, Point)| (Point::new(2 * a.x, 2 * a.y), Point::new(2 * b.x, 2 * b.y));
    let mut beyond = sides.len() < own.rings.iter().map(Vec::len).sum();
    for &(a, b) in sides {
        let middle = Point::new(a.x + b.x, a.y + b.y);
        match crate::partition::winding(other.sides().map(doubled), middle) {
            Some(0) => beyond = true,
            Some(_) => return false,
            None => {}
        }
    }
    beyond
}

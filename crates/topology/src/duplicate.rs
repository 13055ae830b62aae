//! Shapes that are there twice.

use crate::lattice::Point;
use crate::overlap::{candidates, common_area2};
use crate::shape::Shape;
use geo_types::MultiPolygon;

/// Share of the union that two shapes must have in common to count as one.
const SAME: f64 = 0.99;

/// Pairs (a < b, sorted) of shapes with the same sides, wherever their rings start and whichever way they run, or
/// with more than 99 % of their union in common.
#[must_use]
pub fn duplicates(shapes: &[MultiPolygon<f64>]) -> Vec<(usize, usize)> {
    let shapes: Vec<Option<Shape>> = shapes.iter().map(Shape::new).collect();
    let mut found: Vec<(usize, usize)> =
        candidates(&shapes).into_iter().filter(|&(a, b)| same(&shapes, a, b).unwrap_or(false)).collect();
    found.sort_unstable();
    found
}

fn same(shapes: &[Option<Shape>], a: usize, b: usize) -> Option<bool> {
    let (p, q) = (shapes[a].as_ref()?, shapes[b].as_ref()?);
    let (u, v) = (p.area2() as f64, q.area2() as f64);
    if u.min(v) <= SAME * u.max(v) && !(u == v) {
        return Some(false);
    }
    let (near, far) = (frame(p, q, true), frame(p, q, false));
    if near <= 0.9 * far {
        return Some(false);
    }
    if sides(p) == sides(q) {
        return Some(true);
    }
    let common = common_area2(p, q) as f64;
    Some(common > SAME * (u + v - common))
}

/// Area of the common part (or of the hull) of two boxes, mm².
fn frame(p: &Shape, q: &Shape, common: bool) -> f64 {
    let pick = |a: i64, b: i64, low: bool| if low == common { a.max(b) } else { a.min(b) } as f64;
    let (p, q) = (p.bounds, q.bounds);
    let x = pick(p.max.x, q.max.x, false) - pick(p.min.x, q.min.x, true);
    let y = pick(p.max.y, q.max.y, false) - pick(p.min.y, q.min.y, true);
    x.max(0.0) * y.max(0.0)
}

fn sides(shape: &Shape) -> Vec<(Point, Point)> {
    let mut sides: Vec<(Point, Point)> = shape.sides().map(|(a, b)| (a.min(b), a.max(b))).collect();
    sides.sort_unstable();
    sides
}

//! Where two shapes cover the same ground.

use crate::relation::{Relation, relation};
use crate::shape::{Arrangement, Patch, Shape, middle, patches};
use crate::sweep::{Bounds, pairs};
use geo_types::{Coord, MultiPolygon};
use rayon::prelude::*;

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
    let shapes: Vec<Option<Shape>> = shapes.par_iter().map(Shape::new).collect();
    let near = candidates(&shapes);
    let mut found: Vec<Overlap> = near.into_par_iter().filter_map(|(a, b)| overlap(&shapes, a, b)).collect();
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
    if relation(p, q) == Relation::Apart {
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
    match relation(p, q) {
        Relation::Apart => 0,
        Relation::Within => p.area2(),
        Relation::Unsure => common(p, q).map_or(0, |(patches, _)| patches.iter().map(|p| p.area2).sum()),
    }
}

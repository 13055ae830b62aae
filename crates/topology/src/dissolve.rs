//! Cells of one tiling joined by label, without building the tiling again.

use crate::assemble::{Border, assemble};
use crate::lattice::Point;
use crate::mesh::NONE;
use crate::shape::Shape;
use crate::territory::LineKinds;
use geo_types::MultiPolygon;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

/// Why cells cannot be joined: they are not from one tiling, where neighbours share the very same sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the cells with label {label} overlap or do not match side by side")]
pub struct NotATiling {
    /// The label of the cells.
    pub label: u32,
}

/// The union of the cells of each label, by number; a label without cells is empty.
///
/// The cells must be those of one [`crate::Partition`], on its 1 mm lattice: sides between cells of one label then
/// cancel each other, and what is left is the outline, with the very same points as the neighbours'. The area of each
/// union is proved to be the sum of its cells' areas. Cells without a label (beyond the end of the list) are left out.
///
/// # Errors
/// When cells with one label overlap.
pub fn dissolve(cells: &[MultiPolygon<f64>], label: &[u32]) -> Result<Vec<MultiPolygon<f64>>, NotATiling> {
    let n = label.iter().max().map_or(0, |&most| most as usize + 1);
    let mut members = vec![Vec::new(); n];
    for (cell, &label) in label.iter().enumerate().take(cells.len()) {
        members[label as usize].push(cell);
    }
    let union = |(label, members): (usize, &Vec<usize>)| {
        let shapes: Vec<Shape> = members.iter().filter_map(|&cell| Shape::new(&cells[cell])).collect();
        outline(&shapes).ok_or(NotATiling { label: label as u32 })
    };
    members.par_iter().enumerate().map(union).collect()
}

/// The union of shapes that share whole sides at most.
fn outline(shapes: &[Shape]) -> Option<MultiPolygon<f64>> {
    let mut sides: FxHashSet<(Point, Point)> = FxHashSet::default();
    for (a, b) in shapes.iter().flat_map(Shape::sides) {
        if !sides.remove(&(b, a)) && !sides.insert((a, b)) {
            return None;
        }
    }
    // In a fixed order, so that equal cells give equal rings.
    let mut sides: Vec<(Point, Point)> = sides.into_iter().collect();
    sides.sort_unstable();
    let mut points: Vec<Point> = Vec::new();
    let mut number: FxHashMap<Point, u32> = FxHashMap::default();
    let mut id = |point: Point| {
        *number.entry(point).or_insert_with(|| {
            points.push(point);
            points.len() as u32 - 1
        })
    };
    let border =
        |(a, b): &(Point, Point)| Border { from: id(*a), to: id(*b), left: 0, right: NONE, kinds: LineKinds::OPEN };
    let borders: Vec<Border> = sides.iter().map(border).collect();
    let union = assemble(&points, borders, 1).cell(0);
    let area2: i128 = shapes.iter().map(Shape::area2).sum();
    let found = Shape::new(&union).map_or(0, |shape| shape.area2());
    (found == area2).then_some(union)
}

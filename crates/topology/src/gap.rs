//! Ground that shapes leave uncovered.

use crate::assemble::{assemble, borders};
use crate::mesh::Mesh;
use crate::node::{Linework, node};
use crate::regions::flood;
use crate::shape::{Patch, Shape, middle, patches};
use geo_types::{Coord, MultiPolygon, Polygon};

/// Uncovered ground.
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {
    /// Its area, m².
    pub area_m2: f64,
    /// Its width in metres: of the rectangle with the same area and perimeter.
    pub width_m: f64,
    /// A coordinate in it, metres.
    pub at: Coord<f64>,
    /// Its outline, metres.
    pub shape: Polygon<f64>,
}

/// Tag of the outline.
const OUTLINE: u32 = u32::MAX;

/// Holes in the union of the shapes; with an outline, all of it that no shape covers. Sorted from west to east.
#[must_use]
pub fn gaps(shapes: &[MultiPolygon<f64>], outline: Option<&MultiPolygon<f64>>) -> Vec<Gap> {
    let mut lines = Linework::default();
    for (tag, shape) in shapes.iter().enumerate() {
        if let Some(shape) = Shape::new(shape) {
            shape.push(&mut lines, tag as u32);
        }
    }
    let outer = outline.and_then(Shape::new);
    if let Some(outer) = &outer {
        outer.push(&mut lines, OUTLINE);
    }
    let mut found = uncovered(lines, outer.is_some()).unwrap_or_default();
    found.sort_by(|a, b| a.at.x.total_cmp(&b.at.x).then(a.at.y.total_cmp(&b.at.y)));
    found
}

fn uncovered(lines: Linework, outlined: bool) -> Option<Vec<Gap>> {
    // Borders with a shape on each side change nothing and are left out: what remains is the rim of the union.
    let rim = node(lines)?.only(|tags| change(tags) != 0 || tags.iter().any(|t| t.0 == OUTLINE));
    let mesh = Mesh::build(&rim)?;
    let layers = flood(&mesh, (0_i32, false), |(layers, inside), line, leftward| {
        let tags = rim.tags(line);
        let by = if leftward { change(tags) } else { -change(tags) };
        (layers + by, inside ^ (tags.iter().filter(|t| t.0 == OUTLINE).count() % 2 == 1))
    });
    let (patches, of) = patches(&mesh, |t| layers[t].0 <= 0 && (layers[t].1 || !outlined));
    let partition = assemble(&mesh.points, borders(&mesh, |t| of[t]), patches.len());
    let list = patches.iter().enumerate().filter(|(_, p)| outlined || !p.at_hull);
    Some(
        list.flat_map(|(i, p)| partition.cell(i).0.into_iter().map(|shape| gap(&mesh, p, shape)).collect::<Vec<_>>())
            .collect(),
    )
}

/// By how many layers the ground on the left of an edge is covered more often than that on its right.
fn change(tags: &[(u32, i8)]) -> i32 {
    tags.iter().filter(|t| t.0 != OUTLINE).map(|t| i32::from(t.1)).sum()
}

fn gap(mesh: &Mesh, patch: &Patch, shape: Polygon<f64>) -> Gap {
    Gap { area_m2: patch.area2 as f64 / 2e6, width_m: patch.width_m(), at: middle(mesh, patch.triangle), shape }
}

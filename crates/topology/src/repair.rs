//! Shapes made valid.

use crate::assemble::{assemble, borders};
use crate::defect::{Defect, defects};
use crate::lattice::ring_area2;
use crate::mesh::{Mesh, NONE};
use crate::node::{Linework, node};
use crate::regions::Regions;
use crate::shape::ring_points;
use geo_types::MultiPolygon;

/// A shape made valid.
#[derive(Clone, Debug, PartialEq)]
pub struct Repaired {
    /// Valid, on the 1 mm lattice; empty if nothing encloses ground.
    pub shape: MultiPolygon<f64>,
    /// The defects that are gone.
    pub changes: Vec<Defect>,
    /// Ground won or lost in m²: what the area of the rings as they ran differs by. A repair is safe where this is
    /// small.
    pub moved_area_m2: f64,
}

/// Makes a shape valid: ground is what an odd number of a polygon's rings enclose, in any polygon of the shape.
///
/// Spikes, repeated points and wrong order vanish without moving ground; crossings are cut into polygons that touch.
#[must_use]
pub fn repair(shape: &MultiPolygon<f64>) -> Repaired {
    let before = defects(shape);
    if before.is_empty() && on_lattice(shape) {
        return Repaired { shape: shape.clone(), changes: Vec::new(), moved_area_m2: 0.0 };
    }
    let repaired = rebuilt(shape).unwrap_or(MultiPolygon::new(Vec::new()));
    let after = defects(&repaired);
    let changes = before.into_iter().filter(|d| !after.iter().any(|a| a.kind == d.kind)).collect();
    let moved_area_m2 = (run_area2(shape) - run_area2(&repaired)).abs() as f64 / 2e6;
    Repaired { shape: repaired, changes, moved_area_m2 }
}

fn on_lattice(shape: &MultiPolygon<f64>) -> bool {
    let rings = shape.0.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()));
    rings.flat_map(|r| &r.0).all(|&c| crate::lattice::Point::from_metres(c).is_some_and(|p| p.to_metres() == c))
}

/// Twice the area of shells less holes, whichever way they run, mm².
fn run_area2(shape: &MultiPolygon<f64>) -> i128 {
    let ring = |r| ring_area2(&ring_points(r)).abs();
    shape.0.iter().map(|p| ring(p.exterior()) - p.interiors().iter().map(ring).sum::<i128>()).sum()
}

fn rebuilt(shape: &MultiPolygon<f64>) -> Option<MultiPolygon<f64>> {
    let mut lines = Linework::default();
    for (tag, polygon) in shape.0.iter().enumerate() {
        for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
            let points = ring_points(ring);
            for (k, &p) in points.iter().enumerate() {
                lines.push(p, points[(k + 1) % points.len()], tag as u32);
            }
        }
    }
    let noded = node(lines)?;
    let mesh = Mesh::build(&noded)?;
    let regions = Regions::new(&mesh, &noded, shape.0.len() as u32);
    let ground = |t: usize| if regions.sets[regions.of[t] as usize].is_empty() { NONE } else { 0 };
    Some(assemble(&mesh.points, borders(&mesh, ground), 1).cell(0))
}

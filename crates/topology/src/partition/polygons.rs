//! Cells as polygons that other programs accept.

use super::{Partition, Ring};
use crate::lattice::{Point, ring_area2};
use geo_types::{LineString, MultiPolygon, Polygon};

impl Partition {
    /// The cell as OGC valid polygons in metres: exteriors anticlockwise, holes clockwise; empty out of range.
    #[must_use]
    pub fn cell(&self, cell: usize) -> MultiPolygon<f64> {
        let rings: Vec<Vec<Point>> = self.rings_of(cell).map(|r: &Ring| self.ring_points(r)).collect();
        polygons(rings)
    }
}

/// Polygons of simple rings that touch each other at vertices at most.
pub(crate) fn polygons(rings: Vec<Vec<Point>>) -> MultiPolygon<f64> {
    let (mut shells, mut holes) = (Vec::new(), Vec::new());
    for ring in rings {
        let area2 = ring_area2(&ring);
        if area2 > 0 {
            shells.push((area2, ring, Vec::new()));
        } else if area2 < 0 {
            holes.push(ring);
        }
    }
    for hole in holes {
        let around = shells.iter_mut().filter(|s| s.1.len() > 2 && encloses(&s.1, &hole));
        if let Some(shell) = around.min_by_key(|s| s.0) {
            shell.2.push(line(&hole));
        }
    }
    MultiPolygon::new(shells.into_iter().map(|(_, ring, holes)| Polygon::new(line(&ring), holes)).collect())
}

fn line(ring: &[Point]) -> LineString<f64> {
    ring.iter().chain(ring.first()).map(|p| p.to_metres()).collect()
}

/// Whether the middle of the hole's first side lies in the ring; it cannot lie on it. Coordinates are doubled.
fn encloses(ring: &[Point], hole: &[Point]) -> bool {
    let middle = Point::new(hole[0].x + hole[1].x, hole[0].y + hole[1].y);
    let twice = |p: Point| Point::new(2 * p.x, 2 * p.y);
    let ends = ring.iter().zip(ring.iter().cycle().skip(1));
    winding(ends.map(|(&a, &b)| (twice(a), twice(b))), middle) != Some(0)
}

/// How often the sides wind around p; `None` if p lies on one of them.
pub(crate) fn winding(sides: impl Iterator<Item = (Point, Point)>, p: Point) -> Option<i32> {
    let mut winding = 0;
    for (a, b) in sides {
        if (a.y > p.y) == (b.y > p.y) && a.y != p.y && b.y != p.y {
            continue;
        }
        let side = crate::lattice::orient(a, b, p);
        if side == 0 && crate::lattice::on_segment(a, b, p) {
            return None;
        }
        if a.y <= p.y && b.y > p.y && side > 0 {
            winding += 1;
        } else if a.y > p.y && b.y <= p.y && side < 0 {
            winding -= 1;
        }
    }
    Some(winding)
}

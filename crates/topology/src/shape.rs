//! Shapes on the lattice.

use crate::lattice::{Point, apart, ring_area2};
use crate::mesh::Mesh;
use crate::node::{Linework, Noded, node};
use crate::partition::winding;
use crate::regions::Regions;
use crate::sweep::Bounds;
use geo_types::{LineString, MultiPolygon};

/// Rings of lattice points without repeats, shells anticlockwise and holes clockwise, and their box.
#[derive(Clone, Debug)]
pub(crate) struct Shape {
    pub(crate) rings: Vec<Vec<Point>>,
    pub(crate) bounds: Bounds,
}

/// The lattice points of a ring without consecutive repeats and without its end; unusable coordinates are left out.
pub(crate) fn ring_points(ring: &LineString<f64>) -> Vec<Point> {
    let mut points: Vec<Point> = ring.0.iter().filter_map(|&c| Point::from_metres(c)).collect();
    points.dedup();
    while points.len() > 1 && points.first() == points.last() {
        points.pop();
    }
    points
}

impl Shape {
    /// `None` if nothing with an area is left on the lattice.
    pub(crate) fn new(shape: &MultiPolygon<f64>) -> Option<Self> {
        let mut rings = Vec::new();
        for polygon in &shape.0 {
            for (k, ring) in std::iter::once(polygon.exterior()).chain(polygon.interiors()).enumerate() {
                let mut points = ring_points(ring);
                if points.len() < 3 {
                    continue;
                }
                if (ring_area2(&points) < 0) == (k == 0) {
                    points.reverse();
                }
                rings.push(points);
            }
        }
        let bounds = Bounds::around(rings.iter().flatten().copied())?;
        Some(Self { rings, bounds })
    }

    pub(crate) fn sides(&self) -> impl Iterator<Item = (Point, Point)> + '_ {
        self.rings.iter().flat_map(|r| r.iter().copied().zip(r[1..].iter().chain(r.first()).copied()))
    }

    /// Twice the area, mm²; of a valid shape.
    pub(crate) fn area2(&self) -> i128 {
        self.rings.iter().map(|r| ring_area2(r)).sum()
    }

    pub(crate) fn push(&self, lines: &mut Linework, tag: u32) {
        self.sides().for_each(|(a, b)| lines.push(a, b, tag));
    }

    /// Whether p lies inside (`Some(true)`), outside, or on the border (`None`).
    pub(crate) fn holds(&self, p: Point) -> Option<bool> {
        winding(self.sides(), p).map(|w| w != 0)
    }
}

/// Some shapes cut at each other's borders and triangulated; the tag of a shape is its position.
pub(crate) struct Arrangement {
    pub(crate) mesh: Mesh,
    pub(crate) regions: Regions,
}

impl Arrangement {
    /// `None` if there is nothing to triangulate.
    pub(crate) fn new<'a>(shapes: impl Iterator<Item = &'a Shape>) -> Option<Self> {
        let mut lines = Linework::default();
        let mut tag = 0;
        for shape in shapes {
            shape.push(&mut lines, tag);
            tag += 1;
        }
        let noded: Noded = node(lines)?;
        let mesh = Mesh::build(&noded)?;
        let regions = Regions::new(&mesh, &noded, tag);
        Some(Self { mesh, regions })
    }
}

/// A connected set of triangles.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Patch {
    /// Twice the area, mm².
    pub(crate) area2: i128,
    /// Length of its border, mm.
    pub(crate) perimeter: f64,
    /// Its largest triangle, and twice the area of that.
    pub(crate) triangle: usize,
    pub(crate) largest2: i128,
    /// Whether it reaches the edge of the mesh.
    pub(crate) at_hull: bool,
}

impl Patch {
    /// Width in metres of the rectangle with the same area and perimeter; of the square where there is none.
    pub(crate) fn width_m(&self) -> f64 {
        let (area, perimeter) = (self.area2 as f64 / 2.0, self.perimeter);
        let root = (perimeter * perimeter - 16.0 * area).max(0.0).sqrt();
        // 4A / (P + root) is (P − root) / 4 without cancellation.
        if perimeter > 0.0 { 4.0 * area / (perimeter + root) / 1000.0 } else { 0.0 }
    }
}

/// The connected sets of the triangles that `wanted` names; also the set of each triangle (or `u32::MAX`).
pub(crate) fn patches(mesh: &Mesh, wanted: impl Fn(usize) -> bool) -> (Vec<Patch>, Vec<u32>) {
    let mut of = vec![u32::MAX; mesh.n_triangles()];
    let (mut patches, mut stack) = (Vec::new(), Vec::new());
    for first in 0..mesh.n_triangles() {
        if of[first] != u32::MAX || !wanted(first) {
            continue;
        }
        let mut patch = Patch { triangle: first, ..Patch::default() };
        of[first] = patches.len() as u32;
        stack.push(first);
        while let Some(t) = stack.pop() {
            let area2 = mesh.area2(t);
            patch.area2 += area2;
            if area2 > patch.largest2 {
                (patch.largest2, patch.triangle) = (area2, t);
            }
            for h in 3 * t..3 * t + 3 {
                let beyond = mesh.across(h).map(|g| g / 3);
                patch.at_hull |= beyond.is_none();
                match beyond.filter(|&u| wanted(u)) {
                    Some(u) if of[u] == u32::MAX => {
                        of[u] = patches.len() as u32;
                        stack.push(u);
                    }
                    Some(_) => {}
                    None => {
                        let [a, b] = mesh.ends(h).map(Point::float);
                        patch.perimeter += apart(a, b);
                    }
                }
            }
        }
        patches.push(patch);
    }
    (patches, of)
}

/// The middle of triangle t in metres.
pub(crate) fn middle(mesh: &Mesh, t: usize) -> geo_types::Coord<f64> {
    let [a, b, c] = [3 * t, 3 * t + 1, 3 * t + 2].map(|h| mesh.at(h).to_metres());
    geo_types::Coord { x: (a.x + b.x + c.x) / 3.0, y: (a.y + b.y + c.y) / 3.0 }
}

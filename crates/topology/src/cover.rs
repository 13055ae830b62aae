//! Partitions from polygons that touch.

use crate::assemble::{Border, assemble, borders};
use crate::lattice::Point;
use crate::mesh::{Mesh, NONE};
use crate::node::{Linework, Noded, node};
use crate::overlap::{Overlap, overlaps};
use crate::partition::Partition;
use crate::regions::Regions;
use crate::shape::Shape;
use crate::territory::LineKinds;
use geo_types::MultiPolygon;

/// What is wrong with a coverage.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum CoverFault {
    /// Two shapes cover the same ground; it went to the first.
    Overlap(Overlap),
    /// Nothing is left of the shape: it encloses no ground, or earlier shapes cover all of it.
    Empty(usize),
}

/// Why shapes cannot be made a partition.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CoverError {
    /// A coordinate is not finite or more than 10^9 m from the origin.
    #[error("shape {0} has a coordinate that is not a number or out of range")]
    Coordinate(usize),
    /// The arithmetic of the lattice refused the input; a defect of this crate.
    #[error("the linework could not be cut into a planar graph")]
    Linework,
}

impl Partition {
    /// The partition whose cell i is shape i (metres). Vertices of one shape on a side of its neighbour (T-junctions)
    /// are put into both; overlaps go to the shape with the lower number and are reported; gaps stay.
    ///
    /// # Errors
    /// [`CoverError`] names the shape with unusable coordinates.
    pub fn from_shapes(shapes: &[MultiPolygon<f64>]) -> Result<(Self, Vec<CoverFault>), CoverError> {
        let mut lines = Linework::default();
        for (tag, shape) in shapes.iter().enumerate() {
            check(shape).ok_or(CoverError::Coordinate(tag))?;
            if let Some(shape) = Shape::new(shape) {
                shape.push(&mut lines, tag as u32);
            }
        }
        let noded = node(lines).ok_or(CoverError::Linework)?;
        let (partition, clean) = match directly(&noded, shapes.len()) {
            Some(partition) => (partition, true),
            None => (by_mesh(&noded, shapes.len()).ok_or(CoverError::Linework)?, false),
        };
        let mut faults = Vec::new();
        if !clean {
            faults.extend(overlaps(shapes).into_iter().map(CoverFault::Overlap));
        }
        let empty = (0..shapes.len()).filter(|&i| partition.cell_area2_mm2(i) <= 0);
        faults.extend(empty.map(CoverFault::Empty));
        Ok((partition, faults))
    }
}

fn check(shape: &MultiPolygon<f64>) -> Option<()> {
    let rings = shape.0.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()));
    rings.flat_map(|r| &r.0).try_for_each(|&c| Point::from_metres(c).map(drop))
}

/// A clean coverage needs no triangles: every border has at most one shape on each side. `None` if it is not clean.
fn directly(noded: &Noded, n: usize) -> Option<Partition> {
    let mut borders = Vec::with_capacity(noded.edges.len());
    for (e, &[from, to]) in noded.edges.iter().enumerate() {
        let (mut left, mut right) = (NONE, NONE);
        for &(tag, direction) in noded.tags(e) {
            let side = if direction > 0 { &mut left } else { &mut right };
            if std::mem::replace(side, tag) != NONE {
                return None;
            }
        }
        if left != right {
            borders.push(Border { from, to, left, right, kinds: LineKinds::OPEN });
        }
    }
    let partition = assemble(&noded.points, borders, n);
    partition.is_sound().then_some(partition)
}

fn by_mesh(noded: &Noded, n: usize) -> Option<Partition> {
    if noded.edges.is_empty() {
        return Some(assemble(&[], Vec::new(), n));
    }
    let mesh = Mesh::build(noded)?;
    let regions = Regions::new(&mesh, noded, n as u32);
    let cell = |t: usize| regions.sets[regions.of[t] as usize].first().copied().unwrap_or(NONE);
    Some(assemble(&mesh.points, borders(&mesh, cell), n))
}

//! A partition of the plane by shared arcs: neighbours share the very same coordinates.

mod adjacency;
mod edit;
mod polygons;
mod rings;
mod search;
mod verify;

pub use adjacency::Adjacency;
pub(crate) use polygons::winding;
pub use verify::{Proof, Violation};

use crate::lattice::{Point, apart, ring_area2};
use crate::territory::LineKinds;
use rings::Ring;
use search::Index;
use std::sync::OnceLock;

/// A chain of lattice points between two nodes, with a cell on each side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arc {
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// The cell on its left, `None` outside.
    pub left: Option<u32>,
    /// The cell on its right, `None` outside.
    pub right: Option<u32>,
    /// The barriers that it runs along.
    pub kinds: LineKinds,
}

/// Cells whose borders are shared arcs on the 1 mm lattice.
#[derive(Clone, Debug, Default)]
pub struct Partition {
    coords: Vec<Point>,
    arcs: Vec<Arc>,
    /// Rings of all cells, sorted by cell.
    rings: Vec<Ring>,
    /// Half-arcs of the rings: 2·arc forward (cell on its left), 2·arc + 1 backward.
    halves: Vec<u32>,
    n_cells: usize,
    groups: Vec<u32>,
    index: OnceLock<Index>,
}

impl Partition {
    pub(crate) fn from_arcs(coords: Vec<Point>, arcs: Vec<Arc>, n_cells: usize) -> Self {
        let mut partition = Self { coords, arcs, n_cells, ..Self::default() };
        (partition.rings, partition.halves) = rings::trace(&partition);
        partition
    }

    /// Says which group (community) each cell belongs to, for the figures of [`Partition::verify`].
    pub(crate) fn with_groups(mut self, groups: Vec<u32>) -> Self {
        self.groups = groups;
        self
    }

    /// Number of cells.
    #[must_use]
    pub fn n_cells(&self) -> usize {
        self.n_cells
    }

    /// The arcs.
    #[must_use]
    pub fn arcs(&self) -> &[Arc] {
        &self.arcs
    }

    /// The points of an arc; the last repeats the first if the arc is a loop.
    #[must_use]
    pub fn points(&self, arc: &Arc) -> &[Point] {
        &self.coords[arc.start as usize..arc.end as usize]
    }

    /// Number of vertices of all arcs.
    #[must_use]
    pub fn n_vertices(&self) -> usize {
        self.coords.len()
    }

    /// Twice the area of a cell in mm², exact; 0 for a cell without ground or a number out of range.
    #[must_use]
    pub fn cell_area2_mm2(&self, cell: usize) -> i128 {
        self.rings_of(cell).map(|r| ring_area2(&self.ring_points(r))).sum()
    }

    /// The area of a cell in m².
    #[must_use]
    pub fn cell_area_m2(&self, cell: usize) -> f64 {
        self.cell_area2_mm2(cell) as f64 / 2e6
    }

    /// The length of the border of a cell in metres, holes included.
    #[must_use]
    pub fn perimeter_m(&self, cell: usize) -> f64 {
        let arcs = self.rings_of(cell).flat_map(|r| self.halves_of(r)).map(|&h| &self.arcs[h as usize / 2]);
        arcs.map(|a| self.length_mm(a)).sum::<f64>() / 1000.0
    }

    fn length_mm(&self, arc: &Arc) -> f64 {
        let step = |w: &[Point]| apart(w[0].float(), w[1].float());
        self.points(arc).windows(2).map(step).sum()
    }

    fn rings_of(&self, cell: usize) -> impl Iterator<Item = &Ring> {
        let from = self.rings.partition_point(|r| (r.cell as usize) < cell);
        self.rings[from..].iter().take_while(move |r| r.cell as usize == cell)
    }

    fn halves_of(&self, ring: &Ring) -> &[u32] {
        &self.halves[ring.start as usize..ring.end as usize]
    }

    /// Where a half-arc starts.
    fn origin(&self, half: u32) -> Point {
        let points = self.points(&self.arcs[half as usize / 2]);
        if half.is_multiple_of(2) { points[0] } else { points[points.len() - 1] }
    }

    /// The second point of a half-arc.
    fn second(&self, half: u32) -> Point {
        let points = self.points(&self.arcs[half as usize / 2]);
        if half.is_multiple_of(2) { points[1] } else { points[points.len() - 2] }
    }

    /// The cell on the left of a half-arc.
    fn left(&self, half: u32) -> Option<u32> {
        let arc = &self.arcs[half as usize / 2];
        if half.is_multiple_of(2) { arc.left } else { arc.right }
    }

    /// The points of a ring without the repeated end.
    fn ring_points(&self, ring: &Ring) -> Vec<Point> {
        self.points_of(self.halves_of(ring))
    }

    /// The points of half-arcs that follow each other, without the repeated end.
    fn points_of(&self, halves: &[u32]) -> Vec<Point> {
        let mut out = Vec::new();
        for &half in halves {
            let points = self.points(&self.arcs[half as usize / 2]);
            let n = points.len();
            if half.is_multiple_of(2) {
                out.extend_from_slice(&points[..n - 1]);
            } else {
                out.extend(points[1..].iter().rev());
            }
        }
        out
    }
}

//! Cells by place.

use super::Partition;
use super::polygons::winding;
use crate::lattice::Point;
use crate::sweep::Bounds;
use geo_types::Coord;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

type Entry = GeomWithData<Rectangle<[i64; 2]>, u32>;

/// Boxes of the cells.
#[derive(Clone, Debug)]
pub(crate) struct Index(RTree<Entry>);

impl Partition {
    fn index(&self) -> &Index {
        self.index.get_or_init(|| {
            let boxes = (0..self.n_cells).filter_map(|cell| {
                let b = self.bounds(cell)?;
                Some(Entry::new(Rectangle::from_corners([b.min.x, b.min.y], [b.max.x, b.max.y]), cell as u32))
            });
            Index(RTree::bulk_load(boxes.collect()))
        })
    }

    fn bounds(&self, cell: usize) -> Option<Bounds> {
        let arcs = self.rings_of(cell).flat_map(|r| self.halves_of(r)).map(|&h| &self.arcs[h as usize / 2]);
        Bounds::around(arcs.flat_map(|a| self.points(a)).copied())
    }

    /// The cell at a coordinate (metres, taken to the nearest lattice point); on a border the cell with the lowest
    /// number.
    #[must_use]
    pub fn locate(&self, point: Coord<f64>) -> Option<usize> {
        let p = Point::from_metres(point)?;
        let at = AABB::from_point([p.x, p.y]);
        let near = self.index().0.locate_in_envelope_intersecting(at).map(|e| e.data as usize);
        near.filter(|&cell| self.around(cell, p) != Some(false)).min()
    }

    /// The cells whose bounding boxes meet a box (corners in metres), sorted.
    #[must_use]
    pub fn in_box(&self, min: Coord<f64>, max: Coord<f64>) -> Vec<usize> {
        let (Some(a), Some(b)) = (Point::from_metres(min), Point::from_metres(max)) else { return Vec::new() };
        let window = AABB::from_corners([a.x, a.y], [b.x, b.y]);
        let mut cells: Vec<usize> =
            self.index().0.locate_in_envelope_intersecting(window).map(|e| e.data as usize).collect();
        cells.sort_unstable();
        cells
    }

    /// Whether p lies in a cell, or outside, or on its border (`None`).
    pub(super) fn around(&self, cell: usize, p: Point) -> Option<bool> {
        let halves = self.rings_of(cell).flat_map(|r| self.halves_of(r));
        let sides = halves.flat_map(|&h| {
            let forward = h.is_multiple_of(2);
            let points = self.points(&self.arcs[h as usize / 2]);
            points.windows(2).map(move |w| if forward { (w[0], w[1]) } else { (w[1], w[0]) })
        });
        winding(sides, p).map(|w| w != 0)
    }
}

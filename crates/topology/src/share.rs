//! Which areas a shape lies in.

use crate::lattice::Point;
use crate::overlap::common_area2;
use crate::shape::Shape;
use crate::sweep::Bounds;
use geo_types::{Coord, MultiPolygon};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

type Entry = GeomWithData<Rectangle<[i64; 2]>, u32>;

/// Areas (communities, streets) by place.
#[derive(Clone, Debug)]
pub struct AreaIndex {
    areas: Vec<Option<Shape>>,
    tree: RTree<Entry>,
}

impl AreaIndex {
    /// An index over areas in metres; areas that are nothing on the lattice are never found.
    #[must_use]
    pub fn new(areas: &[MultiPolygon<f64>]) -> Self {
        let areas: Vec<Option<Shape>> = areas.iter().map(Shape::new).collect();
        let entry = |(i, s): (usize, &Option<Shape>)| {
            let b = s.as_ref()?.bounds;
            Some(Entry::new(Rectangle::from_corners([b.min.x, b.min.y], [b.max.x, b.max.y]), i as u32))
        };
        let tree = RTree::bulk_load(areas.iter().enumerate().filter_map(entry).collect());
        Self { areas, tree }
    }

    /// The first area that holds a coordinate (metres), its border included.
    #[must_use]
    pub fn locate(&self, point: Coord<f64>) -> Option<usize> {
        let p = Point::from_metres(point)?;
        let holds = |&i: &usize| self.areas[i].as_ref().is_some_and(|s| s.holds(p) != Some(false));
        self.near(Bounds::of(p, p)).into_iter().find(holds)
    }

    fn near(&self, b: Bounds) -> Vec<usize> {
        let window = AABB::from_corners([b.min.x, b.min.y], [b.max.x, b.max.y]);
        let mut near: Vec<usize> = self.tree.locate_in_envelope_intersecting(window).map(|e| e.data as usize).collect();
        near.sort_unstable();
        near
    }
}

/// The areas in which a shape lies, and how much of it (m²), sorted by area; what is missing to the shape's own area
/// lies outside.
#[must_use]
pub fn shares(shape: &MultiPolygon<f64>, areas: &AreaIndex) -> Vec<(usize, f64)> {
    let Some(shape) = Shape::new(shape) else { return Vec::new() };
    let near = areas.near(shape.bounds).into_iter();
    let share = |i: usize| (i, areas.areas[i].as_ref().map_or(0, |a| common_area2(&shape, a)));
    near.map(share).filter(|s| s.1 > 0).map(|(i, area2)| (i, area2 as f64 / 2e6)).collect()
}

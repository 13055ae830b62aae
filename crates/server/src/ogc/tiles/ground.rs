//! A view's places on the world's square, found by box.

use geo::MapCoords;
use geo_types::MultiPolygon;
use registry::feature_number;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::address::world;
use crate::dressed::Dressed;

/// Shapes in Web Mercator, made once for a view when its first tile is asked for.
pub(crate) struct Ground {
    places: Vec<Option<Shape>>,
    tree: RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>,
    /// Everything: least x, least y, most x, most y.
    pub(super) bounds: Option<[f64; 4]>,
}

/// A place's shape.
pub(super) struct Shape {
    pub(super) area: MultiPolygon<f64>,
    /// Least x, least y, most x, most y.
    pub(super) bounds: [f64; 4],
    /// The number that clients know the place by.
    pub(super) number: u64,
}

impl Ground {
    pub(crate) fn new(dressed: &Dressed) -> Self {
        let shape = |place: &registry::Place| {
            let area = dressed.lonlat(place)?.map_coords(world);
            let bounds = store::bounds(&area)?;
            let sound = bounds.iter().all(|number| number.is_finite());
            sound.then(|| Shape { area, bounds, number: feature_number(&place.id) })
        };
        let places: Vec<Option<Shape>> = dressed.view.places().list().iter().map(shape).collect();
        let entry = |(idx, shape): (usize, &Option<Shape>)| {
            let [west, north, east, south] = shape.as_ref()?.bounds;
            Some(GeomWithData::new(Rectangle::from_corners([west, north], [east, south]), idx))
        };
        let tree = RTree::bulk_load(places.iter().enumerate().filter_map(entry).collect());
        let all = places.iter().flatten().map(|shape| shape.bounds);
        let bounds = all.reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]);
        Ground { places, tree, bounds }
    }

    /// The shape of the n-th place of the view.
    pub(super) fn shape(&self, idx: usize) -> Option<&Shape> {
        self.places[idx].as_ref()
    }

    /// Numbers of the places whose box meets this one, in the order of the view.
    pub(super) fn within(&self, [west, north, east, south]: [f64; 4]) -> Vec<usize> {
        let wanted = AABB::from_corners([west, north], [east, south]);
        let mut found: Vec<usize> = self.tree.locate_in_envelope_intersecting(wanted).map(|entry| entry.data).collect();
        found.sort_unstable();
        found
    }
}

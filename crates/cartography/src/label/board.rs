//! The board that remembers where text stands.

use geo_types::{Coord, Rect, coord};
use rstar::primitives::Rectangle;
use rstar::{AABB, RTree};

/// Air between two texts, mm.
const AIR: f64 = 0.25;

/// Boxes taken on the map.
#[derive(Debug)]
pub(crate) struct Board {
    frame: Rect<f64>,
    taken: RTree<Rectangle<[f64; 2]>>,
}

impl Board {
    pub(crate) fn new(frame: Rect<f64>, taken: &[Rect<f64>]) -> Self {
        let boxes = taken.iter().map(|rect| Rectangle::from_aabb(envelope(rect, 0.0))).collect();
        Board { frame, taken: RTree::bulk_load(boxes) }
    }

    /// Whether a box lies in the frame and on no other, with a little air.
    pub(crate) fn is_free(&self, rect: &Rect<f64>) -> bool {
        let (min, max) = (self.frame.min(), self.frame.max());
        let inside = rect.min().x > min.x + AIR
            && rect.min().y > min.y + AIR
            && rect.max().x < max.x - AIR
            && rect.max().y < max.y - AIR;
        inside && self.taken.locate_in_envelope_intersecting(envelope(rect, AIR)).next().is_none()
    }

    /// On how many boxes a box lies.
    pub(crate) fn overlaps(&self, rect: &Rect<f64>) -> usize {
        self.taken.locate_in_envelope_intersecting(envelope(rect, AIR)).count()
    }

    pub(crate) fn take(&mut self, rect: Rect<f64>) {
        self.taken.insert(Rectangle::from_aabb(envelope(&rect, 0.0)));
    }
}

/// The box of a size around a centre.
pub(crate) fn centred(centre: Coord<f64>, width: f64, height: f64) -> Rect<f64> {
    let half = coord! { x: width / 2.0, y: height / 2.0 };
    Rect::new(centre - half, centre + half)
}

fn envelope(rect: &Rect<f64>, air: f64) -> AABB<[f64; 2]> {
    AABB::from_corners([rect.min().x - air, rect.min().y - air], [rect.max().x + air, rect.max().y + air])
}

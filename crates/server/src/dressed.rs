//! A view with what the rim needs of it: longitudes and latitudes, and shapes as text.

use std::sync::OnceLock;

use crs::{Crs, Transform};
use geo_types::{Coord, MultiPolygon};
use registry::{Place, View};

use crate::ogc::{Ground, geometry};

/// The systems that coordinates come and go in.
pub(crate) struct Frames {
    /// The record's own.
    pub(crate) working: Crs,
    to_lonlat: Transform,
}

impl Frames {
    pub(crate) fn new(working: Crs) -> Result<Self, crs::CrsError> {
        let to_lonlat = Transform::new(&working, &Crs::CGCS2000_LONLAT)?;
        Ok(Frames { working, to_lonlat })
    }
}

/// A view, and its shapes in longitude and latitude.
pub(crate) struct Dressed {
    pub(crate) view: View,
    lonlat: Vec<Option<MultiPolygon<f64>>>,
    texts: Vec<OnceLock<String>>,
    ground: OnceLock<Ground>,
}

impl Dressed {
    pub(crate) fn new(view: View, frames: &Frames) -> Self {
        let shape = |place: &Place| view.shape(place).and_then(|shape| transformed(shape, &frames.to_lonlat));
        let lonlat: Vec<_> = view.places().list().iter().map(shape).collect();
        let texts = lonlat.iter().map(|_| OnceLock::new()).collect();
        Dressed { view, lonlat, texts, ground: OnceLock::new() }
    }

    /// The shape in longitude and latitude.
    pub(crate) fn lonlat(&self, place: &Place) -> Option<&MultiPolygon<f64>> {
        self.lonlat[self.view.places().position(&place.id)?].as_ref()
    }

    /// The shapes in Web Mercator, for tiles.
    pub(crate) fn ground(&self) -> &Ground {
        self.ground.get_or_init(|| Ground::new(self))
    }

    /// The shape in longitude and latitude as a GeoJSON geometry; `null` where there is none.
    pub(crate) fn text(&self, place: &Place) -> &str {
        let Some(idx) = self.view.places().position(&place.id) else { return "null" };
        self.texts[idx]
            .get_or_init(|| self.lonlat[idx].as_ref().map_or("null".to_owned(), |shape| geometry::text(shape, 7)))
    }
}

/// A shape in another system; `None` where a point of it has no coordinates there.
pub(crate) fn transformed(shape: &MultiPolygon<f64>, transform: &Transform) -> Option<MultiPolygon<f64>> {
    use geo::MapCoords;
    shape.try_map_coords(|at| transform.point([at.x, at.y]).map(|[x, y]| Coord { x, y }).ok_or(())).ok()
}

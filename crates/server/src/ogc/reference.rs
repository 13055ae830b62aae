//! The systems that clients may ask for, by their URIs, with the axis order of the authority (OGC 18-058r1).

use crs::{AxisOrder, Crs, Transform};
use geo::{CoordsIter, Intersects, MapCoords};
use geo_types::{Coord, Geometry, MultiPolygon, Rect};
use registry::Place;

use crate::app::App;
use crate::dressed::{Dressed, Frames, transformed};
use crate::problem::Problem;

/// Longitude and latitude, the default of the standard.
pub(crate) const CRS84: &str = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";

/// A system of coordinates of requests and answers.
pub(crate) struct Reference {
    pub(crate) uri: String,
    crs: Crs,
    /// Whether the authority puts the northing or the latitude first.
    swapped: bool,
    /// Decimals of a millimetre or better.
    decimals: usize,
}

/// What a box means, in a system in which its sides are straight.
pub(crate) enum Region {
    /// Of longitude and latitude.
    LonLat(Rect<f64>),
    /// Of the working system.
    Working(Rect<f64>),
}

impl Region {
    /// Whether a place shares a point with it.
    pub(crate) fn meets(&self, dressed: &Dressed, place: &Place) -> bool {
        match self {
            Region::LonLat(rect) => dressed.lonlat(place).is_some_and(|shape| shape.intersects(rect)),
            Region::Working(rect) => dressed.view.shape(place).is_some_and(|shape| shape.intersects(rect)),
        }
    }

    /// Whether a shape of the working system shares a point with it.
    pub(crate) fn meets_shape(&self, frames: &Frames, shape: &MultiPolygon<f64>) -> bool {
        match self {
            Region::LonLat(rect) => frames.lonlat(shape).is_some_and(|shape| shape.intersects(rect)),
            Region::Working(rect) => shape.intersects(rect),
        }
    }
}

impl Reference {
    /// A box of this system (in its own axis order) as it is meant; `None` where it reaches beyond all coordinates.
    pub(crate) fn region(&self, frames: &Frames, [a, b, c, d]: [f64; 4]) -> Option<Region> {
        let [west, south, east, north] = if self.swapped { [b, a, d, c] } else { [a, b, c, d] };
        let rect = |[west, south]: [f64; 2], [east, north]: [f64; 2]| {
            Rect::new(Coord { x: west, y: south }, Coord { x: east, y: north })
        };
        let (low, high) = ([west, south], [east, north]);
        match self.crs.is_geographic() {
            Some(true) => Some(Region::LonLat(rect(low, high))),
            _ if self.crs == frames.working => Some(Region::Working(rect(low, high))),
            // Web Mercator: its sides run along meridians and parallels.
            _ => {
                let transform = Transform::new(&self.crs, &Crs::CGCS2000_LONLAT).ok()?;
                Some(Region::LonLat(rect(transform.point(low)?, transform.point(high)?)))
            }
        }
    }

    /// All that are offered: CRS84, CGCS2000, the record's own, Web Mercator.
    pub(crate) fn offered(frames: &Frames) -> Vec<Reference> {
        let epsg = |crs: Crs| {
            let code = crs.epsg()?;
            let swapped = crs.facts().ok()?.axis_order == Some(AxisOrder::NorthEast);
            let decimals = if crs.is_geographic()? { 8 } else { 3 };
            Some(Reference { uri: format!("http://www.opengis.net/def/crs/EPSG/0/{code}"), crs, swapped, decimals })
        };
        let lonlat = Reference { uri: CRS84.to_owned(), crs: Crs::CGCS2000_LONLAT, swapped: false, decimals: 7 };
        let others = [Crs::CGCS2000_LONLAT, frames.working.clone(), Crs::WEB_MERCATOR].into_iter().filter_map(epsg);
        std::iter::once(lonlat).chain(others).collect()
    }

    /// The system of a parameter; the default where it is absent.
    pub(crate) fn asked(app: &App, name: &str, value: Option<&str>) -> Result<Reference, Problem> {
        let uri = value.unwrap_or(CRS84);
        let offered = Reference::offered(&app.frames);
        let expected: Vec<String> = offered.iter().map(|one| one.uri.clone()).collect();
        let found = offered.into_iter().find(|one| one.uri == uri);
        found.ok_or_else(|| Problem::parameter(name, uri, &expected.join(" ")))
    }

    /// Whether it is longitude and latitude in that order.
    pub(crate) fn is_default(&self) -> bool {
        self.uri == CRS84
    }

    /// A shape of the working system as GeoJSON geometry in this one.
    pub(crate) fn text(&self, frames: &Frames, shape: &MultiPolygon<f64>) -> Option<String> {
        let transform = Transform::new(&frames.working, &self.crs).ok()?;
        let mut shape = transformed(shape, &transform)?;
        if self.swapped {
            shape = shape.map_coords(|Coord { x, y }| Coord { x: y, y: x });
        }
        Some(super::geometry::text(&shape, self.decimals))
    }

    /// A shape of this system (in its own axis order) in the working system.
    pub(crate) fn to_working(&self, frames: &Frames, shape: Geometry<f64>) -> Option<Geometry<f64>> {
        let transform = Transform::new(&self.crs, &frames.working).ok()?;
        let order = |Coord { x, y }| if self.swapped { [y, x] } else { [x, y] };
        let point = |at: Coord<f64>| transform.point(order(at)).map(|[x, y]| Coord { x, y }).ok_or(());
        let moved = shape.try_map_coords(point).ok()?;
        let sound = |at: Coord<f64>| at.x.is_finite() && at.y.is_finite();
        let all = moved.coords_iter().all(sound);
        all.then_some(moved)
    }

    /// A box of this system (in its own axis order) as one of the working system that holds it. The sides bend on the
    /// way, so points along them are taken, not only the corners.
    pub(crate) fn box_to_working(&self, frames: &Frames, given: [f64; 4]) -> Option<[f64; 4]> {
        let [a, b, c, d] = given;
        let [west, south, east, north] = if self.swapped { [b, a, d, c] } else { [a, b, c, d] };
        let transform = Transform::new(&self.crs, &frames.working).ok()?;
        let steps = (0..=8).map(|step| f64::from(step) / 8.0);
        let (dx, dy) = (east - west, north - south);
        let rim = steps.flat_map(|t| {
            [[west + t * dx, south], [west + t * dx, north], [west, south + t * dy], [east, south + t * dy]]
        });
        let points: Vec<[f64; 2]> = rim.filter_map(|at| transform.point(at)).collect();
        let least = |axis: usize| points.iter().map(|at| at[axis]).fold(f64::INFINITY, f64::min);
        let most = |axis: usize| points.iter().map(|at| at[axis]).fold(f64::NEG_INFINITY, f64::max);
        (!points.is_empty()).then(|| [least(0), least(1), most(0), most(1)])
    }
}

//! Ranges of coordinates and where they lie.

use crate::transform::Transform;
use crate::{Crs, parameters::Parameters};

/// Where most of a layer's points lie: the middle 98 % along each axis, so that a stray point does not decide.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Extent {
    pub(super) x: [f64; 2],
    pub(super) y: [f64; 2],
}

impl Extent {
    /// `None` when no point is finite.
    pub(super) fn of(points: &[[f64; 2]]) -> Option<Extent> {
        let axis = |axis: usize| {
            let finite = points.iter().filter(|point| point[0].is_finite() && point[1].is_finite());
            let mut values: Vec<f64> = finite.map(|point| point[axis]).collect();
            let trim = values.len() / 100;
            let last = values.len().checked_sub(trim + 1)?;
            let high = *values.select_nth_unstable_by(last, f64::total_cmp).1;
            let low = *values.select_nth_unstable_by(trim, f64::total_cmp).1;
            Some([low, high])
        };
        Some(Extent { x: axis(0)?, y: axis(1)? })
    }

    pub(super) fn swapped(self) -> Extent {
        Extent { x: self.y, y: self.x }
    }

    pub(super) fn moved(self, by: f64) -> Extent {
        Extent { x: self.x.map(|value| value + by), y: self.y }
    }

    pub(super) fn middle(self) -> [f64; 2] {
        [self.x, self.y].map(|range| range[0] / 2.0 + range[1] / 2.0)
    }

    pub(super) fn lies_in(self, x: [f64; 2], y: [f64; 2]) -> bool {
        let inside = |own: [f64; 2], range: [f64; 2]| own[0] >= range[0] && own[1] <= range[1];
        inside(self.x, x) && inside(self.y, y)
    }

    /// Possible as longitudes and latitudes.
    pub(super) fn is_degrees(self) -> bool {
        self.lies_in([-180.0, 180.0], [-90.0, 90.0])
    }

    /// Longitudes and latitudes of China.
    pub(super) fn is_china(self) -> bool {
        self.lies_in([73.0, 136.0], [3.0, 54.0])
    }

    /// Possible as northings of China along the second axis.
    pub(super) fn has_northings(self) -> bool {
        self.y[0] >= 300_000.0 && self.y[1] <= 6_200_000.0
    }

    /// Possible as eastings around a meridian with the usual 500 km, after taking off a zone number.
    pub(super) fn has_eastings(self, prefix: u8) -> bool {
        let x = self.moved(-f64::from(prefix) * 1e6).x;
        x[0] >= 50_000.0 && x[1] <= 950_000.0
    }

    /// The zone number (13 – 45) in front of all eastings.
    pub(super) fn zone_prefix(self) -> Option<u8> {
        let prefix = (self.middle()[0] / 1e6).floor();
        ((13.0..=45.0).contains(&prefix) && self.has_eastings(prefix as u8)).then_some(prefix as u8)
    }
}

/// A box of longitudes and latitudes known to be right.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Frame {
    lon: [f64; 2],
    lat: [f64; 2],
}

impl Frame {
    /// From a bounding box (`[min x, min y, max x, max y]`) in its own system.
    pub(super) fn new(crs: &Crs, [x0, y0, x1, y1]: [f64; 4]) -> Option<Frame> {
        let mut corners = [[x0, y0], [x1, y0], [x1, y1], [x0, y1]];
        Transform::new(crs, &Crs::CGCS2000_LONLAT).ok()?.apply(&mut corners).ok()?;
        let range = |axis: usize| {
            let values = corners.map(|corner| corner[axis]);
            [values.into_iter().fold(f64::INFINITY, f64::min), values.into_iter().fold(f64::NEG_INFINITY, f64::max)]
        };
        Some(Frame { lon: range(0), lat: range(1) })
    }

    pub(super) fn middle(self) -> [f64; 2] {
        [self.lon, self.lat].map(|range| (range[0] + range[1]) / 2.0)
    }

    /// Metres between the box and an extent of longitudes and latitudes; 0 when they meet or nearly do.
    pub(super) fn distance(self, other: Extent) -> f64 {
        let gap = |own: [f64; 2], its: [f64; 2]| (its[0] - own[1]).max(own[0] - its[1]).max(0.0);
        let metres = 111_200.0;
        let east = gap(self.lon, other.x) * metres * self.middle()[1].to_radians().cos();
        let north = gap(self.lat, other.y) * metres;
        let apart = east.hypot(north);
        let size = (self.lon[1] - self.lon[0]).hypot(self.lat[1] - self.lat[0]) * metres;
        // Layers reach somewhat beyond the reference; every fault looked for here moves them by far more.
        if apart <= (size / 2.0).max(5_000.0) { 0.0 } else { apart }
    }
}

/// The extent in longitude and latitude on the system's own datum; `None` when the numbers have no place there.
pub(super) fn placed(extent: Extent, parameters: &Parameters) -> Option<Extent> {
    if let Some(projection) = parameters.transverse_mercator() {
        let x = extent.x.map(|value| value * parameters.to_metre - projection.x_0);
        let y = extent.y.map(|value| value * parameters.to_metre - projection.y_0);
        // Beyond this the projection is not meant, and its inverse no longer reliable.
        if x.iter().any(|x| x.abs() > 1_500_000.0) || y.iter().any(|y| y.abs() > 10_100_000.0) {
            return None;
        }
    }
    let ([x0, x1], [y0, y1]) = (extent.x, extent.y);
    let mut corners = [[x0, y0], [x1, y0], [x1, y1], [x0, y1], extent.middle()];
    Transform::to_own_lonlat(parameters).ok()?.apply(&mut corners).ok()?;
    Extent::of(&corners).filter(|extent| extent.is_degrees())
}

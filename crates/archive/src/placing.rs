//! From a source's coordinates to the lattice of a block.

use crs::Transform;
use rustc_hash::FxHashMap;
use tileset::cell::{Cell, MAX_LEVEL};
use tileset::frame::{Frame, Geodetic};

use crate::Heights;
use crate::shape::STEP;

/// Brings coordinates of one source into blocks. Remembers the frames of blocks that it has met.
pub struct Placing {
    to_lonlat: Transform,
    heights: Heights,
    frames: FxHashMap<Cell, Frame>,
}

impl Placing {
    /// `to_lonlat` goes from the source's system, x first, to longitude and latitude in degrees.
    pub fn new(to_lonlat: Transform, heights: Heights) -> Self {
        Placing { to_lonlat, heights, frames: FxHashMap::default() }
    }

    /// Longitude, latitude in degrees and height above the ellipsoid in metres of each point; `None` if one of them
    /// has no place on Earth.
    pub fn geodetic(&self, points: &[[f64; 3]]) -> Option<Vec<Geodetic>> {
        let mut flat: Vec<[f64; 2]> = points.iter().map(|[x, y, _]| [*x, *y]).collect();
        self.to_lonlat.apply(&mut flat).ok()?;
        let place = |([lon, lat], [.., z]): (&[f64; 2], &[f64; 3])| {
            let at = Geodetic { lon: *lon, lat: *lat, height: self.heights.to_ellipsoidal(*z) };
            (lon.is_finite() && lat.abs() <= 90.0 && at.height.abs() < 1e5).then_some(at)
        };
        flat.iter().zip(points).map(place).collect()
    }

    /// The cell of the deepest level in the middle of these points: where a building is counted.
    pub fn anchor(points: &[Geodetic]) -> Option<Cell> {
        let first = points.first()?;
        let mut bounds = [first.lon, first.lat, first.lon, first.lat];
        for at in points {
            let [west, south, east, north] = bounds;
            bounds = [west.min(at.lon), south.min(at.lat), east.max(at.lon), north.max(at.lat)];
        }
        let [west, south, east, north] = bounds;
        Cell::at(f64::midpoint(west, east), f64::midpoint(south, north), MAX_LEVEL)
    }

    /// The points in steps of the block that a cell lies in. `None` beyond 4,000 km from it.
    pub fn snap(&mut self, points: &[Geodetic], cell: Cell) -> Option<Vec<[i32; 3]>> {
        let frame = self.frames.entry(cell.block()).or_insert_with(|| cell.frame());
        let whole = |metres: f64| {
            let steps = (metres / STEP).round();
            (steps.abs() < f64::from(i32::MAX)).then_some(steps as i32)
        };
        let snap = |at: &Geodetic| {
            let [x, y, z] = frame.from_geodetic(*at);
            Some([whole(x)?, whole(y)?, whole(z)?])
        };
        points.iter().map(snap).collect()
    }
}

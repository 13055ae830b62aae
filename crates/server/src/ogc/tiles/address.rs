//! Where a tile lies: zoom, row and column of the world's square in Web Mercator (`WebMercatorQuad`).

use std::f64::consts::PI;

use geo_types::Coord;

/// Name of the only set of tiles.
pub(super) const SET: &str = "WebMercatorQuad";
/// The closest zoom that has tiles: a step of the tile is 4 cm there.
pub(super) const MOST_ZOOM: u8 = 18;
/// Steps along a side of a tile.
pub(super) const EXTENT: i32 = 4096;
/// Steps beyond each side that shapes go on, so that outlines do not show where tiles meet.
pub(super) const BUFFER: i32 = 64;

/// Address of a tile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Address {
    pub(super) zoom: u8,
    pub(super) row: u32,
    pub(super) col: u32,
}

impl Address {
    /// The tile of three numbers; `None` where there is no such tile.
    pub(super) fn read(zoom: &str, row: &str, col: &str) -> Option<Self> {
        let number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<u32>().ok())?;
        let (zoom, row, col) = (number(zoom)?, number(row)?, number(col)?);
        let side = (zoom <= u32::from(MOST_ZOOM)).then(|| 1_u32 << zoom)?;
        (row < side && col < side).then_some(Address { zoom: zoom as u8, row, col })
    }

    /// Steps along a side of the world at this zoom.
    pub(super) fn steps(self) -> f64 {
        f64::from(EXTENT) * f64::from(1_u32 << self.zoom)
    }

    /// The box of the tile with its buffer: least x, least y, most x, most y of the world's square.
    pub(super) fn window(self) -> [f64; 4] {
        let (side, buffer) = (f64::from(1_u32 << self.zoom), f64::from(BUFFER) / f64::from(EXTENT));
        let (x, y) = (f64::from(self.col), f64::from(self.row));
        [x - buffer, y - buffer, x + 1.0 + buffer, y + 1.0 + buffer].map(|number| number / side)
    }

    /// The step of the tile that is nearest to a point of the world.
    pub(super) fn step(self, at: Coord<f64>) -> Coord<i32> {
        let nearest = |number: f64, tile: u32| (number * self.steps()).round() - f64::from(tile) * f64::from(EXTENT);
        Coord { x: nearest(at.x, self.col) as i32, y: nearest(at.y, self.row) as i32 }
    }

    /// The tiles of a zoom that meet a box of the world: least and most row, least and most column.
    pub(super) fn span(zoom: u8, [west, north, east, south]: [f64; 4]) -> [u32; 4] {
        let last = (1_u32 << zoom) - 1;
        let tile = |number: f64| ((number * f64::from(1_u32 << zoom)).floor().max(0.0) as u32).min(last);
        [tile(north), tile(south), tile(west), tile(east)]
    }
}

/// A longitude and latitude on the world's square: 0 to 1 from west to east and from north to south.
pub(super) fn world(at: Coord<f64>) -> Coord<f64> {
    let y = 0.5 - (PI / 4.0 + at.y.to_radians() / 2.0).tan().ln() / (2.0 * PI);
    Coord { x: at.x / 360.0 + 0.5, y }
}

/// The longitude and latitude of a point of the world's square.
pub(super) fn lonlat(at: Coord<f64>) -> Coord<f64> {
    let y = 2.0 * ((0.5 - at.y) * 2.0 * PI).exp().atan() - PI / 2.0;
    Coord { x: (at.x - 0.5) * 360.0, y: y.to_degrees() }
}

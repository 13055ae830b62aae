//! Coordinates that know what they are.

/// Longitude and latitude in degrees, CGCS2000 or WGS 84 (a few centimetres apart): the true place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LonLat {
    /// Degrees east.
    pub lon: f64,
    /// Degrees north.
    pub lat: f64,
}

/// Easting and northing in the metres of some projected system.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Projected {
    /// Easting, metres.
    pub x: f64,
    /// Northing, metres.
    pub y: f64,
}

/// Longitude and latitude offset by GCJ-02, as Amap and Tencent publish them: hundreds of metres off the true place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gcj02 {
    /// Degrees east, offset.
    pub lon: f64,
    /// Degrees north, offset.
    pub lat: f64,
}

/// Longitude and latitude offset by BD-09 on top of GCJ-02, as Baidu publishes them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bd09 {
    /// Degrees east, offset.
    pub lon: f64,
    /// Degrees north, offset.
    pub lat: f64,
}

impl LonLat {
    /// A place; `None` unless finite, |lon| ≤ 180 and |lat| ≤ 90.
    pub fn new(lon: f64, lat: f64) -> Option<LonLat> {
        (lon.abs() <= 180.0 && lat.abs() <= 90.0).then_some(LonLat { lon, lat })
    }

    /// Inside the longitudes and latitudes of China, territorial sea included.
    pub fn is_in_china(self) -> bool {
        (73.0..=136.0).contains(&self.lon) && (3.0..=54.0).contains(&self.lat)
    }
}

impl From<LonLat> for [f64; 2] {
    fn from(place: LonLat) -> Self {
        [place.lon, place.lat]
    }
}

impl From<Projected> for [f64; 2] {
    fn from(place: Projected) -> Self {
        [place.x, place.y]
    }
}

//! Geodetic, geocentric and local coordinates, all f64.
//!
//! Geodetic: longitude and latitude in degrees, height above the ellipsoid in metres (EPSG method 9602). Geocentric
//! (ECEF): metres, x through longitude 0, z through the north pole. Local (ENU): metres east, north, up of an origin
//! (EPSG method 9837).
//!
//! 3D Tiles are placed on WGS 84. CGCS 2000 has the same semi-major axis and a flattening that differs in the eighth
//! digit: the same degrees lie at most 0.12 mm apart on the two ellipsoids, less than any survey tells. Tiles use
//! WGS 84's numbers for both.

/// An ellipsoid of revolution.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ellipsoid {
    /// Semi-major axis, metres.
    pub semi_major: f64,
    /// Flattening, without unit.
    pub flattening: f64,
}

/// The ellipsoid of WGS 84 (EPSG 7030), which 3D Tiles are placed on.
pub const WGS84: Ellipsoid = Ellipsoid { semi_major: 6_378_137.0, flattening: 1.0 / 298.257_223_563 };

/// The ellipsoid of CGCS 2000 (GB 22021-2008; EPSG 1024).
pub const CGCS2000: Ellipsoid = Ellipsoid { semi_major: 6_378_137.0, flattening: 1.0 / 298.257_222_101 };

/// A position on or above an ellipsoid.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Geodetic {
    /// Degrees, east positive.
    pub lon: f64,
    /// Degrees, north positive.
    pub lat: f64,
    /// Metres above the ellipsoid (not above the sea).
    pub height: f64,
}

impl Ellipsoid {
    /// First eccentricity squared.
    pub fn eccentricity_squared(&self) -> f64 {
        self.flattening * (2.0 - self.flattening)
    }

    /// Geocentric coordinates, metres.
    pub fn to_ecef(&self, at: Geodetic) -> [f64; 3] {
        let (sin_lon, cos_lon) = at.lon.to_radians().sin_cos();
        let (sin_lat, cos_lat) = at.lat.to_radians().sin_cos();
        let e2 = self.eccentricity_squared();
        let normal = self.semi_major / (1.0 - e2 * sin_lat * sin_lat).sqrt();
        let across = (normal + at.height) * cos_lat;
        [across * cos_lon, across * sin_lon, (normal * (1.0 - e2) + at.height) * sin_lat]
    }

    /// Geodetic coordinates; within 0.01 µm for anything nearer to the surface than 100 km. Longitude is in
    /// [-180, 180].
    pub fn from_ecef(&self, [x, y, z]: [f64; 3]) -> Geodetic {
        let e2 = self.eccentricity_squared();
        let across = x.hypot(y);
        let mut lat = z.atan2(across * (1.0 - e2));
        // Each step gains more than two digits: the error shrinks by the eccentricity squared, 1/149.
        for _ in 0..8 {
            let sin = lat.sin();
            let normal = self.semi_major / (1.0 - e2 * sin * sin).sqrt();
            lat = (z + e2 * normal * sin).atan2(across);
        }
        let (sin, cos) = lat.sin_cos();
        let height = across * cos + z * sin - self.semi_major * (1.0 - e2 * sin * sin).sqrt();
        Geodetic { lon: y.atan2(x).to_degrees(), lat: lat.to_degrees(), height }
    }
}

/// A local frame on WGS 84: x east, y north, z up of its origin, metres. It is the ground turned and moved, never
/// scaled, so lengths and shapes are true at any distance; only "up" leans away from the plumb line, by 1″ per 31 m.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    origin: Geodetic,
    ecef: [f64; 3],
    /// East, north, up as geocentric unit vectors.
    axes: [[f64; 3]; 3],
}

impl Frame {
    /// The frame with its origin there.
    pub fn at(origin: Geodetic) -> Self {
        let (sin_lon, cos_lon) = origin.lon.to_radians().sin_cos();
        let (sin_lat, cos_lat) = origin.lat.to_radians().sin_cos();
        let axes = [
            [-sin_lon, cos_lon, 0.0],
            [-sin_lat * cos_lon, -sin_lat * sin_lon, cos_lat],
            [cos_lat * cos_lon, cos_lat * sin_lon, sin_lat],
        ];
        Self { origin, ecef: WGS84.to_ecef(origin), axes }
    }

    /// Where its origin is.
    pub fn origin(&self) -> Geodetic {
        self.origin
    }

    /// Local coordinates of a geocentric position, metres.
    pub fn from_ecef(&self, at: [f64; 3]) -> [f64; 3] {
        let away = [at[0] - self.ecef[0], at[1] - self.ecef[1], at[2] - self.ecef[2]];
        self.axes.map(|axis| axis[0] * away[0] + axis[1] * away[1] + axis[2] * away[2])
    }

    /// Geocentric coordinates of a local position, metres.
    pub fn to_ecef(&self, [east, north, up]: [f64; 3]) -> [f64; 3] {
        let [e, n, u] = &self.axes;
        std::array::from_fn(|i| self.ecef[i] + (e[i] * east + n[i] * north + u[i] * up))
    }

    /// Local coordinates of a geodetic position on WGS 84.
    pub fn from_geodetic(&self, at: Geodetic) -> [f64; 3] {
        self.from_ecef(WGS84.to_ecef(at))
    }

    /// Geodetic position on WGS 84 of local coordinates.
    pub fn to_geodetic(&self, local: [f64; 3]) -> Geodetic {
        WGS84.from_ecef(self.to_ecef(local))
    }

    /// The `transform` of a tile whose coordinates are local: a matrix by columns (3D Tiles 1.1, §"Tile transforms").
    pub fn transform(&self) -> [f64; 16] {
        self.transform_at([0.0; 3])
    }

    /// The `transform` of a tile whose coordinates are local and relative to `offset` (metres, local).
    pub fn transform_at(&self, offset: [f64; 3]) -> [f64; 16] {
        let [e, n, u] = self.axes;
        let o = self.to_ecef(offset);
        [e[0], e[1], e[2], 0.0, n[0], n[1], n[2], 0.0, u[0], u[1], u[2], 0.0, o[0], o[1], o[2], 1.0]
    }
}

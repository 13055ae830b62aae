//! The parameters behind a name: datum, projection, unit.

use crate::datum::Datum;

/// A horizontal CRS taken apart.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Parameters {
    /// The definition's own name; empty when it has none.
    pub(crate) name: String,
    pub(crate) datum: Datum,
    pub(crate) projection: Projection,
    /// Metres in one unit of a projected coordinate; 1 for geographic systems.
    pub(crate) to_metre: f64,
}

/// From longitude and latitude to the plane.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Projection {
    /// No projection: degrees.
    LonLat,
    /// Gauss-Kruger and UTM.
    TransverseMercator(TransverseMercator),
    /// Spherical Mercator on the semi-major axis of WGS 84.
    WebMercator,
    /// Any other, as PROJ parameters without ellipsoid and unit.
    Other(String),
}

/// Parameters of the transverse Mercator projection: degrees and metres.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct TransverseMercator {
    pub(crate) lat_0: f64,
    pub(crate) lon_0: f64,
    pub(crate) k_0: f64,
    pub(crate) x_0: f64,
    pub(crate) y_0: f64,
}

impl TransverseMercator {
    /// Gauss-Kruger as surveyed in China: true scale on the meridian, origin at the equator.
    pub(crate) fn gauss_kruger(lon_0: f64, x_0: f64) -> Self {
        TransverseMercator { lat_0: 0.0, lon_0, k_0: 1.0, x_0, y_0: 0.0 }
    }

    /// Equal to a micrometre.
    pub(crate) fn agrees(&self, other: &Self) -> bool {
        (self.lat_0 - other.lat_0).abs() < 1e-11
            && (self.lon_0 - other.lon_0).abs() < 1e-11
            && (self.k_0 - other.k_0).abs() < 1e-12
            && (self.x_0 - other.x_0).abs() < 1e-6
            && (self.y_0 - other.y_0).abs() < 1e-6
    }

    /// The number before the easting: 40 where the false easting is 40,500,000.
    pub(crate) fn zone_prefix(&self) -> Option<u8> {
        let zone = (self.x_0 / 1e6).floor();
        (self.x_0 - zone * 1e6 == 500_000.0 && (1.0..=60.0).contains(&zone)).then_some(zone as u8)
    }
}

impl Parameters {
    /// A system in metres.
    pub(crate) fn metric(name: impl Into<String>, datum: Datum, projection: Projection) -> Self {
        Parameters { name: name.into(), datum, projection, to_metre: 1.0 }
    }

    pub(crate) fn is_geographic(&self) -> bool {
        self.projection == Projection::LonLat
    }

    /// Longitude and latitude on the same datum.
    pub(crate) fn unprojected(&self) -> Parameters {
        Parameters::metric("", self.datum.clone(), Projection::LonLat)
    }

    pub(crate) fn transverse_mercator(&self) -> Option<&TransverseMercator> {
        match &self.projection {
            Projection::TransverseMercator(parameters) => Some(parameters),
            _ => None,
        }
    }

    /// Same place for the same numbers, to a micrometre; names may differ.
    pub(crate) fn agrees(&self, other: &Parameters) -> bool {
        let projection = match (&self.projection, &other.projection) {
            (Projection::TransverseMercator(own), Projection::TransverseMercator(its)) => own.agrees(its),
            (own, its) => own == its,
        };
        projection
            && self.to_metre == other.to_metre
            && self.datum.family == other.datum.family
            && self.datum.to_wgs84 == other.datum.to_wgs84
            && self.datum.ellipsoid.agrees(other.datum.ellipsoid)
            && (self.datum.family != crate::DatumFamily::Other || self.datum.name == other.datum.name)
    }

    /// The projection as PROJ parameters with ellipsoid and unit, without datum: the part both engines share.
    pub(crate) fn proj_step(&self) -> String {
        let unit = if self.to_metre == 1.0 { String::new() } else { format!(" +to_meter={}", self.to_metre) };
        let ellipsoid = self.datum.ellipsoid.proj();
        match &self.projection {
            Projection::LonLat => format!("+proj=longlat {ellipsoid}"),
            Projection::TransverseMercator(p) => format!(
                "+proj=tmerc +algo=poder_engsager +lat_0={} +lon_0={} +k={} +x_0={} +y_0={} {ellipsoid}{unit}",
                p.lat_0, p.lon_0, p.k_0, p.x_0, p.y_0
            ),
            Projection::WebMercator => format!("+proj=merc +R={}{unit}", self.datum.ellipsoid.a),
            Projection::Other(parameters) => format!("{parameters} {ellipsoid}{unit}"),
        }
    }

    /// A whole PROJ string that names the datum shift where there is one.
    pub(crate) fn proj_string(&self) -> String {
        let mut text = self.proj_step();
        if let Some(shift) = self.datum.to_wgs84 {
            text.push_str(&format!(" +towgs84={}", shift.map(|value| value.to_string()).join(",")));
        }
        text + " +no_defs +type=crs"
    }
}

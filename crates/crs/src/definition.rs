//! What a coordinate reference system is named by.

use std::fmt;

/// A coordinate reference system by reference or by definition.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Crs {
    /// An EPSG code. Coordinates in Jingwei are x first (easting, longitude) whatever the authority's axis order.
    Epsg(u32),
    /// A definition that no EPSG code stands for: WKT 1 (ESRI or OGC), WKT 2 or a PROJ string.
    Definition(String),
}

impl Crs {
    /// CGCS2000 longitude and latitude, degrees: the rim's system.
    pub const CGCS2000_LONLAT: Crs = Crs::Epsg(4490);
    /// WGS 84 longitude and latitude, degrees: GeoJSON's system (RFC 7946 §4).
    pub const WGS84_LONLAT: Crs = Crs::Epsg(4326);
    /// Web Mercator, for tiles only: areas and distances in it are wrong by half at the latitude of Qingdao.
    pub const WEB_MERCATOR: Crs = Crs::Epsg(3857);

    /// CGCS2000 / 3-degree Gauss-Kruger on a central meridian (75, 78 … 135 degrees east), eastings without zone prefix.
    pub const fn cgcs2000_3_degree(central_meridian: u32) -> Option<Crs> {
        if central_meridian < 75 || central_meridian > 135 || !central_meridian.is_multiple_of(3) {
            return None;
        }
        Some(Crs::Epsg(4534 + (central_meridian - 75) / 3))
    }

    /// The same system with the zone number before the easting (zone 40 for 120 degrees east).
    pub const fn cgcs2000_3_degree_zone(zone: u32) -> Option<Crs> {
        if zone < 25 || zone > 45 { None } else { Some(Crs::Epsg(4513 + zone - 25)) }
    }

    /// The CGCS2000 3-degree system whose zone holds a longitude in degrees; a longitude on the border of two zones
    /// goes east. `None` outside 73.5 – 136.5 degrees east.
    pub fn cgcs2000_3_degree_at(longitude: f64) -> Option<Crs> {
        if !(73.5..136.5).contains(&longitude) {
            return None;
        }
        Crs::cgcs2000_3_degree(((longitude + 1.5) / 3.0).floor() as u32 * 3)
    }

    /// The EPSG code, where one stands for the system.
    pub fn epsg(&self) -> Option<u32> {
        match self {
            Crs::Epsg(code) => Some(*code),
            Crs::Definition(_) => None,
        }
    }
}

impl fmt::Display for Crs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Crs::Epsg(code) => write!(f, "EPSG:{code}"),
            Crs::Definition(text) => f.write_str(text),
        }
    }
}

//! What can be said about a CRS without transforming anything.

use crate::parameters::Projection;
use crate::{Crs, CrsError, DatumFamily, registry, wkt};

/// What kind of coordinates a system has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CrsKind {
    /// Longitude and latitude.
    Geographic,
    /// A plane map projection.
    Projected,
    /// A site's own system without a tie to the earth.
    Local,
}

/// The unit of the coordinates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Unit {
    /// Degrees.
    Degree,
    /// Metres.
    Metre,
    /// So many metres each.
    Metres(f64),
}

/// The axis order of the authority; coordinates in Jingwei are x first all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AxisOrder {
    /// Easting or longitude first.
    EastNorth,
    /// Northing or latitude first.
    NorthEast,
}

/// Facts about a CRS.
#[derive(Debug, Clone, PartialEq)]
pub struct Facts {
    /// The authority's name for it, or the definition's own; never empty.
    pub name: String,
    /// Geographic, projected or local.
    pub kind: CrsKind,
    /// Unit of the coordinates.
    pub unit: Unit,
    /// The authority's axis order; `None` where this crate does not know.
    pub axis_order: Option<AxisOrder>,
    /// Degrees east, for transverse Mercator systems.
    pub central_meridian: Option<f64>,
    /// Metres, for transverse Mercator systems.
    pub false_easting: Option<f64>,
    /// The zone number that eastings carry in front, such as 40.
    pub zone_prefix: Option<u8>,
    /// Family of the datum.
    pub datum: DatumFamily,
    /// Name of the datum for people.
    pub datum_name: String,
    /// The code that stands for it, if any.
    pub epsg: Option<u32>,
}

impl Crs {
    /// Facts about the system.
    ///
    /// # Errors
    /// When the definition cannot be read, or its method is known only to the projection engine.
    pub fn facts(&self) -> Result<Facts, CrsError> {
        let crs = self.normalised();
        let parameters = match crs.parameters() {
            Err(CrsError::Local { name }) => return Ok(local(name)),
            other => other?,
        };
        let epsg = crs.epsg();
        let projection = parameters.transverse_mercator();
        let name = if parameters.name.is_empty() { crs.to_string() } else { parameters.name.clone() };
        let (kind, unit) = match parameters.projection {
            Projection::LonLat => (CrsKind::Geographic, Unit::Degree),
            _ if parameters.to_metre == 1.0 => (CrsKind::Projected, Unit::Metre),
            _ => (CrsKind::Projected, Unit::Metres(parameters.to_metre)),
        };
        Ok(Facts {
            name,
            kind,
            unit,
            axis_order: epsg.and_then(axis_order),
            central_meridian: projection.map(|p| p.lon_0),
            false_easting: projection.map(|p| p.x_0),
            zone_prefix: projection.and_then(|p| p.zone_prefix()),
            datum: parameters.datum.family,
            datum_name: parameters.datum.label(),
            epsg,
        })
    }

    /// Whether coordinates are degrees; `None` when the definition cannot be read.
    pub fn is_geographic(&self) -> Option<bool> {
        self.facts().ok().map(|facts| facts.kind == CrsKind::Geographic)
    }

    /// Name for people; the code or the text itself when nothing better is known.
    pub fn name(&self) -> String {
        self.facts().map_or_else(|_| self.to_string(), |facts| facts.name)
    }

    /// WKT 1 in ESRI's dialect, for a `.prj` file.
    ///
    /// # Errors
    /// When the method has no text here and, without the feature `proj`, nobody else to ask.
    pub fn to_wkt1_esri(&self) -> Result<String, CrsError> {
        self.wkt(WktDialect::Esri, |parameters, _| wkt::esri(parameters))
    }

    /// WKT 1 of OGC 01-009, for GeoPackage's `definition` column and FlatGeobuf's header.
    ///
    /// # Errors
    /// As [`Crs::to_wkt1_esri`].
    pub fn to_wkt1(&self) -> Result<String, CrsError> {
        self.wkt(WktDialect::Ogc, wkt::ogc)
    }

    /// WKT 2:2019 (ISO 19162), for GeoPackage's `definition_12_063` column.
    ///
    /// # Errors
    /// As [`Crs::to_wkt1_esri`].
    pub fn to_wkt2(&self) -> Result<String, CrsError> {
        self.wkt(WktDialect::Wkt2, wkt::wkt2)
    }

    fn wkt(
        &self,
        dialect: WktDialect,
        write: impl Fn(&crate::parameters::Parameters, Option<u32>) -> Option<String>,
    ) -> Result<String, CrsError> {
        let crs = self.normalised();
        // Systems beyond the table are known here by ellipsoid and projection only: not enough for a definition.
        let own = crs.epsg().is_none_or(|code| registry::known(code).is_some());
        if own
            && let Ok(parameters) = crs.parameters()
            && let Some(text) = write(&parameters, crs.epsg())
        {
            return Ok(text);
        }
        crate::engine::wkt(&crs, dialect)
    }

    /// A PROJ string that means the same, for programs that read nothing else.
    ///
    /// # Errors
    /// When the definition cannot be read here.
    pub fn to_proj_string(&self) -> Result<String, CrsError> {
        Ok(self.normalised().parameters()?.proj_string())
    }
}

/// Kinds of well-known text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WktDialect {
    Esri,
    Ogc,
    Wkt2,
}

fn local(name: String) -> Facts {
    Facts {
        name: if name.is_empty() { "local".to_owned() } else { name },
        kind: CrsKind::Local,
        unit: Unit::Metre,
        axis_order: None,
        central_meridian: None,
        false_easting: None,
        zone_prefix: None,
        datum: DatumFamily::Other,
        datum_name: String::new(),
        epsg: None,
    }
}

/// By the EPSG dataset: the Chinese Gauss-Kruger systems and all geographic ones put the north first.
fn axis_order(code: u32) -> Option<AxisOrder> {
    let parameters = registry::known(code)?;
    let east_first = parameters.datum.family == DatumFamily::Wgs84 && !parameters.is_geographic();
    Some(if east_first { AxisOrder::EastNorth } else { AxisOrder::NorthEast })
}

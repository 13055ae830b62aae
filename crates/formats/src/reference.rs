//! The CRS of files: texts in, texts out. All knowledge of systems is the crate `crs`'s.

use crs::{Crs, Transform};
use geo_types::{Coord, Geometry, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon};

use crate::notes::Notes;

/// The CRS that a text in a file declares: an EPSG code, URN, WKT or PROJ string. What the text says against itself
/// and what cannot be understood become findings.
pub(crate) fn declared(text: &str, notes: &mut Notes<'_>) -> Option<Crs> {
    match Crs::declared(text.trim_matches('\0')) {
        Ok(declaration) => {
            if let Some(contradiction) = declaration.contradiction {
                notes.crs_contradiction(&contradiction.claimed, &contradiction.found);
            }
            Some(declaration.crs)
        }
        Err(fault) => {
            notes.crs_unknown(text, fault);
            None
        }
    }
}

/// WKT 1 as ESRI writes it: for `.prj`.
pub(crate) fn esri_wkt(crs: &Crs) -> Result<String, String> {
    crs.to_wkt1_esri().or_else(|fault| own_wkt(crs).ok_or(fault)).map_err(|fault| fault.to_string())
}

/// WKT 1 as the OGC's: for GeoPackage and FlatGeobuf.
pub(crate) fn ogc_wkt(crs: &Crs) -> Result<String, String> {
    crs.to_wkt1().or_else(|fault| own_wkt(crs).ok_or(fault)).map_err(|fault| fault.to_string())
}

/// A definition that is WKT already may be passed on as it came.
fn own_wkt(crs: &Crs) -> Option<String> {
    match crs {
        Crs::Definition(text) if text.contains('[') => Some(text.clone()),
        _ => None,
    }
}

/// How coordinates come to longitude and latitude.
pub(crate) enum LonLatStep {
    /// They are that already, or nobody knows what they are.
    Same,
    /// By a transformation.
    Transform(Box<Transform>),
}

/// The way from a table's system to longitude and latitude of WGS 84.
pub(crate) fn to_lon_lat(crs: Option<&Crs>) -> Result<LonLatStep, String> {
    let Some(crs) = crs else { return Ok(LonLatStep::Same) };
    let transform = Transform::new(crs, &Crs::WGS84_LONLAT).map_err(|fault| fault.to_string())?;
    Ok(if transform.is_identity() { LonLatStep::Same } else { LonLatStep::Transform(Box::new(transform)) })
}

impl LonLatStep {
    /// The geometry in longitude and latitude; `None` when a point has no image.
    pub(crate) fn apply(&self, geometry: Geometry<f64>) -> Option<Geometry<f64>> {
        match self {
            LonLatStep::Same => Some(geometry),
            LonLatStep::Transform(transform) => mapped(&geometry, &|coord| {
                let [x, y] = transform.point([coord.x, coord.y])?;
                Some(Coord { x, y })
            }),
        }
    }

    /// Decimals worth writing: ten are 0.01 mm; untouched coordinates keep all they have.
    pub(crate) fn decimals(&self) -> Option<usize> {
        match self {
            LonLatStep::Same => None,
            LonLatStep::Transform(_) => Some(10),
        }
    }
}

/// A geometry with every vertex replaced.
pub(crate) fn mapped(
    geometry: &Geometry<f64>,
    map: &dyn Fn(Coord<f64>) -> Option<Coord<f64>>,
) -> Option<Geometry<f64>> {
    let line =
        |line: &LineString<f64>| line.0.iter().map(|&coord| map(coord)).collect::<Option<Vec<_>>>().map(LineString);
    let polygon = |one: &Polygon<f64>| {
        let holes = one.interiors().iter().map(line).collect::<Option<Vec<_>>>()?;
        Some(Polygon::new(line(one.exterior())?, holes))
    };
    Some(match geometry {
        Geometry::Point(point) => Geometry::Point(Point(map(point.0)?)),
        Geometry::Line(segment) => Geometry::LineString(line(&LineString(vec![segment.start, segment.end]))?),
        Geometry::LineString(one) => Geometry::LineString(line(one)?),
        Geometry::Polygon(one) => Geometry::Polygon(polygon(one)?),
        Geometry::MultiPoint(many) => {
            let points = many.0.iter().map(|point| map(point.0).map(Point)).collect::<Option<Vec<_>>>()?;
            Geometry::MultiPoint(MultiPoint(points))
        }
        Geometry::MultiLineString(many) => {
            Geometry::MultiLineString(MultiLineString(many.0.iter().map(line).collect::<Option<Vec<_>>>()?))
        }
        Geometry::MultiPolygon(many) => {
            Geometry::MultiPolygon(MultiPolygon(many.0.iter().map(polygon).collect::<Option<Vec<_>>>()?))
        }
        Geometry::GeometryCollection(many) => {
            let parts = many.0.iter().map(|part| mapped(part, map)).collect::<Option<Vec<_>>>()?;
            Geometry::GeometryCollection(geo_types::GeometryCollection(parts))
        }
        Geometry::Rect(rect) => Geometry::Polygon(polygon(&rect.to_polygon())?),
        Geometry::Triangle(triangle) => Geometry::Polygon(polygon(&triangle.to_polygon())?),
    })
}

/// The system of a code and the WKT that stands beside it. Where the two contradict each other that is named and the
/// WKT's parameters win; a WKT that cannot be read proves nothing.
pub(crate) fn settle(by_code: Crs, wkt: &str, notes: &mut Notes<'_>) -> Crs {
    let Ok(declaration) = Crs::declared(wkt) else { return by_code };
    if let Some(contradiction) = declaration.contradiction {
        notes.crs_contradiction(&contradiction.claimed, &contradiction.found);
        return declaration.crs;
    }
    let (Ok(a), Ok(b)) = (by_code.facts(), declaration.crs.facts()) else { return by_code };
    let near = |a: Option<f64>, b: Option<f64>| match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() < 1e-6,
        (a, b) => a.is_none() == b.is_none(),
    };
    let same = a.kind == b.kind
        && a.datum == b.datum
        && near(a.central_meridian, b.central_meridian)
        && near(a.false_easting, b.false_easting);
    if same {
        return by_code;
    }
    notes.crs_contradiction(&by_code.to_string(), &b.name);
    declaration.crs
}

//! Writing: longitude and latitude by RFC 7946, or the working CRS with the old `crs` member.

use std::io::Write;

use crs::Crs;
use geo_types::{Coord, Geometry, LineString, Polygon};
use model::{Table, Value};

use crate::{
    geometry::{checked, oriented, type_name},
    reference::{self, LonLatStep},
    writing::{GeoJsonCrs, WriteError, WriteOptions, library, unfit},
};

/// The bytes of a feature collection. Coordinates that were transformed carry ten decimals (0.01 mm), all others every
/// digit they have; outer rings run counter-clockwise.
pub(crate) fn write(table: &Table, options: &WriteOptions) -> Result<Vec<u8>, WriteError> {
    let crs_fault = |reason: String| WriteError::Crs { layer: table.name.clone(), reason };
    let step = match options.geojson_crs {
        GeoJsonCrs::LonLat => reference::to_lon_lat(table.crs.as_ref()).map_err(crs_fault)?,
        GeoJsonCrs::Native => LonLatStep::Same,
    };
    let mut out = Vec::with_capacity(table.rows.len() * 300 + 200);
    let failed = |fault: serde_json::Error| library("GeoJSON", fault);
    out.extend_from_slice(b"{\"type\":\"FeatureCollection\",\"name\":");
    serde_json::to_writer(&mut out, &table.name).map_err(failed)?;
    if let (GeoJsonCrs::Native, Some(crs)) = (options.geojson_crs, &table.crs) {
        out.extend_from_slice(b",\"crs\":{\"type\":\"name\",\"properties\":{\"name\":");
        serde_json::to_writer(&mut out, &crs_name(crs)).map_err(failed)?;
        out.extend_from_slice(b"}}");
    }
    out.extend_from_slice(b",\"features\":[");
    let keys = table.fields.iter().map(|field| serde_json::to_string(&field.name)).collect::<Result<Vec<_>, _>>();
    let keys = keys.map_err(failed)?;
    for at in 0..table.rows.len() {
        out.extend_from_slice(if at == 0 { b"\n" } else { b",\n" });
        feature(table, at, &keys, &step, &mut out)?;
    }
    out.extend_from_slice(b"\n]}\n");
    Ok(out)
}

fn crs_name(crs: &Crs) -> String {
    if *crs == Crs::WGS84_LONLAT {
        return "urn:ogc:def:crs:OGC:1.3:CRS84".to_owned();
    }
    crs.epsg().map_or_else(|| crs.to_string(), |code| format!("urn:ogc:def:crs:EPSG::{code}"))
}

fn feature(table: &Table, at: usize, keys: &[String], step: &LonLatStep, out: &mut Vec<u8>) -> Result<(), WriteError> {
    let row = &table.rows[at];
    out.extend_from_slice(b"{\"type\":\"Feature\",\"properties\":{");
    for (field, (key, value)) in keys.iter().zip(&row.values).enumerate() {
        if field > 0 {
            out.push(b',');
        }
        out.extend_from_slice(key.as_bytes());
        out.push(b':');
        property(value, out).ok_or_else(|| unfit(table, at, field, value))?;
    }
    out.extend_from_slice(b"},\"geometry\":");
    let not_finite = || WriteError::NotFinite { layer: table.name.clone(), row: row.number };
    let geometry = row.geometry.clone().map(checked).transpose().map_err(|_| not_finite())?.flatten();
    match geometry {
        None => out.extend_from_slice(b"null"),
        Some(geometry) => {
            let turned = oriented(&geometry, true);
            let turned = step.apply(turned).ok_or_else(|| WriteError::Crs {
                layer: table.name.clone(),
                reason: format!("row {}: the coordinates have no longitude and latitude", row.number),
            })?;
            write_geometry(&turned, step.decimals(), out);
        }
    }
    out.push(b'}');
    Ok(())
}

/// `None` when JSON cannot hold the value.
fn property(value: &Value, out: &mut Vec<u8>) -> Option<()> {
    match value {
        Value::Null => out.extend_from_slice(b"null"),
        Value::Bool(value) => serde_json::to_writer(out, value).ok()?,
        Value::Int(value) => serde_json::to_writer(out, value).ok()?,
        Value::Real(value) if !value.is_finite() => return None,
        Value::Real(value) => serde_json::to_writer(out, value).ok()?,
        Value::Text(text) | Value::Date(text) => serde_json::to_writer(out, text).ok()?,
    }
    Some(())
}

fn write_geometry(geometry: &Geometry<f64>, decimals: Option<usize>, out: &mut Vec<u8>) {
    out.extend_from_slice(b"{\"type\":\"");
    out.extend_from_slice(type_name(geometry).as_bytes());
    let mut pen = Pen { out, decimals };
    if let Geometry::GeometryCollection(parts) = geometry {
        pen.out.extend_from_slice(b"\",\"geometries\":");
        pen.list(&parts.0, |pen, part| write_geometry(part, pen.decimals, pen.out));
    } else {
        pen.out.extend_from_slice(b"\",\"coordinates\":");
        match geometry {
            Geometry::Point(point) => pen.position(&point.0),
            Geometry::LineString(line) => pen.line(line),
            Geometry::Polygon(one) => pen.polygon(one),
            Geometry::MultiPoint(points) => pen.list(&points.0, |pen, point| pen.position(&point.0)),
            Geometry::MultiLineString(lines) => pen.list(&lines.0, Pen::line),
            Geometry::MultiPolygon(many) => pen.list(&many.0, Pen::polygon),
            // `oriented` has turned these into lines and polygons.
            Geometry::Line(_) | Geometry::Rect(_) | Geometry::Triangle(_) | Geometry::GeometryCollection(_) => {
                pen.out.extend_from_slice(b"[]");
            }
        }
    }
    out.push(b'}');
}

struct Pen<'a> {
    out: &'a mut Vec<u8>,
    decimals: Option<usize>,
}

impl Pen<'_> {
    fn list<T>(&mut self, items: &[T], mut write: impl FnMut(&mut Self, &T)) {
        self.out.push(b'[');
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                self.out.push(b',');
            }
            write(self, item);
        }
        self.out.push(b']');
    }

    fn position(&mut self, coord: &Coord<f64>) {
        self.list(&[coord.x, coord.y], |pen, &number| pen.number(number));
    }

    fn line(&mut self, line: &LineString<f64>) {
        self.list(&line.0, Pen::position);
    }

    fn polygon(&mut self, polygon: &Polygon<f64>) {
        self.out.push(b'[');
        self.line(polygon.exterior());
        for ring in polygon.interiors() {
            self.out.push(b',');
            self.line(ring);
        }
        self.out.push(b']');
    }

    /// Writing to a `Vec` cannot fail.
    fn number(&mut self, number: f64) {
        let _ = match self.decimals {
            None => write!(self.out, "{number:?}"),
            Some(decimals) => {
                let scale = 10_f64.powi(decimals as i32);
                write!(self.out, "{:?}", (number * scale).round() / scale)
            }
        };
    }
}

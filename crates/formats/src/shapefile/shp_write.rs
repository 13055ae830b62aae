//! Geometries to `.shp` and `.shx`.

use geo_types::{Coord, Geometry, Polygon};
use model::Table;

use super::shp::HEADER;
use crate::{
    geometry::{bounds, checked, join, oriented, type_name},
    writing::WriteError,
};

/// Most bytes of a `.shp` that all programs read.
const LIMIT: usize = i32::MAX as usize;

/// The two files' bytes. Outer rings run clockwise, as the format demands.
pub(super) fn write(table: &Table) -> Result<(Vec<u8>, Vec<u8>), WriteError> {
    let kind = kind_of(table)?;
    let (mut shp, mut shx) = (vec![0; HEADER], vec![0; HEADER]);
    let mut extent = None;
    for (at, row) in table.rows.iter().enumerate() {
        let start = shp.len();
        shp.extend_from_slice(&(at as u32 + 1).to_be_bytes());
        shp.extend_from_slice(&[0; 4]);
        let finite = row.geometry.clone().map(checked).transpose();
        let not_finite = |_| WriteError::NotFinite { layer: table.name.clone(), row: row.number };
        match finite.map_err(not_finite)?.flatten() {
            None => shp.extend_from_slice(&0_i32.to_le_bytes()),
            Some(geometry) => {
                extent = join(extent, bounds(&geometry));
                content(&oriented(&geometry, false), &mut shp);
            }
        }
        if shp.len() > LIMIT {
            return Err(WriteError::TooLarge { layer: table.name.clone(), format: "Shapefile" });
        }
        let words = ((shp.len() - start - 8) / 2) as u32;
        shp[start + 4..start + 8].copy_from_slice(&words.to_be_bytes());
        shx.extend_from_slice(&((start / 2) as u32).to_be_bytes());
        shx.extend_from_slice(&words.to_be_bytes());
    }
    header(&mut shp, kind, extent);
    header(&mut shx, kind, extent);
    Ok((shp, shx))
}

fn header(file: &mut [u8], kind: i32, extent: Option<[f64; 4]>) {
    let words = (file.len() / 2) as u32;
    file[..4].copy_from_slice(&9994_u32.to_be_bytes());
    file[24..28].copy_from_slice(&words.to_be_bytes());
    file[28..32].copy_from_slice(&1000_i32.to_le_bytes());
    file[32..36].copy_from_slice(&kind.to_le_bytes());
    for (at, number) in extent.unwrap_or_default().into_iter().enumerate() {
        file[36 + at * 8..44 + at * 8].copy_from_slice(&number.to_le_bytes());
    }
}

/// The one shape type of the layer; polygons for a layer without geometries.
fn kind_of(table: &Table) -> Result<i32, WriteError> {
    let mut first: Option<(i32, &'static str)> = None;
    for row in &table.rows {
        let Some(geometry) = &row.geometry else { continue };
        let found = type_name(geometry);
        let unfit = |expected| WriteError::GeometryUnfit {
            layer: table.name.clone(),
            row: row.number,
            found,
            expected,
            format: "Shapefile",
        };
        let kind = shape_type(geometry).ok_or_else(|| unfit("points, lines or polygons"))?;
        match first {
            None => first = Some((kind, found)),
            Some((expected, name)) if expected != kind => return Err(unfit(name)),
            Some(_) => {}
        }
    }
    Ok(first.map_or(5, |(kind, _)| kind))
}

fn shape_type(geometry: &Geometry<f64>) -> Option<i32> {
    match geometry {
        Geometry::Point(_) => Some(1),
        Geometry::Line(_) | Geometry::LineString(_) | Geometry::MultiLineString(_) => Some(3),
        Geometry::Polygon(_) | Geometry::MultiPolygon(_) | Geometry::Rect(_) | Geometry::Triangle(_) => Some(5),
        Geometry::MultiPoint(_) => Some(8),
        Geometry::GeometryCollection(_) => None,
    }
}

fn content(geometry: &Geometry<f64>, out: &mut Vec<u8>) {
    let kind = shape_type(geometry).unwrap_or(0);
    out.extend_from_slice(&kind.to_le_bytes());
    match geometry {
        Geometry::Point(point) => coords(&[point.0], out),
        Geometry::MultiPoint(points) => {
            extent(geometry, out);
            out.extend_from_slice(&(points.0.len() as i32).to_le_bytes());
            points.0.iter().for_each(|point| coords(&[point.0], out));
        }
        Geometry::LineString(line) => parts(geometry, &[&line.0], out),
        Geometry::MultiLineString(lines) => {
            let lines: Vec<&[Coord<f64>]> = lines.0.iter().map(|line| &line.0[..]).collect();
            parts(geometry, &lines, out);
        }
        Geometry::Polygon(one) => parts(geometry, &rings(one).collect::<Vec<_>>(), out),
        Geometry::MultiPolygon(many) => parts(geometry, &many.0.iter().flat_map(rings).collect::<Vec<_>>(), out),
        // `oriented` has turned these into lines and polygons, and `kind_of` refuses collections.
        Geometry::Line(_) | Geometry::Rect(_) | Geometry::Triangle(_) | Geometry::GeometryCollection(_) => {}
    }
}

fn rings(polygon: &Polygon<f64>) -> impl Iterator<Item = &[Coord<f64>]> {
    std::iter::once(&polygon.exterior().0[..]).chain(polygon.interiors().iter().map(|ring| &ring.0[..]))
}

fn parts(geometry: &Geometry<f64>, parts: &[&[Coord<f64>]], out: &mut Vec<u8>) {
    extent(geometry, out);
    let points: usize = parts.iter().map(|part| part.len()).sum();
    out.extend_from_slice(&(parts.len() as i32).to_le_bytes());
    out.extend_from_slice(&(points as i32).to_le_bytes());
    let mut start = 0;
    for part in parts {
        out.extend_from_slice(&(start as i32).to_le_bytes());
        start += part.len();
    }
    parts.iter().for_each(|part| coords(part, out));
}

fn extent(geometry: &Geometry<f64>, out: &mut Vec<u8>) {
    bounds(geometry).unwrap_or_default().iter().for_each(|number| out.extend_from_slice(&number.to_le_bytes()));
}

fn coords(coords: &[Coord<f64>], out: &mut Vec<u8>) {
    for coord in coords {
        out.extend_from_slice(&coord.x.to_le_bytes());
        out.extend_from_slice(&coord.y.to_le_bytes());
    }
}

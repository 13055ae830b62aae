//! Geometries between FlatBuffers and `geo_types`.

use ::flatgeobuf::{Geometry as Buffer, GeometryArgs, GeometryType};
use flatbuffers::{FlatBufferBuilder, WIPOffset};
use geo_types::{
    Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon,
};

use crate::{geometry::GeometryFault, notes::Notes};

const MAX_DEPTH: usize = 8;

/// Reads a geometry; `layer` is the header's type, which stands for features that name none.
pub(super) fn read(
    buffer: &Buffer<'_>,
    layer: GeometryType,
    row: usize,
    notes: &mut Notes<'_>,
) -> Result<Option<Geometry<f64>>, GeometryFault> {
    nested(buffer, if layer == GeometryType::Unknown { buffer.type_() } else { layer }, row, notes, 0)
}

fn nested(
    buffer: &Buffer<'_>,
    kind: GeometryType,
    row: usize,
    notes: &mut Notes<'_>,
    depth: usize,
) -> Result<Option<Geometry<f64>>, GeometryFault> {
    if depth > MAX_DEPTH {
        return Err(GeometryFault::Malformed("collections nested too deeply".into()));
    }
    let parts = || buffer.parts().into_iter().flat_map(|parts| parts.iter());
    Ok(Some(match kind {
        GeometryType::Point => match coords(buffer).first() {
            Some(&coord) => Geometry::Point(Point(coord)),
            None => return Ok(None),
        },
        GeometryType::MultiPoint => Geometry::MultiPoint(MultiPoint(coords(buffer).into_iter().map(Point).collect())),
        GeometryType::LineString => Geometry::LineString(LineString(coords(buffer))),
        GeometryType::MultiLineString => Geometry::MultiLineString(MultiLineString(lines(buffer)?)),
        GeometryType::Polygon => Geometry::Polygon(crate::geometry::polygon(lines(buffer)?, row, notes)),
        GeometryType::MultiPolygon => {
            let polygons = parts().map(|part| Ok(crate::geometry::polygon(lines(&part)?, row, notes)));
            Geometry::MultiPolygon(MultiPolygon(polygons.collect::<Result<_, GeometryFault>>()?))
        }
        GeometryType::GeometryCollection => {
            let mut all = Vec::new();
            for part in parts() {
                all.extend(nested(&part, part.type_(), row, notes, depth + 1)?);
            }
            Geometry::GeometryCollection(GeometryCollection(all))
        }
        other => return Err(GeometryFault::Unsupported(other.variant_name().unwrap_or("unknown").to_owned())),
    }))
}

fn coords(buffer: &Buffer<'_>) -> Vec<Coord<f64>> {
    let Some(xy) = buffer.xy() else { return Vec::new() };
    (0..xy.len() / 2).map(|at| Coord { x: xy.get(at * 2), y: xy.get(at * 2 + 1) }).collect()
}

/// The parts of a polygon or multi line; without `ends` there is one.
fn lines(buffer: &Buffer<'_>) -> Result<Vec<LineString<f64>>, GeometryFault> {
    let all = coords(buffer);
    let Some(ends) = buffer.ends().filter(|ends| !ends.is_empty()) else {
        return Ok(if all.is_empty() { Vec::new() } else { vec![LineString(all)] });
    };
    let mut start = 0;
    let mut line = |end: u32| {
        let end = end as usize;
        let part = all.get(start..end).ok_or(GeometryFault::Truncated)?;
        start = end;
        Ok(LineString(part.to_vec()))
    };
    ends.iter().map(&mut line).collect()
}

/// The FlatGeobuf type of a layer, by the name that Simple Features gives it.
pub(super) fn layer_type(name: Option<&str>) -> GeometryType {
    match name {
        Some("Point") => GeometryType::Point,
        Some("LineString") => GeometryType::LineString,
        Some("Polygon") => GeometryType::Polygon,
        Some("MultiPoint") => GeometryType::MultiPoint,
        Some("MultiLineString") => GeometryType::MultiLineString,
        Some("MultiPolygon") => GeometryType::MultiPolygon,
        Some("GeometryCollection") => GeometryType::GeometryCollection,
        _ => GeometryType::Unknown,
    }
}

/// Builds the buffer of a geometry.
pub(super) fn write<'b>(geometry: &Geometry<f64>, builder: &mut FlatBufferBuilder<'b>) -> WIPOffset<Buffer<'b>> {
    let type_ = layer_type(Some(crate::geometry::type_name(geometry)));
    match geometry {
        Geometry::Point(point) => flat(type_, &[&[point.0]], builder),
        Geometry::MultiPoint(points) => {
            let coords: Vec<Coord<f64>> = points.0.iter().map(|point| point.0).collect();
            flat(type_, &[&coords], builder)
        }
        Geometry::Line(line) => flat(type_, &[&[line.start, line.end]], builder),
        Geometry::LineString(line) => flat(type_, &[&line.0], builder),
        Geometry::MultiLineString(lines) => {
            flat(type_, &lines.0.iter().map(|line| &line.0[..]).collect::<Vec<_>>(), builder)
        }
        Geometry::Polygon(one) => polygon(one, builder),
        Geometry::Rect(rect) => polygon(&rect.to_polygon(), builder),
        Geometry::Triangle(triangle) => polygon(&triangle.to_polygon(), builder),
        Geometry::MultiPolygon(many) => {
            let parts: Vec<_> = many.0.iter().map(|one| polygon(one, builder)).collect();
            whole(type_, &parts, builder)
        }
        Geometry::GeometryCollection(many) => {
            let parts: Vec<_> = many.0.iter().map(|one| write(one, builder)).collect();
            whole(type_, &parts, builder)
        }
    }
}

fn polygon<'b>(polygon: &Polygon<f64>, builder: &mut FlatBufferBuilder<'b>) -> WIPOffset<Buffer<'b>> {
    let mut rings: Vec<&[Coord<f64>]> = vec![&polygon.exterior().0];
    rings.extend(polygon.interiors().iter().map(|ring| &ring.0[..]));
    flat(GeometryType::Polygon, &rings, builder)
}

fn flat<'b>(
    type_: GeometryType,
    parts: &[&[Coord<f64>]],
    builder: &mut FlatBufferBuilder<'b>,
) -> WIPOffset<Buffer<'b>> {
    let numbers: Vec<f64> = parts.iter().flat_map(|part| part.iter().flat_map(|c| [c.x, c.y])).collect();
    let ends: Vec<u32> = parts
        .iter()
        .scan(0_u32, |end, part| {
            *end += part.len() as u32;
            Some(*end)
        })
        .collect();
    let xy = Some(builder.create_vector(&numbers));
    let ends = (parts.len() > 1).then(|| builder.create_vector(&ends));
    Buffer::create(builder, &GeometryArgs { type_, xy, ends, ..GeometryArgs::default() })
}

fn whole<'b>(
    type_: GeometryType,
    parts: &[WIPOffset<Buffer<'b>>],
    builder: &mut FlatBufferBuilder<'b>,
) -> WIPOffset<Buffer<'b>> {
    let parts = Some(builder.create_vector(parts));
    Buffer::create(builder, &GeometryArgs { type_, parts, ..GeometryArgs::default() })
}

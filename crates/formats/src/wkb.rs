//! Well-known binary (OGC 06-103r4 §8), read from hostile bytes and written little-endian.
//!
//! Reads ISO codes (Z = +1000, M = +2000) and the flags of EWKB; heights and measures are left out, as the product's
//! geometries are plane.

use geo_types::{
    Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon,
};

use crate::{geometry::GeometryFault, notes::Notes};

const MAX_DEPTH: usize = 8;

/// Reads one geometry; open rings are closed and named under `row`.
pub(crate) fn read(bytes: &[u8], row: usize, notes: &mut Notes<'_>) -> Result<Geometry<f64>, GeometryFault> {
    Cursor { bytes, row, notes }.geometry(0)
}

/// A geometry as little-endian well-known binary.
pub fn to_wkb(geometry: &Geometry<f64>) -> Vec<u8> {
    let mut bytes = Vec::new();
    write(geometry, &mut bytes);
    bytes
}

/// A geometry from well-known binary; `None` when the bytes are none, or one that breaks off.
pub fn from_wkb(bytes: &[u8]) -> Option<Geometry<f64>> {
    let mut reading = crate::Reading::default();
    read(bytes, 0, &mut Notes::new(&mut reading, "")).ok()
}

/// Appends the geometry.
pub(crate) fn write(geometry: &Geometry<f64>, out: &mut Vec<u8>) {
    match geometry {
        Geometry::Point(point) => {
            head(1, out);
            coord(point.0, out);
        }
        Geometry::Line(segment) => {
            head(2, out);
            coords(&[segment.start, segment.end], out);
        }
        Geometry::LineString(line) => line_string(line, out),
        Geometry::Polygon(one) => polygon(one, out),
        Geometry::Rect(rect) => polygon(&rect.to_polygon(), out),
        Geometry::Triangle(triangle) => polygon(&triangle.to_polygon(), out),
        Geometry::MultiPoint(points) => many(4, &points.0, out, |point, out| {
            head(1, out);
            coord(point.0, out);
        }),
        Geometry::MultiLineString(lines) => many(5, &lines.0, out, line_string),
        Geometry::MultiPolygon(polygons) => many(6, &polygons.0, out, polygon),
        Geometry::GeometryCollection(parts) => many(7, &parts.0, out, write),
    }
}

fn head(kind: u32, out: &mut Vec<u8>) {
    out.push(1);
    out.extend_from_slice(&kind.to_le_bytes());
}

fn count(number: usize, out: &mut Vec<u8>) {
    out.extend_from_slice(&u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes());
}

fn coord(coord: Coord<f64>, out: &mut Vec<u8>) {
    out.extend_from_slice(&coord.x.to_le_bytes());
    out.extend_from_slice(&coord.y.to_le_bytes());
}

fn coords(list: &[Coord<f64>], out: &mut Vec<u8>) {
    count(list.len(), out);
    list.iter().for_each(|&one| coord(one, out));
}

fn line_string(line: &LineString<f64>, out: &mut Vec<u8>) {
    head(2, out);
    coords(&line.0, out);
}

fn polygon(polygon: &Polygon<f64>, out: &mut Vec<u8>) {
    head(3, out);
    if polygon.exterior().0.is_empty() {
        return count(0, out);
    }
    count(1 + polygon.interiors().len(), out);
    coords(&polygon.exterior().0, out);
    polygon.interiors().iter().for_each(|ring| coords(&ring.0, out));
}

fn many<T>(kind: u32, parts: &[T], out: &mut Vec<u8>, write: impl Fn(&T, &mut Vec<u8>)) {
    head(kind, out);
    count(parts.len(), out);
    parts.iter().for_each(|part| write(part, out));
}

struct Cursor<'a, 'n, 'r> {
    bytes: &'a [u8],
    row: usize,
    notes: &'n mut Notes<'r>,
}

/// Byte order and number of ordinates of the geometry being read.
#[derive(Clone, Copy)]
struct Layout {
    little: bool,
    ordinates: usize,
}

impl<'a> Cursor<'a, '_, '_> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], GeometryFault> {
        let (taken, rest) = self.bytes.split_at_checked(length).ok_or(GeometryFault::Truncated)?;
        self.bytes = rest;
        Ok(taken)
    }

    fn u32(&mut self, little: bool) -> Result<u32, GeometryFault> {
        let bytes: [u8; 4] = self.take(4)?.try_into().map_err(|_| GeometryFault::Truncated)?;
        Ok(if little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) })
    }

    /// A number of parts, each at least `size` bytes: never more than the bytes left can hold.
    fn count(&mut self, little: bool, size: usize) -> Result<usize, GeometryFault> {
        let count = self.u32(little)? as usize;
        if count > self.bytes.len() / size { Err(GeometryFault::Truncated) } else { Ok(count) }
    }

    fn header(&mut self) -> Result<(u32, Layout), GeometryFault> {
        let little = match self.take(1)?[0] {
            0 => false,
            1 => true,
            other => return Err(GeometryFault::Malformed(format!("byte order {other}"))),
        };
        let code = self.u32(little)?;
        if code & 0x2000_0000 != 0 {
            self.take(4)?;
        }
        let plain = code & 0x1FFF_FFFF;
        let has_z = code & 0x8000_0000 != 0 || matches!(plain / 1000, 1 | 3);
        let has_m = code & 0x4000_0000 != 0 || matches!(plain / 1000, 2 | 3);
        Ok((plain % 1000, Layout { little, ordinates: 2 + usize::from(has_z) + usize::from(has_m) }))
    }

    fn geometry(&mut self, depth: usize) -> Result<Geometry<f64>, GeometryFault> {
        if depth > MAX_DEPTH {
            return Err(GeometryFault::Malformed("collections nested too deeply".into()));
        }
        let (kind, layout) = self.header()?;
        Ok(match kind {
            1 => Geometry::Point(Point(self.point(layout)?)),
            2 => Geometry::LineString(self.line(layout)?),
            3 | 17 => Geometry::Polygon(self.polygon(layout)?),
            4 => Geometry::MultiPoint(MultiPoint(self.parts(layout, depth, |part| match part {
                Geometry::Point(point) => Some(point),
                _ => None,
            })?)),
            5 => Geometry::MultiLineString(MultiLineString(self.parts(layout, depth, |part| match part {
                Geometry::LineString(line) => Some(line),
                _ => None,
            })?)),
            6 | 15 | 16 => Geometry::MultiPolygon(MultiPolygon(self.parts(layout, depth, |part| match part {
                Geometry::Polygon(polygon) => Some(polygon),
                _ => None,
            })?)),
            7 => Geometry::GeometryCollection(GeometryCollection(self.parts(layout, depth, Some)?)),
            8..=14 => return Err(GeometryFault::Unsupported(curve_name(kind).into())),
            other => return Err(GeometryFault::Malformed(format!("geometry code {other}"))),
        })
    }

    fn parts<T>(
        &mut self,
        layout: Layout,
        depth: usize,
        accept: impl Fn(Geometry<f64>) -> Option<T>,
    ) -> Result<Vec<T>, GeometryFault> {
        let count = self.count(layout.little, 5)?;
        let strange = || GeometryFault::Malformed("a part of another type".into());
        (0..count).map(|_| accept(self.geometry(depth + 1)?).ok_or_else(strange)).collect()
    }

    /// Points without coordinates are written as NaN by the OGC's rule.
    fn point(&mut self, layout: Layout) -> Result<Coord<f64>, GeometryFault> {
        let bytes = self.take(8 * layout.ordinates)?;
        Ok(coord_at(bytes, layout.little))
    }

    fn line(&mut self, layout: Layout) -> Result<LineString<f64>, GeometryFault> {
        let width = 8 * layout.ordinates;
        let count = self.count(layout.little, width)?;
        let bytes = self.take(count * width)?;
        Ok(LineString(bytes.chunks_exact(width).map(|chunk| coord_at(chunk, layout.little)).collect()))
    }

    fn polygon(&mut self, layout: Layout) -> Result<Polygon<f64>, GeometryFault> {
        let count = self.count(layout.little, 4)?;
        let mut rings = Vec::with_capacity(count);
        for _ in 0..count {
            rings.push(self.line(layout)?);
        }
        Ok(crate::geometry::polygon(rings, self.row, self.notes))
    }
}

fn coord_at(bytes: &[u8], little: bool) -> Coord<f64> {
    let number = |at: usize| {
        let bytes = <[u8; 8]>::try_from(&bytes[at..at + 8]).unwrap_or_default();
        if little { f64::from_le_bytes(bytes) } else { f64::from_be_bytes(bytes) }
    };
    Coord { x: number(0), y: number(8) }
}

fn curve_name(kind: u32) -> &'static str {
    match kind {
        8 => "CircularString",
        9 => "CompoundCurve",
        10 => "CurvePolygon",
        11 => "MultiCurve",
        12 => "MultiSurface",
        13 => "Curve",
        _ => "Surface",
    }
}

//! The records of a `.shp`: where they are, and the geometry of one.

use std::ops::Range;

use geo_types::{Coord, Geometry, LineString, MultiLineString, MultiPoint, Point};

use super::{bytes_at, i32_be, i32_le, rings};
use crate::{geometry::GeometryFault, notes::Notes};

/// Length of the header of `.shp` and `.shx`, bytes.
pub(super) const HEADER: usize = 100;

/// Where the records' contents lie, by the index; `None` when the index does not fit the file.
pub(super) fn indexed(shp: &[u8], shx: &[u8]) -> Option<Vec<Range<usize>>> {
    if i32_be(shx, 0)? != 9994 {
        return None;
    }
    let entry = |entry: &[u8]| {
        let start = usize::try_from(i32_be(entry, 0)?).ok()?.checked_mul(2)?.checked_add(8)?;
        let length = usize::try_from(i32_be(entry, 4)?).ok()?.checked_mul(2)?;
        let end = start.checked_add(length)?;
        (start >= HEADER + 8 && end <= shp.len()).then_some(start..end)
    };
    shx.get(HEADER..)?.chunks_exact(8).map(entry).collect()
}

/// Where the records' contents lie, found by walking from record to record; the second part tells how many bytes at
/// the end could not be understood.
pub(super) fn walked(shp: &[u8]) -> (Vec<Range<usize>>, usize) {
    let (mut records, mut at) = (Vec::new(), HEADER);
    while at + 8 <= shp.len() {
        let length = i32_be(shp, at + 4).and_then(|words| usize::try_from(words).ok()).unwrap_or(usize::MAX);
        let end = length.checked_mul(2).and_then(|bytes| bytes.checked_add(at + 8));
        match end {
            Some(end) if length >= 2 && end <= shp.len() => {
                records.push(at + 8..end);
                at = end;
            }
            _ => break,
        }
    }
    (records, shp.len().saturating_sub(at))
}

/// The geometry of one record's content.
pub(super) fn geometry(
    content: &[u8],
    row: usize,
    notes: &mut Notes<'_>,
) -> Result<Option<Geometry<f64>>, GeometryFault> {
    let kind = i32_le(content, 0).ok_or(GeometryFault::Truncated)?;
    Ok(Some(match kind {
        0 => return Ok(None),
        1 | 11 | 21 => Geometry::Point(Point(coord(content, 4).ok_or(GeometryFault::Truncated)?)),
        3 | 13 | 23 => lines(parts(content)?),
        5 | 15 | 25 => return rings::assemble(parts(content)?, row, notes),
        8 | 18 | 28 => {
            let count = count(content, 36, 16)?;
            Geometry::MultiPoint(MultiPoint(coords(content, 40, count)?.into_iter().map(Point).collect()))
        }
        31 => return Err(GeometryFault::Unsupported("MultiPatch".into())),
        other => return Err(GeometryFault::Malformed(format!("shape type {other}"))),
    }))
}

fn lines(mut parts: Vec<LineString<f64>>) -> Geometry<f64> {
    if parts.len() == 1 {
        return Geometry::LineString(parts.remove(0));
    }
    Geometry::MultiLineString(MultiLineString(parts))
}

/// A number of items of `size` bytes that the content can really hold.
fn count(content: &[u8], at: usize, size: usize) -> Result<usize, GeometryFault> {
    let count = i32_le(content, at).and_then(|count| usize::try_from(count).ok()).ok_or(GeometryFault::Truncated)?;
    if count > content.len() / size { Err(GeometryFault::Truncated) } else { Ok(count) }
}

/// The parts of a polyline or polygon.
fn parts(content: &[u8]) -> Result<Vec<LineString<f64>>, GeometryFault> {
    let (part_count, point_count) = (count(content, 36, 4)?, count(content, 40, 16)?);
    let starts =
        (0..part_count).map(|part| i32_le(content, 44 + part * 4).and_then(|start| usize::try_from(start).ok()));
    let starts = starts.collect::<Option<Vec<usize>>>().ok_or(GeometryFault::Truncated)?;
    let points_at = 44 + part_count * 4;
    let ends = starts.iter().skip(1).copied().chain([point_count]);
    let part = |(&start, end): (&usize, usize)| {
        if start > end || end > point_count {
            return Err(GeometryFault::Malformed("parts out of order".into()));
        }
        Ok(LineString(coords(content, points_at + start * 16, end - start)?))
    };
    starts.iter().zip(ends).map(part).collect()
}

fn coords(content: &[u8], at: usize, count: usize) -> Result<Vec<Coord<f64>>, GeometryFault> {
    let bytes = content.get(at..at + count * 16).ok_or(GeometryFault::Truncated)?;
    bytes.chunks_exact(16).map(|pair| coord(pair, 0).ok_or(GeometryFault::Truncated)).collect()
}

fn coord(bytes: &[u8], at: usize) -> Option<Coord<f64>> {
    let number = |at| bytes_at(bytes, at).map(f64::from_le_bytes);
    Some(Coord { x: number(at)?, y: number(at + 8)? })
}

//! The geometry blob: a header with the SRS and the envelope, then WKB (12-128r18 §2.1.3).

use geo_types::Geometry;

use crate::{
    geometry::{GeometryFault, bounds},
    notes::Notes,
    wkb,
};

/// Reads a blob; also plain WKB, which some programs store.
pub(super) fn read(blob: &[u8], row: usize, notes: &mut Notes<'_>) -> Result<Option<Geometry<f64>>, GeometryFault> {
    if !blob.starts_with(b"GP") {
        return wkb::read(blob, row, notes).map(Some);
    }
    let flags = *blob.get(3).ok_or(GeometryFault::Truncated)?;
    if flags & 0x10 != 0 {
        return Ok(None);
    }
    let envelope = match (flags >> 1) & 7 {
        0 => 0,
        1 => 32,
        2 | 3 => 48,
        4 => 64,
        other => return Err(GeometryFault::Malformed(format!("envelope code {other}"))),
    };
    let body = blob.get(8 + envelope..).ok_or(GeometryFault::Truncated)?;
    wkb::read(body, row, notes).map(Some)
}

/// Writes a blob, with an envelope for everything but points.
pub(super) fn write(geometry: &Geometry<f64>, srs_id: i32) -> Vec<u8> {
    let envelope = bounds(geometry).filter(|_| !matches!(geometry, Geometry::Point(_)));
    let mut blob = vec![b'G', b'P', 0, if envelope.is_some() { 0b11 } else { 0b01 }];
    blob.extend_from_slice(&srs_id.to_le_bytes());
    if let Some([min_x, min_y, max_x, max_y]) = envelope {
        [min_x, max_x, min_y, max_y].iter().for_each(|number| blob.extend_from_slice(&number.to_le_bytes()));
    }
    wkb::write(geometry, &mut blob);
    blob
}

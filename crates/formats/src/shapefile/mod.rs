//! ESRI Shapefile (white paper of July 1998) with its dBASE table.
//!
//! Read from raw bytes rather than through a library: which encoding a table is in can only be told from all its bytes,
//! and one bad record must cost one row, not the file.

mod dbf;
mod dbf_write;
mod names;
mod read;
mod rings;
mod shp;
mod shp_write;
mod write;

pub(crate) use read::{read, read_lone_dbf};
pub(crate) use write::write;

/// Bytes of a little-endian number at a place; `None` beyond the end.
fn bytes_at<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at.checked_add(N)?)?.try_into().ok()
}

fn i32_le(bytes: &[u8], at: usize) -> Option<i32> {
    bytes_at(bytes, at).map(i32::from_le_bytes)
}

fn i32_be(bytes: &[u8], at: usize) -> Option<i32> {
    bytes_at(bytes, at).map(i32::from_be_bytes)
}

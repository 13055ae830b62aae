//! FlatGeobuf 3: a header, a packed Hilbert R-tree, and one FlatBuffer a feature.
//!
//! The FlatBuffers come from the library and are verified; the outer file is walked here, so that a damaged feature or
//! property costs one row and no temporary file is needed for writing.

mod geometry;
mod properties;
mod read;
mod write;

pub(crate) use read::read;
pub(crate) use write::write;

const MAGIC: [u8; 8] = *b"fgb\x03fgb\x00";

//! Decoders of the two bit streams that our tiles use of `EXT_meshopt_compression` (Khronos, ratified; appendix A):
//! attributes (version 0) without filters, and triangles (version 1). Pure Rust, for browsers; written after the
//! extension's text.

mod attributes;
mod triangles;

pub use attributes::attributes;
pub use triangles::triangles;

/// What is wrong with a compressed stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodecError {
    /// The first byte names another format or version.
    #[error("header {0:#04x} is another format or version")]
    Header(u8),
    /// The stream is too short for what it is said to hold.
    #[error("the stream ends early")]
    Short,
    /// Bytes are left over.
    #[error("bytes are left over after the last element")]
    Long,
    /// Strides are multiples of 4 up to 256; triangles have three corners.
    #[error("a stride or count that the format does not have")]
    Layout,
}

/// Reads bytes one after the other.
struct Bytes<'a> {
    rest: &'a [u8],
}

impl<'a> Bytes<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], CodecError> {
        let (taken, rest) = self.rest.split_at_checked(count).ok_or(CodecError::Short)?;
        self.rest = rest;
        Ok(taken)
    }

    fn one(&mut self) -> Result<u8, CodecError> {
        let (first, rest) = self.rest.split_first().ok_or(CodecError::Short)?;
        self.rest = rest;
        Ok(*first)
    }
}

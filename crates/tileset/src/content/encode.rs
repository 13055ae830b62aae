//! Encoding with meshoptimizer.

use super::layout::Codec;
use super::{Content, ContentError, Profile, check, compatible, order, write};

/// Position alone takes 8 bytes; with normal, two f32 and feature it is 24.
const STRIDES: &str = "attributes of a vertex";

const CODEC: Codec = Codec { vertices, triangles };

/// Encodes a content. Vertices that are equal in everything become one, unused ones are dropped, triangles and
/// vertices are ordered for the GPU's caches and for compression; every triangle keeps its corners and its winding.
/// Equal contents make equal bytes.
///
/// # Errors
/// What [`ContentError`] tells of contents that cannot be.
pub fn encode(content: &Content, profile: Profile) -> Result<Vec<u8>, ContentError> {
    check::check(content, profile)?;
    let standard = write::write_with(&order::order(content), Some(&CODEC))?;
    match profile {
        Profile::Standard => Ok(standard),
        Profile::Compatible => compatible(&standard),
    }
}

fn vertices(bytes: &[u8], stride: usize) -> Result<Vec<u8>, ContentError> {
    match stride {
        8 => stride_of::<8>(bytes),
        12 => stride_of::<12>(bytes),
        16 => stride_of::<16>(bytes),
        20 => stride_of::<20>(bytes),
        24 => stride_of::<24>(bytes),
        28 => stride_of::<28>(bytes),
        _ => Err(ContentError::TooMany(STRIDES)),
    }
}

fn stride_of<const N: usize>(bytes: &[u8]) -> Result<Vec<u8>, ContentError> {
    // The format that the extension holds is version 0; the library's default is not. The level is for version 1.
    let (elements, _) = bytes.as_chunks::<N>();
    meshopt::encode_vertex_buffer_level(elements, 0, Some(0)).map_err(|_| ContentError::TooMany(STRIDES))
}

fn triangles(corners: &[u32], vertices: usize) -> Result<Vec<u8>, ContentError> {
    meshopt::encode_index_buffer(corners, vertices).map_err(|_| ContentError::TooMany("triangles"))
}

//! What a tile shows, as a value, and its two encodings as binary glTF.
//!
//! A content's axes are those of a local frame: x east, y north, z up, metres. Positions are points of a lattice of
//! 16-bit steps, so equal walls of two tiles are equal numbers and a file is exact: encoding and decoding give back
//! every corner of every triangle (in another order).
//!
//! * [`Profile::Standard`]: `KHR_mesh_quantization`, `EXT_meshopt_compression` (version 0 of its vertex format),
//!   `EXT_mesh_features` and `EXT_structural_metadata` with one property table; WebP and KTX2 by their extensions.
//! * [`Profile::Compatible`]: the same content for clients that read only core glTF (QGIS wants f32 positions): f32
//!   positions and normals, plain indices, JPEG and PNG only; the same metadata. Positions are the lattice's whole
//!   numbers and the node's matrix makes metres of them, so nothing is rounded.
//!
//! In both, the node's matrix holds the lattice's step and origin and turns z up into glTF's y up.

mod check;
mod colour;
mod decode;
#[cfg(feature = "encode")]
mod encode;
mod lattice;
mod layout;
mod metadata;
#[cfg(feature = "encode")]
mod order;
mod reader;
mod textures;
mod value;
mod vertices;
mod write;

pub use decode::decode;
#[cfg(feature = "encode")]
pub use encode::encode;
pub use lattice::{Lattice, normal};
pub use value::{
    Cloud, Content, Coordinates, Image, ImageFormat, Material, Mesh, NO_FEATURE, Part, Table, UNKNOWN_CLASS,
    UNKNOWN_HEIGHT,
};

use crate::codec::CodecError;
use crate::glb::GlbError;

/// How a content is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Profile {
    /// Small and exact; CesiumJS, three.js, our viewer.
    Standard,
    /// Core glTF, for QGIS, ArcGIS Pro and validators that cannot decode the standard profile.
    Compatible,
}

/// Why a content cannot be encoded or decoded.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ContentError {
    /// Nothing to see: no vertices, no triangles. Tiles without content need no file.
    #[error("the content is empty")]
    Empty,
    /// A column has another length than the positions or the table.
    #[error("{0} are not as many as they should be")]
    Length(&'static str),
    /// A number refers to nothing.
    #[error("{0} {1} does not exist")]
    Missing(&'static str, usize),
    /// A number is not finite, out of its range, or a vector has no length.
    #[error("{0} {1} has a value that cannot be")]
    Value(&'static str, usize),
    /// More than the format's numbers can count.
    #[error("too many {0}")]
    TooMany(&'static str),
    /// The profile cannot hold this image's format.
    #[error("image {0} is in a format that the profile does not have")]
    ImageFormat(usize),
    /// The container is broken.
    #[error("the container: {0}")]
    Container(#[from] GlbError),
    /// The JSON is broken.
    #[error("the JSON: {0}")]
    Json(String),
    /// A compressed stream is broken.
    #[error("a compressed stream: {0}")]
    Stream(#[from] CodecError),
    /// The file is glTF but not in the form of our contents.
    #[error("not a tile of ours: {0}")]
    Foreign(&'static str),
}

/// The compatible twin of a tile of either profile; equal to encoding the content so.
///
/// # Errors
/// See [`decode`]; [`ContentError::ImageFormat`] for WebP and KTX2, for which see [`compatible_with`].
pub fn compatible(bytes: &[u8]) -> Result<Vec<u8>, ContentError> {
    compatible_with(bytes, |_| None)
}

/// The compatible twin, with somebody who can make a JPEG or PNG of an image that is neither.
///
/// # Errors
/// See [`compatible`].
pub fn compatible_with(bytes: &[u8], transcode: impl Fn(&Image) -> Option<Image>) -> Result<Vec<u8>, ContentError> {
    let mut content = decode(bytes)?;
    if let Content::Mesh(mesh) = &mut content {
        for image in mesh.images.iter_mut().filter(|image| !image.format.is_core()) {
            if let Some(made) = transcode(image) {
                *image = made;
            }
        }
    }
    write::write(&content, Profile::Compatible)
}

//! Elements of accessors, every offset and count checked against the bytes that there are.

use std::borrow::Cow;

use super::ContentError;
use super::vertices::component;
use crate::codec;
use crate::glb::document::{Accessor, BufferView, Compression, Document};

/// The views of a document, decoded.
pub(super) struct Reader<'a> {
    document: &'a Document,
    views: Vec<Cow<'a, [u8]>>,
    /// Bytes of the file's second chunk.
    pub(super) size: usize,
    /// Corners that may still be read: a compressed triangle takes a byte, so an honest file has no more.
    corners: usize,
}

/// The elements of an accessor.
pub(super) struct Elements<'a> {
    pub(super) accessor: &'a Accessor,
    bytes: &'a [u8],
    stride: usize,
    size: usize,
}

impl<'a> Reader<'a> {
    /// Decodes what is compressed. Memory is bounded by the file: compressed views may not share bytes, so together
    /// they decode to at most 64 times what there is.
    pub(super) fn new(document: &'a Document, bin: &'a [u8]) -> Result<Self, ContentError> {
        let compressed = document.buffer_views.iter().filter_map(|view| view.extensions.meshopt.as_ref());
        let total = compressed.fold(0usize, |sum, view| sum.saturating_add(view.byte_length));
        if total > bin.len() {
            return Err(ContentError::Foreign("compressed views that share bytes"));
        }
        let views = document.buffer_views.iter().map(|view| decode_view(view, bin)).collect::<Result<_, _>>()?;
        Ok(Self { document, views, size: bin.len(), corners: bin.len().saturating_mul(3) })
    }

    /// The bytes of a view.
    pub(super) fn view(&self, number: usize) -> Result<&[u8], ContentError> {
        self.views.get(number).map(AsRef::as_ref).ok_or(ContentError::Missing("buffer view", number))
    }

    /// The elements of an accessor.
    pub(super) fn elements(&self, number: usize) -> Result<Elements<'_>, ContentError> {
        let accessor = self.document.accessors.get(number).ok_or(ContentError::Missing("accessor", number))?;
        let view = self.view(accessor.buffer_view)?;
        let size = size_of_element(accessor).ok_or(ContentError::Foreign("type of an accessor"))?;
        let stride = self.document.buffer_views[accessor.buffer_view].byte_stride.unwrap_or(size);
        let needed = accessor.count.checked_sub(1).ok_or(ContentError::Empty)?.checked_mul(stride);
        let needed = needed.and_then(|most| most.checked_add(size)?.checked_add(accessor.byte_offset));
        match needed {
            Some(needed) if stride >= size && needed <= view.len() => {
                Ok(Elements { accessor, bytes: &view[accessor.byte_offset..], stride, size })
            }
            _ => Err(ContentError::Missing("end of accessor", number)),
        }
    }

    /// Triangles of an accessor of corners.
    pub(super) fn triangles(&mut self, number: usize) -> Result<Vec<[u32; 3]>, ContentError> {
        let elements = self.elements(number)?;
        let count = elements.accessor.count;
        let left = self.corners.checked_sub(count);
        if left.is_none() || !count.is_multiple_of(3) || elements.accessor.shape != "SCALAR" {
            return Err(ContentError::Foreign("corners of triangles"));
        }
        let corners: Vec<u32> = match elements.accessor.component_type {
            component::U16 => elements.values::<2>().map(|bytes| u32::from(u16::from_le_bytes(bytes))).collect(),
            component::U32 => elements.values::<4>().map(u32::from_le_bytes).collect(),
            _ => return Err(ContentError::Foreign("type of corners")),
        };
        self.corners = left.unwrap_or(0);
        Ok(corners.as_chunks::<3>().0.to_vec())
    }
}

impl Elements<'_> {
    /// Each element's first `N` bytes; the caller has looked at the type, or gets zeros for what is not there.
    pub(super) fn values<const N: usize>(&self) -> impl Iterator<Item = [u8; N]> {
        let size = self.size.min(N);
        self.bytes.chunks(self.stride).take(self.accessor.count).map(move |element| {
            let mut value = [0; N];
            // The last element may lack its padding, never its own bytes.
            value[..size].copy_from_slice(&element[..size]);
            value
        })
    }

    /// Whether it has this type.
    pub(super) fn is(&self, component: u32, shape: &str, normalized: bool) -> bool {
        let accessor = self.accessor;
        accessor.component_type == component && accessor.shape == shape && accessor.normalized == normalized
    }
}

fn size_of_element(accessor: &Accessor) -> Option<usize> {
    let component = match accessor.component_type {
        component::I8 | component::U8 => 1,
        component::U16 => 2,
        component::U32 | component::F32 => 4,
        _ => return None,
    };
    let parts = match accessor.shape.as_str() {
        "SCALAR" => 1,
        "VEC2" => 2,
        "VEC3" => 3,
        _ => return None,
    };
    Some(component * parts)
}

fn decode_view<'a>(view: &BufferView, bin: &'a [u8]) -> Result<Cow<'a, [u8]>, ContentError> {
    let Some(compression) = &view.extensions.meshopt else {
        if view.buffer != 0 {
            return Err(ContentError::Foreign("bytes in another file"));
        }
        return Ok(Cow::Borrowed(stretch(bin, view.byte_offset, view.byte_length)?));
    };
    let Compression { byte_offset, byte_length, byte_stride: stride, count, .. } = *compression;
    let whole = count.checked_mul(stride) == Some(view.byte_length);
    if compression.buffer != 0 || !whole || compression.filter.as_ref().is_some_and(|filter| filter != "NONE") {
        return Err(ContentError::Foreign("layout of a compressed view"));
    }
    let encoded = stretch(bin, byte_offset, byte_length)?;
    match (compression.mode.as_str(), stride) {
        ("ATTRIBUTES", _) => Ok(Cow::Owned(codec::attributes(encoded, count, stride)?)),
        ("TRIANGLES", 2) => {
            let corners = codec::triangles(encoded, count)?;
            Ok(Cow::Owned(corners.as_flattened().iter().flat_map(|corner| (*corner as u16).to_le_bytes()).collect()))
        }
        ("TRIANGLES", 4) => {
            let corners = codec::triangles(encoded, count)?;
            Ok(Cow::Owned(corners.as_flattened().iter().flat_map(|corner| corner.to_le_bytes()).collect()))
        }
        _ => Err(ContentError::Foreign("mode of a compressed view")),
    }
}

fn stretch(bin: &[u8], offset: usize, length: usize) -> Result<&[u8], ContentError> {
    let end = offset.checked_add(length).ok_or(ContentError::Foreign("an offset"))?;
    bin.get(offset..end).ok_or(ContentError::Foreign("a view beyond the file's end"))
}

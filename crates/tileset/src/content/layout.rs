//! The bytes of a file: accessors, the buffer views that they read, and the buffer.

use super::ContentError;
use super::vertices::{Stream, component};
use crate::glb::document::{
    Accessor, Attributes, Buffer, BufferExtensions, BufferView, BufferViewExtensions, Compression, Fallback,
};

const ARRAY_BUFFER: u32 = 34_962;
const ELEMENT_ARRAY_BUFFER: u32 = 34_963;

/// Compresses vertices of a stride, and triangles over a number of vertices.
pub(super) struct Codec {
    pub(super) vertices: fn(&[u8], usize) -> Result<Vec<u8>, ContentError>,
    pub(super) triangles: fn(&[u32], usize) -> Result<Vec<u8>, ContentError>,
}

/// Collects the bytes; with a codec, vertices and triangles go in compressed.
#[derive(Default)]
pub(super) struct Layout<'a> {
    codec: Option<&'a Codec>,
    pub(super) bin: Vec<u8>,
    pub(super) accessors: Vec<Accessor>,
    pub(super) views: Vec<BufferView>,
    /// Length of what the compressed views decode to.
    fallback: usize,
}

impl<'a> Layout<'a> {
    pub(super) fn new(codec: Option<&'a Codec>) -> Self {
        Self { codec, ..Self::default() }
    }

    /// Bytes of an image or a table's column; the number of their view.
    pub(super) fn plain(&mut self, bytes: &[u8]) -> usize {
        let byte_offset = self.append(bytes);
        self.views.push(BufferView { byte_offset, byte_length: bytes.len(), ..BufferView::default() });
        self.views.len() - 1
    }

    /// Vertices: one compressed view of interleaved elements, or a view for each attribute.
    pub(super) fn vertices(&mut self, streams: &[Stream], count: usize) -> Result<Attributes, ContentError> {
        let mut attributes = Attributes::default();
        let Some(codec) = self.codec else {
            for stream in streams {
                let view = self.plain(&stream.bytes);
                self.views[view].byte_stride = Some(stream.stride);
                self.views[view].target = Some(ARRAY_BUFFER);
                self.attribute(&mut attributes, stream, view, 0, count);
            }
            return Ok(attributes);
        };
        let stride = streams.iter().map(|stream| stream.stride).sum();
        let encoded = (codec.vertices)(&interleave(streams, stride, count), stride)?;
        let view = self.compressed(&encoded, count, stride, "ATTRIBUTES");
        self.views[view].byte_stride = Some(stride);
        self.views[view].target = Some(ARRAY_BUFFER);
        let mut at = 0;
        for stream in streams {
            self.attribute(&mut attributes, stream, view, at, count);
            at += stream.stride;
        }
        Ok(attributes)
    }

    /// Corners of the parts' triangles, one after the other; an accessor for each part.
    pub(super) fn triangles(&mut self, parts: &[&[[u32; 3]]], vertices: usize) -> Result<Vec<usize>, ContentError> {
        // The largest 16-bit number restarts a primitive and is no vertex.
        let wide = vertices > usize::from(u16::MAX);
        let (size, component_type) = if wide { (4, component::U32) } else { (2, component::U16) };
        let corners: Vec<u32> = parts.iter().flat_map(|part| part.as_flattened()).copied().collect();
        let view = match self.codec {
            Some(codec) => {
                let encoded = (codec.triangles)(&corners, vertices)?;
                self.compressed(&encoded, corners.len(), size, "TRIANGLES")
            }
            None => self.plain(&corner_bytes(&corners, wide)),
        };
        self.views[view].target = Some(ELEMENT_ARRAY_BUFFER);
        let mut byte_offset = 0;
        let mut numbers = Vec::with_capacity(parts.len());
        for part in parts {
            let count = part.len() * 3;
            let shape = "SCALAR".to_owned();
            let accessor =
                Accessor { buffer_view: view, byte_offset, component_type, count, shape, ..Accessor::default() };
            numbers.push(self.accessors.len());
            self.accessors.push(accessor);
            byte_offset += count * size;
        }
        Ok(numbers)
    }

    /// The buffers of the document: the file's bytes and, with compression, the place of the decoded ones.
    pub(super) fn buffers(&self) -> Vec<Buffer> {
        let mut buffers = vec![Buffer { byte_length: self.bin.len(), ..Buffer::default() }];
        if self.fallback > 0 {
            let extensions = BufferExtensions { meshopt: Some(Fallback { fallback: true }) };
            buffers.push(Buffer { byte_length: self.fallback, extensions });
        }
        buffers
    }

    fn append(&mut self, bytes: &[u8]) -> usize {
        // Columns of tables begin at multiples of eight; the others gain nothing from less.
        self.bin.resize(self.bin.len().next_multiple_of(8), 0);
        let at = self.bin.len();
        self.bin.extend(bytes);
        at
    }

    fn compressed(&mut self, encoded: &[u8], count: usize, stride: usize, mode: &str) -> usize {
        let at = self.append(encoded);
        let compression = Compression {
            buffer: 0,
            byte_offset: at,
            byte_length: encoded.len(),
            byte_stride: stride,
            count,
            mode: mode.to_owned(),
            filter: None,
        };
        let byte_offset = self.fallback.next_multiple_of(4);
        self.fallback = byte_offset + count * stride;
        self.views.push(BufferView {
            buffer: 1,
            byte_offset,
            byte_length: count * stride,
            extensions: BufferViewExtensions { meshopt: Some(compression) },
            ..BufferView::default()
        });
        self.views.len() - 1
    }

    fn attribute(&mut self, to: &mut Attributes, stream: &Stream, view: usize, byte_offset: usize, count: usize) {
        *(stream.slot)(to) = Some(self.accessors.len());
        let [min, max] = stream.range.clone().unwrap_or_default();
        self.accessors.push(Accessor {
            buffer_view: view,
            byte_offset,
            component_type: stream.component,
            normalized: stream.normalized,
            count,
            shape: stream.shape.to_owned(),
            min,
            max,
        });
    }
}

/// The elements of all streams side by side.
pub(super) fn interleave(streams: &[Stream], stride: usize, count: usize) -> Vec<u8> {
    let mut bytes = vec![0; stride * count];
    let mut at = 0;
    for stream in streams {
        let elements = stream.bytes.chunks_exact(stream.stride);
        for (to, from) in bytes.chunks_exact_mut(stride).zip(elements) {
            to[at..at + stream.stride].copy_from_slice(from);
        }
        at += stream.stride;
    }
    bytes
}

fn corner_bytes(corners: &[u32], wide: bool) -> Vec<u8> {
    if wide {
        corners.iter().flat_map(|corner| corner.to_le_bytes()).collect()
    } else {
        // Not wide means that every vertex has a number of 16 bits.
        corners.iter().flat_map(|corner| (*corner as u16).to_le_bytes()).collect()
    }
}

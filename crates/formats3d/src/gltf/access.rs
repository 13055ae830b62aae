//! Numbers of accessors (glTF 2.0, 3.6).

use std::borrow::Cow;

use serde_json::Value;

use crate::bytes::Cursor;

/// The document with the bytes of its buffers; `None` for one that cannot be had.
pub(super) struct Document<'d> {
    pub(super) root: &'d Value,
    pub(super) buffers: Vec<Option<Cow<'d, [u8]>>>,
}

/// An accessor of which every element can be read.
pub(super) struct Accessor<'d> {
    bytes: &'d [u8],
    stride: usize,
    kind: u64,
    normalized: bool,
    pub(super) count: usize,
    pub(super) width: usize,
    /// Elements that stand elsewhere: number, and place among these.
    sparse: Option<(Vec<u32>, &'d [u8])>,
}

/// A whole number of a JSON object.
pub(super) fn number(value: &Value, name: &str) -> Option<usize> {
    value.get(name)?.as_u64().and_then(|number| usize::try_from(number).ok())
}

impl<'d> Document<'d> {
    /// The bytes of a view and its stride.
    pub(super) fn view(&self, at: usize) -> Option<(&[u8], Option<usize>)> {
        let view = self.root["bufferViews"].get(at)?;
        let buffer = self.buffers.get(number(view, "buffer")?)?.as_deref()?;
        let start = number(view, "byteOffset").unwrap_or(0);
        let end = start.checked_add(number(view, "byteLength")?)?;
        Some((buffer.get(start..end)?, number(view, "byteStride")))
    }

    pub(super) fn accessor(&self, at: usize) -> Option<Accessor<'_>> {
        let found = self.root["accessors"].get(at)?;
        let kind = found["componentType"].as_u64()?;
        let width = match found["type"].as_str()? {
            "SCALAR" => 1,
            "VEC2" => 2,
            "VEC3" => 3,
            "VEC4" => 4,
            _ => return None,
        };
        let element = size(kind)? * width;
        let count = number(found, "count")?;
        let offset = number(found, "byteOffset").unwrap_or(0);
        let (bytes, stride): (&[u8], usize) = match number(found, "bufferView") {
            Some(view) => {
                let (bytes, stride) = self.view(view)?;
                (bytes.get(offset..)?, stride.filter(|stride| *stride > 0).unwrap_or(element))
            }
            // Zeros, to be filled in sparsely.
            None => (&[], 0),
        };
        let needed = count.checked_sub(1).map_or(Some(0), |last| last.checked_mul(stride)?.checked_add(element));
        if stride > 0 && (stride < element || needed.is_none_or(|needed| needed > bytes.len())) {
            return None;
        }
        let sparse = match found.get("sparse") {
            Some(sparse) => Some(self.sparse(sparse, element)?),
            None => None,
        };
        if stride == 0 && count > sparse.as_ref().map_or(0, |(numbers, _)| numbers.len().saturating_mul(64)) {
            return None;
        }
        let normalized = found["normalized"].as_bool().unwrap_or(false);
        Some(Accessor { bytes, stride, kind, normalized, count, width, sparse })
    }

    fn sparse(&self, sparse: &Value, element: usize) -> Option<(Vec<u32>, &[u8])> {
        let count = number(sparse, "count")?;
        let part = |name: &str| {
            let (bytes, _) = self.view(number(&sparse[name], "bufferView")?)?;
            bytes.get(number(&sparse[name], "byteOffset").unwrap_or(0)..)
        };
        let (indices, values) = (part("indices")?, part("values")?);
        let kind = sparse["indices"]["componentType"].as_u64()?;
        if count.checked_mul(size(kind)?)? > indices.len() || count.checked_mul(element)? > values.len() {
            return None;
        }
        let number = |at| component(indices, at * size(kind)?, kind).map(|number| number as u32);
        let numbers: Option<Vec<u32>> = (0..count).map(number).collect();
        Some((numbers?, values)).filter(|(numbers, _)| numbers.is_sorted())
    }
}

impl Accessor<'_> {
    /// The leading numbers of an element as they count: normalised whole numbers are fractions.
    pub(super) fn element<const N: usize>(&self, at: usize) -> Option<[f64; N]> {
        if N > self.width || at >= self.count {
            return None;
        }
        let size = size(self.kind)?;
        let place = self.sparse.as_ref().and_then(|(numbers, values)| {
            let place = numbers.binary_search(&u32::try_from(at).ok()?).ok()?;
            Some((*values, place * size * self.width))
        });
        let (bytes, offset) = place.unwrap_or((self.bytes, at * self.stride));
        let mut found = [0.0; N];
        if place.is_none() && self.stride == 0 {
            return Some(found);
        }
        for (axis, value) in found.iter_mut().enumerate() {
            *value = self.scaled(component(bytes, offset + axis * size, self.kind)?);
        }
        Some(found)
    }

    fn scaled(&self, value: f64) -> f64 {
        match self.kind {
            _ if !self.normalized => value,
            5120 => (value / 127.0).max(-1.0),
            5121 => value / 255.0,
            5122 => (value / 32767.0).max(-1.0),
            5123 => value / 65535.0,
            _ => value,
        }
    }

    /// The whole number of a scalar.
    pub(super) fn index(&self, at: usize) -> Option<u32> {
        self.element::<1>(at).map(|[value]| value as u32)
    }
}

fn size(kind: u64) -> Option<usize> {
    match kind {
        5120 | 5121 => Some(1),
        5122 | 5123 => Some(2),
        5125 | 5126 => Some(4),
        _ => None,
    }
}

fn component(bytes: &[u8], offset: usize, kind: u64) -> Option<f64> {
    let mut cursor = Cursor::new(bytes.get(offset..)?, false);
    Some(match kind {
        5120 => f64::from(cursor.u8().ok()? as i8),
        5121 => f64::from(cursor.u8().ok()?),
        5122 => f64::from(cursor.u16().ok()? as i16),
        5123 => f64::from(cursor.u16().ok()?),
        5125 => f64::from(cursor.u32().ok()?),
        5126 => f64::from(cursor.f32().ok()?),
        _ => return None,
    })
}

//! Mode 1, triangles: most triangles are a byte that names an edge and a corner met lately.

use super::{Bytes, CodecError};

const HEADER: u8 = 0xE1;
/// Bytes of the table at the end.
const TABLE: usize = 16;

/// Decodes `count` corners (three a triangle). Corners are not checked against any number of vertices.
///
/// # Errors
/// See [`CodecError`]; a triangle takes a byte or more, so what is allocated is at most 12 times what was given.
pub fn triangles(encoded: &[u8], count: usize) -> Result<Vec<[u32; 3]>, CodecError> {
    if !count.is_multiple_of(3) {
        return Err(CodecError::Layout);
    }
    let mut bytes = Bytes { rest: encoded };
    match bytes.one()? {
        HEADER => {}
        other => return Err(CodecError::Header(other)),
    }
    let codes = bytes.take(count / 3)?;
    let data = bytes.rest.len().checked_sub(TABLE).ok_or(CodecError::Short)?;
    let mut decoder = Decoder { data: Bytes { rest: &bytes.rest[..data] }, table: &bytes.rest[data..], ..FRESH };
    let triangles = codes.iter().map(|code| decoder.triangle(*code)).collect::<Result<Vec<_>, _>>()?;
    if decoder.data.rest.is_empty() { Ok(triangles) } else { Err(CodecError::Long) }
}

/// The last sixteen values, newest first by number.
struct Recent<T> {
    values: [T; 16],
    next: usize,
}

impl<T: Copy> Recent<T> {
    fn push(&mut self, value: T) {
        self.values[self.next] = value;
        self.next = (self.next + 1) % 16;
    }

    fn get(&self, back: u8) -> T {
        self.values[(self.next + 15 - usize::from(back & 15)) % 16]
    }
}

struct Decoder<'a> {
    data: Bytes<'a>,
    table: &'a [u8],
    next: u32,
    last: u32,
    edges: Recent<[u32; 2]>,
    corners: Recent<u32>,
}

const FRESH: Decoder = Decoder {
    data: Bytes { rest: &[] },
    table: &[],
    next: 0,
    last: 0,
    edges: Recent { values: [[0; 2]; 16], next: 0 },
    corners: Recent { values: [0; 16], next: 0 },
};

impl Decoder<'_> {
    fn triangle(&mut self, code: u8) -> Result<[u32; 3], CodecError> {
        match code >> 4 {
            0xF => self.apart(code & 0xF),
            edge => self.beside(edge, code & 0xF),
        }
    }

    /// A triangle on an edge met lately.
    fn beside(&mut self, edge: u8, corner: u8) -> Result<[u32; 3], CodecError> {
        let [a, b] = self.edges.get(edge);
        let c = match corner {
            0 => self.fresh(),
            0xD => self.step(u32::MAX),
            0xE => self.step(1),
            0xF => self.far()?,
            recent => self.corners.get(recent),
        };
        if corner == 0 || corner >= 0xD {
            self.corners.push(c);
        }
        self.edges.push([c, b]);
        self.edges.push([a, c]);
        Ok([a, b, c])
    }

    /// A triangle that shares no edge met lately.
    fn apart(&mut self, code: u8) -> Result<[u32; 3], CodecError> {
        let explicit = code >= 0xE;
        let pair = if explicit { self.data.one()? } else { self.table.get(usize::from(code)).copied().unwrap_or(0) };
        if explicit && pair == 0 {
            self.next = 0;
        }
        let (second, third) = (pair >> 4, pair & 0xF);
        let a = if code == 0xF { self.far()? } else { self.fresh() };
        let b = self.corner(second, explicit)?;
        let c = self.corner(third, explicit)?;
        // In this order: what is met again is counted from the newest.
        self.corners.push(a);
        for (value, how) in [(b, second), (c, third)] {
            if how == 0 || (explicit && how == 0xF) {
                self.corners.push(value);
            }
        }
        self.edges.push([b, a]);
        self.edges.push([c, b]);
        self.edges.push([a, c]);
        Ok([a, b, c])
    }

    fn corner(&mut self, how: u8, explicit: bool) -> Result<u32, CodecError> {
        match how {
            0 => Ok(self.fresh()),
            0xF if explicit => self.far(),
            recent => Ok(self.corners.get(recent - 1)),
        }
    }

    fn fresh(&mut self) -> u32 {
        let value = self.next;
        self.next = self.next.wrapping_add(1);
        value
    }

    fn step(&mut self, by: u32) -> u32 {
        self.last = self.last.wrapping_add(by);
        self.last
    }

    /// A corner written out: a difference in base 128, zigzag.
    fn far(&mut self) -> Result<u32, CodecError> {
        let mut value = 0u32;
        for shift in (0..35).step_by(7) {
            let byte = self.data.one()?;
            value |= u32::from(byte & 0x7F).wrapping_shl(shift);
            if byte < 0x80 {
                break;
            }
        }
        Ok(self.step((value >> 1) ^ 0u32.wrapping_sub(value & 1)))
    }
}

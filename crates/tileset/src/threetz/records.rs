//! The records of a zip file (APPNOTE 6.3.9, §4.3), little-endian.

use super::Method;

pub(super) const LOCAL: u32 = 0x0403_4B50;
pub(super) const CENTRAL: u32 = 0x0201_4B50;
pub(super) const END: u32 = 0x0605_4B50;
const END64: u32 = 0x0606_4B50;
const LOCATOR64: u32 = 0x0706_4B50;
/// The first of January 1980: a file's bytes do not tell when it was made.
const DATE: u16 = 0x0021;
/// Names are UTF-8.
const UTF8: u16 = 1 << 11;

/// What is told of an entry in its headers.
pub(super) struct Entry {
    pub(super) path: String,
    pub(super) method: Method,
    pub(super) crc: u32,
    pub(super) packed: u32,
    pub(super) size: u32,
    pub(super) offset: u64,
}

impl Method {
    pub(super) fn number(self) -> u16 {
        match self {
            Self::Stored => 0,
            Self::Deflated => 8,
        }
    }
}

/// Bytes before an entry's data.
pub(super) fn local(entry: &Entry) -> Vec<u8> {
    let mut out = Vec::with_capacity(30 + entry.path.len());
    out.extend(LOCAL.to_le_bytes());
    common(entry, version(entry), 0, &mut out);
    out.extend(entry.path.as_bytes());
    out
}

/// An entry's line of the directory.
pub(super) fn central(entry: &Entry, out: &mut Vec<u8>) {
    let far = u32::try_from(entry.offset).ok().filter(|offset| *offset != u32::MAX);
    let extra: u16 = if far.is_none() { 12 } else { 0 };
    let needed = if far.is_none() { 45 } else { version(entry) };
    out.extend(CENTRAL.to_le_bytes());
    out.extend(45u16.to_le_bytes());
    common(entry, needed, extra, out);
    // No comment, first disk, attributes of nothing.
    out.extend([0; 10]);
    out.extend(far.unwrap_or(u32::MAX).to_le_bytes());
    out.extend(entry.path.as_bytes());
    if far.is_none() {
        for field in [1u16, 8] {
            out.extend(field.to_le_bytes());
        }
        out.extend(entry.offset.to_le_bytes());
    }
}

/// The end of a file whose directory of `count` entries begins at `start` and is `length` bytes long.
pub(super) fn end(count: u64, start: u64, length: u64) -> Vec<u8> {
    let mut out = Vec::new();
    let small = |value: u64, most: u64| if value < most { value } else { most };
    let fits = count < 0xFFFF && start < 0xFFFF_FFFF && length < 0xFFFF_FFFF;
    if !fits {
        out.extend(END64.to_le_bytes());
        out.extend(44u64.to_le_bytes());
        out.extend([45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        for field in [count, count, length, start] {
            out.extend(field.to_le_bytes());
        }
        out.extend(LOCATOR64.to_le_bytes());
        out.extend([0; 4]);
        out.extend((start + length).to_le_bytes());
        out.extend(1u32.to_le_bytes());
    }
    out.extend(END.to_le_bytes());
    out.extend([0; 4]);
    for _ in 0..2 {
        out.extend((small(count, 0xFFFF) as u16).to_le_bytes());
    }
    for field in [length, start] {
        out.extend((small(field, 0xFFFF_FFFF) as u32).to_le_bytes());
    }
    out.extend([0; 2]);
    out
}

fn version(entry: &Entry) -> u16 {
    if entry.method == Method::Deflated { 20 } else { 10 }
}

/// The fields that both headers share, in the same order.
fn common(entry: &Entry, version: u16, extra: u16, out: &mut Vec<u8>) {
    for field in [version, UTF8, entry.method.number(), 0, DATE] {
        out.extend(field.to_le_bytes());
    }
    for field in [entry.crc, entry.packed, entry.size] {
        out.extend(field.to_le_bytes());
    }
    // The writer refuses longer paths.
    out.extend((entry.path.len() as u16).to_le_bytes());
    out.extend(extra.to_le_bytes());
}

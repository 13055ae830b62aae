//! Packed points, one chunk at a time.

use std::io::{Cursor as Bytes, Read, Seek};
use std::panic::{AssertUnwindSafe, catch_unwind};

use laz::laszip::ChunkTable;
use laz::{LasZipDecompressor, LazItem, LazItemType, LazVlr, LazVlrBuilder};

use super::header::{Layout, read_at};

/// A chunk of more packed bytes is damage.
const LARGEST: u64 = 1 << 30;

/// More points than this are in no byte, however alike they are: a damaged count must not run on for ever.
pub(super) const DENSEST: u64 = 4096;

/// Where packed points lie.
#[derive(Debug, Clone)]
pub(super) struct Packing {
    vlr: LazVlr,
    /// Points lie in one stream without chunks (LASzip 1).
    whole: bool,
}

/// A chunk: first byte, size, points; `None` where only the points say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Chunk {
    pub(super) offset: u64,
    pub(super) size: u64,
    pub(super) points: Option<u64>,
}

/// A chunk being unpacked.
pub(super) struct Unpacking {
    inner: LasZipDecompressor<'static, Bytes<Vec<u8>>>,
    record: usize,
}

impl Packing {
    /// `None` where the description does not fit the records.
    pub(super) fn new(description: &[u8], record: usize) -> Option<Self> {
        let vlr = guarded(|| LazVlr::from_buffer(description).ok())?;
        let whole = description.first() == Some(&1);
        let sizes = vlr.items().iter().map(|item| usize::from(item.size())).sum::<usize>();
        let sound = !vlr.items().is_empty() && sizes == record && vlr.items().iter().all(fits);
        sound.then_some(Packing { vlr, whole })
    }

    /// Where the chunks lie, by the table at the end of the points or, without it, by what the chunks say themselves.
    pub(super) fn chunks<R: Read + Seek>(&self, source: &mut R, layout: &Layout) -> Vec<Chunk> {
        let all = Chunk { offset: layout.points, size: layout.size.saturating_sub(layout.points), points: None };
        if self.whole {
            return vec![all];
        }
        let start = layout.points + 8;
        let found = self.table(source, layout).unwrap_or_default();
        if !found.is_empty() {
            return found;
        }
        if self.vlr.items().iter().all(|item| item.version() >= 3) {
            return self.walked(source, layout, start);
        }
        vec![Chunk { offset: start, size: layout.size.saturating_sub(start), points: None }]
    }

    fn table<R: Read + Seek>(&self, source: &mut R, layout: &Layout) -> Option<Vec<Chunk>> {
        let place = |bytes: Vec<u8>| Some(i64::from_le_bytes(bytes.try_into().ok()?));
        let start = layout.points + 8;
        let mut at = place(read_at(source, layout.size, layout.points, 8).ok()?)?;
        if at <= layout.points as i64 {
            at = place(read_at(source, layout.size, layout.size.checked_sub(8)?, 8).ok()?)?;
        }
        let at = u64::try_from(at).ok().filter(|at| *at >= start)?;
        let head = read_at(source, layout.size, at, 8).ok()?;
        let count = u64::from(u32::from_le_bytes([head[4], head[5], head[6], head[7]]));
        // A chunk has at least the bytes of its first point.
        if count.saturating_mul(layout.record as u64) > at - start {
            return None;
        }
        let table = read_at(source, layout.size, at, layout.size - at).ok()?;
        let variable = self.vlr.uses_variable_size_chunks();
        let entries = guarded(|| ChunkTable::read(&mut Bytes::new(table), variable).ok())?;
        let mut offset = start;
        let mut chunks = Vec::new();
        for entry in entries.as_ref() {
            if entry.byte_count > at.saturating_sub(offset) {
                break;
            }
            let points = if variable { Some(entry.point_count) } else { Some(u64::from(self.vlr.chunk_size())) };
            chunks.push(Chunk { offset, size: entry.byte_count, points });
            offset += entry.byte_count;
        }
        Some(chunks)
    }

    /// Chunks of layers name the sizes of their layers.
    fn walked<R: Read + Seek>(&self, source: &mut R, layout: &Layout, mut offset: u64) -> Vec<Chunk> {
        let mut chunks = Vec::new();
        let head = layout.record + 4 + 4 * self.layers();
        while let Ok(bytes) = read_at(source, layout.size, offset, head as u64) {
            let Some((points, size)) = self.layered(&bytes) else { break };
            if points == 0 || size > layout.size - offset {
                break;
            }
            chunks.push(Chunk { offset, size, points: Some(points) });
            offset += size;
        }
        chunks
    }

    fn layers(&self) -> usize {
        let layers = |item: &LazItem| match item.item_type() {
            LazItemType::Point14 => 9,
            LazItemType::RGBNIR14 => 2,
            LazItemType::Byte14(count) => usize::from(count),
            _ => 1,
        };
        self.vlr.items().iter().map(layers).sum()
    }

    /// Points and bytes of a chunk of layers, from its head.
    fn layered(&self, bytes: &[u8]) -> Option<(u64, u64)> {
        let record = self.vlr.items().iter().map(|item| usize::from(item.size())).sum::<usize>();
        let mut cursor = crate::bytes::Cursor::new(bytes, false);
        cursor.seek(record).ok()?;
        let points = u64::from(cursor.u32().ok()?);
        let mut size = (record + 4 + 4 * self.layers()) as u64;
        for _ in 0..self.layers() {
            size += u64::from(cursor.u32().ok()?);
        }
        Some((points, size))
    }

    /// Begins to unpack a chunk; `None` where it is damaged.
    pub(super) fn open<R: Read + Seek>(&self, source: &mut R, layout: &Layout, chunk: Chunk) -> Option<Unpacking> {
        let content = read_at(source, layout.size, chunk.offset, chunk.size.min(LARGEST)).ok()?;
        if self.vlr.items().iter().any(|item| item.version() >= 3) {
            // Layers are taken into memory by their sizes: they must be those of the chunk.
            self.layered(&content).filter(|(_, size)| *size <= content.len() as u64)?;
        }
        let record = layout.record;
        if self.whole {
            let vlr = self.vlr.clone();
            return guarded(|| LasZipDecompressor::new(Bytes::new(content), vlr).ok())
                .map(|inner| Unpacking { inner, record });
        }
        let points = chunk.points.unwrap_or(u64::from(self.vlr.chunk_size()));
        let points = u32::try_from(points).ok().filter(|points| (1..u32::MAX).contains(points))?;
        // The library wants a file: the place of a table, the chunk, and a table without entries.
        let mut bytes = (content.len() as i64 + 8).to_le_bytes().to_vec();
        bytes.extend(content);
        bytes.extend([0; 8]);
        let items = self.vlr.items().clone();
        let make = || {
            let vlr = LazVlrBuilder::new(items).with_fixed_chunk_size(points).build();
            LasZipDecompressor::new(Bytes::new(bytes), vlr).ok()
        };
        guarded(make).map(|inner| Unpacking { inner, record })
    }
}

impl Unpacking {
    /// The next records; fewer where the chunk is damaged.
    pub(super) fn take(&mut self, count: usize) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut one = vec![0; self.record];
        let inner = &mut self.inner;
        let _ = guarded(|| {
            for _ in 0..count {
                inner.decompress_one(&mut one).ok()?;
                bytes.extend_from_slice(&one);
            }
            Some(())
        });
        bytes
    }
}

/// The library trusts what it unpacks: where damaged bytes make it panic, there is nothing.
fn guarded<T>(run: impl FnOnce() -> Option<T>) -> Option<T> {
    catch_unwind(AssertUnwindSafe(run)).ok().flatten()
}

/// The size and version are those of the item's kind.
fn fits(item: &LazItem) -> bool {
    let (size, versions) = match item.item_type() {
        LazItemType::Byte(count) => (count, 1..=2),
        LazItemType::Point10 => (20, 1..=2),
        LazItemType::GpsTime => (8, 1..=2),
        LazItemType::RGB12 => (6, 1..=2),
        LazItemType::WavePacket13 => (29, 1..=2),
        LazItemType::Point14 => (30, 3..=4),
        LazItemType::RGB14 => (6, 3..=4),
        LazItemType::RGBNIR14 => (8, 3..=4),
        LazItemType::WavePacket14 => (29, 3..=4),
        LazItemType::Byte14(count) => (count, 3..=4),
    };
    item.size() == size && versions.contains(&item.version())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptions_that_do_not_fit_are_refused() {
        let items = laz::LazItemRecordBuilder::default_version_of::<laz::las::Point6>(0);
        let mut description = Vec::new();
        LazVlrBuilder::new(items).build().write_to(&mut description).unwrap();
        assert!(Packing::new(&description, 30).is_some());
        assert!(Packing::new(&description, 31).is_none());
        assert!(Packing::new(&description[..20], 30).is_none());
        assert!(Packing::new(&[], 30).is_none());
    }
}

//! The octree of a COPC file (COPC 1.0, "Hierarchy").

use std::collections::{BTreeMap, HashSet};
use std::io::{Read, Seek};

use super::header::{Layout, Unusable, read_at};
use crate::bytes::Cursor;

/// Depth and place of a node: at depth d there are 2^d along each axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// Depth, 0 for the root.
    pub level: u32,
    /// Place along x.
    pub x: u32,
    /// Place along y.
    pub y: u32,
    /// Place along z.
    pub z: u32,
}

/// A node with points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OctreeNode {
    /// How many points it holds.
    pub points: u32,
    pub(super) offset: u64,
    pub(super) size: u32,
}

/// All nodes of a cloud.
#[derive(Debug, Clone, PartialEq)]
pub struct Octree {
    /// Centre of the root's cube.
    pub centre: [f64; 3],
    /// Half of the cube's side.
    pub half: f64,
    /// Distance of points at the root; it halves at each depth.
    pub spacing: f64,
    /// Nodes by key.
    pub nodes: BTreeMap<Key, OctreeNode>,
}

/// Reads all pages; those that cannot be read are counted.
pub(super) fn read<R: Read + Seek>(source: &mut R, layout: &Layout) -> Result<Option<(Octree, usize)>, Unusable> {
    let Some(info) = &layout.copc else { return Ok(None) };
    let mut cursor = Cursor::new(info, false);
    let (centre, half, spacing) = (cursor.f64s::<3>()?, cursor.f64()?, cursor.f64()?);
    let root = (cursor.u64()?, cursor.u64()?);
    let mut octree = Octree { centre, half, spacing, nodes: BTreeMap::new() };
    let (mut waiting, mut seen, mut damaged) = (vec![root], HashSet::new(), 0);
    while let Some((at, size)) = waiting.pop() {
        if !seen.insert(at) {
            continue;
        }
        // Overlapping pages could be read again and again: no more bytes than the file has.
        let budget = layout.size / 32 + 1;
        match read_at(source, layout.size, at, size) {
            Ok(page) if (octree.nodes.len() as u64) < budget && (waiting.len() as u64) < budget => {
                damaged += entries(&page, &mut octree, &mut waiting);
            }
            _ => damaged += 1,
        }
    }
    Ok(Some((octree, damaged)))
}

fn entries(page: &[u8], octree: &mut Octree, waiting: &mut Vec<(u64, u64)>) -> usize {
    let mut damaged = 0;
    for entry in page.chunks_exact(32) {
        let mut cursor = Cursor::new(entry, false);
        let read = (|| {
            let key = [cursor.i32()?, cursor.i32()?, cursor.i32()?, cursor.i32()?];
            Ok::<_, crate::bytes::Short>((key, cursor.u64()?, cursor.i32()?, cursor.i32()?))
        })();
        let Ok((key, offset, size, count)) = read else { continue };
        let parts = key.map(|part| u32::try_from(part).ok().filter(|part| *part < 1 << 31));
        match (parts, u32::try_from(size), count) {
            ([Some(level), Some(x), Some(y), Some(z)], Ok(size), 0..) if level < 32 => {
                let node = OctreeNode { points: count.unsigned_abs(), offset, size };
                octree.nodes.insert(Key { level, x, y, z }, node);
            }
            (_, Ok(size), -1) => waiting.push((offset, u64::from(size))),
            _ => damaged += 1,
        }
    }
    damaged
}

//! What the tree knows of a building without reading its shapes.

use citymodel::Lod;
use serde::{Deserialize, Serialize};
use tileset::cell::{Cell, MAX_LEVEL};

use crate::massing::Mass;
use crate::shape::STEP;
use crate::{Fault, Hash, Kind, Objects, Shape, footprint};

/// A building in the tree.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Its number, never used for another one; 0 is nobody's.
    pub gid: u32,
    /// Column and row of its cell at the deepest level.
    pub at: (u32, u32),
    /// Its finest shape.
    pub fine: Hash,
    /// Triangles of it.
    pub triangles: u32,
    /// Its block, where the finest shape is more than that: the shape and its triangles.
    pub coarse: Option<(Hash, u32)>,
    /// How far the block is from the finest shape at most, metres.
    pub coarse_error: f32,
    /// The box around it, with what that is off.
    pub mass: Mass,
}

impl Entry {
    /// Keeps a building's finest shape, and its block if it is more than that. `None` for a shape without triangles.
    ///
    /// # Errors
    /// When objects cannot be written.
    pub fn keep<O: Objects>(gid: u32, cell: Cell, shape: &Shape, objects: &O) -> Result<Option<Self>, Fault<O::Fault>> {
        let Some([low, high]) = shape.bounds().filter(|_| !shape.faces.is_empty()) else { return Ok(None) };
        let put = |shape: &Shape| objects.put(Kind::Shape, shape.to_bytes()).map_err(Fault::Objects);
        let fine = put(shape)?;
        let block = (shape.lod.0 > 1).then(|| footprint::block(shape)).flatten();
        let coarse_error = block.as_ref().map_or(0.0, |block| block.error);
        let coarse = match &block {
            Some(block) => Some((put(&block.shape)?, block.shape.faces.len() as u32)),
            None => None,
        };
        let flat = block.as_ref().map_or(shape, |block| &block.shape);
        let metres = |corner: [i32; 3]| corner.map(|steps| f64::from(steps) * STEP);
        let mass = Mass::of_building(metres(low), metres(high), flat, coarse_error);
        let deep = cell.level() == MAX_LEVEL;
        debug_assert!(deep, "a building is counted at the deepest level");
        let (at, triangles) = ((cell.x(), cell.y()), shape.faces.len() as u32);
        Ok(Some(Entry { gid, at, fine, triangles, coarse, coarse_error, mass }))
    }

    /// Its cell at the deepest level.
    pub fn cell(&self) -> Option<Cell> {
        Cell::new(MAX_LEVEL, self.at.0, self.at.1)
    }

    /// About how many bytes its finest shape adds to a tile.
    pub(crate) fn weight(&self) -> u64 {
        weight(self.triangles)
    }

    /// About how many bytes its block adds to a tile.
    pub(crate) fn coarse_weight(&self) -> u64 {
        weight(self.coarse.map_or(self.triangles, |(_, triangles)| triangles))
    }
}

/// Bytes of triangles in the standard profile, measured on four cities: 9 to 9.5 a triangle, and its row of the table.
fn weight(triangles: u32) -> u64 {
    u64::from(triangles) * 19 / 2 + 12
}

/// The level of blocks that we make ourselves: a footprint with one height.
pub(crate) const BLOCK_LOD: Lod = Lod { major: 1, minor: 2 };

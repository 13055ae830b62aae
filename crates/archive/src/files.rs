//! Tilesets of a tree: files that refer to tiles and to each other by their hashes.
//!
//! A file holds the levels of one group; a branch of another group is a file of its own, which stands in its place. So
//! a change makes few and small files anew.

use tileset::cell::Cell;
use tileset::glb::document::Number;
use tileset::json::{BoundingVolume, Link, Refine, Tile, Tileset};

use crate::node::{Body, Child, Node};
use crate::{Fault, Hash, Kind, Objects};

/// Where tiles and tilesets are, as seen from the folder that any tileset is in.
pub const CONTENT_FOLDER: &str = "../c/";

/// Levels of one file.
const LEVELS: u8 = 4;

/// Whether a branch is a file of its own in the one above.
pub(crate) fn apart(above: u8, level: u8) -> bool {
    above / LEVELS != level / LEVELS
}

/// The tileset of a whole tree.
///
/// # Errors
/// When objects cannot be read or written, or the tree is damaged.
pub fn tileset_file<O: Objects>(root: &Child, objects: &O) -> Result<Hash, Fault<O::Fault>> {
    let cell = cell_of(root)?;
    let mut tile = tile(root, cell, objects)?;
    tile.transform = Some(cell.frame().transform().map(Number));
    // What is missing while nothing is shown: the highest building, or what the root tile is off.
    keep(tile, (2.0 * root.error).max(f64::from(root.tallest)).max(1.0), objects)
}

/// The tileset in the place of a branch.
pub(crate) fn nested<O: Objects>(child: &Child, objects: &O) -> Result<Hash, Fault<O::Fault>> {
    keep(tile(child, cell_of(child)?, objects)?, child.error, objects)
}

fn keep<O: Objects>(mut root: Tile, error: f64, objects: &O) -> Result<Hash, Fault<O::Fault>> {
    root.refine = Some(Refine::Replace);
    let mut tileset = Tileset::new(root);
    tileset.geometric_error = Number(error);
    let text = tileset.write().map_err(|_| Fault::Content { cell: String::new(), reason: "not finite".to_owned() })?;
    objects.put(Kind::Tileset, text.into_bytes()).map_err(Fault::Objects)
}

/// A node's tile with those below it, in the frame of `around`.
fn tile<O: Objects>(child: &Child, around: Cell, objects: &O) -> Result<Tile, Fault<O::Fault>> {
    let cell = cell_of(child)?;
    let mut tile = Tile::new(BoundingVolume::around(child.bounds[0], child.bounds[1]), child.error);
    if cell.block() != around.block() {
        tile.transform = Some(relative(cell, around).map(Number));
    }
    if let Some(file) = child.file {
        tile.content = Some(Link::to(format!("{CONTENT_FOLDER}{file}.json")));
        return Ok(tile);
    }
    tile.content = Some(Link::to(format!("{CONTENT_FOLDER}{}.glb", child.tile)));
    if !child.leaf
        && let Body::Branch(finer) = Node::read(child.node, objects)?.body
    {
        tile.children = finer.iter().map(|child| self::tile(child, cell, objects)).collect::<Result<_, _>>()?;
    }
    Ok(tile)
}

fn cell_of<E: std::error::Error + Send>(child: &Child) -> Result<Cell, Fault<E>> {
    child.cell().ok_or(Fault::Damaged(child.node, "no cell"))
}

/// From the frame of a cell's block to that of another's, a matrix by columns.
fn relative(cell: Cell, around: Cell) -> [f64; 16] {
    let (own, other) = (cell.frame(), around.frame());
    let there = |local: [f64; 3]| other.from_ecef(own.to_ecef(local));
    let origin = there([0.0; 3]);
    let axis = |unit: [f64; 3]| {
        let end = there(unit);
        [end[0] - origin[0], end[1] - origin[1], end[2] - origin[2]]
    };
    let ([a, b, c], [d, e, f]) = (axis([1.0, 0.0, 0.0]), axis([0.0, 1.0, 0.0]));
    let [g, h, i] = axis([0.0, 0.0, 1.0]);
    [a, b, c, 0.0, d, e, f, 0.0, g, h, i, 0.0, origin[0], origin[1], origin[2], 1.0]
}

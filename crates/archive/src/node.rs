//! A node of the tree: a cell with its buildings, or with up to four finer nodes.

use serde::{Deserialize, Serialize};
use tileset::cell::Cell;

use crate::massing::Mass;
use crate::{Entry, Fault, Hash, Kind, Objects};

/// A node.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Node {
    /// Buildings, or finer nodes.
    pub body: Body,
    /// The buildings below from afar, in the frame of the node's block: 256 boxes at most.
    pub masses: Vec<Mass>,
}

/// What is in a node.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Body {
    /// Buildings by number.
    Leaf(Vec<Entry>),
    /// Finer nodes in Morton order.
    Branch(Vec<Child>),
}

/// A node as the one above it knows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Child {
    /// Level, column and row of its cell.
    pub cell: (u8, u32, u32),
    /// The node.
    pub node: Hash,
    /// The tile's content.
    pub tile: Hash,
    /// How far what the tile shows is from the finest at most, metres; 0 for leaves.
    pub error: f64,
    /// Least and greatest corner of everything below, metres in the frame of its block.
    pub bounds: [[f64; 3]; 2],
    /// Buildings below.
    pub buildings: u64,
    /// About how many bytes their finest shapes are in tiles, and their blocks.
    pub weights: [u64; 2],
    /// Whether any of them is finer than a block.
    pub fine: bool,
    /// Height of the highest, metres.
    pub tallest: f32,
    /// Whether it is a leaf.
    pub leaf: bool,
    /// The tileset that stands in its place in the one above, where it is one.
    pub file: Option<Hash>,
}

impl Child {
    /// Its cell; `None` in a damaged tree.
    pub fn cell(&self) -> Option<Cell> {
        Cell::new(self.cell.0, self.cell.1, self.cell.2)
    }
}

impl Node {
    pub(crate) fn read<O: Objects>(hash: Hash, objects: &O) -> Result<Self, Fault<O::Fault>> {
        let bytes = objects.get(hash).map_err(Fault::Objects)?;
        postcard::from_bytes(&bytes).map_err(|_| Fault::Damaged(hash, "not a node"))
    }

    pub(crate) fn keep<O: Objects>(&self, objects: &O) -> Result<Hash, Fault<O::Fault>> {
        let bytes = postcard::to_allocvec(self).unwrap_or_default();
        objects.put(Kind::Node, bytes).map_err(Fault::Objects)
    }
}

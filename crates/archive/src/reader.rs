//! Walking a tree.

use crate::node::{Body, Child, Node};
use crate::{Fault, Hash, Kind, Objects};

/// Whether a walk goes on below a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Walk {
    /// It goes on.
    In,
    /// It goes on beside it.
    Past,
}

/// Shows every node of a tree with what it is in the one above, from the root down.
///
/// # Errors
/// When objects cannot be read, or the tree is damaged.
pub fn each_node<O: Objects>(
    root: &Child,
    objects: &O,
    visit: &mut dyn FnMut(&Child, &Node) -> Walk,
) -> Result<(), Fault<O::Fault>> {
    let node = Node::read(root.node, objects)?;
    if visit(root, &node) == Walk::In
        && let Body::Branch(children) = &node.body
    {
        for child in children {
            each_node(child, objects, visit)?;
        }
    }
    Ok(())
}

/// Every object that a node needs by itself, without those below.
pub fn needs(child: &Child, node: &Node) -> Vec<(Hash, Kind)> {
    let mut found = vec![(child.node, Kind::Node), (child.tile, Kind::Tile)];
    found.extend(child.file.map(|file| (file, Kind::Tileset)));
    if let Body::Leaf(entries) = &node.body {
        for entry in entries {
            found.push((entry.fine, Kind::Shape));
            found.extend(entry.coarse.map(|(hash, _)| (hash, Kind::Shape)));
        }
    }
    found
}

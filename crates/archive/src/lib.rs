//! The 3D archive: shapes of buildings on a lattice, and a tree of tiles over them that changes only where a building
//! does.
//!
//! [`Shape`] is one building at one level of detail, in whole steps of its block's frame. [`Entry`] is what the tree
//! knows of a building. [`update`] takes the root of a tree and what changed, and gives the root of the next one; both
//! stay. Everything lies in [`Objects`] under the hash of its bytes, so two trees share what they have in common, and a
//! date is a root's hash. Nothing here opens a file.

mod content;
mod entry;
mod error;
mod files;
mod footprint;
mod heights;
mod massing;
mod node;
mod objects;
mod placing;
mod reader;
mod shape;
mod tree;

pub use entry::Entry;
pub use error::Fault;
pub use files::{CONTENT_FOLDER, tileset_file};
pub use heights::Heights;
pub use node::{Body, Child, Node};
pub use objects::{Hash, Kind, Memory, Objects};
pub use placing::Placing;
pub use reader::{Walk, each_node, needs};
pub use shape::{Face, STEP, Shape};
pub use tree::{Budget, Change, update};

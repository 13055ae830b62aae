//! Oblique photogrammetry as it is delivered: a folder of OpenSceneGraph binary files, a pyramid of levels for each
//! tile, and `metadata.xml` with the system and the origin.

mod classes;
mod draw;
mod folder;
mod geometries;
mod mesh;
mod metadata;
mod node;
mod nodes;
mod parse;
mod read;
mod scene;
mod states;
mod triangles;

pub use folder::{Folder, Walk};
pub use metadata::{Metadata, Reference, find as metadata};
pub use node::{Child, Level, Measure, Node, Piece};

/// The first eight bytes of a binary file, in the order of the writer's machine.
pub(crate) fn is_binary(bytes: &[u8]) -> bool {
    matches!(bytes.get(..8), Some(head) if head == read::LITTLE || head == read::BIG)
}

//! glTF 2.0 (ISO/IEC 12113) as `.gltf` with its files or as `.glb`.
//!
//! The y axis that points up there is z here: (x, y, z) becomes (x, −z, y).

mod access;
mod container;
mod draw;
mod matrix;
mod paint;

use citymodel::Mesh;
use model::Finding;

use crate::Source;

pub(crate) use container::is_binary;

/// What a glTF file holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Model {
    /// All triangles of the scene where its nodes put them; a part for each primitive.
    pub mesh: Mesh,
    /// For each part the name of its node, or of its mesh where the node has none.
    pub names: Vec<String>,
}

/// Reads a glTF file of a folder with the buffers and images that it refers to.
///
/// A file that needs a compression (Draco, meshopt) is refused with a finding that says what to do. Otherwise what is
/// broken is told, with the path of the part in the file's JSON, and the rest is in the model.
pub fn read(source: &dyn Source, file: &str) -> (Model, Vec<Finding>) {
    draw::read(source, file)
}

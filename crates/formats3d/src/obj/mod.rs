//! Wavefront OBJ with MTL and images ("Object Files (.obj)", Wavefront, Advanced Visualizer manual, appendix B1).
//!
//! Coordinates are taken as z up and in the order in which they stand: that is how photogrammetry and Chinese
//! deliveries
//! write them.

mod finish;
mod material;
mod read;
mod scan;

use citymodel::Mesh;
use model::Finding;

use crate::Source;

/// What an OBJ file holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Model {
    /// All faces; a part for each material of each object or group. A material with an image is white; one that the
    /// file names but does not have is plain.
    pub mesh: Mesh,
    /// For each part the name of its object or group; empty where faces come before any.
    pub names: Vec<String>,
    /// Red, green and blue of positions, as many as the mesh has, or none.
    pub colours: Vec<[u8; 3]>,
}

/// Reads an OBJ file of a folder with what it refers to.
///
/// Faces of corners that do not exist, libraries, materials and images that are absent, and numbers that are none are
/// findings with the line; the rest is in the model.
pub fn read(source: &dyn Source, file: &str) -> (Model, Vec<Finding>) {
    finish::finish(source, file)
}

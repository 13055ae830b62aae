//! What one file of a pyramid gives.

use citymodel::Mesh;

/// One file of a pyramid.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Node {
    /// Its name in the folder.
    pub file: String,
    /// Its pieces in the file's order; each refines on its own.
    pub pieces: Vec<Piece>,
}

/// A piece of surface with its levels of detail: those inside the file, and files that hold finer ones.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    /// What ranges are measured in.
    pub measure: Measure,
    /// Centre of the sphere around it, in the folder's local system (without its origin).
    pub centre: [f64; 3],
    /// Radius of that sphere, metres.
    pub radius: f64,
    /// Levels inside this file.
    pub levels: Vec<Level>,
    /// Files with other levels.
    pub children: Vec<Child>,
}

/// What the ranges of a piece's levels are measured in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Measure {
    /// Diameter of the piece's sphere on the screen, pixels: more is nearer.
    Pixels,
    /// Distance from the eye, metres: less is nearer.
    Distance,
}

/// A level inside the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Level {
    /// Seen from the first to below the second.
    pub range: [f32; 2],
    /// Its surface.
    pub mesh: Mesh,
}

/// A level in another file.
#[derive(Debug, Clone, PartialEq)]
pub struct Child {
    /// The file's name in the folder; it exists.
    pub file: String,
    /// Seen from the first to below the second.
    pub range: [f32; 2],
}

impl Node {
    /// Triangles of all levels of all pieces.
    pub fn triangles(&self) -> usize {
        let levels = self.pieces.iter().flat_map(|piece| &piece.levels);
        levels.flat_map(|level| &level.mesh.parts).map(|part| part.triangles.len()).sum()
    }
}

//! A planar surface with holes.

/// A polygon in space.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Surface {
    /// Rings of distinct points, the first not repeated at the end: the outer ring counter-clockwise seen from outside,
    /// then holes.
    pub rings: Vec<Vec<[f64; 3]>>,
    /// What part of a building it is.
    pub semantic: Semantic,
    /// How it looks; `None` where the file says nothing.
    pub paint: Option<Paint>,
}

/// Thematic surface of CityGML 2.0, 10.3.3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Semantic {
    /// The file does not say.
    #[default]
    Unknown,
    /// Roof.
    Roof,
    /// Outer wall.
    Wall,
    /// Ground.
    Ground,
    /// Ceiling or floor of what juts out.
    Outer,
    /// Window or door.
    Opening,
    /// Anything inside the building, and closure surfaces.
    Other,
}

/// A texture on a surface, or its colour.
#[derive(Debug, Clone, PartialEq)]
pub enum Paint {
    /// Number of the image among those of the file, and for each ring its points' texture coordinates: origin at the
    /// upper left corner as in glTF.
    Texture {
        /// The image.
        image: usize,
        /// As many rings and points as the surface has.
        coordinates: Vec<Vec<[f32; 2]>>,
    },
    /// Linear red, green, blue, alpha from 0 to 1.
    Colour([f32; 4]),
}

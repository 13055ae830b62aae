//! A city object: what has an identity.

use crate::Surface;

/// A building or a part of one, as a file delivers it.
#[derive(Debug, Clone, PartialEq)]
pub struct CityObject {
    /// The file's own id.
    pub id: String,
    /// What it is.
    pub class: Class,
    /// The object that it is a part of.
    pub parent: Option<String>,
    /// Attributes in the file's order; names as they stand there.
    pub attributes: Vec<(String, Attribute)>,
    /// One for each level of detail and solid.
    pub geometries: Vec<Geometry>,
}

/// What a city object is. What is no building is told and left out by those who want buildings only.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Class {
    /// A building.
    Building,
    /// A part of a building.
    BuildingPart,
    /// A balcony, chimney, outer stair and the like.
    BuildingInstallation,
    /// Anything else, by its name in the file.
    Other(String),
}

/// An attribute's value.
#[derive(Debug, Clone, PartialEq)]
pub enum Attribute {
    /// Text; dates too, as they stand.
    Text(String),
    /// A number with a fraction, or one that is too large for [`Attribute::Whole`].
    Number(f64),
    /// A whole number.
    Whole(i64),
    /// Yes or no.
    Flag(bool),
}

/// Level of detail with its refinement, as 2.2 in "LoD 2.2" (Biljecki, Ledoux, Stoter 2016).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lod {
    /// 0 footprint, 1 block, 2 roof, 3 openings, 4 interior.
    pub major: u8,
    /// The refinement; 0 where the file gives none.
    pub minor: u8,
}

/// The surfaces of one object at one level.
#[derive(Debug, Clone, PartialEq)]
pub struct Geometry {
    /// Its level.
    pub lod: Lod,
    /// How many leading surfaces form the outer shell of a solid; 0 where the file gives loose surfaces only.
    pub shell: usize,
    /// The surfaces; of a solid the outer shell first, then inner shells.
    pub surfaces: Vec<Surface>,
}

impl Lod {
    /// Reads "2", "2.2"; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let (major, minor) = text.trim().split_once('.').unwrap_or((text.trim(), "0"));
        let digit = |part: &str| part.parse::<u8>().ok().filter(|number| *number < 10);
        Some(Lod { major: digit(major).filter(|level| *level <= 4)?, minor: digit(minor)? })
    }
}

impl std::fmt::Display for Lod {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.minor == 0 { write!(out, "{}", self.major) } else { write!(out, "{}.{}", self.major, self.minor) }
    }
}

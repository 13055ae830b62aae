//! The values.

use super::Lattice;

/// What a tile shows.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// Triangles: buildings, terrain, photogrammetry.
    Mesh(Mesh),
    /// Points of a survey.
    Cloud(Cloud),
}

/// A vertex of no feature in [`Mesh::features`].
pub const NO_FEATURE: u32 = u32::MAX;

/// An unknown height in [`Table::height`]; clients see no value.
pub const UNKNOWN_HEIGHT: f32 = -9999.0;

/// An unknown class in [`Table::class`]; clients see no value.
pub const UNKNOWN_CLASS: u8 = 255;

/// Triangles by material. Columns are as long as `positions` or, where the mesh has no such thing, empty.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Mesh {
    /// What positions count.
    pub lattice: Lattice,
    /// Lattice coordinates of vertices: east, north, up.
    pub positions: Vec<[u16; 3]>,
    /// Unit normals in 127ths, as [`super::normal`] makes them; without any, clients show the mesh unlit.
    pub normals: Vec<[i8; 3]>,
    /// Places in the materials' images, origin at the upper left corner.
    pub coordinates: Coordinates,
    /// Row of `table`, or [`NO_FEATURE`], for each vertex. A triangle's corners belong to one feature.
    pub features: Vec<u32>,
    /// The features, a row each.
    pub table: Table,
    /// Triangles by material.
    pub parts: Vec<Part>,
    /// What the parts look like.
    pub materials: Vec<Material>,
    /// Images of the materials.
    pub images: Vec<Image>,
}

/// Texture coordinates of vertices.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Coordinates {
    /// None: nothing is textured.
    #[default]
    None,
    /// In 65,535ths of the image: textures that do not repeat.
    Unit(Vec<[u16; 2]>),
    /// In images: textures that repeat.
    Free(Vec<[f32; 2]>),
}

/// The features of a mesh: a row each, a column for each property. Optional columns are as long as `gid` or empty.
/// The table is narrow on purpose: everything else that is known is looked up by `gid`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// Number of the building in the archive; never used for another one.
    pub gid: Vec<u32>,
    /// Height above the ground in metres, or [`UNKNOWN_HEIGHT`].
    pub height: Vec<f32>,
    /// Class of the object, or [`UNKNOWN_CLASS`]; the archive says what the numbers mean.
    pub class: Vec<u8>,
}

/// Triangles of one material.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Part {
    /// Number of the material.
    pub material: usize,
    /// Numbers of vertices, counter-clockwise seen from outside.
    pub triangles: Vec<[u32; 3]>,
}

/// How a surface looks.
#[derive(Debug, Clone, PartialEq)]
pub struct Material {
    /// Linear red, green, blue and alpha from 0 to 1; multiplied with the image.
    pub colour: [f32; 4],
    /// Number of the image.
    pub image: Option<usize>,
    /// Whether the back is seen too.
    pub double_sided: bool,
    /// Whether the image already holds the light, as photographs do.
    pub unlit: bool,
}

impl Material {
    /// White, matt, seen from outside.
    pub const PLAIN: Self = Self { colour: [1.0; 4], image: None, double_sided: false, unlit: false };
}

/// An image as it is, never decoded here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// What the bytes are.
    pub format: ImageFormat,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// Formats of images that tiles hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ImageFormat {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// WebP (`EXT_texture_webp`).
    Webp,
    /// KTX 2.0 with Basis Universal (`KHR_texture_basisu`).
    Ktx2,
}

impl ImageFormat {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Jpeg, Self::Png, Self::Webp, Self::Ktx2];

    /// Media type (IANA).
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Ktx2 => "image/ktx2",
        }
    }

    /// Whether core glTF has it, so that every client reads it.
    pub fn is_core(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png)
    }
}

/// Points of a survey. Columns are as long as `positions` or empty.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cloud {
    /// What positions count.
    pub lattice: Lattice,
    /// Lattice coordinates: east, north, up.
    pub positions: Vec<[u16; 3]>,
    /// Red, green, blue (sRGB, as cameras give them).
    pub colours: Vec<[u8; 3]>,
    /// ASPRS class (LAS 1.4 R15, table 17).
    pub classes: Vec<u8>,
    /// Strength of the echo.
    pub intensities: Vec<u16>,
}

//! Triangle meshes with textures, as OBJ, glTF and photogrammetry give them.

/// A mesh: positions in f64 relative to its origin, triangles by part.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Mesh {
    /// Added to every position: large coordinates stay exact.
    pub origin: [f64; 3],
    /// Corner positions relative to the origin, metres.
    pub positions: Vec<[f32; 3]>,
    /// Unit normals, as many as positions, or none.
    pub normals: Vec<[f32; 3]>,
    /// Texture coordinates with the origin at the upper left corner as in glTF, as many as positions, or none.
    pub coordinates: Vec<[f32; 2]>,
    /// Triangles by material.
    pub parts: Vec<Part>,
    /// What parts look like.
    pub materials: Vec<Material>,
    /// Images of the materials.
    pub images: Vec<Image>,
}

/// Triangles of one material.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Part {
    /// Number of the material; `None` for the plain one.
    pub material: Option<usize>,
    /// Numbers of positions, counter-clockwise seen from outside.
    pub triangles: Vec<[u32; 3]>,
}

/// How a part looks.
#[derive(Debug, Clone, PartialEq)]
pub struct Material {
    /// Linear red, green, blue, alpha from 0 to 1.
    pub colour: [f32; 4],
    /// Number of the image.
    pub image: Option<usize>,
    /// Whether the back is seen too.
    pub double_sided: bool,
}

/// An image as delivered, never decoded here.
#[derive(Debug, Clone, PartialEq)]
pub struct Image {
    /// Its name in the file or folder.
    pub name: String,
    /// What the bytes are, from their beginning.
    pub format: ImageFormat,
    /// The bytes as delivered.
    pub bytes: Vec<u8>,
}

/// Formats that textures come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ImageFormat {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// WebP.
    Webp,
    /// TIFF.
    Tiff,
    /// KTX 2.0.
    Ktx2,
    /// Something else.
    Unknown,
}

impl ImageFormat {
    /// What the bytes are, from their beginning.
    pub fn of(bytes: &[u8]) -> Self {
        match bytes {
            [0xFF, 0xD8, 0xFF, ..] => Self::Jpeg,
            [0x89, b'P', b'N', b'G', ..] => Self::Png,
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Self::Webp,
            [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => Self::Tiff,
            [0xAB, b'K', b'T', b'X', b' ', b'2', b'0', 0xBB, ..] => Self::Ktx2,
            _ => Self::Unknown,
        }
    }
}

//! The properties of glTF 2.0 and of its extensions that our tiles have, for writing and reading. Unknown ones are
//! passed over. Names and meanings are the standard's; every field that may be absent is left out when it is.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

mod buffers;
mod looks;
mod metadata;

pub use buffers::{Accessor, Buffer, BufferExtensions, BufferView, BufferViewExtensions, Compression, Fallback};
pub use looks::{
    Empty, Image, Material, MaterialExtensions, Pbr, Texture, TextureExtensions, TextureInfo, TextureSource,
};
pub use metadata::{
    Class, ClassProperty, FeatureId, MeshFeatures, PropertyAttribute, PropertyAttributeProperty, PropertyTable,
    PropertyTableProperty, Schema, StructuralMetadata,
};

/// `EXT_meshopt_compression`.
pub const MESHOPT: &str = "EXT_meshopt_compression";
/// `KHR_mesh_quantization`.
pub const QUANTIZATION: &str = "KHR_mesh_quantization";
/// `EXT_mesh_features`.
pub const MESH_FEATURES: &str = "EXT_mesh_features";
/// `EXT_structural_metadata`.
pub const STRUCTURAL_METADATA: &str = "EXT_structural_metadata";
/// `EXT_texture_webp`.
pub const WEBP: &str = "EXT_texture_webp";
/// `KHR_texture_basisu`.
pub const BASISU: &str = "KHR_texture_basisu";
/// `KHR_materials_unlit`.
pub const UNLIT: &str = "KHR_materials_unlit";

/// A number that is written without a point where it is whole, so that files are short and read alike everywhere.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Number(pub f64);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.fract() == 0.0 && self.0.abs() < 9e15 {
            serializer.serialize_i64(self.0 as i64)
        } else {
            serializer.serialize_f64(self.0)
        }
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        f64::deserialize(deserializer).map(Self)
    }
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// The whole document.
#[allow(missing_docs)]
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Document {
    pub asset: Asset,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extensions_used: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extensions_required: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scene: Option<usize>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub scenes: Vec<Scene>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub nodes: Vec<Node>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub meshes: Vec<Mesh>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub materials: Vec<Material>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub textures: Vec<Texture>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub images: Vec<Image>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub accessors: Vec<Accessor>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub buffer_views: Vec<BufferView>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub buffers: Vec<Buffer>,
    #[serde(skip_serializing_if = "is_default")]
    pub extensions: DocumentExtensions,
}

/// What made the file.
#[allow(missing_docs)]
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Asset {
    pub version: String,
}

/// Extensions of the document.
#[allow(missing_docs)]
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DocumentExtensions {
    #[serde(rename = "EXT_structural_metadata", skip_serializing_if = "Option::is_none")]
    pub structural_metadata: Option<StructuralMetadata>,
}

/// A scene: the nodes at its top.
#[allow(missing_docs)]
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Scene {
    pub nodes: Vec<usize>,
}

/// A node: a mesh and where it stands (a matrix by columns).
#[allow(missing_docs)]
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Node {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mesh: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub matrix: Option<[Number; 16]>,
}

/// A mesh: its primitives.
#[allow(missing_docs)]
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Mesh {
    pub primitives: Vec<Primitive>,
}

/// Triangles (mode 4) or points (mode 0) of one material.
#[allow(missing_docs)]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Primitive {
    pub attributes: Attributes,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub indices: Option<usize>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub material: Option<usize>,
    #[serde(default = "Primitive::triangles", skip_serializing_if = "Primitive::are_triangles")]
    pub mode: u32,
    #[serde(default, skip_serializing_if = "is_default")]
    pub extensions: PrimitiveExtensions,
}

impl Primitive {
    /// Mode of points.
    pub const POINTS: u32 = 0;
    /// Mode of triangles, the standard's default.
    pub const TRIANGLES: u32 = 4;

    fn triangles() -> u32 {
        Self::TRIANGLES
    }

    fn are_triangles(mode: &u32) -> bool {
        *mode == Self::TRIANGLES
    }
}

/// Numbers of the accessors of a primitive's vertices.
#[allow(missing_docs)]
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Attributes {
    #[serde(rename = "POSITION", skip_serializing_if = "Option::is_none")]
    pub position: Option<usize>,
    #[serde(rename = "NORMAL", skip_serializing_if = "Option::is_none")]
    pub normal: Option<usize>,
    #[serde(rename = "TEXCOORD_0", skip_serializing_if = "Option::is_none")]
    pub texcoord: Option<usize>,
    #[serde(rename = "COLOR_0", skip_serializing_if = "Option::is_none")]
    pub color: Option<usize>,
    #[serde(rename = "_FEATURE_ID_0", skip_serializing_if = "Option::is_none")]
    pub feature_id: Option<usize>,
    #[serde(rename = "_CLASSIFICATION", skip_serializing_if = "Option::is_none")]
    pub classification: Option<usize>,
    #[serde(rename = "_INTENSITY", skip_serializing_if = "Option::is_none")]
    pub intensity: Option<usize>,
}

/// Extensions of a primitive.
#[allow(missing_docs)]
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PrimitiveExtensions {
    #[serde(rename = "EXT_mesh_features", skip_serializing_if = "Option::is_none")]
    pub mesh_features: Option<MeshFeatures>,
    #[serde(rename = "EXT_structural_metadata", skip_serializing_if = "Option::is_none")]
    pub structural_metadata: Option<PrimitiveMetadata>,
}

/// Which property attributes a primitive's vertices have.
#[allow(missing_docs)]
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct PrimitiveMetadata {
    pub property_attributes: Vec<usize>,
}

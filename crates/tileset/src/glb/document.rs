//! The properties of glTF 2.0 and of its extensions that our tiles have, for writing and reading. Unknown ones are
//! passed over. Names and meanings are the standard's; every field that may be absent is left out when it is.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

mod metadata;

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

/// How a surface looks.
#[allow(missing_docs)]
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Material {
    pub pbr_metallic_roughness: Pbr,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alpha_mode: Option<String>,
    #[serde(skip_serializing_if = "is_default")]
    pub double_sided: bool,
    #[serde(skip_serializing_if = "is_default")]
    pub extensions: MaterialExtensions,
}

/// Colour of a material.
#[allow(missing_docs)]
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Pbr {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_color_factor: Option<[f32; 4]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_color_texture: Option<TextureInfo>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metallic_factor: Option<Number>,
}

/// A texture that a material refers to.
#[allow(missing_docs)]
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TextureInfo {
    pub index: usize,
}

/// Extensions of a material.
#[allow(missing_docs)]
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct MaterialExtensions {
    #[serde(rename = "KHR_materials_unlit", skip_serializing_if = "Option::is_none")]
    pub unlit: Option<Empty>,
}

/// An object without properties.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Empty {}

/// A texture: its image.
#[allow(missing_docs)]
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Texture {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<usize>,
    #[serde(skip_serializing_if = "is_default")]
    pub extensions: TextureExtensions,
}

/// Images in formats that are extensions.
#[allow(missing_docs)]
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TextureExtensions {
    #[serde(rename = "EXT_texture_webp", skip_serializing_if = "Option::is_none")]
    pub webp: Option<TextureSource>,
    #[serde(rename = "KHR_texture_basisu", skip_serializing_if = "Option::is_none")]
    pub basisu: Option<TextureSource>,
}

/// Number of an image.
#[allow(missing_docs)]
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TextureSource {
    pub source: usize,
}

/// An image inside the file.
#[allow(missing_docs)]
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Image {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub buffer_view: Option<usize>,
    #[serde(skip_serializing_if = "is_default")]
    pub mime_type: String,
}

/// Typed elements in a buffer view.
#[allow(missing_docs)]
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Accessor {
    pub buffer_view: usize,
    #[serde(skip_serializing_if = "is_default")]
    pub byte_offset: usize,
    pub component_type: u32,
    #[serde(skip_serializing_if = "is_default")]
    pub normalized: bool,
    pub count: usize,
    #[serde(rename = "type")]
    pub shape: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub min: Vec<Number>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub max: Vec<Number>,
}

/// A stretch of a buffer.
#[allow(missing_docs)]
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct BufferView {
    pub buffer: usize,
    #[serde(skip_serializing_if = "is_default")]
    pub byte_offset: usize,
    pub byte_length: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub byte_stride: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<u32>,
    #[serde(skip_serializing_if = "is_default")]
    pub extensions: BufferViewExtensions,
}

/// Extensions of a buffer view.
#[allow(missing_docs)]
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct BufferViewExtensions {
    #[serde(rename = "EXT_meshopt_compression", skip_serializing_if = "Option::is_none")]
    pub meshopt: Option<Compression>,
}

/// Where the compressed bytes of a buffer view stand and what they are.
#[allow(missing_docs)]
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Compression {
    pub buffer: usize,
    #[serde(skip_serializing_if = "is_default")]
    pub byte_offset: usize,
    pub byte_length: usize,
    pub byte_stride: usize,
    pub count: usize,
    pub mode: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filter: Option<String>,
}

/// A buffer; without address it is the file's second chunk or, as a fallback, nothing.
#[allow(missing_docs)]
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Buffer {
    pub byte_length: usize,
    #[serde(skip_serializing_if = "is_default")]
    pub extensions: BufferExtensions,
}

/// Extensions of a buffer.
#[allow(missing_docs)]
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct BufferExtensions {
    #[serde(rename = "EXT_meshopt_compression", skip_serializing_if = "Option::is_none")]
    pub meshopt: Option<Fallback>,
}

/// Whether a buffer only tells how long the decoded bytes are.
#[allow(missing_docs)]
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Fallback {
    pub fallback: bool,
}

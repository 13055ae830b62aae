//! Materials, textures and images.

use serde::{Deserialize, Serialize};

use super::{Number, is_default};

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

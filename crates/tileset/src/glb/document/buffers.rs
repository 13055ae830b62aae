//! Accessors, buffer views and buffers, with `EXT_meshopt_compression`.

use serde::{Deserialize, Serialize};

use super::{Number, is_default};

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

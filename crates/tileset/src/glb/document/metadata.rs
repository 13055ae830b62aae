//! `EXT_mesh_features` and `EXT_structural_metadata` (3D Tiles 1.1 with glTF).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Number, is_default};

/// Features of a primitive.
#[allow(missing_docs)]
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct MeshFeatures {
    pub feature_ids: Vec<FeatureId>,
}

/// Where the numbers of features stand and which table they are rows of.
#[allow(missing_docs)]
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct FeatureId {
    pub feature_count: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub null_feature_id: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attribute: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub property_table: Option<usize>,
}

/// Schema, tables and attributes of a document.
#[allow(missing_docs)]
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct StructuralMetadata {
    pub schema: Schema,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub property_tables: Vec<PropertyTable>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub property_attributes: Vec<PropertyAttribute>,
}

/// Classes by name.
#[allow(missing_docs)]
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Schema {
    pub id: String,
    pub classes: BTreeMap<String, Class>,
}

/// A class of things with properties.
#[allow(missing_docs)]
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Class {
    #[serde(skip_serializing_if = "is_default")]
    pub name: String,
    #[serde(skip_serializing_if = "is_default")]
    pub description: String,
    pub properties: BTreeMap<String, ClassProperty>,
}

/// What a property is.
#[allow(missing_docs)]
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct ClassProperty {
    #[serde(skip_serializing_if = "is_default")]
    pub description: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub component_type: String,
    #[serde(skip_serializing_if = "is_default")]
    pub required: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_data: Option<Number>,
}

/// A table: a column for each property.
#[allow(missing_docs)]
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PropertyTable {
    pub class: String,
    pub count: usize,
    pub properties: BTreeMap<String, PropertyTableProperty>,
}

/// The buffer view with a column's values.
#[allow(missing_docs)]
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PropertyTableProperty {
    pub values: usize,
}

/// Properties that vertices have themselves.
#[allow(missing_docs)]
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PropertyAttribute {
    pub class: String,
    pub properties: BTreeMap<String, PropertyAttributeProperty>,
}

/// The vertex attribute with a property's values.
#[allow(missing_docs)]
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PropertyAttributeProperty {
    pub attribute: String,
}

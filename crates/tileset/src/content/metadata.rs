//! The schema of our tiles: buildings by table, points by attribute.

use super::layout::Layout;
use super::{Cloud, Table, UNKNOWN_CLASS, UNKNOWN_HEIGHT};
use crate::glb::document::{
    Class, ClassProperty, Number, PropertyAttribute, PropertyAttributeProperty, PropertyTable, PropertyTableProperty,
    Schema, StructuralMetadata,
};

/// Names of the table's columns.
pub(super) const GID: &str = "gid";
/// See [`GID`].
pub(super) const HEIGHT: &str = "height";
/// See [`GID`].
pub(super) const CLASS: &str = "class";

/// The table as columns of a file; `None` for a table without rows.
pub(super) fn of_table(table: &Table, layout: &mut Layout) -> Option<StructuralMetadata> {
    let count = table.gid.len();
    if count == 0 {
        return None;
    }
    let mut class = described("Building", "A building of the archive");
    let mut columns = PropertyTable { class: "building".to_owned(), count, ..PropertyTable::default() };
    let mut add = |name: &str, property: ClassProperty, bytes: Vec<u8>| {
        class.properties.insert(name.to_owned(), property);
        columns.properties.insert(name.to_owned(), PropertyTableProperty { values: layout.plain(&bytes) });
    };
    let gid = table.gid.iter().flat_map(|gid| gid.to_le_bytes()).collect();
    add(GID, ClassProperty { required: true, ..scalar("UINT32", "Number in the archive", None) }, gid);
    if !table.height.is_empty() {
        let height = table.height.iter().flat_map(|height| height.to_le_bytes()).collect();
        add(HEIGHT, scalar("FLOAT32", "Metres above the ground", Some(UNKNOWN_HEIGHT.into())), height);
    }
    if !table.class.is_empty() {
        add(CLASS, scalar("UINT8", "Class of the object", Some(UNKNOWN_CLASS.into())), table.class.clone());
    }
    let property_tables = vec![columns];
    Some(StructuralMetadata { schema: schema("building", class), property_tables, ..StructuralMetadata::default() })
}

/// What a cloud's points have beside place and colour; `None` where they have nothing.
pub(super) fn of_cloud(cloud: &Cloud) -> Option<StructuralMetadata> {
    let mut class = described("Point", "A point of a survey");
    let mut attribute = PropertyAttribute { class: "point".to_owned(), ..PropertyAttribute::default() };
    let mut add = |name: &str, semantic: &str, kind: &str, what: &str| {
        class.properties.insert(name.to_owned(), scalar(kind, what, None));
        attribute.properties.insert(name.to_owned(), PropertyAttributeProperty { attribute: semantic.to_owned() });
    };
    if !cloud.classes.is_empty() {
        add("classification", "_CLASSIFICATION", "UINT8", "ASPRS class");
    }
    if !cloud.intensities.is_empty() {
        add("intensity", "_INTENSITY", "UINT16", "Strength of the echo");
    }
    let property_attributes = vec![attribute];
    let schema = schema("point", class);
    let any = !property_attributes[0].properties.is_empty();
    any.then(|| StructuralMetadata { schema, property_attributes, ..StructuralMetadata::default() })
}

fn schema(name: &str, class: Class) -> Schema {
    Schema { id: "jingwei".to_owned(), classes: [(name.to_owned(), class)].into() }
}

fn described(name: &str, description: &str) -> Class {
    Class { name: name.to_owned(), description: description.to_owned(), ..Class::default() }
}

fn scalar(component: &str, description: &str, no_data: Option<f64>) -> ClassProperty {
    ClassProperty {
        description: description.to_owned(),
        kind: "SCALAR".to_owned(),
        component_type: component.to_owned(),
        required: false,
        no_data: no_data.map(Number),
    }
}

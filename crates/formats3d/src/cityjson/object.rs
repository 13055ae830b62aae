//! City objects.

use citymodel::CityObject;
use model::{Rule, Severity};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{
    attributes,
    document::{Text, parsed},
    geometry::{Builder, Surroundings},
};
use crate::{
    notes::{Faults, Notes},
    rings::class,
};

#[derive(Deserialize)]
struct Raw<'a> {
    #[serde(borrow, rename = "type")]
    kind: Text<'a>,
    #[serde(borrow)]
    attributes: Option<&'a RawValue>,
    #[serde(borrow)]
    address: Option<&'a RawValue>,
    #[serde(borrow)]
    geometry: Option<&'a RawValue>,
    #[serde(borrow)]
    parents: Option<&'a RawValue>,
    /// A parent before 1.0.
    #[serde(borrow)]
    parent: Option<&'a RawValue>,
}

/// Reads an object and passes it on.
pub(super) fn read(
    id: &str,
    raw: &RawValue,
    around: &Surroundings<'_>,
    builder: &mut Builder,
    notes: &mut Notes<'_, '_>,
) {
    let object: Raw<'_> = match serde_json::from_str(raw.get()) {
        Ok(object) => object,
        Err(fault) => return notes.object(Rule::ObjectDamaged, Severity::Error, id, fault),
    };
    let kind = object.kind.0;
    if kind.starts_with('+') {
        notes.once(Rule::ExtensionNoted, Severity::Note, &kind);
    }
    let mut faults = Faults::default();
    let mut geometries = Vec::new();
    let written = parsed::<Vec<&RawValue>>(object.geometry);
    if written.is_none() && object.geometry.is_some() {
        faults.add(Rule::GeometryUnread, Severity::Error, "geometry", None);
    }
    for geometry in written.unwrap_or_default() {
        builder.read(geometry, around, &mut faults, &mut geometries);
    }
    let parents = parsed::<Vec<String>>(object.parents).unwrap_or_default();
    let parent = parents.into_iter().next().or_else(|| parsed(object.parent));
    let mut values = Vec::new();
    if let Some(raw) = object.attributes {
        attributes::read(raw, "", &mut values);
    }
    if let Some(raw) = object.address {
        attributes::read(raw, "address", &mut values);
    }
    faults.tell(id, notes);
    notes.pass(CityObject { id: id.to_owned(), class: class(&kind), parent, attributes: values, geometries });
}

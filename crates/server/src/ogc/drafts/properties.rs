//! What a grid of a draft says of itself.

use model::Level;
use registry::Place;
use serde_json::{Map, Value, json};

use crate::dressed::Dressed;
use crate::ogc::feature;

/// Properties that can be asked by, and their JSON types.
pub(super) const ASKED: [(&str, &str); 10] = [
    ("code", "string"),
    ("name", "string"),
    ("kind", "string"),
    ("street", "string"),
    ("community", "string"),
    ("locked", "boolean"),
    ("exception", "string"),
    ("households", "integer"),
    ("courtyards", "integer"),
    ("revision", "integer"),
];
/// The courtyards of the grid, by their codes.
pub(super) const MEMBERS: &str = "members";
/// Properties that a write may change; the others follow.
pub(super) const WRITTEN: [&str; 6] = ["code", "name", "kind", "locked", "exception", MEMBERS];

/// All properties of a grid.
pub(super) fn all(dressed: &Dressed, place: &Place) -> Map<String, Value> {
    let index = dressed.view.places();
    let mut fields: Map<String, Value> =
        ASKED.iter().map(|(name, _)| ((*name).to_owned(), feature::property(index, place, name))).collect();
    fields.insert(MEMBERS.to_owned(), place.body[MEMBERS].clone());
    fields
}

/// The schema of the properties that can be asked by.
pub(super) fn schema(say: impl Fn(&str) -> String) -> Map<String, Value> {
    let one = |(name, kind): &(&str, &str)| {
        let title = say(&format!("property-{name}"));
        ((*name).to_owned(), json!({ "type": kind, "title": title }))
    };
    let mut schema: Map<String, Value> = ASKED.iter().map(one).collect();
    let geometry = json!({ "format": "geometry-any", "x-ogc-role": "primary-geometry", "readOnly": true });
    schema.insert("geometry".to_owned(), geometry);
    schema
}

/// The level that these grids have.
pub(super) const LEVEL: Level = Level::Grid;

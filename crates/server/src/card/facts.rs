//! What the archive says of a place, and what lies in it.

use model::Level;
use registry::{Place, PlaceIndex};
use serde_json::Value;

use crate::dressed::Dressed;
use crate::ogc::feature;

/// Facts in the order in which they are told; `property-NAME` is the word.
const TOLD: [&str; 9] =
    ["address", "households", "buildings", "floors", "built_year", "renovated_on", "locked", "exception", "valid_from"];
/// What rows say for the machinery, or what stands elsewhere on the card.
const NOT_TOLD: [&str; 8] = ["社区", "街道", "所属编号", "楼号", "网格", "编号", "名称", "地址"];

/// What a fact is called.
pub(crate) enum FactName<'a> {
    /// A property that every district has, by its stable name.
    Property(&'static str),
    /// A column of the district's own files, which is shown as it came.
    Column(&'a str),
}

/// The facts of a place's own row; those that say nothing are left out.
pub(crate) fn facts<'a>(index: &PlaceIndex, place: &'a Place) -> Vec<(FactName<'a>, Value)> {
    let known = feature::properties(place.key.level);
    let told = TOLD.iter().filter(|name| known.iter().any(|(known, _)| known == *name));
    let told = told.filter_map(|name| {
        let value = feature::property(index, place, name);
        let nothing = value.is_null() || value == Value::Bool(false) || value == Value::String(String::new());
        (!nothing).then_some((FactName::Property(name), value))
    });
    // Columns of the district's own files are in Chinese.
    let chinese = |name: &str| !name.is_ascii() && !NOT_TOLD.contains(&name);
    let further = place.body.as_object().into_iter().flatten();
    let further = further.filter(|(name, value)| chinese(name) && !value.is_null());
    told.chain(further.map(|(name, value)| (FactName::Column(name), value.clone()))).collect()
}

/// The courtyards, compounds and sites in a grid, community or street.
pub(crate) fn lots<'a>(dressed: &'a Dressed, place: &Place) -> Vec<&'a Place> {
    let is_lot = |one: &&Place| matches!(one.key.level, Level::Courtyard | Level::Compound | Level::Site);
    match place.key.level {
        Level::Grid | Level::Community => dressed.inner(place).filter(is_lot).collect(),
        Level::Subdistrict => {
            dressed.inner(place).flat_map(|community| dressed.inner(community)).filter(is_lot).collect()
        }
        _ => Vec::new(),
    }
}

/// The places right inside a place, by level and code.
pub(crate) fn inner<'a>(dressed: &'a Dressed, place: &Place) -> Vec<&'a Place> {
    let mut all: Vec<&Place> = dressed.inner(place).collect();
    all.sort_by(|a, b| a.key.cmp(&b.key));
    all
}

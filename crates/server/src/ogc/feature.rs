//! A place as a feature.

use model::{Day, Level};
use registry::{Place, PlaceIndex};
use serde_json::{Map, Value, json};

/// Properties that every feature of a level may have, and their JSON types.
pub(crate) fn properties(level: Level) -> Vec<(&'static str, &'static str)> {
    let mut list = vec![("code", "string"), ("name", "string"), ("kind", "string")];
    let outer: &[(&str, &str)] = match level {
        Level::Subdistrict => &[],
        Level::Community => &[("street", "string")],
        Level::Grid => &[("street", "string"), ("community", "string"), ("locked", "boolean"), ("exception", "string")],
        Level::Building => &[
            ("street", "string"),
            ("community", "string"),
            ("grid", "string"),
            ("within", "string"),
            ("address", "string"),
            ("households", "integer"),
            ("floors", "integer"),
            ("built_year", "integer"),
        ],
        _ => &[
            ("street", "string"),
            ("community", "string"),
            ("grid", "string"),
            ("address", "string"),
            ("households", "integer"),
            ("buildings", "integer"),
            ("built_year", "integer"),
            ("renovated_on", "string"),
        ],
    };
    list.extend(outer);
    list.extend([("valid_from", "string"), ("valid_to", "string"), ("version", "integer")]);
    list
}

/// The value of a property; null where it is not known.
pub(crate) fn property(index: &PlaceIndex, place: &Place, name: &str) -> Value {
    let outer = |level: Level| {
        let found = index.around(place).into_iter().find(|outer| outer.key.level == level);
        // Where nobody else is known, as of a single version, the id of the place above says its code.
        let above = || place.parents.iter().find_map(|id| id.strip_prefix(level.id())?.strip_prefix(':'));
        let above = || above().filter(|_| level != Level::Grid).map_or(Value::Null, |code| json!(code));
        found.map_or_else(above, |outer| json!(outer.key.code.as_str()))
    };
    match name {
        "code" => json!(place.key.code.as_str()),
        "name" => json!(place.name),
        "kind" => json!(place.kind),
        "street" => outer(Level::Subdistrict),
        "community" => outer(Level::Community),
        "grid" => outer(Level::Grid),
        "within" => {
            let around = index.around(place);
            around.first().map_or(Value::Null, |outer| json!(outer.key.code.as_str()))
        }
        "valid_from" => json!(place.valid.from().to_string()),
        "valid_to" => place.valid.to().map_or(Value::Null, |day| json!(day.to_string())),
        "version" => json!(place.version),
        "renovated_on" => match &place.body[name] {
            Value::Null => Value::Null,
            Value::String(text) => json!(text),
            other => json!(other.to_string()),
        },
        "floors" | "built_year" | "buildings" | "households" => match number(place, name) {
            Some(number) => json!(number),
            None => place.body[name].as_f64().map_or(Value::Null, |number| json!(number)),
        },
        _ => place.body[name].clone(),
    }
}

/// A whole number of a place's row; files keep numbers as texts now and then.
pub(crate) fn number(place: &Place, name: &str) -> Option<i64> {
    match &place.body[name] {
        Value::String(text) => text.trim().parse().ok(),
        other => other.as_i64(),
    }
}

/// The feature's id: of a grid its number, which stays when the code changes; of others the code.
pub(crate) fn id(place: &Place) -> &str {
    place.id.split_once(':').map_or(place.id.as_str(), |(_, rest)| rest)
}

/// The id of the place whose feature has this id.
pub(crate) fn place_id(level: Level, feature: &str) -> String {
    format!("{}:{feature}", level.id())
}

/// The properties of a place as a JSON object.
pub(crate) fn properties_text(index: &PlaceIndex, place: &Place) -> String {
    let names = properties(place.key.level).into_iter();
    let fields: Map<String, Value> = names.map(|(name, _)| (name.to_owned(), property(index, place, name))).collect();
    Value::Object(fields).to_string()
}

/// A GeoJSON feature as text; geometry and properties are text already.
pub(crate) fn text(place: &Place, geometry: &str, properties: &str, more: &[(&str, Value)]) -> String {
    let mut out = format!(r#"{{"type":"Feature","id":{},"#, json!(id(place)));
    for (name, value) in more {
        out.push_str(&format!("{}:{value},", json!(name)));
    }
    out.push_str(r#""geometry":"#);
    out.push_str(geometry);
    out.push_str(r#","properties":"#);
    out.push_str(properties);
    out.push('}');
    out
}

/// The beginning of a day in China as an instant (RFC 3339).
pub(crate) fn instant(day: Day) -> String {
    format!("{day}T00:00:00+08:00")
}

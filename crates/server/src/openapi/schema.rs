//! Schemas of JSON values, as OpenAPI 3.0 writes them.

use serde_json::{Map, Value, json};

/// A schema of the document, by its name.
pub(crate) fn named(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// A text.
pub(crate) fn text() -> Value {
    json!({ "type": "string" })
}

/// One of these texts.
pub(crate) fn choice(texts: &[&str]) -> Value {
    json!({ "type": "string", "enum": texts })
}

/// A day.
pub(crate) fn day() -> Value {
    json!({ "type": "string", "format": "date" })
}

/// A moment.
pub(crate) fn moment() -> Value {
    json!({ "type": "string", "format": "date-time" })
}

/// A number of things.
pub(crate) fn count() -> Value {
    json!({ "type": "integer", "minimum": 0 })
}

/// A number.
pub(crate) fn number() -> Value {
    json!({ "type": "number" })
}

/// Yes or no.
pub(crate) fn flag() -> Value {
    json!({ "type": "boolean" })
}

/// Anything.
pub(crate) fn anything() -> Value {
    json!({})
}

/// A list.
pub(crate) fn list(of: Value) -> Value {
    json!({ "type": "array", "items": of })
}

/// Names with values of a kind.
pub(crate) fn map(of: Value) -> Value {
    json!({ "type": "object", "additionalProperties": of })
}

/// Or null.
pub(crate) fn or_null(of: Value) -> Value {
    if of.get("$ref").is_some() {
        return json!({ "allOf": [of], "nullable": true });
    }
    let mut of = of;
    of["nullable"] = json!(true);
    of
}

/// An object with these members and no others; a name with `?` before it may be left out.
pub(crate) fn object(members: &[(&str, Value)]) -> Value {
    let mut schema = open_object(members);
    schema["additionalProperties"] = json!(false);
    schema
}

/// An object with these members and perhaps others.
pub(crate) fn open_object(members: &[(&str, Value)]) -> Value {
    let plain = |name: &str| name.trim_start_matches('?').to_owned();
    let required: Vec<&str> = members.iter().map(|(name, _)| *name).filter(|name| !name.starts_with('?')).collect();
    let properties: Map<String, Value> = members.iter().map(|(name, of)| (plain(name), of.clone())).collect();
    let mut schema = json!({ "type": "object", "properties": properties });
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    schema
}

/// A parameter of the query.
pub(crate) fn query(name: &str, schema: Value) -> Value {
    json!({ "name": name, "in": "query", "required": false, "style": "form", "explode": false, "schema": schema })
}

/// Levels of places.
pub(crate) fn level() -> Value {
    let all: Vec<&str> = model::Level::ALL.into_iter().map(model::Level::id).collect();
    choice(&all)
}

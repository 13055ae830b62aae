//! Whether a value is as a schema of OpenAPI 3.0 says.

use serde_json::Value;

/// What is wrong with a value; empty where it is as the schema says.
pub(crate) fn faults(document: &Value, schema: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    check(document, schema, value, "$", &mut found);
    found
}

fn check(document: &Value, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    if let Some(target) = schema["$ref"].as_str() {
        let named = document.pointer(target.trim_start_matches('#'));
        let named = named.unwrap_or_else(|| panic!("{target} is not in the document"));
        return check(document, named, value, at, found);
    }
    if value.is_null() && schema["nullable"] == true {
        return;
    }
    for part in schema["allOf"].as_array().into_iter().flatten() {
        check(document, part, value, at, found);
    }
    if let Some(either) = schema["oneOf"].as_array() {
        let fits = either.iter().filter(|one| faults(document, one, value).is_empty()).count();
        if fits != 1 {
            found.push(format!("{at}: fits {fits} of oneOf"));
        }
    }
    if let Some(kind) = schema["type"].as_str()
        && !is(kind, value)
    {
        found.push(format!("{at}: {value} is no {kind}"));
        return;
    }
    if let Some(all) = schema["enum"].as_array()
        && !all.contains(value)
    {
        found.push(format!("{at}: {value} is none of {all:?}"));
    }
    if let Some(least) = schema["minimum"].as_f64()
        && value.as_f64().is_some_and(|number| number < least)
    {
        found.push(format!("{at}: {value} is less than {least}"));
    }
    members(document, schema, value, at, found);
    for (number, one) in value.as_array().into_iter().flatten().enumerate() {
        if !schema["items"].is_null() {
            check(document, &schema["items"], one, &format!("{at}[{number}]"), found);
        }
    }
}

fn members(document: &Value, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    let Some(members) = value.as_object() else { return };
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if !members.contains_key(name) {
            found.push(format!("{at}: {name} is missing"));
        }
    }
    for (name, one) in members {
        let at = format!("{at}.{name}");
        match (&schema["properties"][name], &schema["additionalProperties"]) {
            (Value::Null, Value::Bool(false)) => found.push(format!("{at} is not in the schema")),
            (Value::Null, Value::Null | Value::Bool(true)) => {}
            (Value::Null, further) => check(document, further, one, &at, found),
            (known, _) => check(document, known, one, &at, found),
        }
    }
}

fn is(kind: &str, value: &Value) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        other => panic!("{other} is no type"),
    }
}

#[test]
fn wrong_values_are_told() {
    use serde_json::json;
    let schema = json!({
        "type": "object", "required": ["a"], "additionalProperties": false,
        "properties": { "a": { "type": "integer", "minimum": 0 }, "b": { "type": "string", "nullable": true, "enum": ["x"] } },
    });
    let check = |value: Value, expect: usize| {
        assert_eq!(faults(&Value::Null, &schema, &value).len(), expect, "{value}");
    };
    check(json!({ "a": 1 }), 0);
    check(json!({ "a": 1, "b": null }), 0);
    check(json!({ "a": -1, "b": "y" }), 2);
    check(json!({ "b": "x" }), 1);
    check(json!({ "a": 1, "c": 1 }), 1);
    check(json!([]), 1);
}

//! Attributes: objects in objects get dotted names, lists stay as they are written.

use citymodel::Attribute;
use serde_json::value::RawValue;

use super::document::{members, text};

/// Deeper objects stay as they are written.
const DEEPEST: usize = 16;

/// Appends the members of an attributes object.
pub(super) fn read(raw: &RawValue, prefix: &str, out: &mut Vec<(String, Attribute)>) {
    below(raw, prefix, 0, out);
}

fn below(raw: &RawValue, prefix: &str, depth: usize, out: &mut Vec<(String, Attribute)>) {
    let read = members(raw, &mut |key, value| {
        let name = if prefix.is_empty() { key.into_owned() } else { format!("{prefix}.{key}") };
        if value.get().starts_with('{') && depth < DEEPEST {
            below(value, &name, depth + 1, out);
        } else if let Some(value) = attribute(value) {
            out.push((name, value));
        }
        true
    });
    if read.is_err() && !prefix.is_empty() {
        out.extend(attribute(raw).map(|value| (prefix.to_owned(), value)));
    }
}

/// A single value; `None` for null.
fn attribute(raw: &RawValue) -> Option<Attribute> {
    let written = raw.get();
    Some(match written.as_bytes().first()? {
        b'n' => return None,
        b't' => Attribute::Flag(true),
        b'f' => Attribute::Flag(false),
        b'"' => Attribute::Text(text(raw).into_owned()),
        b'-' | b'0'..=b'9' => match (written.parse::<i64>(), written.parse::<f64>()) {
            (Ok(whole), _) => Attribute::Whole(whole),
            (_, Ok(number)) if number.is_finite() => Attribute::Number(number),
            _ => Attribute::Text(written.to_owned()),
        },
        _ => Attribute::Text(written.to_owned()),
    })
}

//! The body of a write: a page's form, a form with files (RFC 7578), or a JSON document.

use serde_json::Value;

use crate::asked::Asked;
use crate::multipart::{Part, parts};
use crate::problem::Problem;

/// Fields with their values, and files.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Body {
    fields: Vec<(String, String)>,
    files: Vec<Upload>,
}

/// A file of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Upload {
    pub(super) field: String,
    /// What the sender calls it.
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
}

impl Body {
    pub(super) fn of(asked: &Asked) -> Result<Self, Problem> {
        match asked.media_type.as_str() {
            "multipart/form-data" => of_parts(parts(asked)?),
            "application/json" => json(&asked.body),
            _ => Ok(Body { fields: asked.form(), files: Vec::new() }),
        }
    }

    /// The value of a field without space around it; `None` where it is not told or empty.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.fields.iter().rev().find(|(known, _)| known == name);
        found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// A file; `None` where none was chosen.
    pub(super) fn file(&self, field: &str) -> Option<&Upload> {
        self.files.iter().find(|file| file.field == field && !file.bytes.is_empty())
    }
}

fn of_parts(parts: Vec<Part<'_>>) -> Result<Body, Problem> {
    let mut body = Body::default();
    for part in parts {
        let wrong = |_| Problem::parameter(&part.name, "…", "UTF-8");
        match part.file {
            Some(name) => body.files.push(Upload { field: part.name, name, bytes: part.bytes.to_vec() }),
            None => body.fields.push((part.name.clone(), String::from_utf8(part.bytes.to_vec()).map_err(wrong)?)),
        }
    }
    Ok(body)
}

fn json(body: &[u8]) -> Result<Body, Problem> {
    if body.is_empty() {
        return Ok(Body::default());
    }
    let Ok(Value::Object(members)) = serde_json::from_slice(body) else {
        return Err(Problem::parameter("body", "…", "{ … }"));
    };
    let mut fields = Vec::new();
    for (name, value) in members {
        let text = match value {
            Value::String(text) => text,
            Value::Bool(_) | Value::Number(_) => value.to_string(),
            Value::Null => continue,
            other => return Err(Problem::parameter(&name, &other.to_string(), "\"…\"")),
        };
        fields.push((name, text));
    }
    Ok(Body { fields, files: Vec::new() })
}

//! The fields of a body, whether a page's form or a JSON document sent them.

use serde_json::Value;

use crate::asked::Asked;
use crate::problem::Problem;

/// Names with their values, in their order; a name may stand several times.
pub(super) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads a body.
    pub(super) fn of(asked: &Asked) -> Result<Self, Problem> {
        if asked.is_form() || asked.body.is_empty() {
            return Ok(Fields(asked.form()));
        }
        let document: Option<Value> = serde_json::from_slice(&asked.body).ok();
        let Some(Value::Object(members)) = document else {
            return Err(Problem::parameter("body", "…", "{ … }"));
        };
        let mut fields = Vec::new();
        for (name, value) in members {
            match value {
                // An empty list clears, as an empty text of a form does.
                Value::Array(list) if list.is_empty() => fields.push((name, String::new())),
                Value::Array(list) => {
                    for one in &list {
                        fields.push((name.clone(), text(&name, one)?));
                    }
                }
                one => {
                    let text = text(&name, &one)?;
                    fields.push((name, text));
                }
            }
        }
        Ok(Fields(fields))
    }

    /// The value of a field; `None` where it is not told.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value.trim())
    }

    /// The value of a field as it was typed; empty where it is not told.
    pub(super) fn typed(&self, name: &str) -> &str {
        self.0.iter().rev().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// The words of a field, whether it stands several times or has spaces or commas; `None` where it is not told.
    pub(super) fn list(&self, name: &str) -> Option<Vec<String>> {
        let told: Vec<&String> = self.0.iter().filter(|(known, _)| known == name).map(|(_, value)| value).collect();
        let words = told.iter().flat_map(|value| value.split([' ', ',', '，', '、', '\n', '\r', '\t']));
        (!told.is_empty()).then(|| words.filter(|word| !word.is_empty()).map(str::to_owned).collect())
    }
}

fn text(name: &str, value: &Value) -> Result<String, Problem> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Bool(_) | Value::Number(_) => Ok(value.to_string()),
        _ => Err(Problem::parameter(name, &value.to_string(), "\"…\"")),
    }
}

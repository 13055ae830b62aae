//! Bodies that are JSON objects: only members that are known, each of the kind that is expected.

use serde_json::{Map, Value};

use super::question::day;
use crate::asked::Asked;
use crate::problem::{Kind, Problem};

/// The members of a body.
pub(super) struct Body(Map<String, Value>);

impl Body {
    /// Reads a body; none at all is an empty object.
    pub(super) fn read(asked: &Asked, known: &[&str]) -> Result<Self, Problem> {
        if asked.body.is_empty() {
            return Ok(Body(Map::new()));
        }
        let Ok(Value::Object(members)) = serde_json::from_slice(&asked.body) else {
            return Err(Problem::parameter("body", "…", "{ … }"));
        };
        match members.keys().find(|name| !known.contains(&name.as_str())) {
            Some(unknown) => Err(Problem::new(Kind::ParameterUnknown).with("name", unknown)),
            None => Ok(Body(members)),
        }
    }

    /// A text; `None` where it is not told, or null.
    pub(super) fn text(&self, name: &str) -> Result<Option<&str>, Problem> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.trim()).filter(|text| !text.is_empty())),
            Some(other) => Err(Problem::parameter(name, &other.to_string(), "\"…\"")),
        }
    }

    /// A text that must be told.
    pub(super) fn needed(&self, name: &str) -> Result<&str, Problem> {
        self.text(name)?.ok_or_else(|| Problem::parameter(name, "", "\"…\""))
    }

    /// A day; `None` where it is not told.
    pub(super) fn day(&self, name: &str) -> Result<Option<model::Day>, Problem> {
        self.text(name)?.map(|text| day(name, text)).transpose()
    }

    /// Yes or no; no where it is not told.
    pub(super) fn flag(&self, name: &str) -> Result<bool, Problem> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(false),
            Some(Value::Bool(flag)) => Ok(*flag),
            Some(other) => Err(Problem::parameter(name, &other.to_string(), "true, false")),
        }
    }

    /// Texts by their names.
    pub(super) fn texts(&self, name: &str) -> Result<Vec<(String, String)>, Problem> {
        let wrong = || Problem::parameter(name, "…", "{ \"…\": \"…\" }");
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(Vec::new()),
            Some(Value::Object(members)) => {
                let one = |(name, value): (&String, &Value)| Some((name.clone(), value.as_str()?.to_owned()));
                members.iter().map(|member| one(member).ok_or_else(wrong)).collect()
            }
            Some(_) => Err(wrong()),
        }
    }
}

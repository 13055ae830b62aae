//! The body of a write about a plan, whether a page's form or a JSON document.

use serde_json::{Map, Value};

use crate::asked::Asked;
use crate::problem::Problem;

/// Members of the body; of a form a field that stands several times is a list.
pub(crate) struct Given(Map<String, Value>);

impl Given {
    /// Reads a body that is an object, or nothing.
    pub(crate) fn of(asked: &Asked) -> Result<Self, Problem> {
        match document(asked)? {
            Value::Object(members) => Ok(Given(members)),
            Value::Null => Ok(Given(Map::new())),
            other => Err(Problem::parameter("body", &short(&other), "{ … }")),
        }
    }

    /// A text; `None` where it is not there or empty.
    pub(crate) fn text(&self, name: &'static str) -> Result<Option<&str>, Problem> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.trim()).filter(|text| !text.is_empty())),
            Some(other) => Err(Problem::parameter(name, &short(other), "\"…\"")),
        }
    }

    /// A text that must be there.
    pub(crate) fn needed(&self, name: &'static str) -> Result<&str, Problem> {
        self.text(name)?.ok_or_else(|| Problem::parameter(name, "", "\"…\""))
    }

    /// A text that reads as something.
    pub(crate) fn parsed<T: std::str::FromStr>(
        &self,
        name: &'static str,
        expected: &str,
    ) -> Result<Option<T>, Problem> {
        let text = match self.0.get(name) {
            Some(Value::Number(number)) => Some(number.to_string()),
            _ => self.text(name)?.map(str::to_owned),
        };
        text.map(|text| text.parse().map_err(|_| Problem::parameter(name, &text, expected))).transpose()
    }

    /// A member as it is.
    pub(crate) fn value(&self, name: &str) -> Option<&Value> {
        self.0.get(name).filter(|value| !value.is_null())
    }

    /// All members.
    pub(crate) fn members(&self) -> &Map<String, Value> {
        &self.0
    }
}

/// The body as a document; null where there is none.
pub(crate) fn document(asked: &Asked) -> Result<Value, Problem> {
    if asked.body.is_empty() {
        return Ok(Value::Null);
    }
    if asked.is_form() {
        return Ok(Value::Object(of_form(asked)));
    }
    serde_json::from_slice(&asked.body).map_err(|fault| {
        let place = format!("{}:{}", fault.line(), fault.column());
        Problem::parameter("body", &place, "JSON")
    })
}

/// A value cut short, to be told back.
pub(crate) fn short(value: &Value) -> String {
    const SHOWN: usize = 80;
    let text = value.to_string();
    if text.chars().count() > SHOWN { text.chars().take(SHOWN).chain(['…']).collect() } else { text }
}

fn of_form(asked: &Asked) -> Map<String, Value> {
    let mut members = Map::new();
    for (name, value) in asked.form() {
        let value = Value::String(value);
        match members.get_mut(&name) {
            None => drop(members.insert(name, value)),
            Some(Value::Array(list)) => list.push(value),
            Some(first) => *first = Value::Array(vec![first.take(), value]),
        }
    }
    members
}

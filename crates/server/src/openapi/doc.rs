//! What a route takes and answers.

use model::Level;
use serde_json::{Map, Value, json};

use super::schema::{choice, level, named, query, text};
use crate::ogc::COLLECTIONS;
use crate::routes::Verb;

/// Media type of pages.
const HTML: &str = "text/html";
const FORM: &str = "application/x-www-form-urlencoded";
/// What every read may answer besides what it is asked for.
const READING: &[u16] = &[303, 304, 400, 401, 405, 429, 500, 503, 504];
/// What every write may answer besides.
const WRITING: &[u16] = &[400, 401, 403, 405, 408, 409, 413, 415, 422, 429, 500, 503, 504];

/// A route, described.
pub(crate) struct Doc {
    pub(super) method: Verb,
    pub(super) path: &'static str,
    id: &'static str,
    parameters: Vec<Value>,
    of_level: Option<fn(Level) -> Vec<Value>>,
    bodies: Vec<(&'static str, Value)>,
    answers: Vec<(u16, &'static str, Value)>,
    fails: Vec<u16>,
    forms: Vec<&'static str>,
    account: bool,
}

impl Doc {
    /// A read.
    pub(crate) fn get(path: &'static str, id: &'static str) -> Self {
        Doc::of(Verb::Get, path, id)
    }

    /// A write by POST.
    pub(crate) fn post(path: &'static str, id: &'static str) -> Self {
        Doc::of(Verb::Post, path, id)
    }

    /// Any method.
    pub(crate) fn of(method: Verb, path: &'static str, id: &'static str) -> Self {
        let fails = if method == Verb::Get { READING } else { WRITING }.to_vec();
        let (parameters, bodies, answers) = (Vec::new(), Vec::new(), Vec::new());
        let forms = if path.starts_with("/api/") { vec!["json"] } else { vec!["json", "html"] };
        Doc { method, path, id, parameters, of_level: None, bodies, answers, fails, forms, account: false }
    }

    /// Parameters of the query.
    #[must_use]
    pub(crate) fn queries(mut self, more: impl IntoIterator<Item = Value>) -> Self {
        self.parameters.extend(more);
        self
    }

    /// Parameters of the query that depend on the collection in the path.
    #[must_use]
    pub(crate) fn queries_of_level(mut self, of_level: fn(Level) -> Vec<Value>) -> Self {
        self.of_level = Some(of_level);
        self
    }

    /// The values of `f`, where they are others than JSON and HTML.
    #[must_use]
    pub(crate) fn forms(mut self, forms: &[&'static str]) -> Self {
        self.forms = forms.to_vec();
        self
    }

    /// A body.
    #[must_use]
    pub(crate) fn takes(mut self, media_type: &'static str, schema: Value) -> Self {
        self.bodies.push((media_type, schema));
        self
    }

    /// The form of a page, with these fields.
    #[must_use]
    pub(crate) fn takes_form(self, fields: &[&str]) -> Self {
        let properties: Map<String, Value> = fields.iter().map(|name| ((*name).to_owned(), text())).collect();
        self.takes(FORM, json!({ "type": "object", "properties": properties }))
    }

    /// An answer; without a media type it has no body.
    #[must_use]
    pub(crate) fn answers(mut self, status: u16, media_type: &'static str, schema: Value) -> Self {
        self.answers.push((status, media_type, schema));
        self
    }

    /// A JSON document.
    #[must_use]
    pub(crate) fn json(self, schema: Value) -> Self {
        self.answers(200, "application/json", schema)
    }

    /// A JSON document with another status.
    #[must_use]
    pub(crate) fn json_as(self, status: u16, schema: Value) -> Self {
        self.answers(status, "application/json", schema)
    }

    /// A page.
    #[must_use]
    pub(crate) fn page(self) -> Self {
        self.answers(200, HTML, text())
    }

    /// Statuses that only some routes have.
    #[must_use]
    pub(crate) fn fails(mut self, statuses: &[u16]) -> Self {
        self.fails.extend(statuses);
        self
    }

    /// Only those who have signed in, and not all of them.
    #[must_use]
    pub(crate) fn account(mut self) -> Self {
        self.account = true;
        self.fails.push(403);
        self
    }

    /// Its paths with their operations; one a collection.
    pub(super) fn operations(&self) -> Vec<(String, Value)> {
        // Of collections only drafts are written; they come and go, so they have one path.
        if !self.path.contains("{collection}") || self.method.writes() {
            return vec![(self.path.to_owned(), self.operation(self.id.to_owned(), self.path, Vec::new()))];
        }
        let one = |(name, level): (&str, Level)| {
            let path = self.path.replace("{collection}", name);
            let more = self.of_level.map(|of_level| of_level(level)).unwrap_or_default();
            let operation = self.operation(format!("{}-{name}", self.id), &path, more);
            (path, operation)
        };
        COLLECTIONS.into_iter().map(one).collect()
    }

    fn operation(&self, id: String, path: &str, more: Vec<Value>) -> Value {
        let mut parameters: Vec<Value> = parts(path).map(in_path).collect();
        parameters.extend(self.parameters.iter().cloned());
        parameters.extend(more);
        parameters.extend([query("f", choice(&self.forms)), query("lang", text())]);
        let mut operation = json!({
            "operationId": id,
            "tags": [tag(self.path)],
            "parameters": parameters,
            "responses": self.responses(),
        });
        if !self.bodies.is_empty() {
            let content: Map<String, Value> =
                self.bodies.iter().map(|(media, of)| ((*media).to_owned(), json!({ "schema": of }))).collect();
            operation["requestBody"] = json!({ "required": true, "content": content });
        }
        if self.account {
            operation["security"] = json!([{ "cookie": [] }, { "bearer": [] }]);
        }
        operation
    }

    fn responses(&self) -> Map<String, Value> {
        let mut responses = Map::new();
        let missing = self.path.contains('{').then_some(404);
        for status in self.fails.iter().copied().chain(missing) {
            responses.insert(status.to_string(), failure(status));
        }
        for (status, media, schema) in &self.answers {
            let entry = responses.entry(status.to_string()).or_insert_with(|| plain(*status));
            if !media.is_empty() {
                entry["content"][media] = json!({ "schema": schema });
            }
        }
        responses
    }
}

/// Names of the parts of a path.
fn parts(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|rest| rest.split('}').next())
}

fn in_path(name: &str) -> Value {
    let schema = match name {
        "level" => level(),
        "set" => choice(&["WebMercatorQuad"]),
        "zoom" | "row" | "col" => json!({ "type": "integer", "minimum": 0 }),
        "number" | "version" => json!({ "type": "integer", "minimum": 1 }),
        _ => text(),
    };
    json!({ "name": name, "in": "path", "required": true, "schema": schema })
}

/// What a path is about: its first word, of the API its second.
fn tag(path: &str) -> &str {
    let path = path.trim_start_matches('/').trim_start_matches("api/");
    path.split('/').next().filter(|word| !word.is_empty()).unwrap_or("landing")
}

fn plain(status: u16) -> Value {
    json!({ "description": reason(status) })
}

/// A redirection, nothing new, or a problem: for programs JSON, for browsers a page.
fn failure(status: u16) -> Value {
    if matches!(status, 303 | 304) {
        return plain(status);
    }
    json!({ "description": reason(status), "content": {
        "application/problem+json": { "schema": named("Problem") },
        HTML: { "schema": text() },
    } })
}

fn reason(status: u16) -> &'static str {
    axum::http::StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason()).unwrap_or("Answer")
}

/// `datetime` and `known`.
pub(crate) fn times() -> [Value; 2] {
    [query("datetime", text()), query("known", json!({ "type": "string", "format": "date-time" }))]
}

/// `limit` and `after`.
pub(crate) fn paging(most: usize, usual: usize) -> [Value; 2] {
    let limit = json!({ "type": "integer", "minimum": 1, "maximum": most, "default": usual });
    [query("limit", limit), query("after", text())]
}

//! What the routes of plans and changes take and give, as plain data for the service's description.

use serde_json::{Value, json};

use crate::openapi::Doc;
use crate::routes::Verb;

/// A route.
struct Operation {
    method: Verb,
    path: &'static str,
    /// Name of the operation, unique.
    id: &'static str,
    /// Besides those of the path and `lang`: name, where (`query`, `header`), JSON type, whether it must be there.
    parameters: &'static [(&'static str, &'static str, &'static str, bool)],
    /// JSON schema of the body; empty where there is none.
    body: &'static str,
    /// Status, media type, JSON schema; an empty media type has no body.
    answers: &'static [(u16, &'static str, &'static str)],
}

type Parameters = &'static [(&'static str, &'static str, &'static str, bool)];
type Answers = &'static [(u16, &'static str, &'static str)];

const JSON: &str = "application/json";
const PROBLEM: &str = "application/problem+json";
const GEOJSON: &str = "application/geo+json";
const FORM: &str = "application/x-www-form-urlencoded";
const HTML: &str = "text/html";
const OBJECT: &str = r#"{"type": "object"}"#;
const NONE: &str = "";
/// On which revision a write was made.
const CONDITION: Parameters = &[("If-Match", "header", "string", true)];
const NOTHING: Parameters = &[];

/// A draft as it stands.
const PLAN: &str = r#"{"type": "object", "required": ["plan", "state", "revision", "author", "changed"], "properties": {
  "plan": {"type": "string"}, "state": {"type": "string", "enum": ["draft", "checked", "submitted", "approved", "published", "superseded", "withdrawn"]},
  "document": {"type": "string", "nullable": true}, "from": {"type": "string", "format": "date", "nullable": true},
  "base": {"type": "string", "format": "date", "nullable": true}, "revision": {"type": "integer"}, "author": {"type": "string"},
  "changed": {"type": "string", "format": "date-time"}, "grids": {"type": "integer"}, "courtyards": {"type": "integer"},
  "edits": {"type": "integer"}, "undone": {"type": "integer"}, "reasons": {"type": "array", "items": {"type": "object"}},
  "links": {"type": "array", "items": {"type": "object"}}}}"#;
const BEGIN: &str = r#"{"type": "object", "required": ["name"], "properties": {"name": {"type": "string", "maxLength": 60},
  "day": {"type": "string", "format": "date"}, "origin": {"type": "string", "enum": ["in-force", "courtyards"]},
  "grids": {"type": "object", "additionalProperties": {"type": "string"}}}}"#;
const EDITS: &str = r#"{"oneOf": [{"type": "object"}, {"type": "array", "minItems": 1, "maxItems": 500, "items": {"type": "object"}}]}"#;
const STEPS: &str = r#"{"type": "object", "properties": {"steps": {"type": "integer", "minimum": 1, "maximum": 500}}}"#;
const PATTERN: &str = r#"{"type": "object", "properties": {"pattern": {"type": "string"}}}"#;
const REASONS: &str = r#"{"type": "object", "properties": {"reasons": {"type": "array", "items": {"type": "object",
  "required": ["rule", "text"], "properties": {"rule": {"type": "string"}, "grid": {"nullable": true}, "text": {"type": "string"}}}}}}"#;
const DOCUMENT: &str =
    r#"{"type": "object", "required": ["document"], "properties": {"document": {"type": "string"}}}"#;
const PUBLISH: &str = r#"{"type": "object", "required": ["from"], "properties": {"from": {"type": "string", "format": "date"},
  "threshold": {"type": "number", "minimum": 0, "maximum": 1}}}"#;
const DECIDE: &str = r#"{"type": "object", "required": ["key"], "properties": {"key": {"type": "string"}, "to": {"type": "string", "nullable": true}}}"#;
const COMMENT: &str = r#"{"type": "object", "required": ["place", "text"], "properties": {"place": {"type": "string"},
  "text": {"type": "string", "maxLength": 4000}}}"#;
const FEATURE: &str = r#"{"type": "object", "required": ["properties"], "properties": {"type": {"type": "string", "enum": ["Feature"]},
  "geometry": {"type": "object", "nullable": true}, "properties": {"type": "object", "properties": {
  "members": {"type": "array", "items": {"type": "string"}}, "name": {"type": "string"}, "code": {"type": "string", "nullable": true},
  "kind": {"type": "string"}, "locked": {"type": "boolean"}, "exception": {"type": "string", "nullable": true}}}}}"#;

const READ: Answers = &[(200, JSON, OBJECT), (304, NONE, NONE), (404, PROBLEM, OBJECT)];
const DONE: Answers = &[
    (200, JSON, PLAN),
    (303, NONE, NONE),
    (404, PROBLEM, OBJECT),
    (409, PROBLEM, OBJECT),
    (412, PROBLEM, OBJECT),
    (422, PROBLEM, OBJECT),
    (428, PROBLEM, OBJECT),
];
const PAGE: Answers = &[(200, HTML, NONE), (404, PROBLEM, OBJECT)];
const WRITTEN: Answers = &[
    (200, GEOJSON, OBJECT),
    (404, PROBLEM, OBJECT),
    (405, PROBLEM, OBJECT),
    (409, PROBLEM, OBJECT),
    (412, PROBLEM, OBJECT),
    (422, PROBLEM, OBJECT),
    (428, PROBLEM, OBJECT),
];

/// All routes of plans and changes. What every route may answer besides (400, 401, 403, 406, 413, 415, 429, 500, 503,
/// 504) is not repeated.
static OPERATIONS: &[Operation] = &[
    read("/plans", "plansPage", NOTHING, PAGE),
    read("/plans/{plan}", "planPage", NOTHING, PAGE),
    read("/plans/{plan}/compare", "planComparePage", &[("against", "query", "string", false)], PAGE),
    read("/api/plans", "listPlans", NOTHING, READ),
    post(
        "/api/plans",
        "beginPlan",
        NOTHING,
        BEGIN,
        &[(201, JSON, OBJECT), (303, NONE, NONE), (409, PROBLEM, OBJECT), (422, PROBLEM, OBJECT)],
    ),
    read("/api/plans/{plan}", "getPlan", NOTHING, &[(200, JSON, PLAN), (304, NONE, NONE), (404, PROBLEM, OBJECT)]),
    read("/api/plans/{plan}/log", "getPlanLog", NOTHING, READ),
    read("/api/plans/{plan}/check", "getPlanFindings", NOTHING, READ),
    post("/api/plans/{plan}/check", "checkPlan", CONDITION, NONE, DONE),
    read("/api/plans/{plan}/difference", "getPlanDifference", &[("against", "query", "string", false)], READ),
    post("/api/plans/{plan}/edits", "editPlan", CONDITION, EDITS, DONE),
    post("/api/plans/{plan}/undo", "undoPlan", CONDITION, STEPS, DONE),
    post("/api/plans/{plan}/redo", "redoPlan", CONDITION, STEPS, DONE),
    post("/api/plans/{plan}/number", "numberPlan", CONDITION, PATTERN, DONE),
    post("/api/plans/{plan}/submit", "submitPlan", CONDITION, REASONS, DONE),
    post("/api/plans/{plan}/approve", "approvePlan", CONDITION, DOCUMENT, DONE),
    post("/api/plans/{plan}/return", "returnPlan", CONDITION, NONE, DONE),
    post("/api/plans/{plan}/withdraw", "withdrawPlan", CONDITION, NONE, DONE),
    post("/api/plans/{plan}/publish", "publishPlan", CONDITION, PUBLISH, DONE),
    read("/api/plans/{plan}/decisions", "getPlanDecisions", &[("all", "query", "boolean", false)], READ),
    post(
        "/api/plans/{plan}/decisions",
        "decidePlan",
        NOTHING,
        DECIDE,
        &[
            (200, JSON, OBJECT),
            (303, NONE, NONE),
            (404, PROBLEM, OBJECT),
            (409, PROBLEM, OBJECT),
            (422, PROBLEM, OBJECT),
        ],
    ),
    read("/api/plans/{plan}/comments", "getPlanComments", NOTHING, READ),
    post(
        "/api/plans/{plan}/comments",
        "commentPlan",
        NOTHING,
        COMMENT,
        &[(201, JSON, OBJECT), (303, NONE, NONE), (404, PROBLEM, OBJECT)],
    ),
    read("/api/changes", "getChanges", CHANGES, &[(200, "text/event-stream", r#"{"type": "string"}"#)]),
    post(
        "/collections/{collection}/items",
        "createGrid",
        CRS,
        FEATURE,
        &[
            (201, GEOJSON, OBJECT),
            (404, PROBLEM, OBJECT),
            (405, PROBLEM, OBJECT),
            (409, PROBLEM, OBJECT),
            (422, PROBLEM, OBJECT),
        ],
    ),
    change(Verb::Put, "/collections/{collection}/items/{item}", "replaceGrid", FEATURE, WRITTEN),
    change(Verb::Patch, "/collections/{collection}/items/{item}", "updateGrid", FEATURE, WRITTEN),
    change(
        Verb::Delete,
        "/collections/{collection}/items/{item}",
        "dissolveGrid",
        NONE,
        &[
            (204, NONE, NONE),
            (404, PROBLEM, OBJECT),
            (405, PROBLEM, OBJECT),
            (409, PROBLEM, OBJECT),
            (412, PROBLEM, OBJECT),
            (422, PROBLEM, OBJECT),
            (428, PROBLEM, OBJECT),
        ],
    ),
];

const CHANGES: Parameters = &[("since", "query", "integer", false), ("Last-Event-ID", "header", "integer", false)];
const CRS: Parameters = &[("Content-Crs", "header", "string", false)];
const CONDITION_AND_CRS: Parameters =
    &[("If-Match", "header", "string", true), ("Content-Crs", "header", "string", false)];

const fn read(path: &'static str, id: &'static str, parameters: Parameters, answers: Answers) -> Operation {
    Operation { method: Verb::Get, path, id, parameters, body: NONE, answers }
}

const fn post(
    path: &'static str,
    id: &'static str,
    parameters: Parameters,
    body: &'static str,
    answers: Answers,
) -> Operation {
    Operation { method: Verb::Post, path, id, parameters, body, answers }
}

const fn change(method: Verb, path: &'static str, id: &'static str, body: &'static str, answers: Answers) -> Operation {
    Operation { method, path, id, parameters: CONDITION_AND_CRS, body, answers }
}

/// The routes, described.
pub(crate) fn docs() -> Vec<Doc> {
    OPERATIONS.iter().map(described).collect()
}

fn described(one: &Operation) -> Doc {
    let schema = |text: &str| serde_json::from_str::<Value>(text).unwrap_or_else(|_| json!({}));
    let mut doc = Doc::of(one.method, one.path, one.id).queries(one.parameters.iter().map(parameter));
    // Changes of what is in force are for everybody; of collections only the drafts are not.
    if one.id != "getChanges" {
        doc = doc.account();
    }
    if !one.body.is_empty() {
        let feature = one.path.starts_with("/collections");
        let media: &[&'static str] = match (feature, one.method) {
            (true, Verb::Patch) => &["application/merge-patch+json", GEOJSON, JSON],
            (true, _) => &[GEOJSON, JSON],
            _ => &[JSON, FORM],
        };
        doc = media.iter().fold(doc, |doc, media| doc.takes(media, schema(one.body)));
    }
    for (status, media, text) in one.answers {
        doc = match *media {
            PROBLEM => doc.fails(&[*status]),
            HTML => doc.page(),
            "" => doc.answers(*status, NONE, json!({})),
            media => doc.answers(*status, media, schema(text)),
        };
    }
    // Pages and the API answer every form of `f`; what cannot be made is said.
    doc.fails(&[401, 403, 404, 406])
}

fn parameter((name, place, kind, required): &(&str, &str, &str, bool)) -> Value {
    json!({ "name": name, "in": place, "required": required, "schema": { "type": kind } })
}

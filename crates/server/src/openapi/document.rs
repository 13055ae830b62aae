//! The document.

use serde_json::{Map, Value, json};

use super::parts;
use super::schema::{open_object, text};
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::pages::fingerprint;
use crate::problem::{Kind, Problem};

/// `/api`
pub(crate) fn openapi(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.only(&[])?;
    let words = app.words(asked.language());
    let mut paths: Map<String, Value> = Map::new();
    let mut schemas: Map<String, Value> = own_schemas();
    for (docs, more) in parts() {
        for doc in &docs {
            for (path, operation) in doc.operations() {
                let methods = paths.entry(path).or_insert_with(|| json!({}));
                methods[doc.method.id().to_lowercase()] = operation;
            }
        }
        schemas.extend(more.into_iter().map(|(name, schema)| (name.to_owned(), schema)));
    }
    let document = json!({
        "openapi": "3.0.3",
        "info": { "title": words.say("service-title"), "description": words.say("service-about"), "version": env!("CARGO_PKG_VERSION") },
        "servers": [{ "url": asked.base }],
        "security": [{}, { "cookie": [] }, { "bearer": [] }],
        "paths": paths,
        "components": { "schemas": schemas, "securitySchemes": {
            "cookie": { "type": "apiKey", "in": "cookie", "name": crate::accounts::cookie_name(app) },
            "bearer": { "type": "http", "scheme": "bearer" },
        } },
    });
    let text = document.to_string();
    let tag = format!("W/\"{:x}\"", fingerprint(text.as_bytes()));
    Ok(Answer::of("application/vnd.oai.openapi+json;version=3.0", text).tagged(tag).with("cache-control", "no-cache"))
}

fn own_schemas() -> Map<String, Value> {
    let kinds: Vec<String> = Kind::ALL.iter().map(|kind| format!("urn:jingwei:problem:{}", kind.id())).collect();
    let problem = open_object(&[
        ("type", json!({ "type": "string", "enum": kinds })),
        ("status", json!({ "type": "integer", "minimum": 400, "maximum": 599 })),
        ("title", text()),
        ("detail", text()),
        ("title-other", text()),
        ("detail-other", text()),
    ]);
    let link =
        open_object(&[("rel", text()), ("href", text()), ("?type", text()), ("?templated", super::schema::flag())]);
    [("Problem".to_owned(), problem), ("Link".to_owned(), link)].into_iter().collect()
}

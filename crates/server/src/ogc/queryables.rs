//! What items can be asked by (OGC 19-079r2): a JSON schema of the properties.

use serde_json::{Map, json};

use super::collections::level;
use super::feature;
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::problem::Problem;

/// `/collections/{collection}/queryables`
pub(crate) fn queryables(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.only(&[])?;
    let name = asked.part("collection");
    if let Some(draft) = super::drafts::draft_of(name) {
        return super::drafts::queryables(app, asked, draft);
    }
    let level = level(name)?;
    let words = app.words(asked.language());
    let mut properties: Map<String, serde_json::Value> = feature::properties(level)
        .into_iter()
        .map(|(name, kind)| {
            let mut schema = json!({ "type": kind, "title": words.say(&format!("property-{name}")) });
            if matches!(name, "valid_from" | "valid_to") {
                schema["format"] = json!("date");
            }
            (name.to_owned(), schema)
        })
        .collect();
    properties.insert("geometry".to_owned(), json!({ "format": "geometry-any", "x-ogc-role": "primary-geometry" }));
    let document = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": format!("{}/collections/{name}/queryables", asked.base),
        "type": "object",
        "title": words.say(&format!("level-{}", level.id())),
        "properties": properties,
        "additionalProperties": false,
    });
    Ok(Answer::json("application/schema+json", &document))
}

//! What was found in an import: kept as values, told in the reader's words.

use model::{Finding, Holder};
use roster::{Candidate, Outcome, RowAccount, Target};
use serde_json::{Map, Value, json};
use words::Words;

use crate::openapi::schema::{choice, count, list, number, object, or_null, text};

/// A finding to keep.
pub(super) fn kept(finding: &Finding) -> Value {
    let figures: Map<String, Value> =
        finding.figures.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
    let place = &finding.place;
    json!({
        "rule": finding.rule.id(),
        "severity": finding.severity.id(),
        "file": place.file,
        "sheet": place.layer,
        "row": place.row,
        "part": null,
        "code": place.code,
        "field": place.field,
        "figures": figures,
        "candidates": [],
    })
}

/// A row of which a person has to choose the meaning; `None` of others.
pub(super) fn to_choose(row: &RowAccount) -> Option<Value> {
    let Outcome::ToChoose(candidates) = &row.outcome else { return None };
    Some(json!({
        "rule": "choose",
        "severity": "error",
        "file": row.at.file,
        "sheet": row.at.sheet,
        "row": row.at.row,
        "part": row.at.part,
        "code": null,
        "field": null,
        "figures": { "count": candidates.len().to_string() },
        "candidates": candidates.iter().map(candidate).collect::<Vec<_>>(),
    }))
}

fn candidate(one: &Candidate) -> Value {
    let level = match &one.target {
        Target::Place(key) => key.level.id(),
        Target::Holder(Holder::Person(_)) => "person",
        Target::Holder(Holder::Organisation(_)) => "organisation",
    };
    json!({ "level": level, "code": one.target.code().as_str(), "name": one.name, "score": one.score })
}

/// A kept finding with its number and its words.
pub(super) fn told(words: &Words, number: usize, kept: &Value) -> Value {
    let mut document = kept.clone();
    let figures: Vec<(&str, String)> = (kept["figures"].as_object().into_iter().flatten())
        .map(|(name, value)| (name.as_str(), value.as_str().unwrap_or_default().to_owned()))
        .collect();
    let rule = kept["rule"].as_str().unwrap_or_default();
    let (message, remedy) = match rule {
        "choose" => ("api-import-choose".to_owned(), "api-import-choose-remedy".to_owned()),
        rule => (format!("rule-{rule}"), format!("remedy-{rule}")),
    };
    document["message"] = json!(words.say_with(&message, &figures));
    document["remedy"] = json!(words.say_with(&remedy, &figures));
    document["number"] = json!(number);
    if let Some(members) = document.as_object_mut() {
        members.remove("figures");
    }
    document
}

pub(super) fn schema() -> Value {
    let candidate = object(&[("level", text()), ("code", text()), ("name", text()), ("score", number())]);
    object(&[
        ("number", count()),
        ("rule", text()),
        ("severity", choice(&["note", "warning", "error"])),
        ("file", text()),
        ("sheet", or_null(text())),
        ("row", or_null(count())),
        ("part", or_null(count())),
        ("code", or_null(text())),
        ("field", or_null(text())),
        ("message", text()),
        ("remedy", text()),
        ("candidates", list(candidate)),
    ])
}

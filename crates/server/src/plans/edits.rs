//! Editing a draft: several edits at once, all of them or none; taking back and making again.

use plan::{Applied, Edit, Scheme};
use registry::{DistrictRules, OpenDraft};
use serde_json::{Map, Value, json};

use super::area::covers;
use super::condition::Condition;
use super::desk::{Made, Opened, change};
use super::fault::problem;
use super::given::{Given, document, short};
use super::list::back;
use super::one;
use crate::access::Action;
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::problem::{Kind, Problem};

/// Most edits of one request.
const MOST: usize = 500;
/// Members of edits that name grids.
const GRIDS: [&str; 6] = ["grid", "grids", "to", "into", "left", "right"];
/// Every edit with its members, for those who write one that does not read.
const KINDS: [(&str, &str); 11] = [
    ("move", "courtyards, to"),
    ("merge", "grids, into"),
    ("split", "grid, by: {by: line, line} | {by: parts, parts} | {by: list, courtyards}"),
    ("new", "courtyards, cells, name, kind, exception"),
    ("dissolve", "grid"),
    ("rename", "grid, name"),
    ("recode", "grid, code"),
    ("lock", "grid, locked"),
    ("reshape", "cells, to"),
    ("redraw", "left, right, line"),
    ("exception", "grid, document"),
];

/// `POST /api/plans/{plan}/edits`: one edit, a list of them, or `{"edits": […]}`.
pub(super) fn edits(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.may(Action::EditDrafts)?;
    let condition = Condition::of(asked)?;
    let given = match document(asked)? {
        Value::Array(list) => list,
        Value::Object(mut members) => match members.remove("edits") {
            Some(Value::Array(list)) => list,
            _ if asked.is_form() => vec![of_form(members)],
            _ => vec![Value::Object(members)],
        },
        other => vec![other],
    };
    if given.is_empty() || given.len() > MOST {
        return Err(Problem::parameter("edits", &given.len().to_string(), &format!("1 … {MOST}")));
    }
    let (after, applied) = change(app, asked, &condition, |draft, store, by| {
        let edits =
            given.iter().enumerate().map(|(number, one)| read(draft, number, one)).collect::<Result<Vec<_>, _>>()?;
        let applied = make(app, asked, draft, store, by, &edits)?;
        Ok((applied.clone(), Made::Edits(applied)))
    })?;
    answer(app, asked, &after, &applied)
}

/// Makes edits, if the account's area covers what they change; the problem names the edit.
pub(crate) fn make(
    app: &App,
    asked: &Asked,
    draft: &mut OpenDraft,
    store: &mut store::Store,
    by: &registry::Signature,
    edits: &[Edit],
) -> Result<Vec<Applied>, Problem> {
    let plan = draft.plan().clone();
    let failed = |(number, fault)| problem(fault, Some(&plan)).with("edit", number);
    if !asked.reader.areas.is_empty() {
        let (after, tried) = draft.tried(&by.author, edits).map_err(failed)?;
        covers(app, asked, draft.territory(), (&plan, &after, &tried))?;
    }
    draft.edit_all(store, by, edits).map_err(failed)
}

/// `POST /api/plans/{plan}/undo`: the author's own last edits.
pub(super) fn undo(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    back_or_forth(app, asked, |draft, store, by, steps| draft.undo(store, by, steps))
}

/// `POST /api/plans/{plan}/redo`: the author's own edits that were taken back last.
pub(super) fn redo(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    back_or_forth(app, asked, |draft, store, by, steps| draft.redo(store, by, steps))
}

fn back_or_forth(
    app: &App,
    asked: &Asked,
    work: impl FnOnce(
        &mut OpenDraft,
        &mut store::Store,
        &registry::Signature,
        usize,
    ) -> Result<Vec<Applied>, registry::DraftFault>,
) -> Result<Answer, Problem> {
    asked.may(Action::EditDrafts)?;
    let (condition, given) = (Condition::of(asked)?, Given::of(asked)?);
    let expected = format!("1 … {MOST}");
    let steps: usize = given.parsed("steps", &expected)?.unwrap_or(1);
    if steps == 0 || steps > MOST {
        return Err(Problem::parameter("steps", &steps.to_string(), &expected));
    }
    let (after, applied) = change(app, asked, &condition, |draft, store, by| {
        let plan = draft.plan().clone();
        let applied = work(draft, store, by, steps).map_err(|fault| problem(fault, Some(&plan)))?;
        Ok((applied.clone(), Made::Edits(applied)))
    })?;
    answer(app, asked, &after, &applied)
}

/// `POST /api/plans/{plan}/number`: codes for grids that have none.
pub(super) fn number(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    super::area::whole_district(asked, Action::EditDrafts)?;
    let (condition, given) = (Condition::of(asked)?, Given::of(asked)?);
    let own = given.text("pattern")?.map(|pattern| Scheme::Own { pattern: pattern.to_owned() });
    let (after, numbered) = change(app, asked, &condition, |draft, store, by| {
        let scheme = match own {
            Some(scheme) => scheme,
            None => DistrictRules::read(store).map_err(|fault| problem(fault, None))?.codes,
        };
        let plan = draft.plan().clone();
        let numbered = draft.number(store, by, &scheme).map_err(|fault| problem(fault, Some(&plan)))?;
        Ok((numbered, Made::Codes))
    })?;
    if asked.is_form() {
        return Ok(back(asked, &after.head.name));
    }
    let mut document = one::document(asked, &after);
    document["numbered"] = json!(numbered);
    Ok(one::answer(&after, &document))
}

/// What the draft is after edits, with the findings of the grids that they touched.
fn answer(app: &App, asked: &Asked, after: &Opened, applied: &[Applied]) -> Result<Answer, Problem> {
    if asked.is_form() {
        return Ok(back(asked, &after.head.name));
    }
    let checker = after.checker(app)?;
    let mut touched: Vec<_> = applied.iter().flat_map(|one| one.delta.grids()).collect();
    touched.sort_unstable();
    touched.dedup();
    let words = app.words(asked.language());
    let found = touched.iter().flat_map(|&grid| checker.findings_of(grid));
    let found: Vec<Value> = found.map(|finding| super::check::document(app, words, finding)).collect();
    let mut document = one::document(asked, after);
    document["counts"] = super::check::counts(checker.counts());
    document["numbers"] = applied.iter().map(|one| one.number).collect();
    document["touched"] = touched.iter().map(|grid| grid.0).collect();
    document["findings"] = Value::Array(found);
    Ok(one::answer(after, &document))
}

/// An edit as it is written, with grids by number, by code or by # and number.
fn read(draft: &OpenDraft, number: usize, given: &Value) -> Result<Edit, Problem> {
    let mut given = given.clone();
    let name = format!("edits/{number}");
    if let Some(members) = given.as_object_mut() {
        for member in GRIDS {
            if let Some(value) = members.get_mut(member) {
                grids(draft, value)?;
            }
        }
    }
    let kind = given["edit"].as_str().and_then(|kind| KINDS.iter().find(|(id, _)| *id == kind));
    let expected = match kind {
        Some((id, members)) => format!("{{edit: {id}, {members}}}"),
        None => format!("edit: {}", KINDS.map(|(id, _)| id).join(", ")),
    };
    let text = short(&given);
    serde_json::from_value(given).map_err(|_| Problem::parameter(&name, &text, &expected))
}

fn grids(draft: &OpenDraft, value: &mut Value) -> Result<(), Problem> {
    match value {
        Value::String(text) => {
            let unknown = || Problem::because(Kind::Refused, "refused-grid").with("grid", &*text);
            let id = draft.grid_named(text.trim()).ok_or_else(unknown)?;
            *value = json!(id.0);
            Ok(())
        }
        Value::Array(list) => list.iter_mut().try_for_each(|one| grids(draft, one)),
        _ => Ok(()),
    }
}

/// The fields of a page's form as an edit; lists are words apart.
fn of_form(mut fields: Map<String, Value>) -> Value {
    let words = |value: &Value| -> Vec<Value> {
        let text = match value {
            Value::Array(list) => list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" "),
            other => other.as_str().unwrap_or_default().to_owned(),
        };
        let split = text.split([' ', ',', '，', '、', '\n', '\r', '\t']).filter(|word| !word.is_empty());
        split.map(|word| json!(word)).collect()
    };
    for name in ["courtyards", "grids"] {
        if let Some(value) = fields.get_mut(name) {
            *value = Value::Array(words(value));
        }
    }
    if let Some(value) = fields.get_mut("locked") {
        *value = json!(value.as_str() == Some("true"));
    }
    if fields.get("edit").and_then(Value::as_str) == Some("split") {
        let courtyards = fields.remove("courtyards").unwrap_or_default();
        let parts = fields.remove("parts").and_then(|parts| parts.as_str()?.parse::<u32>().ok());
        let by = parts.map_or_else(
            || json!({ "by": "list", "courtyards": courtyards }),
            |n| json!({ "by": "parts", "parts": n }),
        );
        fields.insert("by".to_owned(), by);
    }
    Value::Object(fields)
}

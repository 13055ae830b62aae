//! One draft, and what was done to it.

use plan::{Entry, GridId};
use registry::GridRef;
use serde_json::{Value, json};

use super::desk::{Opened, open};
use super::list::address;
use crate::access::Action;
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::problem::Problem;

/// `GET /api/plans/{plan}`
pub(super) fn one(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.may(Action::ReadDrafts)?;
    asked.only(&[])?;
    let opened = open(app, asked.part("plan"))?;
    Ok(answer(&opened, &document(asked, &opened)))
}

/// `GET /api/plans/{plan}/log`
pub(super) fn log(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.may(Action::ReadDrafts)?;
    asked.only(&[])?;
    let opened = open(app, asked.part("plan"))?;
    let log = opened.draft.log();
    let done: Vec<Value> = log.done.iter().map(entry).collect();
    let undone: Vec<Value> = log.undone.iter().map(|one| entry(&one.entry)).collect();
    let aside: Vec<Value> = log.aside.iter().map(entry).collect();
    Ok(answer(&opened, &json!({ "plan": opened.head.name, "done": done, "undone": undone, "aside": aside })))
}

/// A document about a draft with the tag of its revision.
pub(super) fn answer(opened: &Opened, document: &Value) -> Answer {
    Answer::json("application/json", document).tagged(opened.tag()).with("cache-control", "private, no-cache")
}

/// Where it stands.
pub(super) fn document(asked: &Asked, opened: &Opened) -> Value {
    let (draft, head, standing) = (&opened.draft, &opened.head, opened.draft.standing());
    let document = match &standing.state {
        plan::State::Approved { document } | plan::State::Published { document, .. } => Some(document),
        _ => None,
    };
    let reason = |reason: &plan::Reason| {
        let grid = reason.grid.map(|grid| grid.0);
        json!({ "rule": reason.rule.id(), "grid": grid, "text": reason.text })
    };
    let path = address("/api/plans/", &head.name);
    let items = address("/collections/draft-", &head.name);
    json!({
        "plan": head.name,
        "state": standing.state.id(),
        "document": document,
        "from": opened.from().map(|day| day.to_string()),
        "base": standing.base.map(|day| day.to_string()),
        "revision": head.revision,
        "author": head.author,
        "changed": head.changed.to_string(),
        "grids": draft.plan().grids().len(),
        "courtyards": draft.territory().courtyards().len(),
        "edits": draft.log().done.len(),
        "undone": draft.log().undone.len(),
        "reasons": standing.reasons.iter().map(reason).collect::<Vec<_>>(),
        "links": [
            { "rel": "self", "href": format!("{}{path}", asked.base) },
            { "rel": "alternate", "type": "text/html", "href": format!("{}{}", asked.base, address("/plans/", &head.name)) },
            { "rel": "items", "href": format!("{}{items}/items", asked.base) },
        ],
    })
}

/// An edit of the log: what was asked for and what it changed.
fn entry(entry: &Entry) -> Value {
    let grids: Vec<u32> = entry.delta.grids().into_iter().map(|grid| grid.0).collect();
    let edit = serde_json::to_value(&entry.edit).unwrap_or_default();
    json!({ "number": entry.number, "author": entry.author, "edit": edit, "grids": grids,
        "cells": entry.delta.cells.len() })
}

/// A grid by what people call it.
pub(crate) fn label(opened: &Opened, grid: GridId) -> String {
    GridRef::of(opened.draft.plan(), grid).label()
}

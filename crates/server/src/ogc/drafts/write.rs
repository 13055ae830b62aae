//! Writing the grids of a draft: each write becomes edits of the draft, all of them or none.

use plan::{Edit, GridId, Plan};
use registry::OpenDraft;
use serde_json::Value;

use super::properties::{self, MEMBERS, WRITTEN};
use super::read::{named, one};
use super::wanted::Wanted;
use super::{grid, outline};
use crate::access::Action;
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::html::Format;
use crate::ogc::reference::Reference;
use crate::plans::{Condition, Made, Opened, address, change_named, fault_problem, make, short};
use crate::problem::{Kind, Problem};

/// `POST /collections/draft-NAME/items`: a new grid of the courtyards in `members`.
pub(super) fn create(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    let (name, body) = begin(asked)?;
    let wanted = Wanted::of(&body)?;
    let (after, id) = change_named(
        app,
        asked,
        name,
        |_| Ok(()),
        |draft, store, by| {
            let id = GridId(draft.log().next_grid);
            let edits = wanted.founding(id)?;
            let shape = of_body(&body);
            same_area(app, asked, draft, &by.author, (&edits, id), shape)?;
            let applied = make(app, asked, draft, store, by, &edits)?;
            Ok((id, Made::Edits(applied)))
        },
    )?;
    let answer = told(app, asked, &after, id)?;
    let path = address("/collections/draft-", name);
    Ok(answer.with_status(201).with("location", format!("{}{path}/items/{id}", asked.base)))
}

/// `PUT /collections/draft-NAME/items/{item}`: what is left out is emptied; the members must be there.
pub(super) fn replace(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    let (name, body) = begin(asked)?;
    let mut wanted = Wanted::of(&body)?;
    if wanted.members.is_none() {
        return Err(Problem::parameter(MEMBERS, "", r#"["…"]"#));
    }
    wanted.name.get_or_insert_default();
    wanted.code.get_or_insert_default();
    wanted.exception.get_or_insert_default();
    wanted.locked.get_or_insert(false);
    changed(app, asked, name, &body, &wanted)
}

/// `PATCH /collections/draft-NAME/items/{item}`: what is named becomes different (RFC 7396).
pub(super) fn update(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    let (name, body) = begin(asked)?;
    let wanted = Wanted::of(&body)?;
    changed(app, asked, name, &body, &wanted)
}

/// `DELETE /collections/draft-NAME/items/{item}`: its ground goes to the grids beside it.
pub(super) fn delete(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    let name = draft(asked)?;
    let (id, condition) = (id(asked)?, Condition::of(asked)?);
    change_named(
        app,
        asked,
        name,
        |before| still(before, id, &condition),
        |draft, store, by| {
            let applied = make(app, asked, draft, store, by, &[Edit::Dissolve { grid: id }])?;
            Ok(((), Made::Edits(applied)))
        },
    )?;
    Ok(Answer::nothing())
}

fn changed(app: &App, asked: &Asked, name: &str, body: &Value, wanted: &Wanted) -> Result<Answer, Problem> {
    let (id, condition) = (id(asked)?, Condition::of(asked)?);
    let before = crate::plans::open(app, name)?;
    still(&before, id, &condition)?;
    derived_are_same(app, &before, id, body)?;
    let edits = wanted.edits(&before.draft, id)?;
    if edits.is_empty() {
        same_area(app, asked, &before.draft, "", (&[], id), of_body(body))?;
        return told(app, asked, &before, id);
    }
    let (after, ()) = change_named(
        app,
        asked,
        name,
        |before| still(before, id, &condition),
        |draft, store, by| {
            // What was seen of this grid is as it was; the others may have changed, and so what the edits are.
            let edits = wanted.edits(draft, id)?;
            same_area(app, asked, draft, &by.author, (&edits, id), of_body(body))?;
            let applied = make(app, asked, draft, store, by, &edits)?;
            Ok(((), Made::Edits(applied)))
        },
    )?;
    told(app, asked, &after, id)
}

/// Who may, and the body.
fn begin(asked: &Asked) -> Result<(&str, Value), Problem> {
    let name = draft(asked)?;
    let wrong = |text: &str| Problem::parameter("body", text, r#"{"type": "Feature", "properties": {…}}"#);
    let body: Value = serde_json::from_slice(&asked.body).map_err(|_| wrong("…"))?;
    if !body["properties"].is_object() || body.get("type").is_some_and(|kind| kind != "Feature") {
        return Err(wrong(&short(&body)));
    }
    Ok((name, body))
}

/// The draft; other collections are read only.
fn draft(asked: &Asked) -> Result<&str, Problem> {
    asked.may(Action::EditDrafts)?;
    asked.only(&[])?;
    named(asked).ok_or_else(|| Problem::new(Kind::MethodNotAllowed))
}

fn id(asked: &Asked) -> Result<GridId, Problem> {
    asked.part("item").parse().map(GridId).map_err(|_| Problem::new(Kind::NotFound))
}

/// Whether a grid is still what its editor saw; the problem names who changed it.
fn still(before: &Opened, id: GridId, condition: &Condition) -> Result<(), Problem> {
    let there = before.draft.plan().grid(id).is_some();
    let mark = grid::mark(before, id);
    if there && condition.names(|seen| seen.split('-').next() == Some(mark.as_str())) {
        return Ok(());
    }
    let touched = |entry: &&plan::Entry| entry.delta.grids().contains(&id);
    let last = before.draft.log().done.iter().rev().find(touched);
    if !there && last.is_none() {
        return Err(Problem::new(Kind::NotFound));
    }
    let author = last.map_or(before.head.author.as_str(), |entry| entry.author.as_str());
    let problem = Problem::new(Kind::Stale).with("author", author).with("draft", &before.head.name);
    Err(problem.with("grid", id).with("revision", before.head.revision).with("changed", before.head.changed))
}

/// The grid as it is now, with its tag.
fn told(app: &App, asked: &Asked, after: &Opened, id: GridId) -> Result<Answer, Problem> {
    one(app, asked, after, id, Format::Json, &Reference::asked(app, "crs", None)?)
}

fn of_body(body: &Value) -> Option<&Value> {
    body.get("geometry").filter(|geometry| !geometry.is_null())
}

/// Refuses an area that is neither the one of the members after the edits nor the one before.
fn same_area(
    app: &App,
    asked: &Asked,
    draft: &OpenDraft,
    author: &str,
    (edits, id): (&[Edit], GridId),
    given: Option<&Value>,
) -> Result<(), Problem> {
    let Some(given) = given else { return Ok(()) };
    let uri = asked.content_crs.as_deref().map(|uri| uri.trim_matches(['<', '>']));
    let reference = Reference::asked(app, "content-crs", uri)?;
    let plan = draft.plan().clone();
    let (after, _) = draft.tried(author, edits).map_err(|(_, fault)| fault_problem(fault, Some(&plan)))?;
    let fits = |plan: &Plan| {
        let shape = plan::outline(draft.territory(), plan, id).ok().flatten()?;
        let text = reference.text(&app.frames, &shape)?;
        Some(outline::same(given, &serde_json::from_str(&text).ok()?))
    };
    let same = fits(&after) == Some(true) || fits(&plan) == Some(true);
    if same { Ok(()) } else { Err(Problem::because(Kind::Refused, "plan-area-derived")) }
}

/// Properties that follow from others may come back as they are, not different.
fn derived_are_same(app: &App, before: &Opened, id: GridId, body: &Value) -> Result<(), Problem> {
    let dressed = app.view(store::AsOf::day(app.today()))?;
    let Some(place) = grid::place(before, id) else { return Ok(()) };
    let own = properties::all(&dressed, &place);
    for (name, value) in body["properties"].as_object().into_iter().flatten() {
        let derived = !WRITTEN.contains(&name.as_str());
        if derived && own.get(name) != Some(value) {
            let message = if own.contains_key(name) { "plan-property-derived" } else { "plan-property-unknown" };
            return Err(Problem::because(Kind::Refused, message).with("name", name));
        }
    }
    Ok(())
}

//! An import that was checked is taken: all of it in one transaction, on the record that it was checked against.

use jiff::Timestamp;
use serde_json::{Value, json};
use store::{ImportState, Store};

use super::body::Body;
use super::check::{Checked, Work, checked};
use super::imports::{Files, kept};
use crate::access::Action;
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::openapi::Doc;
use crate::openapi::schema::{choice, count, flag, moment, named, object};
use crate::problem::{Kind, Problem};

pub(super) fn docs() -> Vec<Doc> {
    vec![
        Doc::post("/api/imports/{number}/take", "takeImport")
            .account()
            .takes("application/json", object(&[("?accept-matched", flag())]))
            .json(named("ImportTaken")),
    ]
}

/// `POST /api/imports/{number}/take`; `accept-matched` takes the rows that are clear and leaves the others.
pub(super) fn take(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.may(Action::Import)?;
    asked.only(&[])?;
    let body = Body::read(asked, &["accept-matched"])?;
    if !asked.reader.areas.is_empty() {
        return Err(Problem::new(Kind::Forbidden).with("role", asked.reader.role.id()));
    }
    let kept = kept(app, asked)?;
    match kept.state {
        ImportState::Taken => return Err(Problem::because(Kind::Conflict, "api-import-taken")),
        ImportState::Faulty => return Err(Problem::because(Kind::Refused, "api-import-faulty")),
        ImportState::Checked => {}
    }
    let gone = || Problem::because(Kind::Conflict, "api-import-gone");
    let files = app.brought.get(kept.id).ok_or_else(gone)?;
    let ready = app.readers.ask(|store| checked(store, &files))?;
    if ready.revision != files.revision {
        return Err(Problem::because(Kind::Conflict, "api-import-changed"));
    }
    if ready.outcome["settled"] != json!(true) && !body.flag("accept-matched")? {
        return Err(Problem::because(Kind::Refused, "api-import-unsettled"));
    }
    let author = asked.reader.account.as_deref().unwrap_or_default();
    let at = app.write(|store| put(store, kept.id, &files, &ready, author))?;
    app.brought.forget(kept.id);
    let document = json!({ "id": kept.id, "state": ImportState::Taken.id(), "revision": at.to_string() });
    Ok(Answer::json("application/json", &document))
}

fn put(store: &mut Store, id: i64, files: &Files, ready: &Checked, author: &str) -> Result<Timestamp, Problem> {
    let mut writing = store.write(author, &format!("{} import", files.kind), Timestamp::now())?;
    registry::unchanged_since(&writing, ready.revision)?;
    match &ready.work {
        Work::Roster(prepared) => registry::put_roster(&mut writing, prepared)?,
        Work::Evidence(surveyed, index) => {
            registry::put_evidence(&mut writing, index, surveyed)?;
        }
    }
    for (name, _) in &files.files {
        writing.note(files.kind, name)?;
    }
    // Two who take it at once: the second finds it taken, and nothing of its transaction is kept.
    if !writing.take_import(id)? {
        return Err(Problem::because(Kind::Conflict, "api-import-taken"));
    }
    Ok(writing.commit()?)
}

pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let state = choice(&[ImportState::Taken.id()]);
    vec![("ImportTaken", object(&[("id", count()), ("state", state), ("revision", moment())]))]
}

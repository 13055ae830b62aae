//! Assignments that a publication left for a person to decide.

use registry::{Carried, GridRef, Settlement};
use serde_json::{Value, json};

use super::area::whole_district;
use super::desk::{open, signature};
use super::fault::problem;
use super::given::Given;
use super::list::back;
use crate::access::Action;
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::problem::{Kind, Problem};

/// `GET /api/plans/{plan}/decisions`: what is open; with `all=true` everything that was carried over.
pub(super) fn list(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.may(Action::ReadDrafts)?;
    asked.only(&["all"])?;
    let all = match asked.parameter("all") {
        None | Some("false") => false,
        Some("true") => true,
        Some(other) => return Err(Problem::parameter("all", other, "true, false")),
    };
    let name = asked.part("plan");
    open(app, name)?;
    let list: Vec<Value> = of(app, name, !all)?.iter().map(document).collect();
    let document = json!({ "plan": name, "decisions": list });
    Ok(Answer::json("application/json", &document).with("cache-control", "private, no-cache"))
}

/// `POST /api/plans/{plan}/decisions`: the assignment goes on at a grid, or ends.
pub(super) fn decide(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    whole_district(asked, Action::Publish)?;
    let given = Given::of(asked)?;
    let (key, to) = (given.needed("key")?, given.text("to")?);
    let opened = open(app, asked.part("plan"))?;
    let unknown = || problem(registry::DraftFault::NoDecision(key.to_owned()), None);
    of(app, &opened.head.name, true)?.into_iter().find(|one| one.key == key).ok_or_else(unknown)?;
    let how = match to {
        None => Settlement::End,
        Some(text) => {
            let no_grid = || Problem::because(Kind::Refused, "refused-grid").with("grid", text);
            let grid = opened.draft.grid_named(text).ok_or_else(no_grid)?;
            Settlement::At(GridRef::of(opened.draft.plan(), grid))
        }
    };
    let by = signature(app, asked);
    let done = app.write(|store| registry::settle(store, &by, key, how)).map_err(|fault| problem(fault, None))?;
    if asked.is_form() {
        return Ok(back(asked, &opened.head.name));
    }
    Ok(Answer::json("application/json", &document(&done)))
}

/// What became of assignments when a draft was published.
pub(crate) fn of(app: &App, draft: &str, to_decide: bool) -> Result<Vec<Carried>, Problem> {
    let mut found = app.readers.ask(|store| registry::decisions(store, to_decide))?;
    found.retain(|one| one.draft == draft);
    Ok(found)
}

pub(super) fn document(one: &Carried) -> Value {
    let heir = |(grid, share): &(GridRef, f64)| json!({ "grid": grid.label(), "share": share });
    json!({
        "key": one.key, "plan": one.draft, "day": one.day.to_string(), "outcome": one.outcome.id(),
        "assignment": one.assignment, "role": one.role, "holder": one.holder, "grid": one.from.label(),
        "to": one.to.as_ref().map(GridRef::label), "heirs": one.shares.iter().map(heir).collect::<Vec<_>>(),
        "ended": one.ended, "goes_on": one.made,
    })
}

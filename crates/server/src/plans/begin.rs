//! Beginning a draft.

use model::Day;
use registry::{OpenDraft, Origin};
use serde_json::{Value, json};

use super::area::whole_district;
use super::condition::tag;
use super::desk::signature;
use super::fault::problem;
use super::given::{Given, short};
use super::list::{address, back};
use crate::access::Action;
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::problem::Problem;

/// Longest name of a draft, in characters.
const LONGEST: usize = 60;

/// `POST /api/plans`: from the plan in force on a day, from nothing, or from a courtyard → grid list.
pub(super) fn begin(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    whole_district(asked, Action::EditDrafts)?;
    let given = Given::of(asked)?;
    let name = name(given.needed("name")?)?;
    let day: Option<Day> = given.parsed("day", "2026-06-30")?;
    let (origin, by) = (origin(&given)?, signature(app, asked));
    let day = day.unwrap_or(by.today);
    let begun = app.write(|store| OpenDraft::begin(store, &by, name, &origin, day));
    let begun = begun.map_err(|fault| problem(fault, None))?;
    if asked.is_form() {
        return Ok(back(asked, name));
    }
    let document = json!({ "plan": name, "state": begun.standing().state.id(), "revision": begun.revision(),
        "grids": begun.plan().grids().len(), "base": day.to_string() });
    let answer = Answer::json("application/json", &document).with_status(201).tagged(tag(begun.revision()));
    Ok(answer.with("location", format!("{}{}", asked.base, address("/api/plans/", name))))
}

/// A name that can stand in addresses and lists.
fn name(text: &str) -> Result<&str, Problem> {
    let fits = |one: char| one.is_alphanumeric() || " -_.()（）·".contains(one);
    let sound = text.chars().count() <= LONGEST && text.chars().all(fits) && text.chars().any(char::is_alphanumeric);
    if sound { Ok(text) } else { Err(Problem::because(crate::Kind::Refused, "plan-name").with("value", text)) }
}

fn origin(given: &Given) -> Result<Origin, Problem> {
    match (given.value("grids"), given.text("origin")?) {
        (Some(list), _) => Ok(Origin::List(pairs(list)?)),
        (None, None | Some("in-force")) => Ok(Origin::InForce),
        (None, Some("courtyards")) => Ok(Origin::Empty),
        (None, Some(other)) => Err(Problem::parameter("origin", other, "in-force, courtyards")),
    }
}

/// `{"COURTYARD": "GRID", …}`
fn pairs(list: &Value) -> Result<Vec<(String, String)>, Problem> {
    let wrong = || Problem::parameter("grids", &short(list), r#"{"COURTYARD": "GRID", …}"#);
    let members = list.as_object().filter(|members| !members.is_empty()).ok_or_else(wrong)?;
    let pair = |(yard, grid): (&String, &Value)| Some((yard.clone(), grid.as_str()?.to_owned()));
    members.iter().map(pair).collect::<Option<_>>().ok_or_else(wrong)
}

//! What streets and others say about a draft.

use model::{Code, Level, PlaceKey};
use serde_json::{Value, json};
use store::{AsOf, Comment};

use super::area::outside;
use super::desk::{open, signature};
use super::given::Given;
use super::list::back;
use crate::access::Action;
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::problem::Problem;

/// Longest comment, in characters.
const LONGEST: usize = 4000;

/// `GET /api/plans/{plan}/comments`
pub(super) fn list(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.may(Action::ReadDrafts)?;
    asked.only(&[])?;
    let name = asked.part("plan");
    open(app, name)?;
    let list: Vec<Value> = of(app, name)?.iter().map(document).collect();
    let document = json!({ "plan": name, "comments": list });
    Ok(Answer::json("application/json", &document).with("cache-control", "private, no-cache"))
}

/// `POST /api/plans/{plan}/comments`: about a street, or a place in it, that the account covers.
pub(super) fn say(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.may(Action::Comment)?;
    let given = Given::of(asked)?;
    let (place, text) = (given.needed("place")?, given.needed("text")?);
    if text.chars().count() > LONGEST {
        return Err(Problem::parameter("text", "…", &format!("≤ {LONGEST}")));
    }
    let opened = open(app, asked.part("plan"))?;
    let dressed = app.view(AsOf::day(app.today()))?;
    let index = dressed.view.places();
    let wrong = || Problem::parameter("place", place, "subdistrict:…, community:…, grid:…");
    let there = index.by_key(&key(place).ok_or_else(wrong)?).ok_or_else(wrong)?;
    if !asked.reader.covers(index, there) {
        return Err(outside(asked));
    }
    let (by, name) = (signature(app, asked), opened.head.name.as_str());
    let id = app.write(|store| {
        let mut writing = store.write_aside(&by.author, "plan comment", by.at)?;
        let id = writing.add_comment(name, place, text)?;
        writing.commit()?;
        Ok::<_, store::Fault>(id)
    })?;
    if asked.is_form() {
        return Ok(back(asked, name));
    }
    Ok(Answer::json("application/json", &json!({ "id": id, "place": place, "text": text })).with_status(201))
}

/// What was said about a draft.
pub(crate) fn of(app: &App, draft: &str) -> Result<Vec<Comment>, Problem> {
    Ok(app.readers.ask(|store| store.comments(draft))?)
}

fn key(text: &str) -> Option<PlaceKey> {
    let (level, code) = text.split_once(':')?;
    Some(PlaceKey { level: Level::from_id(level)?, code: Code::new(code).ok()? })
}

fn document(one: &Comment) -> Value {
    json!({ "id": one.id, "place": one.place, "at": one.at.to_string(), "author": one.author, "text": one.text })
}

//! All drafts.

use serde_json::{Value, json};
use store::DraftHead;

use super::fault::problem;
use crate::access::Action;
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::problem::Problem;

/// A draft in the list, and who changed it last.
pub(crate) type Line = (registry::DraftLine, DraftHead);

/// `GET /api/plans`
pub(super) fn list(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.may(Action::ReadDrafts)?;
    asked.only(&[])?;
    let plans: Vec<Value> = lines(app)?.iter().map(|line| document(asked, line)).collect();
    Ok(Answer::json("application/json", &json!({ "plans": plans })))
}

/// All drafts as they stand today, the oldest first.
pub(crate) fn lines(app: &App) -> Result<Vec<Line>, Problem> {
    let today = app.today();
    let found = app.readers.ask(|store| {
        let heads = store.draft_heads()?;
        Ok::<_, registry::DraftFault>((registry::drafts(store, today)?, heads))
    });
    let (lines, heads) = found.map_err(|fault| problem(fault, None))?;
    // Between the two questions one more may have been begun.
    let with_head = |line: registry::DraftLine| {
        let head = heads.iter().find(|head| head.name == line.name)?.clone();
        Some((line, head))
    };
    Ok(lines.into_iter().filter_map(with_head).collect())
}

fn document(asked: &Asked, (line, head): &Line) -> Value {
    let day = |day: Option<model::Day>| day.map(|day| day.to_string());
    json!({
        "plan": line.name,
        "state": line.state.id(),
        "document": line.document,
        "from": day(line.from),
        "until": day(line.until),
        "revision": head.revision,
        "author": head.author,
        "changed": head.changed.to_string(),
        "href": format!("{}{}", asked.base, address("/api/plans/", &line.name)),
    })
}

/// Back to a draft's page after a form, in the same language.
pub(super) fn back(asked: &Asked, name: &str) -> Answer {
    let page = address("/plans/", name);
    match asked.parameter("lang") {
        Some(lang) if !lang.is_empty() => {
            let lang: String = form_urlencoded::byte_serialize(lang.as_bytes()).collect();
            Answer::see_other(format!("{page}?lang={lang}"))
        }
        _ => Answer::see_other(page),
    }
}

/// A name of a draft behind a path.
pub(crate) fn address(before: &str, name: &str) -> String {
    let name: String = form_urlencoded::byte_serialize(name.as_bytes()).collect();
    format!("{before}{}", name.replace('+', "%20"))
}

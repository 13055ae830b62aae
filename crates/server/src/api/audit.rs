//! The audit as a document.

use serde_json::json;
use store::AuditFilter;

use super::question::{MOST, USUAL, given, limit};
use crate::access::Action;
use crate::accounts::audit_line;
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::ogc::link;
use crate::openapi::schema::{named, query, text};
use crate::openapi::{Doc, paging};
use crate::problem::Problem;

pub(super) fn docs() -> Vec<Doc> {
    let texts = ["author", "action", "object"].map(|name| query(name, text()));
    vec![
        Doc::get("/api/audit", "listAudit")
            .account()
            .queries(texts)
            .queries(paging(MOST, USUAL))
            .json(named("AuditLines")),
    ]
}

/// `GET /api/audit`: newest first; `after` is the number of the last line that was read.
pub(super) fn audit(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.may(Action::ReadAudit)?;
    asked.only(&["author", "action", "object", "limit", "after"])?;
    let limit = limit(asked)?;
    let text = |name: &str| given(asked, name).map(str::to_owned);
    let before = number(asked)?;
    let filter = AuditFilter { before, author: text("author"), action: text("action"), object: text("object") };
    let mut lines = app.readers.ask(|store| store.audit_lines(&filter, limit + 1))?;
    let more = lines.len() > limit;
    lines.truncate(limit);
    let last = lines.last().filter(|_| more).map(|line| asked.address_with(&[("after", &line.number.to_string())]));
    let links: Vec<_> = last.iter().map(|next| link("next", next, "application/json")).collect();
    let lines: Vec<_> = lines.iter().map(audit_line).collect();
    Ok(Answer::json("application/json", &json!({ "lines": lines, "links": links })))
}

/// The number in `after`.
pub(super) fn number(asked: &Asked) -> Result<Option<i64>, Problem> {
    let Some(text) = given(asked, "after") else { return Ok(None) };
    let number = text.parse::<i64>().ok().filter(|number| *number > 0);
    number.map(Some).ok_or_else(|| Problem::parameter("after", text, "1, 2, 3 …"))
}

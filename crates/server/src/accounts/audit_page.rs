//! The audit, for those who read it; nobody changes it.

use maud::html;
use serde_json::{Value, json};
use store::{AuditEntry, AuditFilter};

use crate::access::Action;
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::html::{Format, office};
use crate::problem::Problem;

/// Lines of a page, and the most that may be asked for.
const USUAL: usize = 100;
const MOST: usize = 1000;

/// `GET /audit`: newest first, paged by number.
pub(crate) fn audit(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.may(Action::ReadAudit)?;
    asked.only(&["before", "limit", "author", "action", "object"])?;
    let text = |name: &str| asked.parameter(name).filter(|value| !value.is_empty()).map(str::to_owned);
    let number = |name: &str, most: i64| match text(name) {
        None => Ok(None),
        Some(value) => match value.parse::<i64>().ok().filter(|number| (1..=most).contains(number)) {
            Some(number) => Ok(Some(number)),
            None => Err(Problem::parameter(name, &value, &format!("1–{most}"))),
        },
    };
    let limit = number("limit", MOST as i64)?.map_or(USUAL, |limit| limit as usize);
    let before = number("before", i64::MAX)?;
    let filter = AuditFilter { before, author: text("author"), action: text("action"), object: text("object") };
    let mut lines = app.readers.ask(|store| store.audit_lines(&filter, limit + 1))?;
    let more = lines.len() > limit;
    lines.truncate(limit);
    let last = lines.last().map(|line| line.number.to_string()).filter(|_| more);
    let next = last.map(|last| asked.address_with(&[("before", &last)]));
    if Format::of(asked)? == Format::Html {
        return Ok(page(app, asked, &lines, next.as_deref()));
    }
    let links = next.map(|next| vec![crate::ogc::link("next", &next, "application/json")]).unwrap_or_default();
    let lines: Vec<Value> = lines.iter().map(audit_line).collect();
    Ok(Answer::json("application/json", &json!({ "lines": lines, "links": links })))
}

/// A line as a document.
pub(crate) fn audit_line(line: &AuditEntry) -> Value {
    json!({
        "number": line.number,
        "at": line.at.to_string(),
        "author": line.author,
        "action": line.action,
        "object": line.object,
        "detail": line.detail,
    })
}

fn page(app: &App, asked: &Asked, lines: &[AuditEntry], next: Option<&str>) -> Answer {
    let words = app.words(asked.language());
    let title = words.say("account-audit");
    let filter = |name: &str| {
        html! {
            label for=(name) { (words.say(&format!("account-audit-{name}"))) } " "
            input id=(name) name=(name) value=(asked.parameter(name).unwrap_or_default()); " "
        }
    };
    let at = |line: &AuditEntry| {
        let moment = jiff::tz::Offset::constant(8).to_datetime(line.at);
        format!("{} {:02}:{:02}:{:02}", moment.date(), moment.hour(), moment.minute(), moment.second())
    };
    let body = html! {
        h1 { (title) }
        form method="get" action="/audit" {
            (filter("author")) (filter("action")) (filter("object"))
            input type="hidden" name="f" value="html";
            button type="submit" { (words.say("account-audit-show")) }
        }
        table {
            tr { @for head in ["number", "at", "author", "action", "object", "detail"] { th scope="col" { (words.say(&format!("account-audit-{head}"))) } } }
            @for line in lines {
                tr { td { (line.number) } td { (at(line)) } td { (line.author) } td { (line.action) } td { (line.object) } td { (line.detail) } }
            }
        }
        @if let Some(next) = next { p { a href=(next) { (words.say("word-next")) } } }
    };
    Answer::page(office(app, asked, &title, &body))
}

//! What does not hold in a draft, by the district's rules.

use model::{Finding, Severity};
use plan::Step;
use serde_json::{Value, json};
use words::Words;

use super::area::whole_district;
use super::condition::Condition;
use super::desk::{Made, change, open};
use super::fault::problem;
use super::list::back;
use super::one;
use crate::access::Action;
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::problem::Problem;

/// `GET /api/plans/{plan}/check`
pub(super) fn findings(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.may(Action::ReadDrafts)?;
    asked.only(&[])?;
    let opened = open(app, asked.part("plan"))?;
    let checker = opened.checker(app)?;
    let words = app.words(asked.language());
    let mut found = checker.findings();
    found.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let list: Vec<Value> = found.iter().map(|finding| document(app, words, finding)).collect();
    let document = json!({ "plan": opened.head.name, "revision": opened.head.revision,
        "counts": counts(checker.counts()), "findings": list });
    // No tag: what the rules say changes without the draft.
    Ok(Answer::json("application/json", &document).with("cache-control", "private, no-cache"))
}

/// `POST /api/plans/{plan}/check`: a draft without errors is checked then.
pub(super) fn take(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    whole_district(asked, Action::EditDrafts)?;
    let condition = Condition::of(asked)?;
    let opened = open(app, asked.part("plan"))?;
    let found = opened.checker(app)?.findings();
    let (after, ()) = change(app, asked, &condition, |draft, store, by| {
        if draft.revision() != opened.head.revision {
            // Somebody has edited it between the look and the step.
            return Err(Problem::new(crate::Kind::Busy));
        }
        draft.step(store, by, &Step::Check, &found).map_err(|fault| problem(fault, None))?;
        Ok(((), Made::Step))
    })?;
    if asked.is_form() {
        return Ok(back(asked, &after.head.name));
    }
    Ok(one::answer(&after, &one::document(asked, &after)))
}

/// How many errors, warnings and notes.
pub(super) fn counts([errors, warnings, notes]: [usize; 3]) -> Value {
    json!({ "errors": errors, "warnings": warnings, "notes": notes })
}

/// What is wrong, where, and what to do.
pub(super) fn document(app: &App, words: &Words, finding: &Finding) -> Value {
    let position = finding.place.position.and_then(|at| app.frames.lonlat_point(at));
    let (text, remedy) = said(words, finding);
    json!({
        "rule": finding.rule.id(),
        "severity": severity(finding.severity),
        "grid": grid(finding),
        "code": finding.place.code,
        "position": position,
        "text": text,
        "remedy": remedy,
    })
}

/// What is wrong and what to do, in words.
pub(crate) fn said(words: &Words, finding: &Finding) -> (String, String) {
    let mut figures = finding.figures.clone();
    for (name, value) in &mut figures {
        let message = format!("barrier-{value}");
        if *name == "barrier" && words.knows(&message) {
            *value = words.say(&message);
        }
    }
    let say = |kind: &str| words.say_with(&format!("{kind}-{}", finding.rule.id()), &figures);
    (say("rule"), say("remedy"))
}

/// The number of the grid that it is about.
pub(crate) fn grid(finding: &Finding) -> Option<u32> {
    finding.figures.iter().find(|(name, _)| *name == "grid")?.1.parse().ok()
}

/// Stable name.
pub(crate) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

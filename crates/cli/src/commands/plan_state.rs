//! Where a draft stands, as the record keeps it.

use model::Rule;
use plan::{Blocked, Reason, State};
use serde_json::{Value, json};

use crate::failure::Failure;

/// State and written reasons of a draft.
pub(crate) struct Standing {
    pub(crate) state: State,
    pub(crate) reasons: Vec<Reason>,
}

impl Default for Standing {
    fn default() -> Self {
        Standing { state: State::Draft, reasons: Vec::new() }
    }
}

impl Standing {
    /// As the record keeps it.
    pub(crate) fn text(&self) -> String {
        let (document, day) = match &self.state {
            State::Approved { document } => (Some(document.clone()), None),
            State::Published { document, from } => (Some(document.clone()), Some(*from)),
            State::Superseded { on } => (None, Some(*on)),
            State::Draft | State::Checked | State::Submitted | State::Withdrawn => (None, None),
        };
        let reason = |reason: &Reason| json!([reason.rule.id(), reason.text]);
        let reasons: Vec<Value> = self.reasons.iter().map(reason).collect();
        let day = day.map(|day| day.to_string());
        json!({ "state": self.state.id(), "document": document, "day": day, "reasons": reasons }).to_string()
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(text).ok()?;
        let document = || value["document"].as_str().map(str::to_owned);
        let day = || value["day"].as_str()?.parse().ok();
        let state = match value["state"].as_str()? {
            "draft" => State::Draft,
            "checked" => State::Checked,
            "submitted" => State::Submitted,
            "approved" => State::Approved { document: document()? },
            "published" => State::Published { document: document()?, from: day()? },
            "superseded" => State::Superseded { on: day()? },
            "withdrawn" => State::Withdrawn,
            _ => return None,
        };
        let reason = |pair: &Value| {
            let rule = pair[0].as_str().and_then(rule)?;
            Some(Reason { rule, grid: None, text: pair[1].as_str()?.to_owned() })
        };
        let reasons = value["reasons"].as_array()?.iter().map(reason).collect::<Option<_>>()?;
        Some(Standing { state, reasons })
    }
}

fn rule(id: &str) -> Option<Rule> {
    Rule::ALL.iter().copied().find(|rule| rule.id() == id)
}

/// A reason as the command line gives it: RULE=TEXT.
pub(crate) fn reason(text: &str) -> Result<Reason, Failure> {
    let unknown = || Failure::usage("rule-unknown", &[("value", text.to_owned())]);
    let (id, words) = text.split_once('=').ok_or_else(unknown)?;
    Ok(Reason { rule: rule(id).ok_or_else(unknown)?, grid: None, text: words.to_owned() })
}

/// Why a step cannot be taken, in words.
pub(crate) fn blocked(blocked: &Blocked) -> Failure {
    match blocked {
        Blocked::OutOfOrder { state, step } => {
            Failure::usage("blocked-order", &[("state", (*state).to_owned()), ("step", (*step).to_owned())])
        }
        Blocked::Errors(count) => Failure::usage("blocked-errors", &[("count", count.to_string())]),
        Blocked::ReasonsMissing(count) => Failure::usage("blocked-reasons", &[("count", count.to_string())]),
        Blocked::NoDocument => Failure::usage("blocked-document", &[]),
        Blocked::InThePast { from, today } => {
            Failure::usage("blocked-past", &[("from", from.to_string()), ("today", today.to_string())])
        }
        Blocked::EndsBeforeItBegins { from, on } => {
            Failure::usage("blocked-past", &[("from", on.to_string()), ("today", from.to_string())])
        }
    }
}

//! Where a draft stands, as the record keeps it.

use model::{Day, Rule};
use plan::{GridId, Reason, State};
use serde_json::{Value, json};

/// State, written reasons and the day whose territory a draft was made on.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftStanding {
    /// Where it stands.
    pub state: State,
    /// Why warnings are accepted.
    pub reasons: Vec<Reason>,
    /// The day whose territory it was made on; `None` in drafts that do not say.
    pub base: Option<Day>,
}

impl DraftStanding {
    /// Of a draft that begins.
    pub fn begun(base: Day) -> Self {
        DraftStanding { state: State::Draft, reasons: Vec::new(), base: Some(base) }
    }

    /// As the record keeps it.
    pub fn text(&self) -> String {
        let (document, day) = match &self.state {
            State::Approved { document } => (Some(document.clone()), None),
            State::Published { document, from } => (Some(document.clone()), Some(*from)),
            State::Superseded { on } => (None, Some(*on)),
            State::Draft | State::Checked | State::Submitted | State::Withdrawn => (None, None),
        };
        let reason = |reason: &Reason| json!([reason.rule.id(), reason.text, reason.grid.map(|grid| grid.0)]);
        let reasons: Vec<Value> = self.reasons.iter().map(reason).collect();
        let text = |day: Option<Day>| day.map(|day| day.to_string());
        let (state, day, base) = (self.state.id(), text(day), text(self.base));
        json!({ "state": state, "document": document, "day": day, "reasons": reasons, "base": base }).to_string()
    }

    /// What the record kept; `None` when it does not read back.
    pub fn parse(text: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(text).ok()?;
        let reasons = value["reasons"].as_array()?.iter().map(reason).collect::<Option<_>>()?;
        let base = value["base"].as_str().map(str::parse).transpose().ok()?;
        Some(DraftStanding { state: state(&value)?, reasons, base })
    }
}

/// The rule with this stable name.
pub fn rule_with_id(id: &str) -> Option<Rule> {
    Rule::ALL.iter().copied().find(|rule| rule.id() == id)
}

fn state(value: &Value) -> Option<State> {
    let document = || value["document"].as_str().map(str::to_owned);
    let day = || value["day"].as_str()?.parse().ok();
    Some(match value["state"].as_str()? {
        "draft" => State::Draft,
        "checked" => State::Checked,
        "submitted" => State::Submitted,
        "approved" => State::Approved { document: document()? },
        "published" => State::Published { document: document()?, from: day()? },
        "superseded" => State::Superseded { on: day()? },
        "withdrawn" => State::Withdrawn,
        _ => return None,
    })
}

fn reason(parts: &Value) -> Option<Reason> {
    let rule = parts[0].as_str().and_then(rule_with_id)?;
    let grid = parts[2].as_u64().and_then(|grid| u32::try_from(grid).ok()).map(GridId);
    Some(Reason { rule, grid, text: parts[1].as_str()?.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_reads_back() {
        let day = Day::constant(2026, 12, 7);
        let check = |state: State| {
            let reason = |grid| Reason { rule: Rule::GridHole, grid, text: "an old lane".into() };
            let reasons = vec![reason(None), reason(Some(GridId(7)))];
            let standing = DraftStanding { state, reasons, base: Some(day) };
            assert_eq!(DraftStanding::parse(&standing.text()), Some(standing));
        };
        check(State::Draft);
        check(State::Approved { document: "2026-7".into() });
        check(State::Published { document: "2026-7".into(), from: day });
        check(State::Superseded { on: day });
        check(State::Withdrawn);
        assert_eq!(DraftStanding::parse(r#"{"state":"lost","reasons":[]}"#), None);
        let older =
            DraftStanding::parse(r#"{"state":"draft","document":null,"day":null,"reasons":[["grid-hole","x"]]}"#);
        assert_eq!(older.map(|older| (older.base, older.reasons[0].grid)), Some((None, None)));
    }
}

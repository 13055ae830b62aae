//! A draft from hand to hand: handed in, approved, sent back, given up, put in force.

use std::collections::BTreeSet;

use model::Day;
use plan::{GridId, Plan, Reason, State, Step};
use registry::{CarryRules, DistrictRules, DraftFault};
use serde_json::{Value, json};

use super::area::whole_district;
use super::condition::Condition;
use super::desk::{Made, Opened, change, open};
use super::fault::problem;
use super::given::{Given, short};
use super::list::back;
use super::{decisions, one};
use crate::access::Action;
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::problem::Problem;

/// Field of a page's form with the reason for a rule, before the rule's name.
const REASON: &str = "reason:";

/// `POST /api/plans/{plan}/submit`: with the written reasons for warnings; a draft that was not checked is checked.
pub(super) fn submit(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    whole_district(asked, Action::EditDrafts)?;
    let (condition, given) = (Condition::of(asked)?, Given::of(asked)?);
    let found = open(app, asked.part("plan"))?.checker(app)?.findings();
    let (after, ()) = change(app, asked, &condition, |draft, store, by| {
        let reasons = reasons(&given, draft.plan())?;
        if draft.standing().state == State::Draft {
            // All or nothing: what stands in the way is said before the first step.
            let open = plan::missing_reasons(&found, &reasons).into_iter().cloned().collect::<Vec<_>>();
            let is_error = |finding: &&model::Finding| finding.severity == model::Severity::Error;
            if open.is_empty() || found.iter().any(|finding| is_error(&finding)) {
                draft.step(store, by, &Step::Check, &found).map_err(|fault| problem(fault, None))?;
            } else {
                return Err(problem(DraftFault::Unexplained(open), None));
            }
        }
        draft.submit(store, by, reasons).map_err(|fault| problem(fault, None))?;
        Ok(((), Made::Step))
    })?;
    Ok(told(asked, &after, json!({})))
}

/// `POST /api/plans/{plan}/approve`: by a document.
pub(super) fn approve(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    whole_district(asked, Action::Publish)?;
    let document = Given::of(asked)?.text("document")?.unwrap_or_default().to_owned();
    step(app, asked, Action::Publish, &Step::Approve { document })
}

/// `POST /api/plans/{plan}/return`: it is edited again.
pub(super) fn send_back(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    step(app, asked, Action::Publish, &Step::Return)
}

fn step(app: &App, asked: &Asked, action: Action, step: &Step) -> Result<Answer, Problem> {
    whole_district(asked, action)?;
    let condition = Condition::of(asked)?;
    let (after, ()) = change(app, asked, &condition, |draft, store, by| {
        draft.step(store, by, step, &[]).map_err(|fault| problem(fault, None))?;
        Ok(((), Made::Step))
    })?;
    Ok(told(asked, &after, json!({})))
}

/// `POST /api/plans/{plan}/withdraw`: given up; what a publication carried over comes back.
pub(super) fn withdraw(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    whole_district(asked, Action::Publish)?;
    let condition = Condition::of(asked)?;
    let (after, back) = change(app, asked, &condition, |draft, store, by| {
        let back = draft.withdraw(store, by).map_err(|fault| problem(fault, None))?;
        Ok((back, Made::Step))
    })?;
    Ok(told(asked, &after, json!({ "brought_back": back })))
}

/// `POST /api/plans/{plan}/publish`: in force from a day on, assignments carried over, in one transaction.
pub(super) fn publish(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    whole_district(asked, Action::Publish)?;
    let (condition, given) = (Condition::of(asked)?, Given::of(asked)?);
    let from: Option<Day> = given.parsed("from", "2026-06-30")?;
    let from = from.ok_or_else(|| Problem::parameter("from", "", "2026-06-30"))?;
    let threshold: Option<f64> = given.parsed("threshold", "0 … 1")?;
    if let Some(wrong) = threshold.filter(|share| !(0.0..=1.0).contains(share)) {
        return Err(Problem::parameter("threshold", &wrong.to_string(), "0 … 1"));
    }
    let (after, done) = change(app, asked, &condition, |draft, store, by| {
        let rules = carry_rules(store, threshold)?;
        let done = draft.publish(store, by, from, &rules).map_err(|fault| problem(fault, None))?;
        Ok((done, Made::Step))
    })?;
    let carried: Vec<Value> = done.carried.iter().map(decisions::document).collect();
    Ok(told(
        asked,
        &after,
        json!({ "changed_grids": done.published.grids, "ended_grids": done.published.ended,
            "moved_courtyards": done.published.courtyards, "kept": done.kept, "carried": carried }),
    ))
}

/// How assignments follow, by the district's rules and roles.
fn carry_rules(store: &store::Store, threshold: Option<f64>) -> Result<CarryRules, Problem> {
    let rules = DistrictRules::read(store).map_err(|fault| problem(fault, None))?;
    let config = registry::district(store).map_err(|_| Problem::new(crate::Kind::Internal))?;
    let single: BTreeSet<String> =
        config.roles.into_iter().filter(|role| role.single).map(|role| role.name.0).collect();
    Ok(CarryRules { threshold: threshold.unwrap_or(rules.carry_threshold), single })
}

fn told(asked: &Asked, after: &Opened, more: Value) -> Answer {
    if asked.is_form() {
        return back(asked, &after.head.name);
    }
    let mut document = one::document(asked, after);
    for (name, value) in more.as_object().into_iter().flatten() {
        document[name] = value.clone();
    }
    one::answer(after, &document)
}

/// `{"reasons": [{"rule", "grid", "text"}]}`; of a form `reason:RULE` with the text.
fn reasons(given: &Given, plan: &Plan) -> Result<Vec<Reason>, Problem> {
    let mut reasons = Vec::new();
    for (name, value) in given.members() {
        let text = value.as_str().unwrap_or_default().trim();
        if let Some(rule) = name.strip_prefix(REASON).filter(|_| !text.is_empty()) {
            reasons.push(reason(plan, rule, None, text)?);
        }
    }
    let list = given.value("reasons").map(|list| list.as_array().ok_or_else(|| wrong(list))).transpose()?;
    for one in list.into_iter().flatten() {
        let (Some(rule), Some(text)) = (one["rule"].as_str(), one["text"].as_str()) else { return Err(wrong(one)) };
        reasons.push(reason(plan, rule, Some(&one["grid"]), text)?);
    }
    Ok(reasons)
}

fn reason(plan: &Plan, rule: &str, grid: Option<&Value>, text: &str) -> Result<Reason, Problem> {
    let unknown = || Problem::parameter("rule", rule, "grid-hole, grid-across-barrier, …");
    let named = |text: &str| registry::grid_named(plan, text);
    let grid = match grid {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) => Some(named(text).ok_or_else(|| no_grid(text))?),
        Some(other) => {
            let id = other.as_u64().and_then(|id| u32::try_from(id).ok()).map(GridId);
            Some(id.filter(|&id| plan.grid(id).is_some()).ok_or_else(|| no_grid(&short(other)))?)
        }
    };
    Ok(Reason { rule: registry::rule_with_id(rule).ok_or_else(unknown)?, grid, text: text.to_owned() })
}

fn no_grid(text: &str) -> Problem {
    Problem::because(crate::Kind::Refused, "refused-grid").with("grid", text)
}

fn wrong(value: &Value) -> Problem {
    Problem::parameter("reasons", &short(value), r#"[{"rule": "…", "grid": null, "text": "…"}]"#)
}

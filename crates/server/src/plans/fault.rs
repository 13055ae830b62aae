//! Why something cannot be done with a draft, as a problem with its remedy.

use plan::{Blocked, CodeFault, GridId, Plan, PlanFault, Refused};
use registry::{DraftFault, Fault, GridRef};

use crate::problem::{Kind, Problem};

/// A fault as a problem; the plan names the grids.
pub(crate) fn problem(fault: DraftFault, plan: Option<&Plan>) -> Problem {
    let refused = |message| Problem::because(Kind::Refused, message);
    let conflict = |message| Problem::because(Kind::Conflict, message);
    match fault {
        DraftFault::Registry(Fault::NoTerritory(day)) => refused("plan-no-territory").with("day", day),
        DraftFault::Registry(other) => other.into(),
        DraftFault::NotThere(_) => Problem::new(Kind::NotFound),
        DraftFault::There(name) => conflict("draft-there").with("name", name),
        DraftFault::Damaged { .. } => Problem::new(Kind::Internal),
        DraftFault::OtherTerritory(name) => conflict("other-territory").with("name", name),
        DraftFault::Refused(fault) => edit(fault, plan),
        DraftFault::Blocked(fault) => blocked(fault),
        DraftFault::Errors(found) => refused("plan-errors").with("count", found.len()).with("rules", rules(&found)),
        DraftFault::Unexplained(found) => {
            refused("plan-unexplained").with("count", found.len()).with("rules", rules(&found))
        }
        DraftFault::Codes(fault) => codes(fault),
        DraftFault::ListedUnknown(code) => refused("listed-unknown").with("code", code),
        DraftFault::NoPlan(faults) => {
            let missing = faults.iter().find_map(|fault| match fault {
                PlanFault::CourtyardMissing { code } => Some(code.clone()),
                _ => None,
            });
            refused("plan-list-wrong").with("count", faults.len()).with("code", missing.unwrap_or_default())
        }
        DraftFault::Rules(faults) => conflict("plan-rules-wrong").with("count", faults.len()),
        DraftFault::Later { name, from } => conflict("publish-later").with("name", name).with("day", from),
        DraftFault::ReplacedSince(day) => conflict("withdraw-replaced").with("day", day),
        DraftFault::NothingInForce(day) => conflict("nothing-in-force").with("day", day),
        DraftFault::NoDecision(key) => conflict("plan-no-decision").with("value", key),
        DraftFault::Restless(_) => Problem::new(Kind::Busy),
    }
}

fn edit(fault: Refused, plan: Option<&Plan>) -> Problem {
    let label = |id: GridId| plan.map_or_else(|| format!("#{id}"), |plan| GridRef::of(plan, id).label());
    let refused = |message| Problem::because(Kind::Refused, message);
    let at = |message, grid: GridId| refused(message).with("grid", label(grid));
    match fault {
        Refused::CourtyardUnknown(code) => refused("refused-courtyard").with("code", code),
        Refused::GridUnknown(grid) => at("refused-grid", grid),
        Refused::NotGround(cell) => refused("refused-not-ground").with("cell", cell),
        Refused::Locked(grid) => at("plan-locked", grid),
        Refused::Nothing => refused("refused-nothing"),
        Refused::WouldEmpty(grid) => at("refused-empty", grid),
        Refused::AgainstRule { rule, grid } => at("plan-against-rule", grid).with("rule", rule.id()),
        Refused::Apart { cell, grid } => at("refused-apart", grid).with("cell", cell),
        Refused::NoNeighbour(cell) => refused("refused-no-neighbour").with("cell", cell),
        Refused::LineTooShort => refused("refused-line"),
        Refused::TooManyParts { grid, parts } => at("plan-parts", grid).with("parts", parts),
        Refused::InvalidCode(text) => refused("refused-code").with("value", text),
        Refused::NoMore => refused("refused-no-more"),
        Refused::Conflict(conflict) => {
            let grid = conflict.grid.map(label).unwrap_or_default();
            let problem = Problem::because(Kind::Conflict, "plan-edit-conflict").with("grid", grid);
            problem.with("mine", conflict.mine.author).with("theirs", conflict.theirs.author)
        }
    }
}

fn blocked(fault: Blocked) -> Problem {
    let refused = |message| Problem::because(Kind::Refused, message);
    match fault {
        Blocked::OutOfOrder { state, step } => {
            let message = match state {
                "draft" => "plan-blocked-draft",
                "checked" => "plan-blocked-checked",
                "submitted" => "plan-blocked-submitted",
                "approved" => "plan-blocked-approved",
                "published" => "plan-blocked-published",
                _ => "plan-blocked-ended",
            };
            Problem::because(Kind::Conflict, message).with("state", state).with("step", step)
        }
        Blocked::Errors(count) => refused("plan-errors").with("count", count).with("rules", ""),
        Blocked::ReasonsMissing(count) => refused("plan-unexplained").with("count", count).with("rules", ""),
        Blocked::NoDocument => refused("blocked-document"),
        Blocked::InThePast { from, today } => refused("blocked-past").with("from", from).with("today", today),
        Blocked::EndsBeforeItBegins { from, on } => refused("blocked-past").with("from", on).with("today", from),
    }
}

fn codes(fault: CodeFault) -> Problem {
    let refused = |message| Problem::because(Kind::Refused, message);
    match fault {
        CodeFault::CommunityCode(code) => refused("plan-codes-community").with("code", code),
        CodeFault::Pattern(pattern) => refused("codes-pattern").with("value", pattern),
        CodeFault::Object(object) => refused("codes-object").with("value", object),
        CodeFault::Exhausted(community) => refused("codes-exhausted").with("code", community),
    }
}

fn rules(found: &[model::Finding]) -> String {
    let mut rules: Vec<&str> = found.iter().map(|finding| finding.rule.id()).collect();
    rules.sort_unstable();
    rules.dedup();
    rules.join(", ")
}

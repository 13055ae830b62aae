//! Why something cannot be done with a draft, in words: what stands in the way, and what to do instead.

use plan::{Blocked, CodeFault, Edit, GridId, Plan, Refused};
use registry::{DraftFault, Fault, GridRef};

use crate::failure::Failure;
use crate::record::Desk;
use crate::say::Voice;

/// Who speaks, about which plan.
pub(crate) struct Teller<'a> {
    pub(crate) desk: &'a Desk,
    pub(crate) voice: &'a Voice,
    pub(crate) name: &'a str,
    /// The plan that names the grids.
    pub(crate) plan: Option<&'a Plan>,
}

impl Teller<'_> {
    /// A fault as the command's failure; findings that stand in the way are shown.
    pub(crate) fn failure(&self, fault: &DraftFault) -> Failure {
        let usage = Failure::usage;
        match fault {
            DraftFault::Registry(Fault::Record(fault)) => self.desk.failed(fault),
            DraftFault::Registry(Fault::NoTerritory(day)) => usage("no-territory", &[("day", day.to_string())]),
            DraftFault::Registry(other) => Failure::file(self.desk.folder(), other),
            DraftFault::NotThere(name) => usage("draft-not-there", &[("name", name.clone())]),
            DraftFault::There(name) => usage("draft-there", &[("name", name.clone())]),
            DraftFault::Damaged { name, reason } => Failure::file(self.desk.folder(), format!("{name}: {reason}")),
            DraftFault::OtherTerritory(name) => usage("other-territory", &[("name", name.clone())]),
            DraftFault::Refused(refused) => self.refused(refused),
            DraftFault::Blocked(blocked) => self.blocked(blocked),
            DraftFault::Errors(findings) => {
                self.voice.findings(findings);
                usage("blocked-errors", &[("count", findings.len().to_string())])
            }
            DraftFault::Unexplained(findings) => self.unexplained(findings),
            DraftFault::Codes(fault) => codes(fault),
            DraftFault::ListedUnknown(code) => usage("listed-unknown", &[("code", code.clone())]),
            DraftFault::NoPlan(faults) => {
                let first = faults.first().map(ToString::to_string).unwrap_or_default();
                usage("problem-invalid", &[("detail", format!("{first} ({})", faults.len()))])
            }
            DraftFault::Rules(faults) => {
                let first = faults.first().map(ToString::to_string).unwrap_or_default();
                usage("rules-wrong", &[("detail", first), ("count", faults.len().to_string())])
            }
            DraftFault::Later { name, from } => {
                usage("publish-later", &[("name", name.clone()), ("day", from.to_string())])
            }
            DraftFault::ReplacedSince(day) => usage("withdraw-replaced", &[("day", day.to_string())]),
            DraftFault::NothingInForce(day) => usage("nothing-in-force", &[("day", day.to_string())]),
            DraftFault::NoDecision(key) => usage("no-decision", &[("value", key.clone())]),
            DraftFault::Restless(name) => usage("draft-restless", &[("name", name.clone())]),
        }
    }

    /// Which rules want a reason, and where.
    fn unexplained(&self, findings: &[model::Finding]) -> Failure {
        self.voice.findings(findings);
        let mut rules: Vec<&str> = findings.iter().map(|finding| finding.rule.id()).collect();
        rules.sort_unstable();
        rules.dedup();
        let figures = [("count", findings.len().to_string()), ("rules", rules.join(", "))];
        Failure::usage("blocked-unexplained", &figures)
    }

    fn refused(&self, refused: &Refused) -> Failure {
        let grid = |id: &GridId| ("grid", self.grid(*id));
        let usage = Failure::usage;
        match refused {
            Refused::CourtyardUnknown(code) => usage("refused-courtyard", &[("code", code.clone())]),
            Refused::GridUnknown(id) => usage("refused-grid", &[grid(id)]),
            Refused::NotGround(cell) => usage("refused-not-ground", &[("cell", cell.to_string())]),
            Refused::Locked(id) => usage("refused-locked", &[grid(id), ("name", self.name.to_owned())]),
            Refused::Nothing => usage("refused-nothing", &[]),
            Refused::WouldEmpty(id) => usage("refused-empty", &[grid(id)]),
            Refused::AgainstRule { rule, grid: id } => {
                let rule = self.voice.words.say(&format!("against-{}", rule.id()));
                usage("refused-rule", &[grid(id), ("rule", rule), ("name", self.name.to_owned())])
            }
            Refused::Apart { cell, grid: id } => usage("refused-apart", &[grid(id), ("cell", cell.to_string())]),
            Refused::NoNeighbour(cell) => usage("refused-no-neighbour", &[("cell", cell.to_string())]),
            Refused::LineTooShort => usage("refused-line", &[]),
            Refused::TooManyParts { grid: id, parts } => {
                usage("refused-parts", &[grid(id), ("parts", parts.to_string())])
            }
            Refused::InvalidCode(text) => usage("refused-code", &[("value", text.clone())]),
            Refused::NoMore => usage("refused-no-more", &[]),
            Refused::Conflict(conflict) => {
                let place = conflict.grid.map(|id| self.grid(id)).unwrap_or_default();
                let edit = |edit: &Edit| self.voice.words.say(&format!("edit-{}", edit.id()));
                let figures = [
                    ("grid", place),
                    ("mine", conflict.mine.author.clone()),
                    ("edit", edit(&conflict.mine.edit)),
                    ("theirs", conflict.theirs.author.clone()),
                    ("other", edit(&conflict.theirs.edit)),
                ];
                usage("edit-conflict", &figures)
            }
        }
    }

    fn blocked(&self, blocked: &Blocked) -> Failure {
        let usage = Failure::usage;
        match blocked {
            Blocked::OutOfOrder { state, step } => {
                let next = self.voice.words.say(&format!("next-{state}"));
                let (state, step) = (format!("state-{state}"), format!("step-{step}"));
                let say = |id: &str| self.voice.words.say(id);
                usage("blocked-order", &[("state", say(&state)), ("step", say(&step)), ("next", next)])
            }
            Blocked::Errors(count) => usage("blocked-errors", &[("count", count.to_string())]),
            Blocked::ReasonsMissing(count) => usage("blocked-reasons", &[("count", count.to_string())]),
            Blocked::NoDocument => usage("blocked-document", &[]),
            Blocked::InThePast { from, today } => {
                usage("blocked-past", &[("from", from.to_string()), ("today", today.to_string())])
            }
            Blocked::EndsBeforeItBegins { from, on } => {
                usage("blocked-past", &[("from", on.to_string()), ("today", from.to_string())])
            }
        }
    }

    fn grid(&self, id: GridId) -> String {
        self.plan.map_or_else(|| format!("#{id}"), |plan| GridRef::of(plan, id).label())
    }
}

fn codes(fault: &CodeFault) -> Failure {
    match fault {
        CodeFault::CommunityCode(code) => Failure::usage("codes-community", &[("code", code.clone())]),
        CodeFault::Pattern(pattern) => Failure::usage("codes-pattern", &[("value", pattern.clone())]),
        CodeFault::Object(object) => Failure::usage("codes-object", &[("value", object.clone())]),
        CodeFault::Exhausted(community) => Failure::usage("codes-exhausted", &[("code", community.clone())]),
    }
}

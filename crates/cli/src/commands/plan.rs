//! `jingwei plan`: drafts from the first edit to publication.

use std::path::Path;

use model::{Day, Severity};
use plan::{Command, Scheme, Step};
use registry::{DistrictRules, DraftFault, OpenDraft, Origin, Signature};
use serde_json::json;
use store::Store;

use crate::commands::plan_words::Teller;
use crate::commands::{plan_decisions, plan_diff, plan_edit, plan_export, plan_publish, plan_rules};
use crate::failure::Failure;
use crate::plan_args as args;
use crate::record::{self, Desk};
use crate::say::Voice;

/// A draft with the record that it lies in, and who works on it.
pub(crate) struct Work<'a> {
    pub(crate) store: Store,
    pub(crate) draft: OpenDraft,
    pub(crate) by: Signature,
    pub(crate) desk: &'a Desk,
    pub(crate) voice: &'a Voice,
}

pub(crate) fn run(args: &args::Plan, desk: &Desk, voice: &Voice) -> Result<(), Failure> {
    let open = |name: &str| Work::open(name, desk, voice);
    match args {
        args::Plan::New { name, list, empty, on } => new(name, list.as_deref(), *empty, *on, desk, voice),
        args::Plan::List { on } => list(on.unwrap_or_else(record::today), desk, voice),
        args::Plan::Edit { name, edit } => {
            let mut work = open(name)?;
            let command = Command::new(desk.author.clone(), plan_edit::edit(edit, &work)?);
            let done = work.draft.edit(&mut work.store, &work.by, &command);
            work.edited(done)
        }
        args::Plan::Number { name, pattern } => number(open(name)?, pattern.as_deref()),
        args::Plan::Undo(steps) => {
            let mut work = open(&steps.name)?;
            let done = work.draft.undo(&mut work.store, &work.by, steps.steps);
            work.edited(done)
        }
        args::Plan::Redo(steps) => {
            let mut work = open(&steps.name)?;
            let done = work.draft.redo(&mut work.store, &work.by, steps.steps);
            work.edited(done)
        }
        args::Plan::Check { name, range } => check(open(name)?, range),
        args::Plan::Diff(args) => plan_diff::run(args, desk, voice),
        args::Plan::Export { name, output, list, crs } => {
            plan_export::run(&open(name)?, output.as_deref(), list.as_deref(), crs.as_deref())
        }
        args::Plan::Submit { name, reasons } => plan_publish::submit(open(name)?, reasons),
        args::Plan::Approve { name, document } => open(name)?.step(&Step::Approve { document: document.clone() }),
        args::Plan::Return { name } => open(name)?.step(&Step::Return),
        args::Plan::Publish { name, from, carry_threshold, roles } => {
            plan_publish::publish(open(name)?, *from, *carry_threshold, roles.as_deref())
        }
        args::Plan::Withdraw { name } => plan_publish::withdraw(open(name)?),
        args::Plan::Decisions { all } => plan_decisions::list(*all, desk, voice),
        args::Plan::Decide { key, to, .. } => plan_decisions::decide(key, to.as_deref(), desk, voice),
        args::Plan::Rules(args) => plan_rules::run(args, desk, voice),
    }
}

/// Begins a draft.
fn new(
    name: &str,
    list: Option<&Path>,
    empty: bool,
    on: Option<Day>,
    desk: &Desk,
    voice: &Voice,
) -> Result<(), Failure> {
    let by = signature(desk);
    let origin = match list {
        Some(path) => Origin::List(plan_edit::pairs(path)?),
        None if empty => Origin::Empty,
        None => Origin::InForce,
    };
    let mut store = desk.open()?;
    let begun = OpenDraft::begin(&mut store, &by, name, &origin, on.unwrap_or(by.today));
    let draft = begun.map_err(|fault| Teller { desk, voice, name, plan: None }.failure(&fault))?;
    let grids = draft.plan().grids().len();
    voice.line("draft-begun", &[("name", name.to_owned()), ("grids", grids.to_string())]);
    voice.answer(&json!({ "draft": name, "grids": grids }));
    Ok(())
}

fn list(on: Day, desk: &Desk, voice: &Voice) -> Result<(), Failure> {
    let found = registry::drafts(&desk.read()?, on);
    let drafts = found.map_err(|fault| Teller { desk, voice, name: "", plan: None }.failure(&fault))?;
    let day = |day: Option<Day>| day.map(|day| day.to_string());
    let json = drafts.iter().map(|line| {
        json!({ "draft": line.name, "state": line.state.id(), "document": line.document,
            "from": day(line.from), "until": day(line.until) })
    });
    voice.answer(&json.collect());
    let row = |line: &registry::DraftLine| {
        let state = voice.words.say(&format!("state-{}", line.state.id()));
        let document = line.document.clone().unwrap_or_default();
        let [from, until] = [line.from, line.until].map(|one| day(one).unwrap_or_default());
        vec![line.name.clone(), state, document, from, until]
    };
    let heads = ["head-name", "head-state", "head-document", "head-from", "head-to"];
    voice.table(&heads, drafts.iter().map(row).collect());
    Ok(())
}

/// Gives codes to grids that have none; a code that was ever used is not given again.
fn number(mut work: Work<'_>, pattern: Option<&str>) -> Result<(), Failure> {
    let own = |pattern: &str| Scheme::Own { pattern: pattern.to_owned() };
    let scheme = match pattern.map(own) {
        Some(scheme) => scheme,
        None => work.rules()?.codes,
    };
    let done = work.draft.number(&mut work.store, &work.by, &scheme);
    work.edited(done)
}

/// Everything that does not hold; a draft without errors is checked then.
fn check(mut work: Work<'_>, range: &args::Range) -> Result<(), Failure> {
    let mut rules = work.rules()?;
    let asked = range.minimum.is_some() || range.maximum.is_some();
    if asked {
        rules.households = plan::Range { minimum: range.minimum, maximum: range.maximum };
    }
    let found = work.draft.findings(&work.store, &rules);
    let findings = found.map_err(|fault| work.failure(&fault))?;
    work.voice.findings(&findings);
    let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let voice = work.voice;
    let list: Vec<_> = findings.iter().map(|finding| plan_edit::finding_json(finding, voice)).collect();
    voice.answer(&json!({ "errors": errors, "warnings": warnings, "findings": list }));
    if errors > 0 {
        return Err(Failure::Findings);
    }
    let done = work.draft.step(&mut work.store, &work.by, &Step::Check, &findings);
    done.map_err(|fault| work.failure(&fault))?;
    work.stands();
    Ok(())
}

/// Who works, now.
pub(crate) fn signature(desk: &Desk) -> Signature {
    Signature { author: desk.author.clone(), at: record::now(), today: record::today() }
}

impl<'a> Work<'a> {
    fn open(name: &str, desk: &'a Desk, voice: &'a Voice) -> Result<Self, Failure> {
        let (store, by) = (desk.open()?, signature(desk));
        let found = OpenDraft::find(&store, name, by.today);
        let draft = found.map_err(|fault| Teller { desk, voice, name, plan: None }.failure(&fault))?;
        Ok(Work { store, draft, by, desk, voice })
    }

    /// The district's rules.
    pub(crate) fn rules(&self) -> Result<DistrictRules, Failure> {
        DistrictRules::read(&self.store).map_err(|fault| self.failure(&fault))
    }

    /// A fault in words.
    pub(crate) fn failure(&self, fault: &DraftFault) -> Failure {
        let (desk, voice) = (self.desk, self.voice);
        Teller { desk, voice, name: self.draft.name(), plan: Some(self.draft.plan()) }.failure(fault)
    }

    /// Takes a step that needs no findings.
    fn step(mut self, step: &Step) -> Result<(), Failure> {
        let done = self.draft.step(&mut self.store, &self.by, step, &[]);
        done.map_err(|fault| self.failure(&fault))?;
        self.stands();
        let name = self.draft.name();
        self.voice.answer(&json!({ "draft": name, "state": self.draft.standing().state.id() }));
        Ok(())
    }

    /// Says where the draft stands.
    pub(crate) fn stands(&self) {
        let state = self.voice.words.say(&format!("state-{}", self.draft.standing().state.id()));
        self.voice.line("draft-stands", &[("name", self.draft.name().to_owned()), ("state", state)]);
    }

    /// Says what the draft is after an edit.
    fn edited<T>(&self, done: Result<T, DraftFault>) -> Result<(), Failure> {
        done.map_err(|fault| self.failure(&fault))?;
        let (name, grids) = (self.draft.name(), self.draft.plan().grids().len());
        let (made, undone) = (self.draft.log().done.len(), self.draft.log().undone.len());
        let figures = [("name", name.to_owned()), ("grids", grids.to_string())];
        let counts = [("done", made.to_string()), ("undone", undone.to_string())];
        self.voice.line("draft-edited", &[figures, counts].concat());
        let found = self.draft.findings(&self.store, &self.rules()?).map_err(|fault| self.failure(&fault))?;
        let count = |severity| found.iter().filter(|finding| finding.severity == severity).count();
        let (errors, warnings, notes) = (count(Severity::Error), count(Severity::Warning), count(Severity::Note));
        let totals = [("errors", errors), ("warnings", warnings), ("notes", notes)];
        self.voice.line("findings-total", &totals.map(|(name, number)| (name, number.to_string())));
        self.voice.answer(&json!({
            "draft": name, "grids": grids, "done": made, "undone": undone, "errors": errors, "warnings": warnings,
        }));
        Ok(())
    }
}

//! `jingwei plan`: drafts from the first edit to publication.

use model::{Day, Finding, Severity};
use plan::{
    Command, Comparison, Draft, DraftLog, Edit, Numbering, Plan, Range, Reason, Rules, Scheme, State, Step, Territory,
};
use serde_json::json;
use store::{AsOf, Store};

use crate::commands::plan_edit;
use crate::commands::plan_state::{self, Standing};
use crate::failure::Failure;
use crate::files;
use crate::record::{self, Desk};
use crate::record_args as args;
use crate::say::Voice;

/// A draft as it lies in the record, opened.
struct Open {
    store: Store,
    territory: Territory,
    draft: Draft,
    standing: Standing,
    revision: i64,
    name: String,
}

pub(crate) fn run(args: &args::Plan, desk: &Desk, voice: &Voice) -> Result<(), Failure> {
    match args {
        args::Plan::New { name, list, empty, on } => new(name, list.as_deref(), *empty, *on, desk, voice),
        args::Plan::List => list(desk, voice),
        args::Plan::Edit { name, edit } => {
            let mut open = Open::find(name, desk)?;
            let edit = plan_edit::edit(edit, open.draft.plan())?;
            let command = Command::new(desk.author.clone(), edit);
            open.draft.apply(&open.territory, command).map_err(|refused| plan_edit::refused(&refused))?;
            open.edited("edit", desk, voice)
        }
        args::Plan::Number { name, pattern } => number(name, pattern.as_deref(), desk, voice),
        args::Plan::Undo(steps) => back_and_forth(steps, false, desk, voice),
        args::Plan::Redo(steps) => back_and_forth(steps, true, desk, voice),
        args::Plan::Check { name, rules } => {
            let mut open = Open::find(name, desk)?;
            let findings = open.findings(rules, desk)?;
            voice.findings(&findings);
            let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
            let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
            let list: Vec<_> = findings.iter().map(|finding| finding_json(finding, voice)).collect();
            voice.answer(&json!({ "errors": errors, "warnings": warnings, "findings": list }));
            if errors > 0 {
                return Err(Failure::Findings);
            }
            open.step(&Step::Check, &findings, desk, voice)
        }
        args::Plan::Diff { name, on } => diff(name, *on, desk, voice),
        args::Plan::Submit { name, reasons, rules } => {
            let mut open = Open::find(name, desk)?;
            open.standing.reasons = reasons.iter().map(|text| plan_state::reason(text)).collect::<Result<_, _>>()?;
            let findings = open.findings(rules, desk)?;
            open.step(&Step::Submit, &findings, desk, voice)
        }
        args::Plan::Approve { name, document } => {
            Open::find(name, desk)?.step(&Step::Approve { document: document.clone() }, &[], desk, voice)
        }
        args::Plan::Return { name } => Open::find(name, desk)?.step(&Step::Return, &[], desk, voice),
        args::Plan::Publish { name, from, rules } => publish(name, *from, rules, desk, voice),
    }
}

/// Begins a draft.
fn new(
    name: &str,
    list: Option<&std::path::Path>,
    empty: bool,
    on: Option<Day>,
    desk: &Desk,
    voice: &Voice,
) -> Result<(), Failure> {
    let mut store = desk.open()?;
    let (territory, in_force) = plan_of(&store, record::on(on), desk)?;
    let base = match (list, in_force) {
        (Some(path), in_force) => plan_edit::from_list(path, &territory, in_force.as_ref(), &store)?,
        (None, Some(plan)) if !empty => plan,
        (None, _) => Plan::singles(&territory),
    };
    let mut draft = Draft::new(&territory, base);
    draft.number_grids_from(store.next_grid().map_err(|fault| desk.failed(&fault))?);
    let grids = draft.plan().grids().len();
    let log = text(draft.log())?;
    let failed = |fault: store::Fault| desk.failed(&fault);
    if store.draft(name).map_err(failed)?.is_some() {
        return Err(Failure::usage("draft-there", &[("name", name.to_owned())]));
    }
    let mut writing = store.write(&desk.author, "plan new", record::now()).map_err(failed)?;
    writing.begin_draft(name, &Standing::default().text(), &log).map_err(failed)?;
    writing.commit().map_err(failed)?;
    voice.line("draft-begun", &[("name", name.to_owned()), ("grids", grids.to_string())]);
    voice.answer(&json!({ "draft": name, "grids": grids }));
    Ok(())
}

fn list(desk: &Desk, voice: &Voice) -> Result<(), Failure> {
    let drafts = desk.read()?.drafts().map_err(|fault| desk.failed(&fault))?;
    let state = |text: &str| Standing::parse(text).map(|standing| standing.state.id().to_owned()).unwrap_or_default();
    let rows: Vec<Vec<String>> = drafts.iter().map(|(name, text)| vec![name.clone(), state(text)]).collect();
    voice.answer(&rows.iter().map(|row| json!({ "draft": row[0], "state": row[1] })).collect());
    voice.table(&["head-name", "head-state"], rows);
    Ok(())
}

/// Gives codes to grids that have none; a code that was ever used is not given again.
fn number(name: &str, pattern: Option<&str>, desk: &Desk, voice: &Voice) -> Result<(), Failure> {
    let mut open = Open::find(name, desk)?;
    let own = |pattern: &str| Scheme::Own { pattern: pattern.to_owned() };
    let scheme = pattern.map_or(Scheme::Digits15, own);
    let history = open.store.code_history().map_err(|fault| desk.failed(&fault))?;
    let codes = plan::number(&open.territory, open.draft.plan(), &scheme, &history, &Numbering::Missing)
        .map_err(|fault| Failure::usage("edit-refused", &[("reason", fault.to_string())]))?;
    for (grid, code) in codes {
        let command = Command::new(desk.author.clone(), Edit::Recode { grid, code: Some(code) });
        open.draft.apply(&open.territory, command).map_err(|refused| plan_edit::refused(&refused))?;
    }
    open.edited("number", desk, voice)
}

fn back_and_forth(steps: &args::Steps, redo: bool, desk: &Desk, voice: &Voice) -> Result<(), Failure> {
    let mut open = Open::find(&steps.name, desk)?;
    for _ in 0..steps.steps {
        let author = Some(desk.author.as_str());
        let done =
            if redo { open.draft.redo(&open.territory, author) } else { open.draft.undo(&open.territory, author) };
        done.map_err(|refused| plan_edit::refused(&refused))?;
    }
    open.edited(if redo { "redo" } else { "undo" }, desk, voice)
}

fn diff(name: &str, on: Option<Day>, desk: &Desk, voice: &Voice) -> Result<(), Failure> {
    let open = Open::find(name, desk)?;
    let (_, in_force) = plan_of(&open.store, record::on(on), desk)?;
    let old = in_force.unwrap_or_default();
    let found = plan::compare(&open.territory, &old, open.draft.plan());
    tell_comparison(&found, voice);
    Ok(())
}

fn tell_comparison(found: &Comparison, voice: &Voice) {
    let figures = plan_edit::figures(found);
    let row = |(name, number): &(&str, String)| vec![voice.words.say(&format!("diff-{name}")), number.clone()];
    voice.table(&["head-figure", "head-value"], figures.iter().map(row).collect());
    let pairs = figures.iter().map(|(name, number)| ((*name).to_owned(), json!(number)));
    voice.answer(&serde_json::Value::Object(pairs.collect()));
}

/// Checks everything again and puts the plan in force: one transaction.
fn publish(name: &str, from: Day, rules: &args::Rules, desk: &Desk, voice: &Voice) -> Result<(), Failure> {
    let mut open = Open::find(name, desk)?;
    let findings = open.findings(rules, desk)?;
    let step = Step::Publish { from, today: record::today() };
    let state = plan::step(&open.standing.state, &step, &findings, &open.standing.reasons);
    open.standing.state = state.map_err(|blocked| plan_state::blocked(&blocked))?;
    let failed = |fault: store::Fault| desk.failed(&fault);
    let log = text(open.draft.log())?;
    let mut writing = open.store.write(&desk.author, "plan publish", record::now()).map_err(failed)?;
    let published = writing.put_plan(&open.territory, open.draft.plan(), from).map_err(failed)?;
    writing
        .keep_draft(name, open.revision, (&open.standing.text(), &log), &format!("in force from {from}"))
        .map_err(failed)?;
    writing.commit().map_err(failed)?;
    let figures = [("grids", published.grids), ("ended", published.ended), ("courtyards", published.courtyards)];
    let mut texts = vec![("name", name.to_owned()), ("day", from.to_string())];
    texts.extend(figures.iter().map(|(name, number)| (*name, number.to_string())));
    voice.line("plan-published", &texts);
    let (changed, ended, moved) = (published.grids, published.ended, published.courtyards);
    voice.answer(
        &json!({ "draft": name, "from": from.to_string(), "grids": changed, "ended": ended, "courtyards": moved }),
    );
    Ok(())
}

impl Open {
    fn find(name: &str, desk: &Desk) -> Result<Self, Failure> {
        let store = desk.open()?;
        let failed = |fault: store::Fault| desk.failed(&fault);
        let missing = || Failure::usage("draft-not-there", &[("name", name.to_owned())]);
        let kept = store.draft(name).map_err(failed)?.ok_or_else(missing)?;
        let broken = |reason: String| Failure::file(desk.folder(), reason);
        let log: DraftLog = serde_json::from_str(&kept.log).map_err(|fault| broken(fault.to_string()))?;
        let standing = Standing::parse(&kept.state).ok_or_else(|| broken(kept.state.clone()))?;
        let (territory, _) = plan_of(&store, AsOf::day(record::today()), desk)?;
        let draft = Draft::restore(&territory, log).map_err(|fault| broken(fault.to_string()))?;
        Ok(Open { store, territory, draft, standing, revision: kept.revision, name: name.to_owned() })
    }

    fn findings(&self, rules: &args::Rules, desk: &Desk) -> Result<Vec<Finding>, Failure> {
        let history = self.store.code_history().map_err(|fault| desk.failed(&fault))?;
        let households = Range { minimum: rules.minimum, maximum: rules.maximum };
        let rules = Rules { households, history, ..Rules::default() };
        Ok(plan::check(&self.territory, self.draft.plan(), &rules))
    }

    /// Keeps a draft that was edited: it is a draft again, whatever was checked before.
    fn edited(&mut self, what: &str, desk: &Desk, voice: &Voice) -> Result<(), Failure> {
        let state = plan::step(&self.standing.state, &Step::Edit, &[], &[]);
        self.standing.state = state.map_err(|blocked| plan_state::blocked(&blocked))?;
        self.keep(what, desk)?;
        let grids = self.draft.plan().grids().len();
        let log = self.draft.log();
        let (done, undone) = (log.done.len(), log.undone.len());
        let figures = [("name", self.name.clone()), ("grids", grids.to_string())];
        let counts = [("done", done.to_string()), ("undone", undone.to_string())];
        voice.line("draft-edited", &[figures, counts].concat());
        voice.answer(&json!({ "draft": self.name, "grids": grids, "done": done, "undone": undone }));
        Ok(())
    }

    fn step(&mut self, step: &Step, findings: &[Finding], desk: &Desk, voice: &Voice) -> Result<(), Failure> {
        let reasons: &[Reason] = &self.standing.reasons;
        let state: State = plan::step(&self.standing.state, step, findings, reasons)
            .map_err(|blocked| plan_state::blocked(&blocked))?;
        self.standing.state = state;
        self.keep(step.id(), desk)?;
        let state = voice.words.say(&format!("state-{}", self.standing.state.id()));
        voice.line("draft-stands", &[("name", self.name.clone()), ("state", state)]);
        Ok(())
    }

    fn keep(&mut self, what: &str, desk: &Desk) -> Result<(), Failure> {
        let failed = |fault: store::Fault| desk.failed(&fault);
        let log = text(self.draft.log())?;
        let mut writing = self.store.write(&desk.author, "plan edit", record::now()).map_err(failed)?;
        writing.keep_draft(&self.name, self.revision, (&self.standing.text(), &log), what).map_err(failed)?;
        writing.commit().map_err(failed)?;
        Ok(())
    }
}

/// The territory of a day and the plan in force on it.
fn plan_of(store: &Store, as_of: AsOf, desk: &Desk) -> Result<(Territory, Option<Plan>), Failure> {
    let failed = |fault: store::Fault| desk.failed(&fault);
    let missing = || Failure::usage("no-territory", &[("day", as_of.valid.to_string())]);
    let territory = store.territory(as_of).map_err(failed)?.ok_or_else(missing)?;
    let plan = store.plan(&territory, as_of).map_err(failed)?;
    Ok((territory, plan))
}

fn text(log: &DraftLog) -> Result<String, Failure> {
    serde_json::to_string(log).map_err(|fault| Failure::file(std::path::Path::new("draft"), fault))
}

fn finding_json(finding: &Finding, voice: &Voice) -> serde_json::Value {
    json!({
        "rule": finding.rule.id(),
        "severity": finding.severity.id(),
        "code": finding.place.code,
        "text": voice.message(finding),
    })
}

/// The first table of a list file.
pub(crate) fn pairs(path: &std::path::Path) -> Result<Vec<(String, String)>, Failure> {
    let reading = formats::read(&files::bundle(path)?, &formats::ReadOptions::default());
    let none = || Failure::file(path, reading.findings.first().map_or("no table", |finding| finding.rule.id()));
    Ok(crate::plan::pairs(reading.tables.first().ok_or_else(none)?))
}

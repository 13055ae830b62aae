//! Drafts in the record: begun, edited by several people, checked, taken from step to step.

use std::sync::Arc;

use jiff::Timestamp;
use model::{Day, Finding, Severity};
use plan::{
    Applied, Blocked, Command, DraftLog, Edit, GridId, Numbering, Plan, Reason, Refused, State, Step, Territory,
};
use serde::Serialize;
use store::Store;

use super::beginning::plan_of;
use super::listing::grid_named;
use crate::{DistrictRules, DraftFault, DraftStanding, Fault, Origin, plan_in_force};

/// How often an edit is tried again when others keep the draft at the same time.
const ATTEMPTS: usize = 20;

/// Who does something, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// Who.
    pub author: String,
    /// The moment.
    pub at: Timestamp,
    /// The day at the district's place.
    pub today: Day,
}

/// A draft as it lies in the record, opened.
#[derive(Debug, Clone)]
pub struct OpenDraft {
    pub(crate) name: String,
    pub(crate) territory: Arc<Territory>,
    pub(crate) draft: plan::Draft,
    pub(crate) standing: DraftStanding,
    pub(crate) revision: i64,
    pub(crate) exact: bool,
}

impl OpenDraft {
    /// Begins a draft on the territory of a day.
    ///
    /// # Errors
    /// When the name is taken, a list is no plan, or the record fails.
    pub fn begin(store: &mut Store, by: &Signature, name: &str, origin: &Origin, day: Day) -> Result<Self, DraftFault> {
        let (territory, in_force) = plan_in_force(store, day)?;
        let next = store.next_grid()?;
        let mut draft =
            plan::Draft::new(&territory, plan_of(origin, &territory, in_force, (next, &store.code_history()?))?);
        draft.number_grids_from(next);
        if store.draft(name)?.is_some() {
            return Err(DraftFault::There(name.to_owned()));
        }
        let standing = DraftStanding::begun(day);
        let mut writing = store.write_aside(&by.author, "plan new", by.at)?;
        let base = json(&draft.log().base, name)?;
        writing.begin_draft(name, &standing.text(), (&base, &text(draft.log(), name)?))?;
        writing.commit()?;
        Ok(OpenDraft {
            name: name.to_owned(),
            territory: Arc::new(territory),
            draft,
            standing,
            revision: 1,
            exact: false,
        })
    }

    /// Opens a draft on the territory that it was begun on; `today` where it does not say.
    ///
    /// # Errors
    /// When it is not there, does not read back, or the record fails.
    pub fn find(store: &Store, name: &str, today: Day) -> Result<Self, DraftFault> {
        let (standing, log, revision) = kept(store, name)?;
        let day = standing.base.unwrap_or(today);
        let territory = store.territory(store::AsOf::day(day))?.ok_or(Fault::NoTerritory(day))?;
        let draft = restored(&territory, log, name)?;
        Ok(OpenDraft { name: name.to_owned(), territory: Arc::new(territory), draft, standing, revision, exact: false })
    }

    /// Changes are made on this revision only: when somebody else kept theirs since, they are refused, not made on top.
    #[must_use]
    pub fn exactly(self) -> Self {
        OpenDraft { exact: true, ..self }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it is made on.
    pub fn territory(&self) -> &Territory {
        &self.territory
    }

    /// The plan as it is now.
    pub fn plan(&self) -> &Plan {
        self.draft.plan()
    }

    /// Its edits.
    pub fn log(&self) -> &DraftLog {
        self.draft.log()
    }

    /// Where it stands.
    pub fn standing(&self) -> &DraftStanding {
        &self.standing
    }

    /// Rises with everything that is kept of it.
    pub fn revision(&self) -> i64 {
        self.revision
    }

    /// What its author sees: the last edit of every grid, for a [`Command`] that is sent later.
    pub fn seen(&self) -> Vec<(GridId, u64)> {
        self.plan().grids().keys().map(|&grid| (grid, self.draft.revision(grid))).collect()
    }

    /// What edits would change, without making them.
    ///
    /// # Errors
    /// The number of the first that could not be made, from 0, and why.
    pub fn tried(&self, author: &str, edits: &[Edit]) -> Result<(Plan, Vec<Applied>), (usize, DraftFault)> {
        let mut draft = self.draft.clone();
        let mut one = |(number, edit): (usize, &Edit)| {
            let command = Command::new(author, edit.clone());
            draft.apply(&self.territory, command).map_err(|refused| (number, refused.into()))
        };
        let applied = edits.iter().enumerate().map(&mut one).collect::<Result<_, _>>()?;
        Ok((draft.plan().clone(), applied))
    }

    /// The last edit that touches a grid; 0 while none did.
    pub fn grid_revision(&self, grid: GridId) -> u64 {
        self.draft.revision(grid)
    }

    /// What it is made on, shared.
    pub fn shared_territory(&self) -> Arc<Territory> {
        Arc::clone(&self.territory)
    }

    /// The grid that people name by its code or by # and its number.
    pub fn grid_named(&self, text: &str) -> Option<GridId> {
        grid_named(self.plan(), text)
    }

    /// Makes an edit and keeps it. When somebody else kept theirs meanwhile, it is made again on top, unless both
    /// changed the same grid.
    ///
    /// # Errors
    /// Why it was not made; a conflict names both authors.
    pub fn edit(&mut self, store: &mut Store, by: &Signature, command: &Command) -> Result<Applied, DraftFault> {
        let seen = command.seen.clone();
        self.change(store, by, "edit", seen, |draft, territory, seen| {
            draft.apply(territory, Command { seen: seen.to_vec(), ..command.clone() })
        })
    }

    /// Makes several edits by somebody who looks at the draft as it is, all of them or none.
    ///
    /// # Errors
    /// The number of the first that was not made, from 0, and why; when the record fails, 0.
    pub fn edit_all(
        &mut self,
        store: &mut Store,
        by: &Signature,
        edits: &[Edit],
    ) -> Result<Vec<Applied>, (usize, DraftFault)> {
        let reached = std::cell::Cell::new(0);
        let done = self.change(store, by, "edit", Vec::new(), |draft, territory, seen| {
            let one = |(number, edit): (usize, &Edit)| {
                reached.set(number);
                draft.apply(territory, Command { seen: seen.to_vec(), ..Command::new(&by.author, edit.clone()) })
            };
            edits.iter().enumerate().map(one).collect()
        });
        done.map_err(|fault| (if matches!(fault, DraftFault::Refused(_)) { reached.get() } else { 0 }, fault))
    }

    /// Takes back the author's last edits.
    ///
    /// # Errors
    /// When there are not so many, or somebody built on one; nothing is taken back then.
    pub fn undo(&mut self, store: &mut Store, by: &Signature, steps: usize) -> Result<Vec<Applied>, DraftFault> {
        let author = Some(by.author.as_str());
        self.change(store, by, "undo", Vec::new(), |draft, territory, _| {
            (0..steps).map(|_| draft.undo(territory, author)).collect()
        })
    }

    /// Makes the author's edits again that were taken back last.
    ///
    /// # Errors
    /// When there are not so many, or somebody changed a grid of one since; nothing is made again then.
    pub fn redo(&mut self, store: &mut Store, by: &Signature, steps: usize) -> Result<Vec<Applied>, DraftFault> {
        let author = Some(by.author.as_str());
        self.change(store, by, "redo", Vec::new(), |draft, territory, _| {
            (0..steps).map(|_| draft.redo(territory, author)).collect()
        })
    }

    /// Gives codes to grids that have none; a code that was ever used is not given again. Returns how many were given.
    ///
    /// # Errors
    /// When the scheme does not fit, or the record fails.
    pub fn number(&mut self, store: &mut Store, by: &Signature, scheme: &plan::Scheme) -> Result<usize, DraftFault> {
        let history = store.code_history()?;
        let codes = plan::number(&self.territory, self.plan(), scheme, &history, &Numbering::Missing)?;
        self.change(store, by, "number", Vec::new(), |draft, territory, seen| {
            for (grid, code) in &codes {
                let edit = Edit::Recode { grid: *grid, code: Some(code.clone()) };
                draft.apply(territory, Command { seen: seen.to_vec(), ..Command::new(&by.author, edit) })?;
            }
            Ok(codes.len())
        })
    }

    /// Everything that does not hold in it.
    ///
    /// # Errors
    /// When the record fails.
    pub fn findings(&self, store: &Store, rules: &DistrictRules) -> Result<Vec<Finding>, DraftFault> {
        let rules = rules.for_plan(&self.territory, store.code_history()?);
        Ok(plan::check(&self.territory, self.plan(), &rules))
    }

    /// Hands it in with the written reasons for its warnings, checked against the district's rules.
    ///
    /// # Errors
    /// Errors and warnings without a reason stand in the way.
    pub fn submit(&mut self, store: &mut Store, by: &Signature, reasons: Vec<Reason>) -> Result<(), DraftFault> {
        let findings = self.findings(store, &DistrictRules::read(store)?)?;
        let standing = DraftStanding { reasons, ..self.standing.clone() };
        let before = std::mem::replace(&mut self.standing, standing);
        let done = self.step(store, by, &Step::Submit, &findings);
        if done.is_err() {
            self.standing = before;
        }
        done
    }

    /// Takes a step that changes nothing but where it stands; for publishing and withdrawing there are functions.
    ///
    /// # Errors
    /// When it does not follow, findings stand in the way, or somebody else was faster.
    pub fn step(
        &mut self,
        store: &mut Store,
        by: &Signature,
        step: &Step,
        findings: &[Finding],
    ) -> Result<(), DraftFault> {
        let state = self.after(step, findings)?;
        let standing = DraftStanding { state, ..self.standing.clone() };
        let mut writing = store.write_aside(&by.author, "plan step", by.at)?;
        let log = text(self.log(), &self.name)?;
        self.revision = writing.keep_draft(&self.name, self.revision, (&standing.text(), &log), step.id())?;
        writing.commit()?;
        self.standing = standing;
        Ok(())
    }

    /// The state after a step.
    pub(crate) fn after(&self, step: &Step, findings: &[Finding]) -> Result<State, DraftFault> {
        let reasons = &self.standing.reasons;
        plan::step(&self.standing.state, step, findings, reasons).map_err(|blocked| match blocked {
            Blocked::Errors(_) => {
                let errors = findings.iter().filter(|finding| finding.severity == Severity::Error);
                DraftFault::Errors(errors.cloned().collect())
            }
            Blocked::ReasonsMissing(_) => {
                DraftFault::Unexplained(plan::missing_reasons(findings, reasons).into_iter().cloned().collect())
            }
            other => DraftFault::Blocked(other),
        })
    }

    /// Changes the draft and keeps it; should somebody else have kept it first, the change is made on theirs. What its
    /// author saw then counts: a grid that the other changed too is a conflict.
    fn change<T>(
        &mut self,
        store: &mut Store,
        by: &Signature,
        what: &str,
        mut seen: Vec<(GridId, u64)>,
        make: impl Fn(&mut plan::Draft, &Territory, &[(GridId, u64)]) -> Result<T, Refused>,
    ) -> Result<T, DraftFault> {
        for _ in 0..ATTEMPTS {
            let state = self.after(&Step::Edit, &[])?;
            let standing = DraftStanding { state, ..self.standing.clone() };
            let mut draft = self.draft.clone();
            let made = make(&mut draft, &self.territory, &seen)?;
            let log = text(draft.log(), &self.name)?;
            let mut writing = store.write_aside(&by.author, "plan edit", by.at)?;
            match writing.keep_draft(&self.name, self.revision, (&standing.text(), &log), what) {
                Ok(revision) => {
                    writing.commit()?;
                    (self.draft, self.standing, self.revision) = (draft, standing, revision);
                    return Ok(made);
                }
                Err(store::Fault::Conflict { .. }) if !self.exact => drop(writing),
                Err(fault) => return Err(fault.into()),
            }
            if seen.is_empty() {
                seen = self.seen();
            }
            self.reload(store)?;
        }
        Err(DraftFault::Restless(self.name.clone()))
    }

    fn reload(&mut self, store: &Store) -> Result<(), DraftFault> {
        let (standing, log, revision) = kept(store, &self.name)?;
        self.draft = restored(&self.territory, log, &self.name)?;
        (self.standing, self.revision) = (standing, revision);
        Ok(())
    }
}

/// The edits as they are kept. The plan that a draft began with is most of its bytes and never changes: it is kept once,
/// beside.
pub(crate) fn text(log: &DraftLog, name: &str) -> Result<String, DraftFault> {
    let DraftLog { territory, base: _, done, undone, aside, next_number, next_grid } = log;
    let (next_number, next_grid, territory) = (*next_number, *next_grid, *territory);
    json(&Edits { territory, base: [], done, undone, aside, next_number, next_grid }, name)
}

/// A draft's log without its base.
#[derive(Serialize)]
struct Edits<'a> {
    territory: u64,
    base: [(); 0],
    done: &'a [plan::Entry],
    undone: &'a [plan::Undone],
    aside: &'a [plan::Entry],
    next_number: u64,
    next_grid: u32,
}

fn json(value: &impl Serialize, name: &str) -> Result<String, DraftFault> {
    let failed = |fault: serde_json::Error| DraftFault::Damaged { name: name.to_owned(), reason: fault.to_string() };
    serde_json::to_string(value).map_err(failed)
}

fn kept(store: &Store, name: &str) -> Result<(DraftStanding, DraftLog, i64), DraftFault> {
    let kept = store.draft(name)?.ok_or_else(|| DraftFault::NotThere(name.to_owned()))?;
    let damaged = |reason: String| DraftFault::Damaged { name: name.to_owned(), reason };
    let failed = |fault: serde_json::Error| damaged(fault.to_string());
    let base = serde_json::from_str(&kept.base).map_err(failed)?;
    let log = DraftLog { base, ..serde_json::from_str(&kept.log).map_err(failed)? };
    let standing = DraftStanding::parse(&kept.state).ok_or_else(|| damaged(kept.state.clone()))?;
    Ok((standing, log, kept.revision))
}

fn restored(territory: &Territory, log: DraftLog, name: &str) -> Result<plan::Draft, DraftFault> {
    plan::Draft::restore(territory, log).map_err(|broken| match broken {
        plan::Broken::OtherTerritory => DraftFault::OtherTerritory(name.to_owned()),
        other => DraftFault::Damaged { name: name.to_owned(), reason: other.to_string() },
    })
}

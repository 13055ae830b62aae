//! A draft: a plan, the edits that made it from its base, and those that were taken back.

use crate::apply::delta_of;
use crate::log::{Broken, DraftLog, Entry, Undone};
use crate::refused::{Conflict, EditBy, Refused};
use crate::{Delta, Edit, GridId, Plan, Territory};

/// A plan in the making. Several people may edit it: everybody takes back and makes again their own edits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    plan: Plan,
    log: DraftLog,
}

/// An edit, who makes it, and what they saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// Who.
    pub author: String,
    /// What.
    pub edit: Edit,
    /// Revisions of grids as the author saw them ([`Draft::revision`]); grids that are not named are not compared.
    pub seen: Vec<(GridId, u64)>,
}

/// A change that was made to the plan; what a [`crate::Checker`] needs to look again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// The edit that was made, taken back or made again.
    pub number: u64,
    /// What changed in the plan.
    pub delta: Delta,
}

impl Command {
    /// An edit by somebody who looks at the draft as it is now.
    pub fn new(author: impl Into<String>, edit: Edit) -> Self {
        Command { author: author.into(), edit, seen: Vec::new() }
    }
}

impl Draft {
    /// A draft that begins with a plan of a territory.
    pub fn new(territory: &Territory, base: Plan) -> Self {
        let log = DraftLog {
            territory: territory.fingerprint(),
            base: base.rows(),
            done: Vec::new(),
            undone: Vec::new(),
            aside: Vec::new(),
            next_number: 1,
            next_grid: base.last_id() + 1,
        };
        Draft { plan: base, log }
    }

    /// The draft that rows hold.
    ///
    /// # Errors
    /// When they are from another territory or do not fit together.
    pub fn restore(territory: &Territory, log: DraftLog) -> Result<Self, Broken> {
        if log.territory != territory.fingerprint() {
            return Err(Broken::OtherTerritory);
        }
        let mut plan = Plan::new(territory, log.base.clone()).map_err(Broken::Base)?;
        for entry in &log.done {
            plan.change(territory, &entry.delta).map_err(|_| Broken::Entry(entry.number))?;
        }
        let entries = || log.done.iter().chain(log.undone.iter().map(|undone| &undone.entry)).chain(&log.aside);
        let last = entries().map(|entry| entry.number).max().unwrap_or(0);
        let grids = entries().flat_map(|entry| entry.delta.grids()).chain(log.base.iter().map(|row| row.id));
        if log.next_number <= last || grids.max().is_some_and(|id| log.next_grid <= id.0) {
            return Err(Broken::Counters);
        }
        Ok(Draft { plan, log })
    }

    /// The plan as it is now.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The draft as rows.
    pub fn log(&self) -> &DraftLog {
        &self.log
    }

    /// The number of the last edit that touches a grid; 0 while none did.
    pub fn revision(&self, grid: GridId) -> u64 {
        self.log.done.iter().rev().find(|entry| touches(&entry.delta, grid)).map_or(0, |entry| entry.number)
    }

    /// Makes new grids numbered from `next` on, where other drafts of the district took numbers since.
    pub fn number_grids_from(&mut self, next: u32) {
        self.log.next_grid = self.log.next_grid.max(next);
    }

    /// Makes an edit.
    ///
    /// # Errors
    /// When it cannot be made or somebody else changed a grid that it touches since its author looked; the draft is
    /// then as it was.
    pub fn apply(&mut self, territory: &Territory, command: Command) -> Result<Applied, Refused> {
        // First whether somebody else was faster: an edit on what is no longer there is a conflict, not a mistake.
        self.compare_seen(&command, |_| true).or_else(|conflict| {
            let touched = delta_of(territory, &self.plan, self.log.next_grid, &command.edit).map(|delta| delta.grids());
            match touched {
                Ok(touched) => self.compare_seen(&command, |grid| touched.contains(&grid)),
                Err(_) => Err(conflict),
            }
        })?;
        let delta = delta_of(territory, &self.plan, self.log.next_grid, &command.edit)?;
        self.plan.change(territory, &delta).map_err(|_| Refused::Nothing)?;
        let number = self.log.next_number;
        self.log.next_number += 1;
        self.log.next_grid = self.log.next_grid.max(self.plan.last_id() + 1);
        let author = command.author;
        let (put_aside, kept) = self.log.undone.drain(..).partition(|undone| undone.entry.author == author);
        self.log.undone = kept;
        let put_aside: Vec<Undone> = put_aside;
        self.log.aside.extend(put_aside.into_iter().map(|undone| undone.entry));
        self.log.done.push(Entry { number, author, edit: command.edit, delta: delta.clone() });
        Ok(Applied { number, delta })
    }

    /// Takes back the last edit, or the last one of an author.
    ///
    /// # Errors
    /// When there is none, or somebody else has built on it since.
    pub fn undo(&mut self, territory: &Territory, author: Option<&str>) -> Result<Applied, Refused> {
        let own = |entry: &Entry| author.is_none_or(|author| entry.author == author);
        let place = self.log.done.iter().rposition(own).ok_or(Refused::NoMore)?;
        let entry = &self.log.done[place];
        if let Some(later) = self.log.done[place + 1..].iter().find(|later| later.delta.meets(&entry.delta)) {
            return Err(conflict(entry.by(), later).into());
        }
        let delta = entry.delta.inverse();
        self.plan.change(territory, &delta).map_err(|_| Refused::NoMore)?;
        let entry = self.log.done.remove(place);
        let number = entry.number;
        let revisions = delta.grids().into_iter().map(|grid| (grid, self.revision(grid))).collect();
        self.log.undone.push(Undone { entry, revisions });
        Ok(Applied { number, delta })
    }

    /// Makes again the edit that was taken back last, or the last one of an author.
    ///
    /// # Errors
    /// When there is none, or somebody else changed a grid that it touches since.
    pub fn redo(&mut self, territory: &Territory, author: Option<&str>) -> Result<Applied, Refused> {
        let own = |undone: &Undone| author.is_none_or(|author| undone.entry.author == author);
        let place = self.log.undone.iter().rposition(own).ok_or(Refused::NoMore)?;
        let Undone { entry, revisions } = &self.log.undone[place];
        let same = revisions.iter().all(|&(grid, revision)| self.revision(grid) == revision);
        let delta = entry.delta.clone();
        if !same || self.plan.change(territory, &delta).is_err() {
            let later = self.log.done.iter().rfind(|later| later.delta.meets(&delta));
            return Err(later.map_or(Refused::NoMore, |later| conflict(entry.by(), later).into()));
        }
        let entry = self.log.undone.remove(place).entry;
        let number = entry.number;
        self.log.done.push(entry);
        Ok(Applied { number, delta })
    }

    /// Whether somebody else changed a grid since the command's author saw it.
    fn compare_seen(&self, command: &Command, counts: impl Fn(GridId) -> bool) -> Result<(), Refused> {
        for &(grid, seen) in command.seen.iter().filter(|(grid, _)| counts(*grid)) {
            let other = |entry: &&Entry| entry.author != command.author && touches(&entry.delta, grid);
            // What was made again after the seen edit stands behind it, whatever its number.
            let place = self.log.done.iter().position(|entry| entry.number == seen);
            let later = |(idx, entry): &(usize, &Entry)| place.map_or(entry.number > seen, |place| *idx > place);
            let newest_first = self.log.done.iter().enumerate().rev();
            let since = newest_first.filter(later).map(|(_, entry)| entry).find(other);
            let undone = self.log.undone.iter().map(|undone| &undone.entry).chain(&self.log.aside);
            let taken_back = undone.filter(other).find(|entry| entry.number == seen);
            if let Some(entry) = since.or(taken_back) {
                let mine = EditBy { number: None, author: command.author.clone(), edit: command.edit.clone() };
                return Err(conflict_on(Some(grid), mine, entry).into());
            }
        }
        Ok(())
    }
}

impl Entry {
    /// The edit and who made it.
    pub fn by(&self) -> EditBy {
        EditBy { number: Some(self.number), author: self.author.clone(), edit: self.edit.clone() }
    }
}

impl From<Conflict> for Refused {
    fn from(conflict: Conflict) -> Self {
        Refused::Conflict(Box::new(conflict))
    }
}

fn touches(delta: &Delta, grid: GridId) -> bool {
    delta.infos.iter().any(|change| change.grid == grid)
        || delta.cells.iter().any(|moved| moved.before == Some(grid) || moved.after == Some(grid))
}

fn conflict(mine: EditBy, theirs: &Entry) -> Conflict {
    let grid = theirs.delta.grids().into_iter().next();
    conflict_on(grid, mine, theirs)
}

fn conflict_on(grid: Option<GridId>, mine: EditBy, theirs: &Entry) -> Conflict {
    Conflict { grid, mine, theirs: theirs.by() }
}

//! What does not hold in a plan, kept grid by grid, so that an edit is looked at only where it was.

mod figures;
mod findings;
mod hole;
mod repeated;

use std::collections::{BTreeMap, BTreeSet};

use model::{Finding, Place, Rule, Severity};

use crate::{Delta, GridId, Plan, Rules, Territory};
pub use figures::GridFigures;
use repeated::Repeated;

/// All findings of a plan, looked for from the beginning.
pub fn check(territory: &Territory, plan: &Plan, rules: &Rules) -> Vec<Finding> {
    Checker::new(territory, plan, rules.clone()).findings()
}

/// The findings of a plan, kept up to date edit by edit.
///
/// Every finding names its grid by code where it has one (`place.code`) and by number (figure `grid`).
#[derive(Debug, Clone, PartialEq)]
pub struct Checker {
    rules: Rules,
    grids: BTreeMap<GridId, Looked>,
    repeated: Repeated,
    /// Ground of nobody that should belong to a grid.
    free: BTreeMap<u32, Finding>,
    /// Courtyards in grids, and twice the area of all cells, in grids or not.
    courtyards: usize,
    area2_mm2: i128,
    /// The same of the territory.
    whole: (usize, i128),
    /// Ground in no grid, twice, mm².
    free2_mm2: i128,
    /// Errors, warnings and notes of single grids.
    counts: [usize; 3],
}

/// What is known of one grid.
#[derive(Debug, Clone, PartialEq)]
struct Looked {
    figures: GridFigures,
    findings: Vec<Finding>,
}

impl Checker {
    /// Looks at a whole plan.
    pub fn new(territory: &Territory, plan: &Plan, rules: Rules) -> Self {
        let cells = 0..territory.cells().len() as u32;
        let area2 = |cell: u32| territory.shape(cell).area2_mm2;
        let mut checker = Checker {
            rules,
            grids: BTreeMap::new(),
            repeated: Repeated::default(),
            free: BTreeMap::new(),
            courtyards: 0,
            area2_mm2: 0,
            whole: (territory.courtyards().len(), cells.clone().map(area2).sum()),
            free2_mm2: 0,
            counts: [0; 3],
        };
        for cell in cells.filter(|&cell| plan.grid_of_cell(cell).is_none()) {
            checker.free2_mm2 += area2(cell);
            checker.look_at_ground(territory, cell);
        }
        for &grid in plan.grids().keys() {
            checker.look_at(territory, plan, grid);
        }
        checker
    }

    /// Looks again where a change was; `plan` is the plan after it.
    pub fn update(&mut self, territory: &Territory, plan: &Plan, delta: &Delta) {
        for moved in &delta.cells {
            let area2 = territory.shape(moved.cell).area2_mm2;
            if moved.before.is_none() {
                self.free2_mm2 -= area2;
                self.free.remove(&moved.cell);
            }
            if moved.after.is_none() {
                self.free2_mm2 += area2;
                self.look_at_ground(territory, moved.cell);
            }
        }
        for grid in concerned(territory, plan, delta) {
            self.look_at(territory, plan, grid);
        }
    }

    /// All findings: of the whole, grid by grid, repeated codes and names, ground that nobody has.
    pub fn findings(&self) -> Vec<Finding> {
        let mut found = self.of_the_whole();
        found.extend(self.grids.values().flat_map(|looked| looked.findings.iter().cloned()));
        found.extend(self.repeated.findings(&self.rules));
        found.extend(self.free.values().cloned());
        found
    }

    /// How many findings there are: errors, warnings, notes.
    pub fn counts(&self) -> [usize; 3] {
        let mut counts = self.counts;
        let others = self.of_the_whole().into_iter().chain(self.repeated.findings(&self.rules));
        others.for_each(|finding| counts[place(&finding)] += 1);
        self.free.values().for_each(|finding| counts[place(finding)] += 1);
        counts
    }

    /// The findings of one grid, repeated codes and names left out.
    pub fn findings_of(&self, grid: GridId) -> &[Finding] {
        self.grids.get(&grid).map_or(&[], |looked| &looked.findings)
    }

    /// The figures of a grid.
    pub fn figures(&self, grid: GridId) -> Option<&GridFigures> {
        self.grids.get(&grid).map(|looked| &looked.figures)
    }

    /// The rules that it holds plans against.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    fn look_at(&mut self, territory: &Territory, plan: &Plan, id: GridId) {
        if let Some(old) = self.grids.remove(&id) {
            self.courtyards -= old.figures.courtyards;
            self.area2_mm2 -= old.figures.area2_mm2;
            old.findings.iter().for_each(|finding| self.counts[place(finding)] -= 1);
        }
        self.repeated.forget(id);
        let Some(grid) = plan.grid(id) else { return };
        let figures = GridFigures::of(territory, plan, id, grid);
        self.repeated.note(id, figures.community, &grid.info);
        let findings = findings::of_grid(territory, plan, &self.rules, id, &figures);
        self.courtyards += figures.courtyards;
        self.area2_mm2 += figures.area2_mm2;
        findings.iter().for_each(|finding| self.counts[place(finding)] += 1);
        self.grids.insert(id, Looked { figures, findings });
    }

    fn look_at_ground(&mut self, territory: &Territory, cell: u32) {
        if let Some(finding) = findings::of_ground(territory, &self.rules, cell) {
            self.free.insert(cell, finding);
        }
    }

    /// Membership and territory: every courtyard counted once, every square millimetre once.
    fn of_the_whole(&self) -> Vec<Finding> {
        let mut found = Vec::new();
        let error = |rule| Finding::new(rule, Severity::Error, Place::default());
        if self.courtyards != self.whole.0 {
            let finding = error(Rule::MembershipInexact).with("courtyards", self.courtyards);
            found.push(finding.with("of", self.whole.0));
        }
        let difference2 = self.area2_mm2 + self.free2_mm2 - self.whole.1;
        if difference2 != 0 {
            found.push(error(Rule::TerritoryInexact).with("area_m2", difference2 as f64 / 2e6));
        }
        found
    }
}

/// Where a finding counts in errors, warnings, notes.
fn place(finding: &Finding) -> usize {
    2 - finding.severity as usize
}

/// The grids that a change touches, and those beside them.
fn concerned(territory: &Territory, plan: &Plan, delta: &Delta) -> BTreeSet<GridId> {
    let mut grids = delta.grids();
    let held = grids.iter().filter_map(|&id| plan.grid(id)).flat_map(|grid| grid.cells().iter().copied());
    let cells: Vec<u32> = held.chain(delta.cells.iter().map(|moved| moved.cell)).collect();
    for cell in cells {
        grids.extend(territory.beside(cell).filter_map(|(other, _)| plan.grid_of_cell(other)));
    }
    grids
}

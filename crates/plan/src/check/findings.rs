//! What does not hold in one grid.

use std::collections::BTreeSet;

use model::{Finding, Place, Rule, Severity};
use topology::{Adjacency, LineKind};

use super::figures::GridFigures;
use super::hole;
use crate::{CellKind, Grid, GridId, GridKind, Plan, Rules, Territory};

/// A grid that is looked at, and what is found.
struct Look<'a> {
    territory: &'a Territory,
    plan: &'a Plan,
    rules: &'a Rules,
    id: GridId,
    grid: &'a Grid,
    figures: &'a GridFigures,
    found: Vec<Finding>,
}

pub(super) fn of_grid(
    territory: &Territory,
    plan: &Plan,
    rules: &Rules,
    id: GridId,
    figures: &GridFigures,
) -> Vec<Finding> {
    let Some(grid) = plan.grid(id) else { return Vec::new() };
    let mut look = Look { territory, plan, rules, id, grid, figures, found: Vec::new() };
    look.code();
    look.community();
    look.connection();
    look.holes();
    look.enclave();
    look.households();
    look.compactness();
    look.found
}

/// Ground of nobody that is small enough to belong to a grid.
pub(super) fn of_ground(territory: &Territory, rules: &Rules, cell: u32) -> Option<Finding> {
    let area_m2 = territory.area_m2(cell);
    if territory.cells()[cell as usize].kind != CellKind::Remainder || area_m2 > rules.remainder_m2 {
        return None;
    }
    let place = Place { position: Some(territory.point(cell)), ..Place::default() };
    let rule = Rule::GroundUnassigned;
    let finding = Finding::new(rule, rules.severity(rule, Severity::Warning), place);
    Some(finding.with("cell", cell).with("area_m2", format!("{area_m2:.1}")))
}

impl Look<'_> {
    fn finding(&self, rule: Rule, usual: Severity) -> Finding {
        let position = self.grid.cells().first().map(|&cell| self.territory.point(cell));
        let place = Place { code: self.grid.info.code.clone(), position, ..Place::default() };
        Finding::new(rule, self.rules.severity(rule, usual), place).with("grid", self.id)
    }

    /// Adds a finding; where a document allows the exception, as a note that names it.
    fn excusable(&mut self, mut finding: Finding) {
        if let Some(document) = &self.grid.info.exception {
            finding.severity = Severity::Note;
            finding = finding.with("document", document);
        }
        self.found.push(finding);
    }

    fn code(&mut self) {
        match &self.grid.info.code {
            None => self.found.push(self.finding(Rule::CodeMissing, Severity::Error)),
            Some(code) if !self.rules.history.allows(code, self.id) => {
                self.found.push(self.finding(Rule::GridCodeReused, Severity::Error));
            }
            Some(_) => {}
        }
        if self.grid.info.name.is_empty() {
            self.found.push(self.finding(Rule::NameEmpty, Severity::Note));
        }
    }

    fn community(&mut self) {
        if self.figures.communities > 1 {
            let finding = self.finding(Rule::GridAcrossCommunities, Severity::Error);
            self.excusable(finding.with("communities", self.figures.communities));
        }
    }

    /// Connected at all; connected without crossing barriers; barriers inside.
    fn connection(&mut self) {
        let parts = self.parts(|_| true);
        if parts > 1 {
            self.excusable(self.finding(Rule::GridNotContiguous, self.graver()).with("parts", parts));
        }
        for &kind in &self.rules.not_crossed {
            let length_m = self.figures.inside_m(kind);
            if length_m > self.rules.crossed_m {
                let apart = self.parts(|border| other_mm(border, kind) > 0);
                let usual = if apart > parts { self.graver() } else { Severity::Warning };
                let finding = self.finding(Rule::GridAcrossBarrier, usual).with("barrier", barrier_id(kind));
                self.excusable(finding.with("length_m", format!("{length_m:.1}")).with("parts", apart));
            }
        }
    }

    /// Only grids that are made of courtyards must hang together; compounds of one keeper may lie apart.
    fn graver(&self) -> Severity {
        if self.grid.info.kind == GridKind::Governance { Severity::Error } else { Severity::Warning }
    }

    /// Pieces of the grid when only some borders connect.
    fn parts(&self, connects: impl Fn(&Adjacency) -> bool) -> usize {
        let cells = self.grid.cells();
        let mut reached = vec![false; cells.len()];
        let mut parts = 0;
        for start in 0..cells.len() {
            if std::mem::replace(&mut reached[start], true) {
                continue;
            }
            parts += 1;
            let mut queue = vec![cells[start]];
            while let Some(cell) = queue.pop() {
                for (other, _) in self.territory.beside(cell).filter(|(_, border)| connects(border)) {
                    if let Ok(place) = cells.binary_search(&other)
                        && !std::mem::replace(&mut reached[place], true)
                    {
                        queue.push(other);
                    }
                }
            }
        }
        parts
    }

    /// A hole around compounds, sites and parks alone is as it should be: they are cut out, not laid over.
    fn holes(&mut self) {
        let kind = |cell: &u32| self.territory.cells()[*cell as usize].kind;
        for hole in hole::holes(self.territory, self.grid.cells()) {
            let sites = hole.iter().all(|cell| !matches!(kind(cell), CellKind::Courtyard | CellKind::Remainder));
            let usual = if sites { Severity::Note } else { Severity::Warning };
            let area_m2: f64 = hole.iter().map(|&cell| self.territory.area_m2(cell)).sum();
            let mut finding = self.finding(Rule::GridHole, usual).with("area_m2", format!("{area_m2:.1}"));
            finding.place.position = hole.first().map(|&cell| self.territory.point(cell));
            self.excusable(finding);
        }
    }

    /// Whether the grid lies wholly inside one other.
    fn enclave(&mut self) {
        let cells = self.grid.cells();
        let beside = || cells.iter().flat_map(|&cell| self.territory.beside(cell).map(|(other, _)| other));
        let outside = || beside().filter(|other| cells.binary_search(other).is_err());
        let around: BTreeSet<Option<GridId>> = outside().map(|other| self.plan.grid_of_cell(other)).collect();
        let (1, Some(Some(other))) = (around.len(), around.first()) else { return };
        if cells.iter().any(|&cell| self.territory.at_rim(cell)) {
            return;
        }
        let own = self.grid.info.kind != GridKind::Governance;
        let finding = self.finding(Rule::GridEnclave, if own { Severity::Note } else { Severity::Warning });
        let code = self.plan.grid(*other).and_then(|grid| grid.info.code.clone());
        self.excusable(finding.with("other", code.unwrap_or_else(|| other.to_string())));
    }

    /// Unknown households are not zero: a grid that is too small only by what is known is not called too small.
    fn households(&mut self) {
        let range = self.rules.range(self.grid.info.kind, self.figures.community);
        let households = self.figures.households;
        let below = range.minimum.filter(|&least| households < least && self.figures.without_households == 0);
        if let Some(minimum) = below {
            let finding = self.finding(Rule::GridBelowMinimum, Severity::Warning);
            self.found.push(finding.with("households", households).with("minimum", minimum));
        }
        if let Some(maximum) = range.maximum.filter(|&most| households > most) {
            let finding = self.finding(Rule::GridAboveMaximum, Severity::Warning);
            self.found.push(finding.with("households", households).with("maximum", maximum));
        }
        for courtyard in self.plan.courtyards_of(self.territory, self.id) {
            let courtyard = &self.territory.courtyards()[courtyard];
            if courtyard.households.unwrap_or(0) == 0 {
                let mut finding = self.finding(Rule::HouseholdsMissing, Severity::Warning);
                finding.place.code = Some(courtyard.code.to_string());
                finding.place.position = Some(self.territory.point(courtyard.cell as u32));
                self.found.push(finding);
            }
        }
    }

    fn compactness(&mut self) {
        let governance = self.grid.info.kind == GridKind::Governance;
        let limit = self.rules.compactness.filter(|&limit| governance && self.figures.polsby_popper < limit);
        if let Some(limit) = limit {
            let finding = self.finding(Rule::GridNotCompact, Severity::Warning);
            let figure = format!("{:.3}", self.figures.polsby_popper);
            self.excusable(finding.with("compactness", figure).with("limit", limit));
        }
    }
}

/// Length of a border that does not run along a kind of barrier.
fn other_mm(border: &Adjacency, kind: LineKind) -> u64 {
    let along = match kind {
        LineKind::MainRoad => border.main_road_mm,
        LineKind::Wall => border.wall_mm,
        LineKind::Water => border.water_mm,
    };
    border.length_mm.saturating_sub(along)
}

fn barrier_id(kind: LineKind) -> &'static str {
    match kind {
        LineKind::MainRoad => "main-road",
        LineKind::Wall => "wall",
        LineKind::Water => "water",
    }
}

//! Two plans of one territory side by side.

mod identity;
mod lineage;
mod streets;

use crate::{Grid, GridId, Plan, Territory};
pub use identity::identified;
pub use lineage::Lineage;
pub use streets::StreetChange;

/// What became of the old plan in the new one. Grids are the same when their numbers are ([`identified`]).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Comparison {
    /// Grids that were not there before.
    pub new: Vec<GridId>,
    /// Grids that are there no more.
    pub gone: Vec<GridId>,
    /// Grids with the same ground.
    pub kept: Vec<GridId>,
    /// Grids with other ground.
    pub moved: Vec<Moved>,
    /// Grids that became several.
    pub split: Vec<Split>,
    /// Grids that became one.
    pub merged: Vec<Merged>,
    /// Names that changed.
    pub renamed: Vec<Attribute>,
    /// Codes that changed.
    pub recoded: Vec<Attribute>,
    /// Courtyards (by index) whose grid changed: from, to.
    pub courtyards: Vec<(usize, GridId, GridId)>,
    /// Known households in them.
    pub households_moved: u64,
    /// Ground whose grid changed, m².
    pub area_moved_m2: f64,
    /// The same street by street, in the order of their codes.
    pub streets: Vec<StreetChange>,
    /// Which grid went into which, by parent and child.
    pub lineage: Vec<Lineage>,
}

/// A grid whose boundary moved.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moved {
    /// The grid.
    pub grid: GridId,
    /// Ground that it got, m².
    pub gained_m2: f64,
    /// Ground that it lost, m².
    pub lost_m2: f64,
}

/// A grid that became several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    /// The old grid.
    pub from: GridId,
    /// The new ones, the old one among them if it goes on.
    pub into: Vec<GridId>,
}

/// Grids that became one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The old grids, the new one among them if it was there before.
    pub from: Vec<GridId>,
    /// The new grid.
    pub into: GridId,
}

/// A name or a code that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// The grid.
    pub grid: GridId,
    /// Before; empty when there was none.
    pub before: String,
    /// After.
    pub after: String,
}

/// What became of a grid, for whoever is assigned to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It goes on with the same ground.
    Kept,
    /// It goes on with other ground.
    Changed,
    /// It ended.
    Ended,
}

/// A grid that does not go on as it was: assignments and contracts on it break or have to be looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct GridChange {
    /// The old grid.
    pub grid: GridId,
    /// What became of it.
    pub fate: Fate,
    /// The new grids that its households went to, with their shares.
    pub heirs: Vec<(GridId, f64)>,
}

/// Compares two plans.
pub fn compare(territory: &Territory, old: &Plan, new: &Plan) -> Comparison {
    let mut found = Comparison { lineage: lineage::rows(territory, old, new), ..Comparison::default() };
    found.new = new.grids().keys().copied().filter(|&id| old.grid(id).is_none()).collect();
    for (&id, before) in old.grids() {
        match new.grid(id) {
            None => found.gone.push(id),
            Some(after) => found.same_grid(territory, id, before, after),
        }
    }
    found.moves(territory, old, new);
    found.split = lineage::splits(&found);
    found.merged = lineage::merges(&found);
    found.streets = streets::of(territory, old, new, &found);
    found
}

impl Comparison {
    /// What became of an old grid; `None` for a grid that was not in the old plan.
    pub fn fate(&self, grid: GridId) -> Option<Fate> {
        if self.gone.binary_search(&grid).is_ok() {
            Some(Fate::Ended)
        } else if self.moved.iter().any(|moved| moved.grid == grid) {
            Some(Fate::Changed)
        } else {
            self.kept.binary_search(&grid).is_ok().then_some(Fate::Kept)
        }
    }

    /// The old grids that ended or changed, with the shares of their households that went to each new grid.
    pub fn breaks(&self) -> Vec<GridChange> {
        let ended = self.gone.iter().map(|&grid| (grid, Fate::Ended));
        let changed = self.moved.iter().map(|moved| (moved.grid, Fate::Changed));
        let mut changes: Vec<(GridId, Fate)> = ended.chain(changed).collect();
        changes.sort_unstable_by_key(|&(grid, _)| grid);
        let change = |(grid, fate)| GridChange { grid, fate, heirs: self.heirs(grid) };
        changes.into_iter().map(change).collect()
    }

    /// The new grids that an old grid's households went to, with their shares.
    pub fn heirs(&self, grid: GridId) -> Vec<(GridId, f64)> {
        let rows = self.lineage.iter().filter(|row| row.parent == grid);
        rows.map(|row| (row.child, row.share_of_parent)).collect()
    }

    fn same_grid(&mut self, territory: &Territory, id: GridId, before: &Grid, after: &Grid) {
        let only_in = |one: &Grid, other: &Grid| -> f64 {
            let cells = one.cells().iter().filter(|cell| other.cells().binary_search(cell).is_err());
            cells.map(|&cell| territory.area_m2(cell)).sum()
        };
        if before.cells() == after.cells() {
            self.kept.push(id);
        } else {
            let (gained_m2, lost_m2) = (only_in(after, before), only_in(before, after));
            self.moved.push(Moved { grid: id, gained_m2, lost_m2 });
        }
        let texts = |before: &str, after: &str| Attribute { grid: id, before: before.into(), after: after.into() };
        if before.info.name != after.info.name {
            self.renamed.push(texts(&before.info.name, &after.info.name));
        }
        if before.info.code != after.info.code {
            let code = |grid: &Grid| grid.info.code.clone().unwrap_or_default();
            self.recoded.push(texts(&code(before), &code(after)));
        }
    }

    fn moves(&mut self, territory: &Territory, old: &Plan, new: &Plan) {
        for cell in 0..territory.cells().len() as u32 {
            let (before, after) = (old.grid_of_cell(cell), new.grid_of_cell(cell));
            if before == after {
                continue;
            }
            self.area_moved_m2 += territory.area_m2(cell);
            if let (Some(idx), Some(from), Some(to)) = (territory.courtyard_of_cell(cell), before, after) {
                self.courtyards.push((idx, from, to));
                self.households_moved += u64::from(territory.courtyards()[idx].households.unwrap_or(0));
            }
        }
        self.courtyards.sort_unstable();
    }
}

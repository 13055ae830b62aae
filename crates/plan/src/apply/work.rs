//! A change while it is made, over a plan that stays as it is.

use std::collections::{BTreeMap, BTreeSet};

use model::Rule;

use crate::{CellMove, Delta, GridId, GridInfo, InfoChange, Plan, Refused, Territory};

/// A plan with what is to change on top.
pub(crate) struct Work<'a> {
    pub(crate) territory: &'a Territory,
    pub(crate) plan: &'a Plan,
    next: u32,
    cells: BTreeMap<u32, Option<GridId>>,
    infos: BTreeMap<GridId, Option<GridInfo>>,
}

impl<'a> Work<'a> {
    pub(crate) fn new(territory: &'a Territory, plan: &'a Plan, next: u32) -> Self {
        Work { territory, plan, next, cells: BTreeMap::new(), infos: BTreeMap::new() }
    }

    /// The grid of a cell as things stand.
    pub(crate) fn holder(&self, cell: u32) -> Option<GridId> {
        self.cells.get(&cell).copied().unwrap_or_else(|| self.plan.grid_of_cell(cell))
    }

    /// What is said about a grid as things stand.
    pub(crate) fn info(&self, grid: GridId) -> Result<&GridInfo, Refused> {
        let info = match self.infos.get(&grid) {
            Some(info) => info.as_ref(),
            None => self.plan.grid(grid).map(|grid| &grid.info),
        };
        info.ok_or(Refused::GridUnknown(grid))
    }

    /// The cells of a grid as things stand, sorted.
    pub(crate) fn cells_of(&self, grid: GridId) -> Vec<u32> {
        let old = self.plan.grid(grid).map_or(&[][..], |grid| grid.cells());
        let mut cells: Vec<u32> = old.iter().copied().filter(|&cell| self.holder(cell) == Some(grid)).collect();
        let moved = self.cells.iter().filter(|(_, holder)| **holder == Some(grid)).map(|(&cell, _)| cell);
        cells.extend(moved.filter(|cell| old.binary_search(cell).is_err()));
        cells.sort_unstable();
        cells
    }

    pub(crate) fn put(&mut self, cell: u32, grid: Option<GridId>) {
        self.cells.insert(cell, grid);
    }

    /// Founds a grid.
    pub(crate) fn found(&mut self, info: GridInfo) -> GridId {
        let id = GridId(self.next);
        self.next += 1;
        self.infos.insert(id, Some(info));
        id
    }

    /// Ends a grid; its cells must go elsewhere.
    pub(crate) fn end(&mut self, grid: GridId) {
        self.infos.insert(grid, None);
    }

    /// Changes what is said about a grid.
    pub(crate) fn tell(&mut self, grid: GridId, change: impl FnOnce(&mut GridInfo)) -> Result<(), Refused> {
        let mut info = self.info(grid)?.clone();
        change(&mut info);
        self.infos.insert(grid, Some(info));
        Ok(())
    }

    /// The courtyards with these codes, by cell, each once.
    pub(crate) fn courtyard_cells(&self, codes: &[String]) -> Result<BTreeSet<u32>, Refused> {
        let cell = |code: &String| {
            let idx = self.territory.courtyard(code).ok_or_else(|| Refused::CourtyardUnknown(code.clone()))?;
            Ok(self.territory.courtyards()[idx].cell as u32)
        };
        codes.iter().map(cell).collect()
    }

    /// Ground cells by number, each once.
    pub(crate) fn ground_cells(&self, cells: &[u32]) -> Result<BTreeSet<u32>, Refused> {
        let ground = |&cell: &u32| {
            let fits = (cell as usize) < self.territory.cells().len() && !self.territory.is_courtyard(cell);
            if fits { Ok(cell) } else { Err(Refused::NotGround(cell)) }
        };
        cells.iter().map(ground).collect()
    }

    /// The change, when no rule speaks against it.
    pub(crate) fn finish(self) -> Result<Delta, Refused> {
        let delta = self.delta();
        if delta.is_empty() {
            return Err(Refused::Nothing);
        }
        for grid in delta.grids() {
            if self.plan.grid(grid).is_some_and(|grid| grid.info.locked) {
                return Err(Refused::Locked(grid));
            }
            self.check_grid(grid)?;
        }
        Ok(delta)
    }

    /// The change with nothing in it that stays the same.
    pub(crate) fn delta(&self) -> Delta {
        let moved =
            self.cells.iter().map(|(&cell, &after)| CellMove { cell, before: self.plan.grid_of_cell(cell), after });
        let told = self.infos.iter().map(|(&grid, after)| InfoChange {
            grid,
            before: self.plan.grid(grid).map(|grid| grid.info.clone()),
            after: after.clone(),
        });
        Delta {
            cells: moved.filter(|moved| moved.before != moved.after).collect(),
            infos: told.filter(|told| told.before != told.after).collect(),
        }
    }

    /// A grid keeps courtyards if it had any, and does not come to lie in more communities without a document.
    fn check_grid(&self, grid: GridId) -> Result<(), Refused> {
        let Ok(info) = self.info(grid) else { return Ok(()) };
        let after = self.cells_of(grid);
        let before = self.plan.grid(grid).map_or(&[][..], |grid| grid.cells());
        let settled = |cells: &[u32]| cells.iter().any(|&cell| self.territory.is_courtyard(cell));
        if after.is_empty() || settled(before) && !settled(&after) {
            return Err(Refused::WouldEmpty(grid));
        }
        let n = across(self.territory, &after);
        let had_exception = self.plan.grid(grid).is_some_and(|grid| grid.info.exception.is_some());
        if n > 1 && info.exception.is_none() && (had_exception || n > across(self.territory, before)) {
            return Err(Refused::AgainstRule { rule: Rule::GridAcrossCommunities, grid });
        }
        Ok(())
    }
}

/// In how many communities cells lie.
pub(crate) fn across(territory: &Territory, cells: &[u32]) -> usize {
    cells.iter().map(|&cell| territory.community_of(cell)).collect::<BTreeSet<_>>().len()
}

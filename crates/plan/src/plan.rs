//! A plan: to which grid every courtyard and every piece of ground belongs.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::delta::Delta;
use crate::{Grid, GridId, GridInfo, Territory};

/// Which grid every cell of a territory belongs to: every courtyard to exactly one, ground to one or to none, no grid
/// without cells. Ground that belongs to none is an area of its own.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    grids: BTreeMap<GridId, Grid>,
    grid_of: Vec<Option<GridId>>,
}

/// A grid as a row: what a plan is stored as.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GridRow {
    /// Its number.
    pub id: GridId,
    /// What is said about it.
    #[serde(flatten)]
    pub info: GridInfo,
    /// Its cells: courtyards' and ground.
    pub cells: Vec<u32>,
}

/// Why rows are no plan of a territory.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlanFault {
    /// Two rows have the same number.
    #[error("grid {0} is there twice")]
    GridTwice(GridId),
    /// A grid without cells.
    #[error("grid {0} has no cells")]
    GridEmpty(GridId),
    /// A cell that the territory does not have.
    #[error("grid {grid} names cell {cell}, which is not there")]
    CellUnknown {
        /// The grid.
        grid: GridId,
        /// The cell.
        cell: u32,
    },
    /// A cell in two grids.
    #[error("cell {cell} is in grid {first} and in grid {second}")]
    CellTwice {
        /// The cell.
        cell: u32,
        /// The grid that has it first.
        first: GridId,
        /// The grid that has it again.
        second: GridId,
    },
    /// A courtyard in no grid.
    #[error("courtyard {code} is in no grid")]
    CourtyardMissing {
        /// Its code.
        code: String,
    },
}

impl Plan {
    /// A plan from rows.
    ///
    /// # Errors
    /// All faults at once.
    pub fn new(territory: &Territory, rows: Vec<GridRow>) -> Result<Self, Vec<PlanFault>> {
        let mut plan = Plan { grids: BTreeMap::new(), grid_of: vec![None; territory.cells().len()] };
        let mut faults = Vec::new();
        for mut row in rows {
            row.cells.sort_unstable();
            plan.take(&row, &mut faults);
            let grid = Grid { info: row.info, cells: row.cells };
            if plan.grids.insert(row.id, grid).is_some() {
                faults.push(PlanFault::GridTwice(row.id));
            }
        }
        let missing = territory.courtyards().iter().filter(|courtyard| plan.grid_of[courtyard.cell].is_none());
        faults.extend(missing.map(|courtyard| PlanFault::CourtyardMissing { code: courtyard.code.to_string() }));
        if faults.is_empty() { Ok(plan) } else { Err(faults) }
    }

    /// Every courtyard a grid of its own: the empty plan to begin with.
    pub fn singles(territory: &Territory) -> Self {
        let mut plan = Plan { grids: BTreeMap::new(), grid_of: vec![None; territory.cells().len()] };
        for (idx, courtyard) in territory.courtyards().iter().enumerate() {
            let id = GridId(idx as u32 + 1);
            let info = GridInfo { name: courtyard.name.clone(), ..GridInfo::default() };
            plan.grid_of[courtyard.cell] = Some(id);
            plan.grids.insert(id, Grid { info, cells: vec![courtyard.cell as u32] });
        }
        plan
    }

    /// The plan as rows, by number.
    pub fn rows(&self) -> Vec<GridRow> {
        let row = |(&id, grid): (&GridId, &Grid)| GridRow { id, info: grid.info.clone(), cells: grid.cells.clone() };
        self.grids.iter().map(row).collect()
    }

    /// All grids by number.
    pub fn grids(&self) -> &BTreeMap<GridId, Grid> {
        &self.grids
    }

    /// A grid.
    pub fn grid(&self, id: GridId) -> Option<&Grid> {
        self.grids.get(&id)
    }

    /// The grid of a cell; `None` where ground is an area of its own.
    pub fn grid_of_cell(&self, cell: u32) -> Option<GridId> {
        self.grid_of.get(cell as usize).copied().flatten()
    }

    /// The grid of a courtyard by its index.
    pub fn grid_of(&self, territory: &Territory, courtyard: usize) -> Option<GridId> {
        self.grid_of_cell(territory.courtyards().get(courtyard)?.cell as u32)
    }

    /// The grid with a code.
    pub fn with_code(&self, code: &str) -> Option<GridId> {
        self.grids.iter().find(|(_, grid)| grid.info.code.as_deref() == Some(code)).map(|(&id, _)| id)
    }

    /// The courtyards of a grid by index, in the order of their cells.
    pub fn courtyards_of<'a>(&'a self, territory: &'a Territory, id: GridId) -> impl Iterator<Item = usize> + 'a {
        let cells = self.grids.get(&id).map_or(&[][..], |grid| grid.cells.as_slice());
        cells.iter().filter_map(|&cell| territory.courtyard_of_cell(cell))
    }

    /// The community of a grid: the one with most of its households, then of its courtyards, then of its cells; of
    /// equals the first.
    pub fn community_of(&self, territory: &Territory, id: GridId) -> Option<usize> {
        let mut weight: BTreeMap<usize, (u64, usize, usize)> = BTreeMap::new();
        for &cell in &self.grids.get(&id)?.cells {
            let sums = weight.entry(territory.community_of(cell)).or_default();
            sums.2 += 1;
            if let Some(courtyard) = territory.courtyard_of_cell(cell) {
                sums.0 += u64::from(territory.courtyards()[courtyard].households.unwrap_or(0));
                sums.1 += 1;
            }
        }
        let heaviest = weight.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)));
        heaviest.map(|(&community, _)| community)
    }

    /// Largest number in use; 0 without grids.
    pub fn last_id(&self) -> u32 {
        self.grids.keys().next_back().map_or(0, |id| id.0)
    }

    /// Makes a change. Nothing is changed when the plan is not as the change expects it, or would not be one after it.
    pub(crate) fn change(&mut self, territory: &Territory, delta: &Delta) -> Result<(), Stale> {
        if !delta.fits(territory, self) {
            return Err(Stale);
        }
        self.set(delta);
        if delta.grids().iter().any(|id| self.grids.get(id).is_some_and(|grid| grid.cells.is_empty())) {
            self.set(&delta.inverse());
            return Err(Stale);
        }
        Ok(())
    }

    fn set(&mut self, delta: &Delta) {
        for change in &delta.infos {
            if let Some(info) = &change.after {
                let empty = || Grid { info: info.clone(), cells: Vec::new() };
                self.grids.entry(change.grid).or_insert_with(empty).info = info.clone();
            }
        }
        for moved in &delta.cells {
            self.grid_of[moved.cell as usize] = moved.after;
            if let Some(grid) = moved.before.and_then(|id| self.grids.get_mut(&id)) {
                grid.cells.retain(|&cell| cell != moved.cell);
            }
            if let Some(grid) = moved.after.and_then(|id| self.grids.get_mut(&id))
                && let Err(place) = grid.cells.binary_search(&moved.cell)
            {
                grid.cells.insert(place, moved.cell);
            }
        }
        for change in delta.infos.iter().filter(|change| change.after.is_none()) {
            self.grids.remove(&change.grid);
        }
    }

    fn take(&mut self, row: &GridRow, faults: &mut Vec<PlanFault>) {
        if row.cells.is_empty() {
            faults.push(PlanFault::GridEmpty(row.id));
        }
        for &cell in &row.cells {
            match self.grid_of.get_mut(cell as usize) {
                None => faults.push(PlanFault::CellUnknown { grid: row.id, cell }),
                Some(Some(first)) => faults.push(PlanFault::CellTwice { cell, first: *first, second: row.id }),
                Some(free) => *free = Some(row.id),
            }
        }
    }
}

/// The plan is not as the change expects it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stale;

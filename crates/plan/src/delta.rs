//! What an edit changed, row by row; swapping before and after undoes it exactly.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{GridId, GridInfo, Plan, Territory};

/// Changes of cells and of what is said about grids.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Delta {
    /// Cells that change their grid, by number.
    pub cells: Vec<CellMove>,
    /// Grids that come, go or are told anew, by number.
    pub infos: Vec<InfoChange>,
}

/// A cell goes from one grid to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellMove {
    /// The cell.
    pub cell: u32,
    /// Its grid before; `None`: an area of its own.
    pub before: Option<GridId>,
    /// Its grid after.
    pub after: Option<GridId>,
}

/// What is said about a grid changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InfoChange {
    /// The grid.
    pub grid: GridId,
    /// Before; `None`: there was no such grid.
    pub before: Option<GridInfo>,
    /// After; `None`: there is no such grid any more.
    pub after: Option<GridInfo>,
}

impl Delta {
    /// The change that undoes this one.
    #[must_use]
    pub fn inverse(&self) -> Self {
        let cells = self.cells.iter().map(|moved| CellMove { before: moved.after, after: moved.before, ..*moved });
        let back = |change: &InfoChange| InfoChange {
            grid: change.grid,
            before: change.after.clone(),
            after: change.before.clone(),
        };
        Delta { cells: cells.collect(), infos: self.infos.iter().map(back).collect() }
    }

    /// The grids that it touches.
    pub fn grids(&self) -> BTreeSet<GridId> {
        let holders = self.cells.iter().flat_map(|moved| [moved.before, moved.after]).flatten();
        holders.chain(self.infos.iter().map(|change| change.grid)).collect()
    }

    /// Whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty() && self.infos.is_empty()
    }

    /// Whether two changes have a grid or a cell in common; if not, their order does not matter.
    pub(crate) fn meets(&self, other: &Delta) -> bool {
        let cells: BTreeSet<u32> = self.cells.iter().map(|moved| moved.cell).collect();
        !self.grids().is_disjoint(&other.grids()) || other.cells.iter().any(|moved| cells.contains(&moved.cell))
    }

    /// Whether a plan is as it expects, and whether its cells go to grids that are there afterwards.
    pub(crate) fn fits(&self, territory: &Territory, plan: &Plan) -> bool {
        let n_cells = territory.cells().len();
        let in_order = self.cells.windows(2).all(|pair| pair[0].cell < pair[1].cell)
            && self.infos.windows(2).all(|pair| pair[0].grid < pair[1].grid);
        let info = |grid| self.infos.iter().find(|change| change.grid == grid);
        let there = |grid| info(grid).map_or(plan.grid(grid).is_some(), |change| change.after.is_some());
        let cell_fits = |moved: &CellMove| {
            (moved.cell as usize) < n_cells
                && plan.grid_of_cell(moved.cell) == moved.before
                && moved.after.map_or(!territory.is_courtyard(moved.cell), there)
        };
        let left = |grid| self.cells.iter().filter(|moved| moved.before == Some(grid)).count();
        let info_fits = |change: &InfoChange| {
            let grid = plan.grid(change.grid);
            let emptied = grid.is_none_or(|grid| change.after.is_some() || grid.cells().len() == left(change.grid));
            grid.map(|grid| &grid.info) == change.before.as_ref() && emptied
        };
        in_order && self.cells.iter().all(cell_fits) && self.infos.iter().all(info_fits)
    }
}

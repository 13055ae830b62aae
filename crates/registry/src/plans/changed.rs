//! Every grid that differs between two plans, with its ground.

use std::collections::{BTreeMap, BTreeSet};

use geo_types::MultiPolygon;
use plan::{Comparison, GridId, Plan};

use crate::{Difference, Fault, GridRef};

/// What happened to a grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// It was not there before.
    New,
    /// It is there no more.
    Gone,
    /// It became several, or came out of one that did.
    Split,
    /// It became one with others, or took them in.
    Merged,
    /// Its boundary moved.
    Moved,
    /// Its name changed.
    Renamed,
    /// Its code changed.
    Recoded,
}

/// A grid in one of the plans.
#[derive(Debug, Clone, PartialEq)]
pub struct GridSide {
    /// The grid.
    pub grid: GridRef,
    /// Its courtyards.
    pub courtyards: usize,
    /// Known households in them.
    pub households: u64,
    /// Its ground, m².
    pub area_m2: f64,
}

/// A grid that changed.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangedGrid {
    /// Its number.
    pub id: GridId,
    /// What happened to it.
    pub changes: BTreeSet<Change>,
    /// As it was; `None` when it is new.
    pub before: Option<GridSide>,
    /// As it is; `None` when it ended.
    pub after: Option<GridSide>,
    /// Ground that it got, m².
    pub gained_m2: f64,
    /// Ground that it lost, m².
    pub lost_m2: f64,
    /// Its ground after; where it ended, before.
    pub shape: MultiPolygon<f64>,
}

impl Difference {
    /// Every grid that changed, by number, with its ground.
    ///
    /// # Errors
    /// When cells of a grid do not fit together.
    pub fn changed(&self) -> Result<Vec<ChangedGrid>, Fault> {
        let changes = changes(&self.comparison);
        let mut shapes = self.shapes(&self.old)?;
        shapes.extend(self.shapes(&self.new)?);
        let moved = |id: GridId| self.comparison.moved.iter().find(|moved| moved.grid == id);
        let one = |(id, changes): (GridId, BTreeSet<Change>)| {
            let (before, after) = (self.side(&self.old, id), self.side(&self.new, id));
            let area = |side: &Option<GridSide>| side.as_ref().map_or(0.0, |side| side.area_m2);
            let (gained_m2, lost_m2) = match (&before, &after) {
                (Some(_), Some(_)) => moved(id).map_or((0.0, 0.0), |moved| (moved.gained_m2, moved.lost_m2)),
                _ => (area(&after), area(&before)),
            };
            let shape = shapes.remove(&id).unwrap_or_else(|| MultiPolygon(Vec::new()));
            ChangedGrid { id, changes, before, after, gained_m2, lost_m2, shape }
        };
        Ok(changes.into_iter().map(one).collect())
    }

    fn side(&self, plan: &Plan, id: GridId) -> Option<GridSide> {
        let cells = plan.grid(id)?.cells();
        let courtyards: Vec<usize> = plan.courtyards_of(&self.territory, id).collect();
        let households = courtyards.iter().filter_map(|&idx| self.territory.courtyards()[idx].households);
        Some(GridSide {
            grid: GridRef::of(plan, id),
            courtyards: courtyards.len(),
            households: households.map(u64::from).sum(),
            area_m2: cells.iter().map(|&cell| self.territory.area_m2(cell)).sum(),
        })
    }

    fn shapes(&self, plan: &Plan) -> Result<BTreeMap<GridId, MultiPolygon<f64>>, Fault> {
        let outlines = plan::outlines(&self.territory, plan);
        let failed = |fault: topology::NotATiling| Fault::Unreadable { key: "plan".into(), reason: fault.to_string() };
        Ok(outlines.map_err(failed)?.into_iter().collect())
    }
}

impl Change {
    /// Stable name in files and `--json`.
    pub fn id(self) -> &'static str {
        match self {
            Change::New => "new",
            Change::Gone => "gone",
            Change::Split => "split",
            Change::Merged => "merged",
            Change::Moved => "moved",
            Change::Renamed => "renamed",
            Change::Recoded => "recoded",
        }
    }
}

fn changes(found: &Comparison) -> BTreeMap<GridId, BTreeSet<Change>> {
    let mut changes: BTreeMap<GridId, BTreeSet<Change>> = BTreeMap::new();
    let mut note = |grid: GridId, change: Change| {
        changes.entry(grid).or_default().insert(change);
    };
    found.new.iter().for_each(|&grid| note(grid, Change::New));
    found.gone.iter().for_each(|&grid| note(grid, Change::Gone));
    found.moved.iter().for_each(|moved| note(moved.grid, Change::Moved));
    for split in &found.split {
        split.into.iter().chain([&split.from]).for_each(|&grid| note(grid, Change::Split));
    }
    for merged in &found.merged {
        merged.from.iter().chain([&merged.into]).for_each(|&grid| note(grid, Change::Merged));
    }
    found.renamed.iter().for_each(|one| note(one.grid, Change::Renamed));
    found.recoded.iter().for_each(|one| note(one.grid, Change::Recoded));
    changes
}

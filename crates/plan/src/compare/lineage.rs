//! Which grid went into which.

use std::collections::BTreeMap;

use super::{Comparison, Merged, Split};
use crate::{GridId, Plan, Territory};

/// What an old grid (parent) and a new grid (child) have in common.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lineage {
    /// The old grid.
    pub parent: GridId,
    /// The new grid.
    pub child: GridId,
    /// Courtyards in both.
    pub courtyards: usize,
    /// Known households in both.
    pub households: u64,
    /// Ground in both, m².
    pub area_m2: f64,
    /// Share of the parent's households that went to the child; of its courtyards where no households are known, of its
    /// ground where there are no courtyards.
    pub share_of_parent: f64,
    /// Share of the child's households that came from the parent, likewise.
    pub share_of_child: f64,
}

/// Households, courtyards, ground: compared in this order.
type Weight = (u64, usize, f64);

pub(super) fn rows(territory: &Territory, old: &Plan, new: &Plan) -> Vec<Lineage> {
    let mut common: BTreeMap<(GridId, GridId), Weight> = BTreeMap::new();
    let mut parents: BTreeMap<GridId, Weight> = BTreeMap::new();
    let mut children: BTreeMap<GridId, Weight> = BTreeMap::new();
    for cell in 0..territory.cells().len() as u32 {
        let (before, after) = (old.grid_of_cell(cell), new.grid_of_cell(cell));
        let weight = weight(territory, cell);
        before.into_iter().for_each(|id| add(parents.entry(id).or_default(), weight));
        after.into_iter().for_each(|id| add(children.entry(id).or_default(), weight));
        if let (Some(parent), Some(child)) = (before, after) {
            add(common.entry((parent, child)).or_default(), weight);
        }
    }
    let row = |((parent, child), weight): ((GridId, GridId), Weight)| Lineage {
        parent,
        child,
        courtyards: weight.1,
        households: weight.0,
        area_m2: weight.2,
        share_of_parent: share(weight, parents[&parent]),
        share_of_child: share(weight, children[&child]),
    };
    common.into_iter().map(row).collect()
}

/// Old grids from which new grids come for the most part.
pub(super) fn splits(found: &Comparison) -> Vec<Split> {
    let mut into: BTreeMap<GridId, Vec<GridId>> = BTreeMap::new();
    for &child in &found.new {
        if let Some(parent) = main(found.lineage.iter().filter(|row| row.child == child)) {
            into.entry(parent.parent).or_default().push(child);
        }
    }
    for (parent, children) in &mut into {
        if found.gone.binary_search(parent).is_err() {
            children.insert(0, *parent);
        }
    }
    into.into_iter().filter(|(_, into)| into.len() > 1).map(|(from, into)| Split { from, into }).collect()
}

/// New grids into which old grids that ended went for the most part.
pub(super) fn merges(found: &Comparison) -> Vec<Merged> {
    let mut from: BTreeMap<GridId, Vec<GridId>> = BTreeMap::new();
    for &parent in &found.gone {
        if let Some(child) = main(found.lineage.iter().filter(|row| row.parent == parent)) {
            from.entry(child.child).or_default().push(parent);
        }
    }
    for (child, parents) in &mut from {
        if found.new.binary_search(child).is_err() {
            parents.insert(0, *child);
        }
    }
    from.into_iter().filter(|(_, from)| from.len() > 1).map(|(into, from)| Merged { from, into }).collect()
}

/// The row with most in common; of equals the first.
pub(super) fn main<'a>(rows: impl Iterator<Item = &'a Lineage>) -> Option<&'a Lineage> {
    rows.reduce(|best, row| {
        let more = (row.households, row.courtyards).cmp(&(best.households, best.courtyards));
        if more.then(row.area_m2.total_cmp(&best.area_m2)).is_gt() { row } else { best }
    })
}

fn weight(territory: &Territory, cell: u32) -> Weight {
    let courtyard = territory.courtyard_of_cell(cell).map(|idx| &territory.courtyards()[idx]);
    let households = courtyard.and_then(|courtyard| courtyard.households).unwrap_or(0);
    (u64::from(households), usize::from(courtyard.is_some()), territory.area_m2(cell))
}

fn add(sum: &mut Weight, weight: Weight) {
    *sum = (sum.0 + weight.0, sum.1 + weight.1, sum.2 + weight.2);
}

fn share(part: Weight, whole: Weight) -> f64 {
    if whole.0 > 0 {
        part.0 as f64 / whole.0 as f64
    } else if whole.1 > 0 {
        part.1 as f64 / whole.1 as f64
    } else {
        part.2 / whole.2
    }
}

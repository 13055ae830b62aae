//! Which grids of an imported plan are grids that are known already.

use std::collections::{BTreeMap, BTreeSet};

use super::lineage;
use crate::{GridId, GridRow, Plan, PlanFault, Territory};

/// A plan with the numbers of an old one: a grid is the same as an old one when it has its code; without a code of the
/// old plan, when each has most in common with the other. Others are numbered from `next` on.
///
/// # Errors
/// Never for plans of this territory.
pub fn identified(territory: &Territory, old: &Plan, new: &Plan, next: u32) -> Result<Plan, Vec<PlanFault>> {
    let mut id_of: BTreeMap<GridId, GridId> = BTreeMap::new();
    let by_code: BTreeMap<&str, GridId> =
        old.grids().iter().filter_map(|(&id, grid)| Some((grid.info.code.as_deref()?, id))).collect();
    let mut taken: BTreeSet<GridId> = BTreeSet::new();
    for (&id, grid) in new.grids() {
        let same = grid.info.code.as_deref().and_then(|code| by_code.get(code).copied());
        if let Some(same) = same.filter(|&same| taken.insert(same)) {
            id_of.insert(id, same);
        }
    }
    let rows = lineage::rows(territory, old, new);
    for &id in new.grids().keys() {
        let Some(row) = lineage::main(rows.iter().filter(|row| row.child == id)) else { continue };
        let back = lineage::main(rows.iter().filter(|other| other.parent == row.parent));
        let mutual = back.is_some_and(|back| back.child == id);
        if mutual && !id_of.contains_key(&id) && taken.insert(row.parent) {
            id_of.insert(id, row.parent);
        }
    }
    let mut next = next.max(old.last_id() + 1);
    let renumbered = new.rows().into_iter().map(|row| {
        let id = id_of.get(&row.id).copied().unwrap_or_else(|| {
            next += 1;
            GridId(next - 1)
        });
        GridRow { id, ..row }
    });
    Plan::new(territory, renumbered.collect())
}

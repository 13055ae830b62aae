//! A comparison street by street.

use std::collections::BTreeMap;

use super::Comparison;
use crate::{GridId, Plan, Territory};

/// What changed in a street.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StreetChange {
    /// The street's code.
    pub street: String,
    /// Grids that were not there before.
    pub new: usize,
    /// Grids that are there no more.
    pub gone: usize,
    /// Grids with other ground.
    pub moved: usize,
    /// Grids with the same ground.
    pub kept: usize,
    /// Courtyards whose grid changed.
    pub courtyards: usize,
    /// Known households in them.
    pub households: u64,
    /// Ground whose grid changed, m².
    pub area_m2: f64,
}

pub(super) fn of(territory: &Territory, old: &Plan, new: &Plan, found: &Comparison) -> Vec<StreetChange> {
    let mut streets: BTreeMap<&str, StreetChange> = BTreeMap::new();
    for community in territory.communities() {
        streets.entry(&community.street).or_default().street.clone_from(&community.street);
    }
    let street = |community: usize| territory.communities()[community].street.as_str();
    let mut count =
        |plan: &Plan, grids: &mut dyn Iterator<Item = GridId>, figure: fn(&mut StreetChange) -> &mut usize| {
            for community in grids.filter_map(|grid| plan.community_of(territory, grid)) {
                *figure(streets.entry(street(community)).or_default()) += 1;
            }
        };
    count(new, &mut found.new.iter().copied(), |change| &mut change.new);
    count(old, &mut found.gone.iter().copied(), |change| &mut change.gone);
    count(old, &mut found.moved.iter().map(|moved| moved.grid), |change| &mut change.moved);
    count(old, &mut found.kept.iter().copied(), |change| &mut change.kept);
    for &(idx, ..) in &found.courtyards {
        let courtyard = &territory.courtyards()[idx];
        let change = streets.entry(street(courtyard.community)).or_default();
        change.courtyards += 1;
        change.households += u64::from(courtyard.households.unwrap_or(0));
    }
    for cell in 0..territory.cells().len() as u32 {
        if old.grid_of_cell(cell) != new.grid_of_cell(cell) {
            streets.entry(street(territory.community_of(cell))).or_default().area_m2 += territory.area_m2(cell);
        }
    }
    streets.into_values().collect()
}

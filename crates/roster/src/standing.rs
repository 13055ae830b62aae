//! How assignments stand at a day: gaps, load, terms that end, terms that overlap.

use std::collections::{BTreeMap, BTreeSet};

use model::{Assignment, Day, Holder, Level, PlaceKey, RoleName};

use crate::Config;

/// How far a role that every place of a level needs is filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completeness {
    /// The role.
    pub role: RoleName,
    /// The level.
    pub level: Level,
    /// Number of places.
    pub places: usize,
    /// Number of places with an active holder.
    pub held: usize,
    /// The places without one, in the order given.
    pub gaps: Vec<PlaceKey>,
}

/// How many places each holder of a role has.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Load {
    /// Holder → number of different places.
    pub places: BTreeMap<Holder, usize>,
    /// Load → number of holders.
    pub histogram: BTreeMap<usize, usize>,
}

/// Every required role at every level where it is required, on a day.
pub fn completeness(config: &Config, places: &[PlaceKey], assignments: &[Assignment], day: Day) -> Vec<Completeness> {
    let mut held: BTreeMap<&RoleName, BTreeSet<&PlaceKey>> = BTreeMap::new();
    for assignment in assignments.iter().filter(|assignment| assignment.period.contains(day)) {
        held.entry(&assignment.role).or_default().insert(&assignment.place);
    }
    let mut out = Vec::new();
    for role in &config.roles {
        for &level in &role.required {
            let of_level = || places.iter().filter(|place| place.level == level);
            let has = |place: &&PlaceKey| held.get(&role.name).is_some_and(|held| held.contains(place));
            let gaps: Vec<PlaceKey> = of_level().filter(|place| !has(place)).cloned().collect();
            let places = of_level().count();
            out.push(Completeness { role: role.name.clone(), level, places, held: places - gaps.len(), gaps });
        }
    }
    out
}

/// The load of a role's holders on a day. Of `holders` those without a place count with 0; others appear once they
/// have one.
pub fn load(role: &RoleName, holders: &[Holder], assignments: &[Assignment], day: Day) -> Load {
    let mut places: BTreeMap<&Holder, BTreeSet<&PlaceKey>> =
        holders.iter().map(|holder| (holder, BTreeSet::new())).collect();
    for assignment in assignments.iter().filter(|one| one.role == *role && one.period.contains(day)) {
        places.entry(&assignment.holder).or_default().insert(&assignment.place);
    }
    let mut load = Load::default();
    for (holder, places) in places {
        *load.histogram.entry(places.len()).or_default() += 1;
        load.places.insert(holder.clone(), places.len());
    }
    load
}

/// Active assignments whose last day is within `days` days from `day` (that day included), the nearest end first.
pub fn ending(assignments: &[Assignment], day: Day, days: u32) -> Vec<&Assignment> {
    let soon = |one: &&Assignment| one.period.ends_within(day, days).is_some();
    let mut out: Vec<&Assignment> = assignments.iter().filter(soon).collect();
    out.sort_by_key(|one| one.period.to());
    out
}

/// Assignments that ended on or before a day and are still listed.
pub fn expired(assignments: &[Assignment], day: Day) -> Vec<&Assignment> {
    assignments.iter().filter(|one| one.period.to().is_some_and(|to| to <= day)).collect()
}

/// Pairs (indices) whose terms overlap and must not: the same holder twice in a role at a place, or two holders of a
/// role that a place has once.
pub fn overlaps(config: &Config, assignments: &[Assignment]) -> Vec<(usize, usize)> {
    let mut by_place: BTreeMap<(&RoleName, &PlaceKey), Vec<usize>> = BTreeMap::new();
    for (at, one) in assignments.iter().enumerate() {
        by_place.entry((&one.role, &one.place)).or_default().push(at);
    }
    let mut out = Vec::new();
    for ((role, _), list) in by_place {
        let single = config.role(role).is_some_and(|role| role.single);
        for (rank, &a) in list.iter().enumerate() {
            let (one, rest) = (&assignments[a], &list[rank + 1..]);
            let clash = |b: &&usize| {
                let other = &assignments[**b];
                (single || one.holder == other.holder) && one.period.overlaps(&other.period)
            };
            out.extend(rest.iter().filter(clash).map(|&b| (a, b)));
        }
    }
    out.sort_unstable();
    out
}

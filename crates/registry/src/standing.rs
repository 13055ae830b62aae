//! How assignments on record stand on a day: who holds what, what nobody holds, what ends soon.

use std::collections::BTreeMap;

use jiff::Timestamp;
use model::{Code, Day, Holder, Level, PlaceKey, RoleName};
use roster::{Config, HolderRecord, Load, Role};
use store::{AsOf, Class, Store, Version, Writing};

use crate::assignments::{holder, unreadable};
use crate::{Fault, Held, Place, PlaceIndex, RosterFault, end_assignment};

/// Which assignments are wanted; an empty filter wants all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// At the place with this code, of whatever level.
    pub place: Option<Code>,
    /// Of the person or organisation with this code.
    pub holder: Option<Code>,
    /// Of this role.
    pub role: Option<RoleName>,
    /// In force on this day.
    pub on: Option<Day>,
}

/// A role at a level where every place needs a holder, and the places that have none.
#[derive(Debug, Clone, PartialEq)]
pub struct RoleGaps<'a> {
    /// The role.
    pub role: &'a Role,
    /// The level.
    pub level: Level,
    /// Number of places.
    pub places: usize,
    /// The places without an active holder.
    pub gaps: Vec<&'a Place>,
}

/// Terms that end soon, and those that ended with nobody after them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TermEnds<'a> {
    /// In force on the day; the last day is near. The nearest end first.
    pub ending: Vec<&'a Held>,
    /// Ended; nobody holds the role at the place on the day. The latest end first.
    pub expired: Vec<&'a Held>,
}

/// Those of the assignments that are wanted.
pub fn wanted<'a>(held: &'a [Held], wanted: &Wanted) -> Vec<&'a Held> {
    let fits = |one: &&Held| {
        let it = &one.assignment;
        wanted.place.as_ref().is_none_or(|code| it.place.code == *code)
            && wanted.holder.as_ref().is_none_or(|code| it.holder.code() == code)
            && wanted.role.as_ref().is_none_or(|role| it.role == *role)
            && wanted.on.is_none_or(|day| it.period.contains(day))
    };
    held.iter().filter(fits).collect()
}

/// Places without an active holder on a day, for each role that every place of a level needs; of the places inside
/// `within` where it is given.
pub fn gaps<'a>(
    config: &'a Config,
    index: &'a PlaceIndex,
    held: &[Held],
    day: Day,
    within: Option<&PlaceKey>,
) -> Vec<RoleGaps<'a>> {
    let inside = |place: &&Place| {
        within.is_none_or(|key| place.key == *key || index.around(place).iter().any(|outer| outer.key == *key))
    };
    let places: Vec<PlaceKey> = index.list().iter().filter(inside).map(|place| place.key.clone()).collect();
    let assignments: Vec<_> = held.iter().map(|one| one.assignment.clone()).collect();
    let all = roster::completeness(config, &places, &assignments, day);
    let of_role = |one: roster::Completeness| {
        let gaps = one.gaps.iter().filter_map(|key| index.by_key(key)).collect();
        Some(RoleGaps { role: config.role(&one.role)?, level: one.level, places: one.places, gaps })
    };
    all.into_iter().filter_map(of_role).collect()
}

/// How many places each holder of each role has on a day; roles that nobody holds are left out.
pub fn loads<'a>(config: &'a Config, held: &[Held], day: Day) -> Vec<(&'a Role, Load)> {
    let assignments: Vec<_> = held.iter().map(|one| one.assignment.clone()).collect();
    let of_role = |role: &'a Role| (role, roster::load(&role.name, &[], &assignments, day));
    config.roles.iter().map(of_role).filter(|(_, load)| !load.places.is_empty()).collect()
}

/// Terms whose last day is within `days` days from a day, and terms that ended with nobody after them.
pub fn term_ends(held: &[Held], day: Day, days: u32) -> TermEnds<'_> {
    let one = |held: &Held| std::slice::from_ref(&held.assignment).to_vec();
    let mut active: BTreeMap<(&RoleName, &PlaceKey), ()> = BTreeMap::new();
    for held in held.iter().filter(|one| one.assignment.period.contains(day)) {
        active.insert((&held.assignment.role, &held.assignment.place), ());
    }
    let followed = |held: &Held| active.contains_key(&(&held.assignment.role, &held.assignment.place));
    let mut ends = TermEnds {
        ending: held.iter().filter(|held| !roster::ending(&one(held), day, days).is_empty()).collect(),
        expired: held.iter().filter(|held| !roster::expired(&one(held), day).is_empty() && !followed(held)).collect(),
    };
    ends.ending.sort_by_key(|one| one.assignment.period.to());
    ends.expired.sort_by_key(|one| std::cmp::Reverse(one.assignment.period.to()));
    ends
}

/// Ends the assignment with this id or number of its version: from a day on it is no more.
///
/// # Errors
/// When it is not in force on the day before, or the record fails.
pub fn end_held(writing: &mut Writing<'_>, held: &[Held], id: &str, from: Day) -> Result<Held, RosterFault> {
    let meant = |one: &&Held| one.id == id || one.version.to_string() == id;
    let before = from.yesterday().unwrap_or(from);
    let found = held.iter().filter(meant).find(|one| one.assignment.period.contains(before));
    let found = found.ok_or_else(|| RosterFault::NotHeld { id: id.to_owned(), from })?;
    end_assignment(writing, &found.id, from)?;
    Ok(found.clone())
}

/// Everybody on record as they are on a day; of those who are known on other days only, what is said of the nearest
/// later one, else the last.
///
/// # Errors
/// When the record fails or a row does not read back.
pub fn holder_book(store: &Store, as_of: AsOf) -> Result<Vec<HolderRecord>, Fault> {
    let known: Option<Timestamp> = as_of.known;
    let mut book: BTreeMap<Holder, (HolderRecord, bool)> = BTreeMap::new();
    for class in [Class::Person, Class::Organisation] {
        for version in store.believed(class, known)? {
            let record = holder(&version).ok_or_else(|| unreadable(&version))?;
            let settled = answers(&version, as_of.valid);
            match book.get(&record.holder) {
                Some((_, true)) => {}
                _ => drop(book.insert(record.holder.clone(), (record, settled))),
            }
        }
    }
    Ok(book.into_values().map(|(record, _)| record).collect())
}

/// Whether a version tells of the day or of days after it; versions come by their first day.
fn answers(version: &Version, day: Day) -> bool {
    version.valid.to().is_none_or(|to| day < to)
}

//! One assignment begins: somebody takes a role at a place.

use jiff::Timestamp;
use model::{Assignment, Holder};
use roster::{Config, HolderKind, HolderRecord};
use store::{AsOf, Store};

use crate::roster_fault::Misfit;
use crate::roster_import::unchanged_since;
use crate::{
    Fault, PlaceIndex, RosterFault, assignments, district, holder_book, holder_id, put_assignment, put_holder,
};

/// Somebody who takes a role at a place; `record` tells of people who are not known yet, or what is new about them.
#[derive(Debug, Clone, PartialEq)]
pub struct NewAssignment {
    /// Who, as what, where, from when.
    pub assignment: Assignment,
    /// What is told of the holder.
    pub record: Option<HolderRecord>,
}

/// Puts an assignment on record as a transaction of its own; returns its id.
///
/// # Errors
/// When the role, the place or the holder is not there or does not fit, when a role of one holder is held by somebody
/// else on some of the days, or when the record fails. Nothing is changed then.
pub fn begin_assignment(
    store: &mut Store,
    new: &NewAssignment,
    author: &str,
    now: Timestamp,
) -> Result<String, RosterFault> {
    let revision = store.last_change().map_err(Fault::from)?;
    let (it, as_of) = (&new.assignment, AsOf::day(new.assignment.period.from()));
    let config = district(store)?;
    let index = PlaceIndex::read(store, as_of)?;
    let known = holder_book(store, as_of)?.into_iter().any(|record| record.holder == it.holder);
    let there = index.by_key(&it.place).is_some();
    fits(&config, it)?;
    if !there {
        return Err(Fault::NoPlace { level: it.place.level.id(), code: it.place.code.to_string() }.into());
    }
    if !known && new.record.is_none() {
        return Err(RosterFault::NoHolder(holder_id(&it.holder)));
    }
    alone(&config, store, &index, it)?;
    let mut writing = store.write(author, "assignment begin", now).map_err(Fault::from)?;
    unchanged_since(&writing, revision)?;
    if let Some(record) = &new.record {
        put_holder(&mut writing, record, it.period.from())?;
    }
    let id = put_assignment(&mut writing, &index, it)?;
    writing.note(&id, "begun").map_err(Fault::from)?;
    writing.commit().map_err(Fault::from)?;
    Ok(id)
}

fn fits(config: &Config, it: &Assignment) -> Result<(), RosterFault> {
    let role = config.role(&it.role).ok_or_else(|| RosterFault::NoRole(it.role.0.clone()))?;
    let misfit = |how| Err(RosterFault::NotSo { role: it.role.0.clone(), how });
    let kind = match it.holder {
        Holder::Person(_) => HolderKind::Person,
        Holder::Organisation(_) => HolderKind::Organisation,
    };
    if !role.levels.contains(&it.place.level) {
        return misfit(Misfit::Level);
    }
    if role.holder != kind { misfit(Misfit::Holder) } else { Ok(()) }
}

/// Refuses a second holder of a role that has one.
fn alone(config: &Config, store: &Store, index: &PlaceIndex, it: &Assignment) -> Result<(), RosterFault> {
    let single = config.role(&it.role).is_some_and(|role| role.single);
    let held = assignments(store, index, None)?;
    let same = |other: &Assignment| {
        other.role == it.role
            && other.place == it.place
            && other.period.overlaps(&it.period)
            && (single || other.holder == it.holder)
    };
    match held.iter().find(|one| same(&one.assignment)) {
        Some(one) => {
            Err(RosterFault::HeldAlready { role: it.role.0.clone(), holder: holder_id(&one.assignment.holder) })
        }
        None => Ok(()),
    }
}

//! Who is responsible at each place of a chain, as a reader may see it.

use model::Day;
use registry::{Duty, Held, Place, PlaceIndex, Standing};
use roster::{HolderRecord, Role};

use crate::access::{Action, Reader, Shown};
use crate::people::{People, shown_name, shown_phone};

/// A place and the roles that are held there, or should be.
pub(crate) struct StandingTold<'a> {
    pub(crate) place: &'a Place,
    pub(crate) duties: Vec<DutyTold<'a>>,
}

/// A role at a place; vacant where nobody holds it.
pub(crate) struct DutyTold<'a> {
    pub(crate) role: &'a Role,
    pub(crate) required: bool,
    pub(crate) holders: Vec<HolderTold<'a>>,
    /// Who held it before: the last change.
    pub(crate) before: Option<Before>,
}

/// A holder, as far as the reader may see.
pub(crate) struct HolderTold<'a> {
    pub(crate) held: &'a Held,
    /// `None` where it is hidden.
    pub(crate) name: Option<String>,
    /// What is known of the post.
    pub(crate) post: Option<&'a HolderRecord>,
    /// The number, and whether it is in full.
    pub(crate) phone: Option<(String, bool)>,
}

/// Somebody who held a role before.
pub(crate) struct Before {
    /// `None` where it is hidden.
    pub(crate) name: Option<String>,
    pub(crate) last_day: Option<Day>,
}

/// The places of a chain where a role is held or should be, on a day.
pub(crate) fn standings<'a>(
    reader: &Reader,
    index: &PlaceIndex,
    people: &'a People,
    chain: &[&'a Place],
    day: Day,
) -> Vec<StandingTold<'a>> {
    let told = |standing: Standing<'a>| {
        let place = standing.place;
        let duties = standing.duties.into_iter().filter(|duty| duty.is_vacant() || !duty.holders.is_empty());
        let duties: Vec<_> = duties.map(|duty| told(reader, index, people, place, duty, day)).collect();
        StandingTold { place, duties }
    };
    people.responsible(chain, day).into_iter().map(told).filter(|standing| !standing.duties.is_empty()).collect()
}

fn told<'a>(
    reader: &Reader,
    index: &PlaceIndex,
    people: &'a People,
    place: &'a Place,
    duty: Duty<'a>,
    day: Day,
) -> DutyTold<'a> {
    let before = before(reader, index, people, place, &duty, day);
    let shown = reader.names(index, place);
    let holder = |(held, record): &(&'a Held, Option<&'a HolderRecord>)| HolderTold {
        held,
        name: shown_name(shown, &held.assignment.holder, *record),
        post: record.filter(|_| reader.may(Action::ReadAssignments) && shown == Shown::Full),
        phone: shown_phone(reader, index, place, duty.role, *record),
    };
    let holders = duty.holders.iter().map(holder).collect();
    DutyTold { role: duty.role, required: duty.required, holders, before }
}

fn before(
    reader: &Reader,
    index: &PlaceIndex,
    people: &People,
    place: &Place,
    duty: &Duty<'_>,
    day: Day,
) -> Option<Before> {
    let last = people.before(duty, place, day)?;
    if duty.holders.iter().any(|(held, _)| held.assignment.holder == last.holder) {
        return None;
    }
    let name = shown_name(reader.names(index, place), &last.holder, people.record(&last.holder));
    Some(Before { name, last_day: last.period.to().and_then(|to| to.yesterday().ok()) })
}

//! Holders and assignments on record, and back.
//!
//! A version of an assignment is valid for the days of the assignment, so ending a contract is ending its row. Its id is
//! made of holder, role, place and first day; the place goes by its id, so an assignment stays with its grid when the
//! grid's code changes.

use jiff::Timestamp;
use model::{Assignment, Code, Day, Holder, Period, PlaceKey, RoleName};
use roster::HolderRecord;
use serde_json::{Map, Value, json};
use store::{AsOf, Class, Filter, Record, Store, Version, Writing};

use crate::places::key_of_id;
use crate::{Fault, PlaceIndex};

/// An assignment as the record has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Held {
    /// Its id.
    pub id: String,
    /// Number of the version.
    pub version: i64,
    /// What it says.
    pub assignment: Assignment,
}

/// All assignments believed at a moment, past, present and to come; places by the codes that they have in `index`.
///
/// # Errors
/// When the record fails or a row does not read back.
pub fn assignments(store: &Store, index: &PlaceIndex, known: Option<Timestamp>) -> Result<Vec<Held>, Fault> {
    let all = store.believed(Class::Assignment, known)?;
    all.iter().map(|version| held(version, index).ok_or_else(|| unreadable(version))).collect()
}

/// The people and organisations on record at a time.
///
/// # Errors
/// When the record fails or a row does not read back.
pub fn holders(store: &Store, as_of: AsOf) -> Result<Vec<HolderRecord>, Fault> {
    let mut found = Vec::new();
    for class in [Class::Person, Class::Organisation] {
        for version in store.list(class, &Filter::default(), as_of)? {
            found.push(holder(&version).ok_or_else(|| unreadable(&version))?);
        }
    }
    Ok(found)
}

/// Puts an assignment on record for the days of its period; returns its id.
///
/// # Errors
/// When its place is not there, or the record fails.
pub fn put_assignment(writing: &mut Writing<'_>, index: &PlaceIndex, one: &Assignment) -> Result<String, Fault> {
    let place = index.by_key(&one.place).ok_or_else(|| no_place(&one.place))?;
    let named = format!("{}|{}|{}|{}", one.role.0, holder_id(&one.holder), place.id, one.period.from());
    let mut id = named.clone();
    // One whose first day was corrected keeps the id that it had; another that begins on that day is another.
    for number in 2.. {
        if writing.periods(Class::Assignment, &id)?.is_empty() {
            break;
        }
        id = format!("{named}|{number}");
    }
    put_assignment_as(writing, &id, &place.id, one, one.period)?;
    Ok(id)
}

/// Says that a known assignment has other days or details; its id stays, days that it had before and has no more are
/// no longer believed.
///
/// # Errors
/// When its place is not there, or the record fails.
pub fn change_assignment(
    writing: &mut Writing<'_>,
    index: &PlaceIndex,
    id: &str,
    after: &Assignment,
) -> Result<(), Fault> {
    let place = index.by_key(&after.place).ok_or_else(|| no_place(&after.place))?.id.clone();
    if let Some(first) = writing.periods(Class::Assignment, id)?.first() {
        writing.end(Class::Assignment, id, first.from())?;
    }
    put_assignment_as(writing, id, &place, after, after.period)
}

/// Ends an assignment: from a day on it is no more.
///
/// # Errors
/// When it has ended before, or the record fails.
pub fn end_assignment(writing: &mut Writing<'_>, id: &str, from: Day) -> Result<(), Fault> {
    Ok(writing.end(Class::Assignment, id, from)?)
}

/// Puts a person or an organisation on record from a day on.
///
/// # Errors
/// When the record fails.
pub fn put_holder(writing: &mut Writing<'_>, one: &HolderRecord, from: Day) -> Result<(), Fault> {
    let class = match one.holder {
        Holder::Person(_) => Class::Person,
        Holder::Organisation(_) => Class::Organisation,
    };
    let body = json!({ "name": one.name, "unit": one.unit, "post": one.post, "phone": one.phone });
    let record = Record::new(holder_id(&one.holder), "", body).with_code(one.holder.code().as_str());
    writing.put_if_new(class, &record, Period::since(from))?;
    Ok(())
}

/// Id of a holder: `person:CODE` or `organisation:CODE`.
pub fn holder_id(holder: &Holder) -> String {
    match holder {
        Holder::Person(code) => format!("person:{code}"),
        Holder::Organisation(code) => format!("organisation:{code}"),
    }
}

/// The holder of an id; `None` of a text that is none.
pub fn holder_of_id(id: &str) -> Option<Holder> {
    let (kind, code) = id.split_once(':')?;
    let code = Code::new(code).ok()?;
    match kind {
        "person" => Some(Holder::Person(code)),
        "organisation" => Some(Holder::Organisation(code)),
        _ => None,
    }
}

fn put_assignment_as(
    writing: &mut Writing<'_>,
    id: &str,
    place: &str,
    one: &Assignment,
    period: Period,
) -> Result<(), Fault> {
    let details: Map<String, Value> =
        one.details.iter().map(|(field, text)| (field.clone(), Value::String(text.clone()))).collect();
    let body = json!({ "holder": holder_id(&one.holder), "details": details });
    writing.put(Class::Assignment, &Record::new(id, &one.role.0, body).within(place), period)?;
    Ok(())
}

fn held(version: &Version, index: &PlaceIndex) -> Option<Held> {
    let record = &version.record;
    let place = record.parent.as_deref()?;
    let place: PlaceKey = index.by_id(place).map(|place| place.key.clone()).or_else(|| key_of_id(place))?;
    let details = record.body["details"].as_object()?.iter();
    let assignment = Assignment {
        holder: holder_of_id(record.body["holder"].as_str()?)?,
        role: RoleName(record.kind.clone()),
        place,
        period: version.valid,
        details: details.map(|(field, text)| (field.clone(), text.as_str().unwrap_or_default().to_owned())).collect(),
    };
    Some(Held { id: record.key.clone(), version: version.number, assignment })
}

pub(crate) fn holder(version: &Version) -> Option<HolderRecord> {
    let text = |field: &str| version.record.body[field].as_str().unwrap_or_default().to_owned();
    let (name, unit, post, phone) = (text("name"), text("unit"), text("post"), text("phone"));
    Some(HolderRecord { holder: holder_of_id(&version.record.key)?, name, unit, post, phone })
}

/// What a version of an assignment says.
pub(crate) fn read(version: &Version, index: &PlaceIndex) -> Result<Assignment, Fault> {
    held(version, index).map(|held| held.assignment).ok_or_else(|| unreadable(version))
}

pub(crate) fn unreadable(version: &Version) -> Fault {
    Fault::Unreadable { key: version.record.key.clone(), reason: format!("version {}", version.number) }
}

fn no_place(key: &PlaceKey) -> Fault {
    Fault::NoPlace { level: key.level.id(), code: key.code.to_string() }
}

//! Coverage counted from the record: the rows of a day as they were known at a moment.

use std::collections::BTreeMap;

use coverage::{Fact, Metrics, PlaceRow, Rostered, Rows, Snapshot};
use jiff::Timestamp;
use model::{Day, Level, Period};
use serde_json::{Value, json};
use store::{AsOf, Class, Filter, Record, Store, Writing};

use crate::evidence::{evidence, facts};
use crate::{Fault, Place, PlaceIndex, assignments};

/// The setting that holds the district's definitions of figures.
pub const DEFINITIONS: &str = "coverage-definitions";
/// The demo district's definitions, which a district copies and changes.
const DEMO: &str = include_str!("../../../data/coverage.toml");

/// The district's definitions of figures: those on record, else the demo's.
///
/// # Errors
/// When the record fails or the definitions do not read.
pub fn metrics(store: &Store) -> Result<Metrics, Fault> {
    definitions(store).map(|(_, metrics)| metrics)
}

/// The same, with their text.
///
/// # Errors
/// When the record fails or the definitions do not read.
pub fn definitions(store: &Store) -> Result<(String, Metrics), Fault> {
    let text = store.setting(DEFINITIONS)?.unwrap_or_else(|| DEMO.to_owned());
    let first = |faults: Vec<coverage::DefinitionFault>| faults.first().map(ToString::to_string).unwrap_or_default();
    let metrics = Metrics::parse(&text).map_err(|faults| unreadable(DEFINITIONS, first(faults)))?;
    Ok((text, metrics))
}

/// The rows that figures of a day are counted from: places as they are on the day, assignments and evidence of all days,
/// all as known at the moment.
///
/// # Errors
/// When the record fails or a row does not read back.
pub fn rows(store: &Store, as_of: AsOf) -> Result<Rows, Fault> {
    let index = PlaceIndex::read(store, as_of)?;
    let mut told = facts(store, as_of)?;
    let places = index.list().iter().map(|place| place_row(&index, place, told.remove(&place.id).unwrap_or_default()));
    let places = places.collect();
    let assignments = assignments(store, &index, as_of.known)?.into_iter().map(|held| held.assignment).collect();
    Ok(Rows { places, assignments, evidence: evidence(store, &index, as_of.known)?, rostered: rostered(store, as_of)? })
}

/// A snapshot that was kept.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptSnapshot {
    /// The figures.
    pub snapshot: Snapshot,
    /// The same byte for byte as it was kept.
    pub text: String,
    /// The definitions that it was counted by.
    pub definitions: String,
}

/// Counts all figures of a day as known with the record's last change, so that they can be counted again.
///
/// # Errors
/// When the record fails or a row does not read back.
pub fn snapshot(store: &Store, metrics: &Metrics, as_of: Day) -> Result<Snapshot, Fault> {
    let known = store.last_change()?.unwrap_or(Timestamp::UNIX_EPOCH);
    let rows = rows(store, AsOf::known(as_of, known))?;
    Ok(Snapshot::freeze(metrics, &rows, as_of, &known.to_string()))
}

/// Counts a snapshot again: the same day, what was known then, by definitions that are given. The answer is the same
/// for ever, because what was known at a moment does not change.
///
/// # Errors
/// When the record fails or the snapshot's times do not read.
pub fn recount(store: &Store, metrics: &Metrics, kept: &Snapshot) -> Result<Snapshot, Fault> {
    let known: Timestamp = kept.known_as_of.parse().map_err(|fault| unreadable(&kept.known_as_of, fault))?;
    let as_of: Day = kept.as_of.parse().map_err(|fault| unreadable(&kept.as_of, fault))?;
    let rows = rows(store, AsOf::known(as_of, known))?;
    Ok(Snapshot::freeze(metrics, &rows, as_of, &kept.known_as_of))
}

/// Keeps figures under a name with the definitions that they were counted by: what a pack said, for good. Returns the
/// text that is kept.
///
/// # Errors
/// When there is a snapshot of this name, or the record fails.
pub fn keep_snapshot(
    writing: &mut Writing<'_>,
    name: &str,
    snapshot: &Snapshot,
    definitions: &str,
) -> Result<String, Fault> {
    let text = snapshot.to_text().map_err(|fault| unreadable(name, fault))?;
    let as_of: Day = snapshot.as_of.parse().map_err(|fault| unreadable(name, fault))?;
    let key = format!("snapshot:{name}");
    if writing.get(Class::Snapshot, &key, AsOf::day(Day::MAX))?.is_some() {
        return Err(Fault::SnapshotThere(name.to_owned()));
    }
    let body = json!({ "text": text, "definitions": definitions });
    writing.put(Class::Snapshot, &Record::new(key, "figures", body).with_code(name), Period::since(as_of))?;
    Ok(text)
}

/// A kept snapshot; `None` where there is none of this name.
///
/// # Errors
/// When the record fails, or the text is not as it was kept.
pub fn kept_snapshot(store: &Store, name: &str) -> Result<Option<KeptSnapshot>, Fault> {
    let Some(version) = store.get(Class::Snapshot, &format!("snapshot:{name}"), AsOf::day(Day::MAX))? else {
        return Ok(None);
    };
    let part = |field: &str| version.record.body[field].as_str().unwrap_or_default().to_owned();
    let (text, definitions) = (part("text"), part("definitions"));
    let snapshot = Snapshot::parse(&text).map_err(|fault| unreadable(name, fault))?;
    Ok(Some(KeptSnapshot { snapshot, text, definitions }))
}

/// Names of all kept snapshots with their days and when they were kept.
///
/// # Errors
/// When the record fails.
pub fn kept_snapshots(store: &Store) -> Result<Vec<(String, Day, Timestamp)>, Fault> {
    let all = store.list(Class::Snapshot, &Filter::default(), AsOf::day(Day::MAX))?;
    let one =
        |version: store::Version| (version.record.code.unwrap_or_default(), version.valid.from(), version.recorded);
    Ok(all.into_iter().map(one).collect())
}

fn place_row(index: &PlaceIndex, place: &Place, told: BTreeMap<String, Fact>) -> PlaceRow {
    let code_at = |level| index.at_level(place, level).map(|outer| outer.key.code.clone());
    let (street, community) = (code_at(Level::Subdistrict), code_at(Level::Community));
    // What the place's own row says of itself; what a survey tells is believed before it.
    let own =
        place.body.as_object().into_iter().flatten().filter_map(|(name, value)| Some((name.clone(), own(value)?)));
    let attributes = own.chain(told).collect();
    let kind = Some(place.kind.clone());
    // The versions of the day, and only they: the day is all that is asked about.
    let period = Period::since(Day::MIN);
    PlaceRow { key: place.key.clone(), name: place.name.clone(), street, community, kind, attributes, period }
}

fn own(value: &Value) -> Option<Fact> {
    match value {
        Value::Number(number) => number.as_i64().map(Fact::Number),
        Value::String(text) => Some(text.parse().map_or_else(|_| Fact::Text(text.clone()), Fact::Day)),
        Value::Bool(flag) => Some(Fact::Text(flag.to_string())),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Who is listed for a role without necessarily covering anything.
fn rostered(store: &Store, as_of: AsOf) -> Result<Vec<Rostered>, Fault> {
    let mut found = Vec::new();
    for class in [Class::Person, Class::Organisation] {
        for version in store.list(class, &Filter::default(), as_of)? {
            let Some(holder) = crate::assignments::holder_of_id(&version.record.key) else { continue };
            let roles = version.record.body["roles"].as_array().into_iter().flatten().filter_map(Value::as_str);
            let one = |role: &str| Rostered {
                holder: holder.clone(),
                role: model::RoleName(role.to_owned()),
                period: version.valid,
            };
            found.extend(roles.map(one));
        }
    }
    Ok(found)
}

fn unreadable(name: &str, fault: impl ToString) -> Fault {
    Fault::Unreadable { key: name.to_owned(), reason: fault.to_string() }
}

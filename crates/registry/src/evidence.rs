//! What surveys found and told, on record and back.
//!
//! Evidence of a kind at a place from a source is one thing over time: a newer survey is a newer version. A column that
//! tells an attribute is evidence with a value instead of yes and no.

use std::collections::BTreeMap;

use coverage::{Evidence, Fact, Known, Surveyed};
use jiff::Timestamp;
use model::{Day, Finding, Period, Place, PlaceKey, Rule, Severity};
use serde_json::{Value, json};
use store::{AsOf, Class, Filter, Record, Store, Version, Writing};

use crate::places::key_of_id;
use crate::{Fault, PlaceIndex};

/// What putting a survey on record changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct EvidencePut {
    /// New or other than before.
    pub changed: usize,
    /// As it was on record already.
    pub unchanged: usize,
}

/// Rows of a survey whose place is not on record: findings, in the order of the rows.
pub fn unknown_places(index: &PlaceIndex, surveyed: &Surveyed) -> Vec<Finding> {
    let evidence = surveyed.evidence.iter().map(|(evidence, at)| (&evidence.place, at));
    let told = surveyed.told.iter().map(|told| (&told.place, &told.at));
    let mut found: BTreeMap<(Option<String>, Option<usize>), Finding> = BTreeMap::new();
    for (key, at) in evidence.chain(told).filter(|(key, _)| index.by_key(key).is_none()) {
        let place = Place { code: Some(key.code.to_string()), ..at.clone() };
        let finding = Finding::new(Rule::ReferenceUnknown, Severity::Error, place).with("value", &key.code);
        found.entry((at.layer.clone(), at.row)).or_insert(finding);
    }
    found.into_values().collect()
}

/// Puts what a survey said on record, from the day of the survey on; what is on record already is not put again. A year
/// or a day that is told (of a renovation) holds from itself on.
///
/// # Errors
/// When a place is not on record, or the record fails.
pub fn put_evidence(writing: &mut Writing<'_>, index: &PlaceIndex, surveyed: &Surveyed) -> Result<EvidencePut, Fault> {
    let mut put = EvidencePut::default();
    for (evidence, _) in &surveyed.evidence {
        let body = json!({ "value": word(evidence.value), "source": evidence.source, "seen": seen(evidence.recorded) });
        let thing = (&evidence.place, evidence.kind.as_str(), evidence.source.as_str());
        put_one(writing, index, thing, body, evidence.period.from(), &mut put)?;
    }
    for told in &surveyed.told {
        let source = told.at.layer.as_deref().unwrap_or_default();
        let body = json!({ "fact": fact(&told.fact), "source": source, "seen": seen(told.day) });
        let from = told.fact.day().unwrap_or(told.day).min(told.day);
        put_one(writing, index, (&told.place, &told.attribute, source), body, from, &mut put)?;
    }
    Ok(put)
}

/// All evidence believed at a moment; places by the codes that they have in `index`.
///
/// # Errors
/// When the record fails or a row does not read back.
pub(crate) fn evidence(store: &Store, index: &PlaceIndex, known: Option<Timestamp>) -> Result<Vec<Evidence>, Fault> {
    let all = store.believed(Class::Evidence, known)?;
    let yes_no = all.iter().filter(|version| version.record.body["fact"].is_null());
    yes_no.map(|version| read(version, index).ok_or_else(|| unreadable(version))).collect()
}

/// What is told of places on a day, by place id and attribute.
///
/// # Errors
/// When the record fails or a row does not read back.
pub(crate) fn facts(store: &Store, as_of: AsOf) -> Result<BTreeMap<String, BTreeMap<String, Fact>>, Fault> {
    let mut found: BTreeMap<String, BTreeMap<String, (Day, Fact)>> = BTreeMap::new();
    for version in store.list(Class::Evidence, &Filter::default(), as_of)? {
        let body = &version.record.body;
        if body["fact"].is_null() {
            continue;
        }
        let told = read_fact(&body["fact"]).zip(day(&body["seen"])).zip(version.record.parent.clone());
        let ((fact, seen), place) = told.ok_or_else(|| unreadable(&version))?;
        let of_place = found.entry(place).or_default();
        let newer = of_place.get(&version.record.kind).is_none_or(|(before, _)| *before <= seen);
        if newer {
            of_place.insert(version.record.kind.clone(), (seen, fact));
        }
    }
    let plain =
        |of_place: BTreeMap<String, (Day, Fact)>| of_place.into_iter().map(|(name, (_, fact))| (name, fact)).collect();
    Ok(found.into_iter().map(|(place, of_place)| (place, plain(of_place))).collect())
}

fn put_one(
    writing: &mut Writing<'_>,
    index: &PlaceIndex,
    (key, kind, source): (&PlaceKey, &str, &str),
    body: Value,
    from: Day,
    put: &mut EvidencePut,
) -> Result<(), Fault> {
    let missing = || Fault::NoPlace { level: key.level.id(), code: key.code.to_string() };
    let place = &index.by_key(key).ok_or_else(missing)?.id;
    let record = Record::new(format!("{kind}|{place}|{source}"), kind, body).within(place);
    let new = writing.put_if_new(Class::Evidence, &record, Period::since(from))?;
    put.changed += usize::from(new);
    put.unchanged += usize::from(!new);
    Ok(())
}

fn read(version: &Version, index: &PlaceIndex) -> Option<Evidence> {
    let record = &version.record;
    let place = record.parent.as_deref()?;
    Some(Evidence {
        place: index.by_id(place).map(|place| place.key.clone()).or_else(|| key_of_id(place))?,
        kind: record.kind.clone(),
        value: [Known::Yes, Known::No, Known::Unknown].into_iter().find(|&one| record.body["value"] == word(one))?,
        period: version.valid,
        source: record.body["source"].as_str()?.to_owned(),
        recorded: day(&record.body["seen"])?,
    })
}

fn word(value: Known) -> &'static str {
    match value {
        Known::Yes => "yes",
        Known::No => "no",
        Known::Unknown => "unknown",
    }
}

fn fact(fact: &Fact) -> Value {
    match fact {
        Fact::Text(text) => json!({ "text": text }),
        Fact::Number(number) => json!({ "number": number }),
        Fact::Day(day) => json!({ "day": day.to_string() }),
        Fact::Year(year) => json!({ "year": year }),
    }
}

fn read_fact(value: &Value) -> Option<Fact> {
    let (kind, value) = value.as_object()?.iter().next()?;
    match kind.as_str() {
        "text" => Some(Fact::Text(value.as_str()?.to_owned())),
        "number" => value.as_i64().map(Fact::Number),
        "day" => day(value).map(Fact::Day),
        "year" => i16::try_from(value.as_i64()?).ok().map(Fact::Year),
        _ => None,
    }
}

fn seen(day: Day) -> String {
    day.to_string()
}

fn day(value: &Value) -> Option<Day> {
    value.as_str()?.parse().ok()
}

fn unreadable(version: &Version) -> Fault {
    Fault::Unreadable { key: version.record.key.clone(), reason: format!("version {}", version.number) }
}

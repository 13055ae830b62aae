//! The rows as they stand on a day: which places exist, who holds what where, what the latest survey says.

use std::collections::BTreeMap;
use std::ops::Range;

use model::{Assignment, Code, Day, Level, PlaceKey, RoleName};
use rustc_hash::FxHashMap;

use crate::rows::{Evidence, Known, PlaceRow, Rostered, Rows};

/// An index of rows for one day, made once and asked for many figures.
#[derive(Debug)]
pub struct Standing<'a> {
    day: Day,
    /// Sorted by level and code, each key once.
    places: Vec<&'a PlaceRow>,
    /// By role, sorted by place: all that began until the day, ended or not, and what follows it.
    held: BTreeMap<&'a str, Vec<Held<'a>>>,
    /// By kind, sorted by place.
    surveys: BTreeMap<&'a str, Vec<Survey>>,
    rostered: Vec<&'a Rostered>,
    stranded: Vec<&'a Assignment>,
    doubled: Vec<&'a PlaceKey>,
}

/// An assignment at a place that stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Held<'a> {
    pub(crate) place: u32,
    pub(crate) row: &'a Assignment,
}

/// What the latest survey says of a place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Survey {
    pub(crate) place: u32,
    pub(crate) value: Known,
    pub(crate) from: Day,
}

impl<'a> Standing<'a> {
    /// The rows on a day.
    pub fn on(rows: &'a Rows, day: Day) -> Self {
        let (places, doubled) = places(rows, day);
        let index: FxHashMap<&PlaceKey, u32> = (0..).zip(&places).map(|(i, place)| (&place.key, i)).collect();
        let mut standing = Standing {
            day,
            places,
            held: BTreeMap::new(),
            surveys: surveys(rows, day, &index),
            rostered: rows.rostered.iter().filter(|row| row.period.contains(day)).collect(),
            stranded: Vec::new(),
            doubled,
        };
        for row in &rows.assignments {
            match index.get(&row.place) {
                Some(&place) => standing.held.entry(&row.role.0).or_default().push(Held { place, row }),
                None if row.period.contains(day) => standing.stranded.push(row),
                None => {}
            }
        }
        for held in standing.held.values_mut() {
            held.sort_by_key(|held| held.place);
        }
        standing
    }

    /// The day.
    pub fn day(&self) -> Day {
        self.day
    }

    /// Places that stand on the day, by level and code.
    pub fn places(&self) -> &[&'a PlaceRow] {
        &self.places
    }

    /// Assignments in force whose place does not stand on the day: they count nowhere, so they are to be looked at.
    pub fn stranded(&self) -> &[&'a Assignment] {
        &self.stranded
    }

    /// Places with more than one version on the day; the one that began last was taken.
    pub fn doubled(&self) -> &[&'a PlaceKey] {
        &self.doubled
    }

    pub(crate) fn level(&self, level: Level) -> Range<usize> {
        let start = self.places.partition_point(|place| place.key.level < level);
        start..self.places.partition_point(|place| place.key.level <= level)
    }

    pub(crate) fn held(&self, role: &RoleName) -> &[Held<'a>] {
        self.held.get(role.0.as_str()).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn surveys(&self, kind: &str) -> &[Survey] {
        self.surveys.get(kind).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn rostered(&self) -> &[&'a Rostered] {
        &self.rostered
    }

    pub(crate) fn codes(&self, places: &[u32]) -> Vec<Code> {
        places.iter().map(|&place| self.places[place as usize].key.code.clone()).collect()
    }
}

/// One version of each place, and the keys that had more.
fn places(rows: &Rows, day: Day) -> (Vec<&PlaceRow>, Vec<&PlaceKey>) {
    let mut all: Vec<&PlaceRow> = rows.places.iter().filter(|row| row.period.contains(day)).collect();
    all.sort_by(|a, b| a.key.cmp(&b.key).then(a.period.from().cmp(&b.period.from())));
    let (mut kept, mut doubled): (Vec<&PlaceRow>, Vec<&PlaceKey>) = (Vec::with_capacity(all.len()), Vec::new());
    for row in all {
        match kept.last_mut() {
            Some(last) if last.key == row.key => {
                *last = row;
                doubled.push(&row.key);
            }
            _ => kept.push(row),
        }
    }
    doubled.dedup();
    (kept, doubled)
}

/// Of the rows that hold on the day the one written last; of those the one that began last. If such rows still differ,
/// nobody knows.
fn surveys<'a>(rows: &'a Rows, day: Day, index: &FxHashMap<&PlaceKey, u32>) -> BTreeMap<&'a str, Vec<Survey>> {
    let mut by_kind: BTreeMap<&str, Vec<(u32, &Evidence)>> = BTreeMap::new();
    for row in rows.evidence.iter().filter(|row| row.period.contains(day)) {
        if let Some(&place) = index.get(&row.place) {
            by_kind.entry(&row.kind).or_default().push((place, row));
        }
    }
    by_kind.into_iter().map(|(kind, rows)| (kind, latest(rows))).collect()
}

fn latest(mut rows: Vec<(u32, &Evidence)>) -> Vec<Survey> {
    let age = |row: &Evidence| (row.recorded, row.period.from());
    rows.sort_by_key(|&(place, row)| (place, age(row)));
    let same_place = rows.chunk_by(|a, b| a.0 == b.0);
    let believed = same_place.filter_map(|rows| {
        let &(place, last) = rows.last()?;
        let mut newest = rows.iter().rev().take_while(|(_, row)| age(row) == age(last));
        let agreed = newest.all(|(_, row)| row.value == last.value);
        let value = if agreed { last.value } else { Known::Unknown };
        Some(Survey { place, value, from: last.period.from() })
    });
    believed.collect()
}

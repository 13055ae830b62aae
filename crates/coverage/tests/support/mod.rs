//! Rows of the demo district's shape, invented, once or many times over.
#![allow(dead_code)]

use std::collections::BTreeMap;

use coverage::{Evidence, Fact, Known, Metrics, PlaceRow, Rostered, Rows};
use model::{Assignment, Code, Day, Holder, Level, Period, PlaceKey, RoleName};

pub(crate) const AS_OF: &str = "2025-12-31";
pub(crate) const STREETS: usize = 10;
pub(crate) const COMMUNITIES: usize = 50;
pub(crate) const COMPOUNDS: usize = 238;
pub(crate) const GRIDS: usize = 505;
pub(crate) const OPEN: usize = 349;

pub(crate) fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

pub(crate) fn code(text: &str) -> Code {
    Code::new(text).expect("a code")
}

pub(crate) fn key(level: Level, text: &str) -> PlaceKey {
    PlaceKey { level, code: code(text) }
}

/// From a day to the last day, which belongs to it.
pub(crate) fn until(from: &str, last: &str) -> Period {
    Period::new(day(from), Some(day(last).tomorrow().expect("a day after"))).expect("a period")
}

pub(crate) fn definitions() -> Metrics {
    Metrics::parse(include_str!("../../../../data/coverage.toml")).expect("the demo district's definitions")
}

pub(crate) fn community(town: usize, number: usize) -> String {
    format!("C{town:03}-{:02}", number % COMMUNITIES)
}

pub(crate) fn grid(town: usize, number: usize) -> String {
    format!("G{town:03}-{number:03}")
}

/// So many districts beside each other.
pub(crate) fn district(times: usize) -> Rows {
    let mut rows = Rows::default();
    for town in 0..times {
        places(&mut rows, town);
        surveys(&mut rows, town);
        contacts(&mut rows, town);
    }
    rows
}

fn place(level: Level, own: String, street: String, community: Option<String>, kind: Option<&str>) -> PlaceRow {
    PlaceRow {
        key: key(level, &own),
        name: own,
        street: Some(code(&street)),
        community: community.map(|text| code(&text)),
        kind: kind.map(str::to_owned),
        attributes: BTreeMap::new(),
        period: Period::since(day("2015-01-01")),
    }
}

fn places(rows: &mut Rows, town: usize) {
    let street = |number: usize| format!("S{town:03}-{}", number % COMMUNITIES % STREETS);
    rows.places.extend((0..STREETS).map(|s| place(Level::Subdistrict, street(s), street(s), None, None)));
    for c in 0..COMMUNITIES {
        rows.places.push(place(Level::Community, community(town, c), street(c), Some(community(town, c)), None));
    }
    for x in 0..COMPOUNDS {
        let own = format!("X{town:03}-{x:03}");
        rows.places.push(place(Level::Compound, own, street(x), Some(community(town, x)), Some("compound")));
    }
    for g in 0..GRIDS {
        let kind = if g < OPEN {
            "governance"
        } else if g % 3 == 0 {
            "exclusive"
        } else {
            "compound"
        };
        let mut row = place(Level::Grid, grid(town, g), street(g), Some(community(town, g)), Some(kind));
        row.attributes.extend(renovated(g).map(|fact| ("renovated".to_owned(), fact)));
        rows.places.push(row);
    }
}

/// 260 within five years of the as-of date, the first and the last day among them; 30 before; of 59 nothing is told.
fn renovated(grid: usize) -> Option<Fact> {
    match grid {
        0 => Some(Fact::Day(day("2021-01-01"))),
        1 => Some(Fact::Day(day("2025-12-31"))),
        2 => Some(Fact::Year(2021)),
        3..260 => Some(Fact::Day(day(&format!("{}-06-15", 2021 + grid % 5)))),
        260 => Some(Fact::Day(day("2020-12-31"))),
        261 => Some(Fact::Year(2020)),
        262..290 => Some(Fact::Day(day(&format!("{}-06-15", 2006 + grid % 14)))),
        _ => None,
    }
}

/// Committee and property service of a grid: both 218, committee alone 40, service alone 1, neither 1, unknown 89.
pub(crate) fn known(grid: usize) -> (Known, Known) {
    match grid {
        0..218 => (Known::Yes, Known::Yes),
        218..258 => (Known::Yes, Known::No),
        258 => (Known::No, Known::Yes),
        259 => (Known::No, Known::No),
        _ => (Known::Unknown, Known::Unknown),
    }
}

fn surveys(rows: &mut Rows, town: usize) {
    for g in 0..OPEN {
        let (committee, property) = known(g);
        // Of every other unknown grid there is no row at all.
        if g < 260 || g % 2 == 0 {
            rows.evidence.push(survey(town, g, "committee", committee));
            rows.evidence.push(survey(town, g, "property", property));
        }
        let place = key(Level::Grid, &grid(town, g));
        if committee == Known::Yes {
            let holder = Holder::Organisation(code(&format!("committee-{town}-{g}")));
            let mut row = held(holder, "owners-committee", place.clone(), Period::since(day("2022-03-01")));
            let form = if g % 9 == 0 { "self-management" } else { "owners" };
            row.details.push(("form".to_owned(), form.to_owned()));
            rows.assignments.push(row);
        }
        if property == Known::Yes {
            rows.assignments.extend(contracts(town, g, place));
        }
    }
}

/// A contract that ended, and one in force; every seventh ends on the as-of date itself, and those of even grids are
/// followed by another.
fn contracts(town: usize, g: usize, place: PlaceKey) -> Vec<Assignment> {
    let firm = Holder::Organisation(code(&format!("firm-{town}-{:02}", g % 24)));
    let make = |period| held(firm.clone(), "property-company", place.clone(), period);
    let mut list = vec![make(until("2021-01-01", "2022-12-31"))];
    if g.is_multiple_of(7) {
        list.push(make(until("2023-01-01", AS_OF)));
        list.extend(g.is_multiple_of(2).then(|| make(until("2026-01-01", "2028-12-31"))));
    } else {
        list.push(make(until("2023-01-01", "2027-12-31")));
    }
    list
}

pub(crate) fn survey(town: usize, number: usize, kind: &str, value: Known) -> Evidence {
    Evidence {
        place: key(Level::Grid, &grid(town, number)),
        kind: kind.to_owned(),
        value,
        period: Period::since(day("2025-11-30")),
        source: "survey".to_owned(),
        recorded: day("2025-12-05"),
    }
}

pub(crate) fn held(holder: Holder, role: &str, place: PlaceKey, period: Period) -> Assignment {
    Assignment { holder, role: RoleName(role.to_owned()), place, period, details: Vec::new() }
}

fn contacts(rows: &mut Rows, town: usize) {
    let term = Period::since(day("2025-01-01"));
    let mut cover = |name: String, role: &str, list: Vec<PlaceKey>| {
        let holder = Holder::Person(code(&name));
        let role_name = RoleName(role.to_owned());
        rows.rostered.push(Rostered { holder: holder.clone(), role: role_name, period: term });
        rows.assignments.extend(list.into_iter().map(|place| held(holder.clone(), role, place, term)));
    };
    let at = |c: usize| key(Level::Community, &community(town, c));
    for l in 0..30 {
        let list = if l < 20 { vec![at(2 * l), at(2 * l + 1)] } else { vec![at(l + 20)] };
        cover(format!("L{town}-{l:02}"), "district-leader", list);
    }
    (0..61).for_each(|d| cover(format!("D{town}-{d:02}"), "paired-department", vec![at(d)]));
    let compounds = (0..COMPOUNDS).map(|x| key(Level::Compound, &format!("X{town:03}-{x:03}")));
    let mut units = compounds.chain((0..GRIDS).map(|g| key(Level::Grid, &grid(town, g))));
    for j in 0..227 {
        let list: Vec<PlaceKey> = units.by_ref().take(if j < 62 { 4 } else { 3 }).collect();
        cover(format!("J{town}-{j:03}"), "street-cadre", list);
    }
    for g in 0..GRIDS {
        cover(format!("W{town}-{g:03}"), "grid-worker", vec![key(Level::Grid, &grid(town, g))]);
    }
}

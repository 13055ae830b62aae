//! The record against a model that keeps everything by the day.

use std::collections::BTreeMap;

use geo_types::{MultiPolygon, polygon};
use jiff::Timestamp;
use model::{Day, Period};
use proptest::prelude::*;
use serde_json::json;
use store::{AsOf, Class, Fault, Filter, Record, Store, restore, verify_file};

fn day(number: i16) -> Day {
    Day::constant(2025, 1, 1).checked_add(jiff::Span::new().days(number)).expect("a day")
}

fn second(number: i64) -> Timestamp {
    Timestamp::from_second(1_700_000_000 + number).expect("a moment")
}

fn period(from: i16, to: Option<i16>) -> Period {
    Period::new(day(from), to.map(day)).expect("a period")
}

fn open() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let store = Store::open(folder.path()).expect("a record");
    (folder, store)
}

fn grid(key: &str, name: &str) -> Record {
    Record::new(key, "governance", json!({ "name": name })).with_code(format!("99010100100{key}"))
}

fn square(x: f64) -> MultiPolygon<f64> {
    MultiPolygon(vec![polygon![(x: x, y: 0.0), (x: x + 10.0, y: 0.0), (x: x + 10.0, y: 10.0), (x: x, y: 10.0)]])
}

/// What one transaction of the property test does to one of three things.
#[derive(Debug, Clone)]
enum Deed {
    Put { key: u8, from: i16, days: Option<i16>, name: u8 },
    End { key: u8, from: i16 },
}

fn deed() -> impl Strategy<Value = Deed> {
    let put = (0u8..3, 0i16..60, proptest::option::of(1i16..30), any::<u8>());
    prop_oneof![
        4 => put.prop_map(|(key, from, days, name)| Deed::Put { key, from, days, name }),
        1 => (0u8..3, 0i16..60).prop_map(|(key, from)| Deed::End { key, from }),
    ]
}

/// Name of each thing on each of the first hundred days.
type Model = BTreeMap<(u8, i16), u8>;

fn apply(model: &mut Model, deed: &Deed) {
    match *deed {
        Deed::Put { key, from, days, name } => {
            let to = days.map_or(100, |days| (from + days).min(100));
            model.extend((from..to).map(|day| ((key, day), name)));
        }
        Deed::End { key, from } => model.retain(|&(own, day), _| own != key || day < from),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// On every day, as known after every transaction, the record says what the model says; nothing is ever forgotten.
    #[test]
    fn the_record_remembers_every_day_as_known_at_every_moment(deeds in proptest::collection::vec(deed(), 1..14)) {
        let (_folder, mut store) = open();
        let mut known: Vec<(Timestamp, Model)> = Vec::new();
        let mut model = Model::new();
        for (number, deed) in deeds.iter().enumerate() {
            let mut writing = store.write("planner", "edit", second(number as i64)).unwrap();
            let done = match *deed {
                Deed::Put { key, from, days, name } => {
                    let record = grid(&key.to_string(), &name.to_string());
                    writing.put(Class::Grid, &record, period(from, days.map(|days| from + days))).map(|_| ())
                }
                Deed::End { key, from } => writing.end(Class::Grid, &key.to_string(), day(from)),
            };
            match done {
                Ok(()) => apply(&mut model, deed),
                Err(Fault::NothingToEnd { .. }) => {}
                Err(fault) => panic!("{fault}"),
            }
            known.push((writing.commit().unwrap(), model.clone()));
        }
        for (moment, model) in &known {
            for number in (0..100).step_by(3) {
                for key in 0..3u8 {
                    let found = store.get(Class::Grid, &key.to_string(), AsOf::known(day(number), *moment)).unwrap();
                    let name = found.map(|version| version.record.body["name"].as_str().unwrap().to_owned());
                    prop_assert_eq!(name, model.get(&(key, number)).map(u8::to_string), "{} on {}", key, day(number));
                }
            }
        }
        prop_assert_eq!(store.verify_audit().unwrap().0, deeds.len() as i64);
    }
}

#[test]
fn a_plan_published_for_a_future_monday_needs_no_timer() {
    let (_folder, mut store) = open();
    let (monday, june) = (day(40), day(10));
    let mut writing = store.write("approver", "publish", second(0)).unwrap();
    writing.put(Class::Membership, &Record::new("courtyard-1", "", json!({})).within("old"), period(0, None)).unwrap();
    let first = writing.commit().unwrap();
    let mut writing = store.write("approver", "publish", second(1)).unwrap();
    let moved = Record::new("courtyard-1", "", json!({})).within("new");
    writing.put(Class::Membership, &moved, Period::since(monday)).unwrap();
    writing.commit().unwrap();
    let grid = |as_of| store.get(Class::Membership, "courtyard-1", as_of).unwrap().unwrap().record.parent.unwrap();
    assert_eq!(grid(AsOf::day(day(39))), "old");
    assert_eq!(grid(AsOf::day(monday)), "new");
    assert_eq!(grid(AsOf::day(june)), "old", "a day of the past answers the old grid for ever");
    assert_eq!(grid(AsOf::known(monday, first)), "old", "before the publication nobody knew");
}

#[test]
fn an_edit_on_an_outdated_version_names_the_other_author() {
    let (_folder, mut store) = open();
    let mut writing = store.write("Wang", "edit", second(0)).unwrap();
    let base = writing.put(Class::Grid, &grid("1", "a"), period(0, None)).unwrap();
    writing.commit().unwrap();
    let mut writing = store.write("Li", "edit", second(1)).unwrap();
    writing.put_on(Class::Grid, &grid("1", "b"), period(0, None), Some(base)).unwrap();
    writing.commit().unwrap();
    let mut writing = store.write("Wang", "edit", second(2)).unwrap();
    let late = writing.put_on(Class::Grid, &grid("1", "c"), period(0, None), Some(base));
    assert!(matches!(late, Err(Fault::Conflict { ref author, .. }) if author == "Li"), "{late:?}");
}

#[test]
fn what_is_not_committed_is_wholly_absent() {
    let (folder, mut store) = open();
    let mut writing = store.write("planner", "edit", second(0)).unwrap();
    writing.put(Class::Grid, &grid("1", "a"), period(0, None)).unwrap();
    drop(writing);
    assert_eq!(store.count(Class::Grid).unwrap(), 0);
    assert_eq!(Store::open_read_only(folder.path()).unwrap().verify_audit().unwrap().0, 0);
}

#[test]
fn places_are_found_by_box_code_kind_and_parent() {
    let (_folder, mut store) = open();
    let mut writing = store.write("import", "import", second(0)).unwrap();
    for number in 0..20 {
        let record = grid(&format!("{number:02}"), "g").within(if number < 5 { "a" } else { "b" });
        writing.put(Class::Grid, &record.with_shape(square(f64::from(number) * 20.0)), period(0, None)).unwrap();
    }
    writing.put(Class::Grid, &grid("03", "moved").within("a").with_shape(square(1000.0)), period(50, None)).unwrap();
    writing.commit().unwrap();
    let count = |filter: &Filter, on: i16| store.list(Class::Grid, filter, AsOf::day(day(on))).unwrap().len();
    let within = |west: f64, east: f64| Filter { within: Some([west, 0.0, east, 5.0]), ..Filter::default() };
    assert_eq!(count(&Filter::default(), 0), 20);
    assert_eq!(count(&within(0.0, 65.0), 0), 4);
    assert_eq!(count(&within(0.0, 65.0), 50), 3, "one lies elsewhere by then");
    assert_eq!(count(&within(990.0, 1020.0), 0), 0);
    assert_eq!(count(&within(990.0, 1020.0), 50), 1);
    assert_eq!(count(&Filter { parent: Some("a".into()), ..Filter::default() }, 0), 5);
    assert_eq!(count(&Filter { kind: Some("other".into()), ..Filter::default() }, 0), 0);
    let coded = |code: &str| store.by_code(Class::Grid, code, AsOf::day(day(0))).unwrap().len();
    assert_eq!((coded("9901010010007"), coded("9901010010099")), (1, 0));
    let shape = store.get(Class::Grid, "07", AsOf::day(day(0))).unwrap().unwrap().record.shape;
    assert_eq!(shape, Some(square(140.0)), "coordinates come back to the last bit");
}

#[test]
fn neither_versions_nor_the_audit_can_be_changed() {
    let (folder, mut store) = open();
    let mut writing = store.write("planner", "edit", second(0)).unwrap();
    writing.put(Class::Grid, &grid("1", "a"), period(0, None)).unwrap();
    writing.commit().unwrap();
    drop(store);
    let raw = rusqlite::Connection::open(Store::file(folder.path())).unwrap();
    let refused = |sql: &str| assert!(raw.execute(sql, []).is_err(), "{sql}");
    refused("DELETE FROM grid_version");
    refused("UPDATE grid_version SET body = '{}'");
    refused("DELETE FROM audit");
    refused("UPDATE audit SET author = 'nobody'");
    // Whoever takes the triggers away is found out.
    raw.execute_batch("DROP TRIGGER audit_stays; UPDATE audit SET author = 'nobody'").unwrap();
    let store = Store::open(folder.path()).unwrap();
    assert!(matches!(store.verify_audit(), Err(Fault::AuditBroken { entry: 1, .. })));
}

#[test]
fn backups_are_whole_and_come_back() {
    let (folder, mut store) = open();
    for number in 0..5 {
        let mut writing = store.write("planner", "edit", second(number)).unwrap();
        writing.put(Class::Grid, &grid(&number.to_string(), "a"), period(0, None)).unwrap();
        writing.commit().unwrap();
    }
    let backup = folder.path().join("backup.db");
    store.backup(&backup).unwrap();
    assert!(store.backup(&backup).is_err(), "a backup is never written over");
    assert_eq!(verify_file(&backup).unwrap(), 5);
    let mut writing = store.write("planner", "edit", second(9)).unwrap();
    writing.end(Class::Grid, "1", day(3)).unwrap();
    writing.commit().unwrap();
    drop(store);
    restore(&backup, folder.path()).unwrap();
    let store = Store::open(folder.path()).unwrap();
    assert_eq!(store.verify_audit().unwrap().0, 5);
    assert!(store.get(Class::Grid, "1", AsOf::day(day(9))).unwrap().is_some());
    let bytes = std::fs::read(&backup).unwrap();
    let cut = folder.path().join("cut.db");
    std::fs::write(&cut, &bytes[..bytes.len() / 2]).unwrap();
    assert!(restore(&cut, folder.path()).is_err(), "a damaged backup is refused");
}

#[test]
fn newer_and_foreign_files_are_refused_untouched() {
    let (folder, store) = open();
    drop(store);
    let file = Store::file(folder.path());
    rusqlite::Connection::open(&file).unwrap().pragma_update(None, "user_version", 999).unwrap();
    assert!(matches!(Store::open(folder.path()), Err(Fault::NewerSchema { found: 999, .. })));
    let other = tempfile::tempdir().unwrap();
    let foreign = rusqlite::Connection::open(Store::file(other.path())).unwrap();
    foreign.execute_batch("CREATE TABLE theirs (a); ").unwrap();
    drop(foreign);
    let before = std::fs::read(Store::file(other.path())).unwrap();
    assert!(matches!(Store::open(other.path()), Err(Fault::NoRecord(_))));
    assert_eq!(std::fs::read(Store::file(other.path())).unwrap(), before);
}

#[test]
fn drafts_survive_and_conflicts_name_the_other() {
    let (folder, mut store) = open();
    let mut writing = store.write("Wang", "draft", second(0)).unwrap();
    writing.begin_draft("2026", "draft", ("[]", "{}")).unwrap();
    assert_eq!(writing.keep_draft("2026", 1, ("draft", "{1}"), "edit 1").unwrap(), 2);
    writing.commit().unwrap();
    drop(store);
    let mut store = Store::open(folder.path()).unwrap();
    let seen = store.draft("2026").unwrap().unwrap();
    assert_eq!((seen.log.as_str(), seen.revision, seen.author.as_str()), ("{1}", 2, "Wang"));
    let mut writing = store.write("Li", "edit", second(1)).unwrap();
    writing.keep_draft("2026", seen.revision, ("draft", "{2}"), "edit 2").unwrap();
    writing.commit().unwrap();
    let mut writing = store.write("Wang", "edit", second(2)).unwrap();
    let late = writing.keep_draft("2026", seen.revision, ("draft", "{3}"), "edit 3");
    assert!(matches!(late, Err(Fault::Conflict { ref author, .. }) if author == "Li"), "{late:?}");
    drop(writing);
    let kept = store.draft("2026").unwrap().unwrap();
    assert_eq!((kept.base.as_str(), kept.log.as_str()), ("[]", "{2}"), "nothing is lost");
}

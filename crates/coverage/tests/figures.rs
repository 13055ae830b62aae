//! The figures of a district of the demo's shape come out of its rows, and a changed row changes them.

mod support;

use std::collections::BTreeMap;

use coverage::{Fact, Known, Metric, Rate, Rows, Standing, ending, figure, load};
use model::{Level, Period, RoleName};
use support::{AS_OF, code, day, definitions, district, grid, held, key, survey, until};

fn numbers(rows: &Rows, metric: &str, as_of: &str) -> [usize; 3] {
    let definitions = definitions();
    let tally = figure(definitions.get(metric).expect("a metric"), rows, day(as_of)).tally;
    [tally.yes, tally.no, tally.unknown]
}

fn text(rate: Option<Rate>) -> String {
    match rate {
        None => "-".to_owned(),
        Some(Rate::Exact(percent)) => percent.to_string(),
        Some(Rate::Between(least, most)) => format!("{least}..{most}"),
    }
}

#[test]
fn the_figures_come_out_of_rows() {
    let (rows, metrics) = (district(1), definitions());
    let standing = Standing::on(&rows, day(AS_OF));
    let check = |id: &str, expect: [usize; 3], rate: &str| {
        let found = standing.figure(metrics.get(id).expect("a metric"));
        assert_eq!([found.tally.yes, found.tally.no, found.tally.unknown], expect, "{id}");
        assert_eq!(text(found.rate()), rate, "{id}");
        let lists = [&found.behind.yes, &found.behind.no, &found.behind.unknown].map(Vec::len);
        assert_eq!(lists, expect, "{id}: the lists behind the numbers");
        assert!(found.contradicted.is_empty(), "{id}");
    };
    check("committee-renovated", [258, 2, 0], "99.2");
    check("property-renovated", [219, 41, 0], "84.2");
    check("committee-open", [258, 2, 89], "73.9..99.4");
    check("property-open", [219, 41, 89], "62.8..88.3");
    check("cadre-compounds", [238, 0, 0], "100.0");
    check("cadre-grids", [505, 0, 0], "100.0");
    check("leader-communities", [50, 0, 0], "100.0");
    check("department-communities", [50, 0, 0], "100.0");
    check("worker-grids", [505, 0, 0], "100.0");
    check("property-since-2021", [219, 0, 130], "62.8..100.0");
    assert!(standing.stranded().is_empty() && standing.doubled().is_empty());
}

#[test]
fn lists_headlines_and_parts() {
    let (rows, metrics) = (district(1), definitions());
    let standing = Standing::on(&rows, day(AS_OF));
    let committee = standing.figure(metrics.get("committee-renovated").expect("a metric"));
    assert_eq!(committee.behind.no, [code(&grid(0, 258)), code(&grid(0, 259))]);
    assert_eq!(committee.headline().expect("a percentage").to_string(), "99");
    let open = standing.figure(metrics.get("committee-open").expect("a metric"));
    assert_eq!(open.headline(), None, "no single percentage while places are unknown");
    assert_eq!((open.by_street.len(), open.by_community.len(), open.by_kind.len()), (10, 50, 1));
    let kinds = standing.figure(metrics.get("cadre-grids").expect("a metric")).by_kind;
    let kinds: Vec<_> = kinds.iter().map(|part| (part.key.as_deref(), part.tally.yes)).collect();
    assert_eq!(kinds, [(Some("compound"), 104), (Some("exclusive"), 52), (Some("governance"), 349)]);
}

#[test]
fn load_of_leaders_and_cadres() {
    let (mut rows, metrics) = (district(1), definitions());
    let histogram = |rows: &Rows, id: &str| {
        let metric = metrics.loads.iter().find(|load| load.id == id).expect("a load");
        load(metric, rows, day(AS_OF)).histogram
    };
    let expect = |pairs: &[(usize, usize)]| pairs.iter().copied().collect::<BTreeMap<_, _>>();
    assert_eq!(histogram(&rows, "leader-load"), expect(&[(1, 10), (2, 20)]));
    assert_eq!(histogram(&rows, "cadre-load"), expect(&[(3, 165), (4, 62)]));
    assert_eq!(histogram(&rows, "department-load"), expect(&[(1, 61)]));
    // The same place again adds nothing; who has none is seen by the roster.
    let first = rows.assignments.iter().position(|row| row.role.0 == "district-leader").expect("a leader");
    rows.assignments.push(rows.assignments[first].clone());
    assert_eq!(histogram(&rows, "leader-load"), expect(&[(1, 10), (2, 20)]));
    let holder = rows.assignments[first].holder.clone();
    rows.assignments.retain(|row| row.holder != holder);
    assert_eq!(histogram(&rows, "leader-load"), expect(&[(0, 1), (1, 10), (2, 19)]));
    assert_eq!(numbers(&rows, "leader-communities", AS_OF), [48, 2, 0]);
}

#[test]
fn a_changed_row_changes_the_figure() {
    let rows = district(1);
    let at = |rows: &Rows, role: &str| {
        let place = key(Level::Grid, &grid(0, 1));
        let here =
            |row: &model::Assignment| row.role.0 == role && row.place == place && row.period.contains(day(AS_OF));
        rows.assignments.iter().position(here).expect("a row in force")
    };
    let mut ended = rows.clone();
    let contract = at(&ended, "property-company");
    ended.assignments[contract].period = until("2023-01-01", "2025-12-30");
    assert_eq!(numbers(&ended, "property-renovated", AS_OF), [218, 42, 0]);
    assert_eq!(numbers(&ended, "property-open", "2025-12-30"), [219, 41, 89], "on its last day it counts");
    let contradicted = figure(definitions().get("property-open").unwrap(), &ended, day(AS_OF)).contradicted;
    assert_eq!(contradicted, [code(&grid(0, 1))], "the survey still says yes");

    let mut trial = rows.clone();
    trial.assignments[contract].details.push(("stage".into(), "trial".into()));
    assert_eq!(numbers(&trial, "property-renovated", AS_OF), [218, 42, 0], "a trial does not count here");
    assert_eq!(numbers(&trial, "property-since-2021", AS_OF), [219, 0, 130], "and counts there");

    let committee = at(&rows, "owners-committee");
    let mut other = rows.clone();
    other.assignments[committee].details = vec![("form".into(), "property-management".into())];
    assert_eq!(numbers(&other, "committee-renovated", AS_OF), [257, 3, 0], "another form of committee is none");

    let mut gone = rows.clone();
    gone.assignments.remove(committee);
    gone.evidence.retain(|row| row.place != key(Level::Grid, &grid(0, 1)));
    assert_eq!(numbers(&gone, "committee-renovated", AS_OF), [257, 2, 1], "without survey it is unknown, not no");
}

#[test]
fn moving_windows_move() {
    let rows = district(1);
    let denominator = |as_of: &str| numbers(&rows, "committee-renovated", as_of).iter().sum::<usize>();
    assert_eq!(denominator("2025-12-31"), 260);
    assert_eq!(denominator("2025-12-30"), 260, "one that is renovated tomorrow not yet, one of 2020-12-31 still");
    assert_eq!(denominator("2026-01-01"), 258, "2021-01-01 and the year 2021 have left the window");
    let mut moved = rows.clone();
    let place = moved.places.iter_mut().find(|place| place.key == key(Level::Grid, &grid(0, 0))).expect("a grid");
    place.attributes.insert("renovated".into(), Fact::Day(day("2020-12-31")));
    assert_eq!(numbers(&moved, "committee-renovated", AS_OF), [257, 2, 0]);
}

#[test]
fn places_and_surveys_of_another_day() {
    let mut rows = district(1);
    let next = day("2026-01-01");
    rows.places[10].period = Period::new(day("2015-01-01"), Some(next)).expect("a period");
    let gone = rows.places[10].key.clone();
    let standing = Standing::on(&rows, next);
    assert!(standing.stranded().iter().all(|row| row.place == gone) && !standing.stranded().is_empty());
    assert_eq!(numbers(&rows, "leader-communities", AS_OF), [50, 0, 0]);
    assert_eq!(numbers(&rows, "leader-communities", "2026-01-01"), [49, 0, 0]);
    // Before the survey nobody knew who has no committee; those in office were in office.
    assert_eq!(numbers(&rows, "committee-open", "2025-11-29"), [258, 0, 91]);
    assert_eq!(numbers(&rows, "committee-open", "2022-02-28"), [0, 0, 349]);
}

#[test]
fn the_survey_written_last_is_believed() {
    let mut rows = district(1);
    let with = |rows: &mut Rows, value, recorded: &str, from: &str| {
        let mut row = survey(0, 259, "committee", value);
        (row.recorded, row.period) = (day(recorded), Period::since(day(from)));
        rows.evidence.push(row);
    };
    with(&mut rows, Known::Unknown, "2025-12-04", "2025-12-04");
    assert_eq!(numbers(&rows, "committee-renovated", AS_OF), [258, 2, 0], "written earlier");
    with(&mut rows, Known::Unknown, "2025-12-06", "2025-11-01");
    assert_eq!(numbers(&rows, "committee-renovated", AS_OF), [258, 1, 1], "written later");
    with(&mut rows, Known::No, "2025-12-06", "2025-11-02");
    assert_eq!(numbers(&rows, "committee-renovated", AS_OF), [258, 2, 0], "as late, began later");
    with(&mut rows, Known::Yes, "2025-12-06", "2025-11-02");
    assert_eq!(numbers(&rows, "committee-renovated", AS_OF), [258, 1, 1], "two that differ tell nothing");
}

#[test]
fn gaps_are_the_places_without() {
    let mut rows = district(1);
    let missing = key(Level::Compound, "X000-007");
    rows.assignments.retain(|row| row.place != missing);
    let metric = Metric::completeness(RoleName("street-cadre".into()), Level::Compound);
    let found = figure(&metric, &rows, day(AS_OF));
    assert_eq!((found.tally.yes, found.denominator()), (237, 238));
    assert_eq!(found.behind.no, [missing.code]);
}

#[test]
fn contracts_that_end_soon() {
    let rows = district(1);
    let role = [RoleName("property-company".into())];
    let count = |as_of: &str, days| ending(&rows, day(as_of), &role, days).len();
    // 32 grids of the 219 have a contract whose last day is the as-of date.
    let soon = ending(&rows, day(AS_OF), &role, 0);
    assert_eq!(soon.len(), 32);
    assert!(soon.iter().all(|end| end.last_day == day(AS_OF) && end.days_left == 0));
    assert_eq!(soon.iter().filter(|end| end.followed).count(), 16);
    assert_eq!(count("2025-12-01", 30), 32);
    assert_eq!(count("2025-12-01", 29), 0);
    assert_eq!(count("2026-01-01", 90), 0, "what has ended ends no more");
    let mut more = rows.clone();
    let place = soon[0].assignment.place.clone();
    let other = soon[0].assignment.holder.clone();
    let unfollowed = |rows: &Rows| ending(rows, day(AS_OF), &role, 0).iter().filter(|end| !end.followed).count();
    assert_eq!(unfollowed(&more), 16);
    more.assignments.retain(|row| !(row.place == place && row.period.from() > day(AS_OF)));
    assert_eq!(unfollowed(&more), 17);
    more.assignments.push(held(other, "property-company", place, until("2026-01-01", "2026-12-31")));
    assert_eq!(unfollowed(&more), 16);
}

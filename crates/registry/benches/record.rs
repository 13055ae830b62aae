//! Work on a record of 1, 10 and 100 times a district: 1,418 courtyards, 354 grids, their rosters and surveys.
#![allow(missing_docs)]

#[path = "../../plan/tests/plan/lattice.rs"]
mod lattice;
mod support;

use std::hint::black_box;
use std::time::{Duration, Instant};

use coverage::{Metrics, Standing};
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use model::{Day, RoleName};
use plan::{Checker, Command, Edit, GridId, Step};
use registry::{CarryRules, OpenDraft, Origin, RosterRequest, View};
use roster::{Config, Mappings};
use store::{AsOf, Class, Filter, Store};
use support::{District, FIRST, by};

const DAY: Day = Day::constant(2025, 12, 31);

fn reading(criterion: &mut Criterion, store: &Store, scale: usize) {
    let metrics = Metrics::parse(include_str!("../../../data/coverage.toml")).expect("definitions");
    let mut group = criterion.benchmark_group("record");
    group.sample_size(10);
    let within = Filter { within: Some([600.0, 0.0, 1_800.0, 900.0]), ..Filter::default() };
    group.bench_with_input(BenchmarkId::new("box as of a day", scale), &within, |bencher, within| {
        bencher.iter(|| store.list(Class::Grid, within, AsOf::day(DAY)).expect("an answer").len());
    });
    group.bench_function(BenchmarkId::new("by id as of a day", scale), |bencher| {
        bencher.iter(|| store.get(Class::Grid, "grid:77", AsOf::day(DAY)).expect("an answer"));
    });
    group.bench_function(BenchmarkId::new("coverage of the whole, all figures", scale), |bencher| {
        bencher.iter(|| {
            let rows = registry::rows(store, AsOf::day(DAY)).expect("rows");
            let standing = Standing::on(&rows, DAY);
            metrics.metrics.iter().map(|metric| standing.figure(metric).tally.yes).sum::<usize>()
        });
    });
    group.bench_function(BenchmarkId::new("a day with shapes in memory", scale), |bencher| {
        bencher.iter(|| black_box(View::read(store, AsOf::day(DAY)).expect("a view")).places().list().len());
    });
    group.finish();
}

/// A courtyard goes to the grid beside it and comes back: each time one edit, all checks, and kept on the disk.
fn editing(criterion: &mut Criterion, store: &mut Store, scale: usize, district: &District) {
    let mut draft = OpenDraft::begin(store, &by(0), "edits", &Origin::InForce, DAY).expect("a draft");
    let mut checker = Checker::new(draft.territory(), draft.plan(), plan::Rules::default());
    let steps = [district.grid_above(1), GridId(1)].map(|to| Edit::Move { courtyards: vec!["C3".to_owned()], to });
    let mut number = 0;
    let mut group = criterion.benchmark_group("record");
    group.sample_size(10);
    group.bench_function(BenchmarkId::new("one edit, all checks, kept", scale), |bencher| {
        bencher.iter(|| {
            number += 1;
            let command = Command::new("bench", steps[(number + 1) % 2].clone());
            let applied = draft.edit(store, &by(number as i64), &command).expect("an edit");
            let territory = draft.territory();
            checker.update(territory, draft.plan(), &applied.delta);
            checker.counts()
        });
    });
    group.finish();
}

/// A draft that moves a courtyard is put in force: checked again, assignments carried over, one transaction.
fn publishing(criterion: &mut Criterion, store: &mut Store, scale: usize, district: &District) {
    let mut number = 0_u32;
    let mut group = criterion.benchmark_group("record");
    group.sample_size(10).measurement_time(Duration::from_secs(1));
    group.bench_function(BenchmarkId::new("publication", scale), |bencher| {
        bencher.iter_custom(|times| {
            let mut spent = Duration::ZERO;
            for _ in 0..times {
                number += 1;
                spent += publication(store, number, district);
            }
            spent
        });
    });
    group.finish();
}

fn publication(store: &mut Store, number: u32, district: &District) -> Duration {
    let from = (0..number).fold(Day::constant(2027, 1, 1), |day, _| day.tomorrow().expect("a day"));
    let name = format!("plan {number}");
    let by = by(i64::from(number));
    let mut draft = OpenDraft::begin(store, &by, &name, &Origin::InForce, from).expect("a draft");
    let edit = district.move_north(number);
    draft.edit(store, &by, &Command::new("bench", edit)).expect("an edit");
    for step in [Step::Check, Step::Submit, Step::Approve { document: "1".to_owned() }] {
        draft.step(store, &by, &step, &[]).expect("a step");
    }
    let carry = CarryRules { threshold: registry::CARRY_THRESHOLD, single: Default::default() };
    let start = Instant::now();
    black_box(draft.publish(store, &by, from, &carry).expect("in force"));
    start.elapsed()
}

/// A roster of a worker for every grid, as it was imported before; and with other telephones, given up before it is kept.
fn importing(criterion: &mut Criterion, store: &mut Store, scale: usize, district: &District) {
    let config = Config::parse(include_str!("../../../data/district.toml")).expect("a configuration");
    let (mappings, whole) = (Mappings::default(), [RoleName("grid-worker".to_owned())]);
    let mut group = criterion.benchmark_group("record");
    group.sample_size(10);
    for (name, sheet) in
        [("roster import, unchanged", district.roster(0)), ("roster import, all changed", district.roster(1))]
    {
        group.bench_function(BenchmarkId::new(name, scale), |bencher| {
            bencher.iter(|| {
                let request =
                    RosterRequest { config: &config, mappings: &mappings, choices: &[], whole: &whole, as_of: DAY };
                let prepared =
                    registry::prepare_roster(store, std::slice::from_ref(&sheet), &request).expect("an import");
                let mut writing = store.write("bench", "roster", FIRST).expect("a transaction");
                registry::put_roster(&mut writing, &prepared).expect("written");
                prepared.import.rows.len()
            });
        });
    }
    group.finish();
}

fn record(criterion: &mut Criterion) {
    for scale in [1, 10, 100] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut store = Store::open(folder.path()).expect("a record");
        let district = District::of(scale);
        let versions = district.fill(&mut store);
        assert!(versions > 5_000 * scale as u64, "{versions} versions are no district");
        reading(criterion, &store, scale);
        importing(criterion, &mut store, scale, &district);
        editing(criterion, &mut store, scale, &district);
        publishing(criterion, &mut store, scale, &district);
    }
}

criterion_group!(benches, record);
criterion_main!(benches);

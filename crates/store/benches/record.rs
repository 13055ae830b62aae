//! Questions to a record of 1, 10 and 100 times a district's history.
#![allow(missing_docs)]

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use geo_types::{MultiPolygon, polygon};
use jiff::Timestamp;
use model::{Day, Period};
use serde_json::json;
use store::{AsOf, Class, Filter, Record, Store};

/// Versions of one district's grids over its history.
const DISTRICT: usize = 6_000;

fn filled(folder: &std::path::Path, versions: usize) -> Store {
    let mut store = Store::open(folder).expect("a record");
    let grids = versions / 10;
    for year in 0..10 {
        let now = Timestamp::from_second(1_500_000_000 + i64::from(year)).expect("a moment");
        let mut writing = store.write("bench", "fill", now).expect("a transaction");
        for grid in 0..grids {
            let (x, y) = ((grid % 1000) as f64 * 100.0, (grid / 1000) as f64 * 100.0);
            let shape = polygon![(x: x, y: y), (x: x + 90.0, y: y), (x: x + 90.0, y: y + 90.0), (x: x, y: y + 90.0)];
            let record = Record::new(format!("g{grid}"), "governance", json!({ "name": "grid", "year": year }));
            let record = record.with_code(format!("{grid:015}")).with_shape(MultiPolygon(vec![shape]));
            let from = Day::constant(2016 + year, 1, 1);
            writing.put(Class::Grid, &record, Period::since(from)).expect("a version");
        }
        writing.commit().expect("kept");
    }
    store
}

fn questions(criterion: &mut Criterion) {
    for times in [1, 10, 100] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut store = filled(folder.path(), DISTRICT * times);
        let as_of = AsOf::day(Day::constant(2020, 6, 30));
        let within = Some([1_000.0, 0.0, 2_000.0, 600.0]);
        let filter = Filter { within, ..Filter::default() };
        let mut group = criterion.benchmark_group("record");
        group.sample_size(20);
        group.bench_with_input(BenchmarkId::new("box as of a date", times), &times, |bencher, _| {
            bencher.iter(|| store.list(Class::Grid, &filter, as_of).expect("an answer").len());
        });
        group.bench_with_input(BenchmarkId::new("by id as of a date", times), &times, |bencher, _| {
            bencher.iter(|| store.get(Class::Grid, "g77", as_of).expect("an answer"));
        });
        group.bench_with_input(BenchmarkId::new("one change, durable", times), &times, |bencher, _| {
            let record = Record::new("g5", "governance", json!({ "name": "changed" }));
            bencher.iter(|| {
                let mut writing = store.write("bench", "edit", Timestamp::UNIX_EPOCH).expect("a transaction");
                writing.put(Class::Grid, &record, Period::since(Day::constant(2026, 1, 1))).expect("a version");
                writing.commit().expect("kept")
            });
        });
        group.finish();
    }
}

criterion_group!(benches, questions);
criterion_main!(benches);

//! Coverage of the whole district at 1, 10 and 100 times its size.
#![allow(missing_docs)]

#[path = "../tests/support/mod.rs"]
mod support;

use coverage::{Snapshot, Standing};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use support::{AS_OF, day, definitions, district};

fn figures(criterion: &mut Criterion) {
    let metrics = definitions();
    let mut group = criterion.benchmark_group("coverage");
    group.sample_size(10);
    for times in [1, 10, 100] {
        let rows = district(times);
        let count = rows.places.len() + rows.assignments.len() + rows.evidence.len() + rows.rostered.len();
        group.throughput(Throughput::Elements(count as u64));
        group.bench_with_input(BenchmarkId::new("index of a day", times), &rows, |bench, rows| {
            bench.iter(|| Standing::on(rows, day(AS_OF)));
        });
        let standing = Standing::on(&rows, day(AS_OF));
        group.bench_with_input(BenchmarkId::new("all figures and loads", times), &standing, |bench, standing| {
            bench.iter(|| {
                let figures: Vec<_> = metrics.metrics.iter().map(|metric| standing.figure(metric)).collect();
                let loads: Vec<_> = metrics.loads.iter().map(|load| standing.load(load)).collect();
                (figures, loads)
            });
        });
        group.bench_with_input(BenchmarkId::new("snapshot with its text", times), &rows, |bench, rows| {
            bench.iter(|| Snapshot::freeze(&metrics, rows, day(AS_OF), "now").to_text());
        });
    }
    group.finish();
}

criterion_group!(benches, figures);
criterion_main!(benches);

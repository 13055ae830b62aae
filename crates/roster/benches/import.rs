//! Roster import at 1, 10 and 100 times the district's 505 grid workers, and the comparison with what is known.
#![allow(missing_docs)]

#[path = "../tests/common/demo.rs"]
mod demo;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use demo::{as_of, demo};
use roster::{ImportPlan, Known, import};

fn rosters(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("roster");
    group.sample_size(10);
    for times in [1, 10, 100] {
        let mut demo = demo(times);
        demo.sheets.retain(|sheet| sheet.name == "网格员");
        group.throughput(Throughput::Elements(505 * times as u64));
        let known = Known::default();
        group.bench_with_input(BenchmarkId::new("import", times), &times, |bench, _| {
            bench.iter(|| import(&demo.sheets, &demo.request(&known)));
        });
        let first = import(&demo.sheets, &demo.request(&known));
        let known = ImportPlan::new(&first, &known, as_of(), &[]).apply(&known, as_of());
        group.bench_with_input(BenchmarkId::new("import again and compare", times), &times, |bench, _| {
            bench.iter(|| ImportPlan::new(&import(&demo.sheets, &demo.request(&known)), &known, as_of(), &[]));
        });
    }
    group.finish();
}

criterion_group!(benches, rosters);
criterion_main!(benches);

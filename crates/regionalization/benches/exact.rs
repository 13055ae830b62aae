//! Exact solution and report of a district at 1, 10 and 100 times its size.
#![allow(missing_docs)]

#[path = "../tests/common/district.rs"]
mod district;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use district::district;
use regionalization::{Count, Effort, ReportShapes, report, solve};

fn exact(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("exact");
    group.sample_size(10);
    for (name, communities, count) in [
        ("one community, most", 1, Count::Most),
        ("50 communities, most", 50, Count::Most),
        ("50 communities, 349 grids", 50, Count::Total(349)),
    ] {
        let problem = district(communities, count);
        group.bench_function(name, |bench| bench.iter(|| solve(&problem, &Effort::default(), &())));
    }
    group.finish();
}

fn sizes(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("size");
    group.sample_size(10);
    for times in [1, 10, 100] {
        let problem = district(50 * times, Count::Most);
        let effort = Effort { steps: Effort::default().steps * u64::from(times), ..Effort::default() };
        group.throughput(Throughput::Elements(problem.households.len() as u64));
        let Ok(solution) = solve(&problem, &effort, &()) else { continue };
        if times < 100 {
            group.bench_with_input(BenchmarkId::new("solve", times), &times, |bench, _| {
                bench.iter(|| solve(&problem, &effort, &()));
            });
        }
        group.bench_with_input(BenchmarkId::new("report", times), &times, |bench, _| {
            bench.iter(|| report(&problem, &solution.labels, &ReportShapes::default()));
        });
    }
    group.finish();
}

criterion_group!(benches, exact, sizes);
criterion_main!(benches);

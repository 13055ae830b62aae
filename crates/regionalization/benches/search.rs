//! The search at 1 x, 10 x and 100 x of a district of 1,400 units on a lattice.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use regionalization::search::improve;
use regionalization::{Barrier, Constraints, Count, Edge, Graph, Problem};

/// A lattice of about `units` units with uneven households, 98 in the mean.
fn district(units: usize, constraints: Constraints) -> Problem {
    let width = (units as f64).sqrt() as usize;
    let n = width * width;
    let edge = |a: usize, b: usize| {
        let length_mm = 20_000 + (a * 7_919 % 60_000) as u64;
        Edge { a: a as u32, b: b as u32, length_mm, barrier: Barrier::None }
    };
    let across = (0..n).filter(|unit| (unit + 1) % width != 0).map(|unit| edge(unit, unit + 1));
    let down = (0..n - width).map(|unit| edge(unit, unit + width));
    let edges: Vec<Edge> = across.chain(down).collect();
    let graph = Graph::new(n, &edges).expect("a lattice is a graph");
    let households = (0..n as u32).map(|unit| unit.wrapping_mul(2_654_435_761) >> 16 & 0xff).map(|h| h * 98 / 128);
    let households = households.collect();
    Problem {
        graph,
        households,
        community: vec![0; n],
        shapes: vec![],
        previous: None,
        constraints,
        objectives: vec![],
    }
}

fn search(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("search");
    group.sample_size(10);
    for units in [1_400usize, 14_000, 140_000] {
        let rules = Constraints { minimum: 300, inside_communities: false, ..Constraints::default() };
        let problem = district(units, rules.clone());
        let steps = units as u64 * 500;
        group.throughput(Throughput::Elements(units as u64));
        group.bench_function(BenchmarkId::new("construct", units), |bencher| {
            bencher.iter(|| improve(&problem, None, 0, 1, &()).grids);
        });
        group.bench_function(BenchmarkId::new("most_grids", units), |bencher| {
            bencher.iter(|| improve(&problem, None, steps, 1, &()).grids);
        });
        let k = Count::Total(units as u32 / 50);
        let problem = Problem { constraints: Constraints { count: k, deviation: Some(0.05), ..rules }, ..problem };
        group.bench_function(BenchmarkId::new("balanced", units), |bencher| {
            bencher.iter(|| improve(&problem, None, steps, 1, &()).grids);
        });
    }
    group.finish();
}

criterion_group!(benches, search);
criterion_main!(benches);

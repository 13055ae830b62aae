//! Cutting and checking a block of ten walls.

use std::hint::black_box;

use citymodel::{Geometry, Lod, Surface, Tolerances, Triangulator};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

fn bench(criterion: &mut Criterion) {
    let solid = block(10);
    let mut group = criterion.benchmark_group("block");
    group.throughput(Throughput::Elements(1));
    let (mut triangulator, mut triangles) = (Triangulator::default(), Vec::new());
    group.bench_function("triangulate", |bencher| {
        bencher.iter(|| {
            triangles.clear();
            for surface in &solid.surfaces {
                triangulator.triangulate(surface, &mut triangles).expect("a block can be cut");
            }
            black_box(triangles.len())
        });
    });
    group.bench_function("defects", |bencher| bencher.iter(|| black_box(&solid).defects(&Tolerances::default()).len()));
    group.bench_function("volume", |bencher| bencher.iter(|| black_box(&solid).volume()));
    group.finish();
}

fn block(walls: usize) -> Geometry {
    let corner = |at: usize, z: f64| {
        let angle = std::f64::consts::TAU * at as f64 / walls as f64;
        [90_000.0 + 9.0 * angle.cos(), 430_000.0 + 7.0 * angle.sin(), z]
    };
    let surface = |ring: Vec<[f64; 3]>| Surface { rings: vec![ring], ..Surface::default() };
    let mut surfaces = vec![
        surface((0..walls).rev().map(|at| corner(at, 0.0)).collect()),
        surface((0..walls).map(|at| corner(at, 9.5)).collect()),
    ];
    let wall = |at: usize| vec![corner(at, 0.0), corner(at + 1, 0.0), corner(at + 1, 9.5), corner(at, 9.5)];
    surfaces.extend((0..walls).map(|at| surface(wall(at))));
    Geometry { lod: Lod { major: 1, minor: 0 }, shell: surfaces.len(), surfaces }
}

criterion_group! { name = shapes; config = Criterion::default().sample_size(10).measurement_time(std::time::Duration::from_secs(1)); targets = bench }
criterion_main!(shapes);

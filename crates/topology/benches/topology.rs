//! Tiling, graph, overlaps, dissolving, locating on made-up blocks: 1 ×, 10 ×, 100 × a district of 1,418 courtyards.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use geo_types::{Coord, MultiPolygon, Polygon};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::hint::black_box;
use topology::{Options, Seed, Territory, Touching, contiguity, overlaps, tessellate};

const COURTYARDS: usize = 1418;
/// Courtyards of a community.
const COMMUNITY: usize = 28;
/// Width and height of the block of a courtyard, metres.
const BLOCK: f64 = 60.0;

fn rectangle(x: f64, y: f64, w: f64, h: f64) -> MultiPolygon<f64> {
    let ring: Vec<(f64, f64)> = vec![(x, y), (x + w, y), (x + w, y + h), (x, y + h), (x, y)];
    MultiPolygon::new(vec![Polygon::new(ring.into(), Vec::new())])
}

/// Communities of 4 × 7 blocks; in every block a courtyard with jittered corners and notched sides, a lane from the
/// next one.
fn district(scale: usize) -> Territory {
    let mut rng = ChaCha8Rng::seed_from_u64(1418);
    let communities = COURTYARDS * scale / COMMUNITY;
    let columns = (communities as f64).sqrt().ceil() as usize;
    let mut territory = Territory::default();
    for c in 0..communities {
        let (x, y) = ((c % columns) as f64 * 4.0 * BLOCK, (c / columns) as f64 * 7.0 * BLOCK);
        territory.areas.push(rectangle(x, y, 4.0 * BLOCK, 7.0 * BLOCK));
        for b in 0..COMMUNITY {
            let (left, low) = (x + (b % 4) as f64 * BLOCK, y + (b / 4) as f64 * BLOCK);
            let mut corner = |u: f64, v: f64| {
                (left + u * BLOCK + rng.random_range(-2.0..2.0), low + v * BLOCK + rng.random_range(-2.0..2.0))
            };
            let corners = [
                (0.05, 0.05),
                (0.5, 0.1),
                (0.95, 0.05),
                (0.9, 0.5),
                (0.95, 0.95),
                (0.5, 0.9),
                (0.05, 0.95),
                (0.1, 0.5),
            ];
            let ring: Vec<(f64, f64)> = corners.iter().map(|&(u, v)| corner(u, v)).collect();
            let shape = MultiPolygon::new(vec![Polygon::new(ring.into(), Vec::new())]);
            territory.seeds.push(Seed { shape, area: c });
        }
    }
    territory
}

fn scales(criterion: &mut Criterion) {
    for scale in [1, 10, 100] {
        let territory = district(scale);
        let tiling = tessellate(&territory, &Options::default()).expect("tiles");
        let cells: Vec<MultiPolygon<f64>> = (0..tiling.cells.len()).map(|c| tiling.partition.cell(c)).collect();
        let label: Vec<u32> = (0..cells.len() as u32).map(|c| c / 4).collect();
        let mut group = criterion.benchmark_group("topology");
        group.sample_size(10).throughput(Throughput::Elements(cells.len() as u64));
        let id = |name| BenchmarkId::new(name, cells.len());
        group.bench_function(id("tessellate"), |b| b.iter(|| tessellate(black_box(&territory), &Options::default())));
        group.bench_function(id("contiguity"), |b| b.iter(|| contiguity(black_box(&cells), Touching::default())));
        group.bench_function(id("overlaps"), |b| b.iter(|| overlaps(black_box(&cells))));
        group.bench_function(id("dissolve"), |b| b.iter(|| tiling.partition.dissolve(black_box(&label))));
        group.bench_function(id("adjacency"), |b| b.iter(|| black_box(&tiling.partition).adjacency()));
        let mut rng = ChaCha8Rng::seed_from_u64(9);
        let mut point = || Coord { x: rng.random_range(0.0..4.0 * BLOCK), y: rng.random_range(0.0..7.0 * BLOCK) };
        black_box(tiling.partition.locate(point()));
        group.throughput(Throughput::Elements(1));
        group.bench_function(id("locate"), |b| b.iter(|| tiling.partition.locate(point())));
        group.finish();
    }
}

criterion_group!(benches, scales);
criterion_main!(benches);

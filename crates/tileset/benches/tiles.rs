//! Triangles a second into and out of files; the names of the benches tell the bytes of a building.

#[path = "../tests/support/mod.rs"]
mod support;

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use support::town;
use tileset::content::{Cloud, Content, Profile, compatible, decode, encode};

fn towns(c: &mut Criterion) {
    for (name, houses, gabled) in [("LOD1", 500u32, false), ("LoD2", 100, true)] {
        let mesh = town(houses, gabled);
        let triangles = mesh.parts[0].triangles.len();
        let content = Content::Mesh(mesh);
        let standard = encode(&content, Profile::Standard).unwrap();
        let plain = compatible(&standard).unwrap();
        let each = |file: &[u8]| file.len() / houses as usize;
        let per_house = triangles / houses as usize;
        let mut group = c.benchmark_group(format!("{houses} {name} buildings of {per_house} triangles"));
        group.throughput(Throughput::Elements(triangles as u64));
        group.bench_function(format!("encode standard, {} B a building", each(&standard)), |b| {
            b.iter(|| encode(black_box(&content), Profile::Standard))
        });
        group.bench_function("decode standard", |b| b.iter(|| decode(black_box(&standard))));
        group.bench_function(format!("compatible of standard, {} B a building", each(&plain)), |b| {
            b.iter(|| compatible(black_box(&standard)))
        });
    }
}

fn points(c: &mut Criterion) {
    let count = 50_000u32;
    let place = |i: u32| [(i.wrapping_mul(40_503) >> 4) as u16, (i / 3) as u16, (i % 977) as u16];
    let cloud = Cloud {
        positions: (0..count).map(place).collect(),
        colours: (0..count).map(|i| [(i / 300) as u8, (i / 400) as u8, 90]).collect(),
        classes: (0..count).map(|i| (i / 5000) as u8).collect(),
        ..Cloud::default()
    };
    let content = Content::Cloud(cloud);
    let standard = encode(&content, Profile::Standard).unwrap();
    let each = standard.len() as f64 / f64::from(count);
    let mut group = c.benchmark_group(format!("{count} points"));
    group.throughput(Throughput::Elements(count.into()));
    group.bench_function(format!("encode standard, {each:.1} B a point"), |b| {
        b.iter(|| encode(black_box(&content), Profile::Standard))
    });
    group.bench_function("decode standard", |b| b.iter(|| decode(black_box(&standard))));
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20).measurement_time(Duration::from_secs(2)).warm_up_time(Duration::from_millis(500));
    targets = towns, points
}
criterion_main!(benches);

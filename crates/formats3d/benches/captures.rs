//! Bytes and points a second of readers of captures.
#![allow(missing_docs)]

#[path = "../tests/support/mod.rs"]
mod support;

use std::fmt::Write;
use std::io::Cursor;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use formats3d::osgb::Folder;
use formats3d::points::Cloud;
use formats3d::{Source, obj};
use support::{Disk, memory, real};

fn osgb(criterion: &mut Criterion) {
    let Some(root) = real("osgb/data/Production_5") else { return };
    let disk = Disk::open(&root);
    let names = disk.names().to_vec();
    let files: Vec<Vec<u8>> = names.iter().map(|name| disk.read(name).unwrap()).collect();
    let size: usize = files.iter().map(Vec::len).sum();
    let source = (names, files);
    let mut group = criterion.benchmark_group("osgb");
    group.throughput(Throughput::Bytes(size as u64)).sample_size(10);
    group.bench_function("pyramid", |bencher| {
        bencher.iter(|| Folder::open(&source).0.walk().map(|(_, node, _)| node.triangles()).sum::<usize>());
    });
    group.finish();
}

fn wavefront(criterion: &mut Criterion) {
    let mut text = String::new();
    for at in 0..300_000 {
        let (x, y) = (at % 600, at / 600);
        writeln!(text, "v {:.4} {:.4} {:.4}", 501_000.0 + f64::from(x) * 0.31, 2_488_000.0 + f64::from(y) * 0.29, 12.5)
            .unwrap();
        writeln!(text, "vt {:.6} {:.6}", f64::from(x) / 600.0, f64::from(y) / 500.0).unwrap();
    }
    for at in (0..299_000).filter(|at| at % 600 != 599) {
        let [a, b, c, d] = [at + 1, at + 2, at + 602, at + 601];
        writeln!(text, "f {a}/{a} {b}/{b} {c}/{c}\nf {a}/{a} {c}/{c} {d}/{d}").unwrap();
    }
    let size = text.len() as u64;
    let source = memory(vec![("a.obj", text.into_bytes())]);
    let mut group = criterion.benchmark_group("obj");
    group.throughput(Throughput::Bytes(size)).sample_size(10);
    group.bench_function("terrain", |bencher| bencher.iter(|| obj::read(&source, "a.obj").0.mesh.positions.len()));
    group.finish();
}

fn points(criterion: &mut Criterion) {
    let Some(path) = real("copc/lion_takanawa.copc.laz") else { return };
    let bytes = std::fs::read(path).unwrap();
    let count = Cloud::open(Cursor::new(&bytes), "a").unwrap().header().count;
    let mut group = criterion.benchmark_group("points");
    group.throughput(Throughput::Elements(count)).sample_size(10);
    group.bench_function("copc", |bencher| {
        bencher.iter(|| {
            let mut cloud = Cloud::open(Cursor::new(&bytes), "a").unwrap();
            let mut count = 0;
            while let Some(points) = cloud.next(50_000) {
                count += points.positions.len();
            }
            count
        });
    });
    group.finish();
}

criterion_group!(benches, osgb, wavefront, points);
criterion_main!(benches);

//! Reading and cutting buildings: blocks of one level as CityJSON features, and a city's roofs where they are at hand.

use std::{hint::black_box, ops::ControlFlow, path::PathBuf};

use citymodel::Triangulator;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use formats3d::{Item, read_objects};

type Files = (Vec<String>, Vec<Vec<u8>>);

fn bench(criterion: &mut Criterion) {
    let count = 2_000;
    let mut group = criterion.benchmark_group("blocks");
    group.throughput(Throughput::Elements(count));
    let sequence = one("blocks.jsonl", blocks(count));
    group.bench_function("cityjsonseq", |bencher| bencher.iter(|| cut(&sequence)));
    group.finish();
    let city = "rotterdam-delfshaven/delfshaven-textured/3-20-DELFSHAVEN.city.json";
    let plateau = "plateau/yokosuka-shi/udx/bldg/52397519_bldg_6697_op.gml";
    for (name, path, count) in [
        ("cityjson", city, 853),
        ("cityjson without looks", "versioning/Examples/rotterdam/initial.json", 853),
        ("cityjsonseq", "vienna/vienna.jsonl", 149),
        ("citygml", plateau, 13),
    ] {
        let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/3d");
        let Ok(bytes) = std::fs::read(root.join(path)) else { continue };
        let mut group = criterion.benchmark_group("real");
        group.throughput(Throughput::Elements(count));
        let files = one(name, bytes);
        group.bench_function(name, |bencher| bencher.iter(|| cut(&files)));
        group.finish();
    }
}

/// Reads all objects and cuts their surfaces; how many triangles.
fn cut(files: &Files) -> usize {
    let mut triangulator = Triangulator::default();
    let (mut triangles, mut total) = (Vec::new(), 0);
    let read = read_objects(files, &files.0[0], &mut |item| {
        if let Item::Object(object) = item {
            for surface in object.geometries.iter().flat_map(|geometry| &geometry.surfaces) {
                triangles.clear();
                let _ = triangulator.triangulate(surface, &mut triangles);
                total += triangles.len();
            }
        }
        ControlFlow::Continue(())
    });
    read.expect("files in memory are there");
    black_box(total)
}

fn one(name: &str, bytes: Vec<u8>) -> Files {
    (vec![name.to_owned()], vec![bytes])
}

/// Blocks with ten walls each, as one feature a line: 36 triangles.
fn blocks(count: u64) -> Vec<u8> {
    let mut text = String::from(
        r#"{"type":"CityJSON","version":"2.0","transform":{"scale":[0.001,0.001,0.001],"translate":[90000.0,430000.0,0.0]},"CityObjects":{},"vertices":[]}"#,
    );
    for number in 0..count {
        let corner = |at: usize, z: i64| {
            let angle = std::f64::consts::TAU * at as f64 / 10.0;
            let place = (number as i64 % 100 * 30_000, number as i64 / 100 * 30_000);
            format!("[{},{},{z}]", place.0 + (angle.cos() * 9e3) as i64, place.1 + (angle.sin() * 7e3) as i64)
        };
        let vertices: Vec<_> = (0..20).map(|at| corner(at % 10, if at < 10 { 0 } else { 9_500 })).collect();
        let list = |numbers: Vec<String>| numbers.join(",");
        let ground = list((0..10).rev().map(|at| at.to_string()).collect());
        let roof = list((10..20).map(|at| at.to_string()).collect());
        let wall = |at: usize| format!("[[{},{},{},{}]]", at, (at + 1) % 10, (at + 1) % 10 + 10, at + 10);
        let walls = list((0..10).map(wall).collect());
        text.push_str(&format!(
            "\n{{\"type\":\"CityJSONFeature\",\"id\":\"b{number}\",\"CityObjects\":{{\"b{number}\":{{\"type\":\"Building\",\
             \"attributes\":{{\"height\":9.5,\"floors\":3,\"name\":\"block\"}},\"geometry\":[{{\"type\":\"Solid\",\"lod\":\"1\",\
             \"boundaries\":[[[[{ground}]],[[{roof}]],{walls}]]}}]}}}},\"vertices\":[{}]}}",
            vertices.join(",")
        ));
    }
    text.into_bytes()
}

criterion_group! { name = objects; config = Criterion::default().sample_size(10).measurement_time(std::time::Duration::from_secs(2)); targets = bench }
criterion_main!(objects);

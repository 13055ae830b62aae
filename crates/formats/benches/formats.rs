//! Reading and writing at 1x, 10x and 100x of a district's courtyards.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use formats::{Format, GeoJsonCrs, ReadOptions, WriteOptions, read, write};
use geo_types::{Coord, LineString, Polygon};
use model::{FieldKind, Table, Value};

/// Courtyards of thirty corners in rows of two hundred.
fn district(count: usize) -> Table {
    let fields = [("编码", FieldKind::Text), ("名称", FieldKind::Text), ("户数", FieldKind::Int)];
    let mut table = Table::new("院落", crs::Crs::cgcs2000_3_degree(120), &fields);
    for at in 0..count {
        let (x, y) = (525_305.0 + (at % 200) as f64 * 60.0, 3_990_168.0 + (at / 200) as f64 * 60.0);
        let corner = |step: usize| {
            let angle = step as f64 / 30.0 * std::f64::consts::TAU;
            let radius = 20.0 + 5.0 * (angle * 3.0 + at as f64).sin();
            let mm = |number: f64| (number * 1000.0).round() / 1000.0;
            Coord { x: mm(x + radius * angle.cos()), y: mm(y + radius * angle.sin()) }
        };
        let mut ring: Vec<Coord<f64>> = (0..30).map(corner).collect();
        ring.push(ring[0]);
        let polygon = Polygon::new(LineString(ring), vec![]);
        let values =
            vec![format!("3702020010{at:08}").into(), format!("云霄路{at}号院").into(), Value::Int(at as i64 % 500)];
        table.push(Some(polygon.into()), values);
    }
    table
}

fn formats(criterion: &mut Criterion) {
    let options = WriteOptions { geojson_crs: GeoJsonCrs::Native, ..WriteOptions::default() };
    for &format in Format::ALL {
        let mut group = criterion.benchmark_group(format.name());
        group.sample_size(10);
        for count in [1_400, 14_000, 140_000] {
            let table = district(count);
            let tables = std::slice::from_ref(&table);
            let bundle = write(tables, format, &options).map(|written| written.bundle).unwrap_or_default();
            group.throughput(Throughput::Elements(count as u64));
            group.bench_function(BenchmarkId::new("write", count), |bencher| {
                bencher.iter(|| black_box(write(tables, format, &options)));
            });
            group.bench_function(BenchmarkId::new("read", count), |bencher| {
                bencher.iter(|| black_box(read(&bundle, &ReadOptions::default())));
            });
        }
        group.finish();
    }
}

criterion_group!(benches, formats);
criterion_main!(benches);

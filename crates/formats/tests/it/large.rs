//! A city of a million polygons: `cargo test --release -p formats -- --ignored million`.

use std::time::Instant;

use formats::{Bundle, Format, ReadOptions, WriteOptions, read, write};
use geo_types::{Coord, LineString, Polygon};
use model::{FieldKind, Table, Value};

const COUNT: usize = 1_000_000;

fn city() -> Table {
    let fields = [("编码", FieldKind::Text), ("名称", FieldKind::Text), ("户数", FieldKind::Int)];
    let mut table = Table::new("院落", Some(crs::Crs::Epsg(4549)), &fields);
    for at in 0..COUNT {
        let (x, y) = (500_000.0 + (at % 1000) as f64 * 50.0, 3_990_000.0 + (at / 1000) as f64 * 50.0);
        let corner = |step: usize| {
            let angle = step as f64 / 22.0 * std::f64::consts::TAU;
            Coord { x: x + 20.0 * angle.cos(), y: y + 20.0 * angle.sin() }
        };
        let mut ring: Vec<Coord<f64>> = (0..22).map(corner).collect();
        ring.push(ring[0]);
        let values = vec![format!("3702020010{at:08}").into(), "云霄路院落".into(), Value::Int(at as i64 % 500)];
        table.push(Some(Polygon::new(LineString(ring), vec![]).into()), values);
    }
    table
}

fn peak_gb() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<f64>().ok().map(|kb| kb / 1e6)
}

/// In two runs, so that writing does not count towards the memory of reading: first with `JINGWEI_LARGE` naming a file
/// that is not there yet, then again.
#[test]
#[ignore = "takes half a minute and a gigabyte"]
fn a_million_polygons_of_a_geopackage() {
    let Some(path) = std::env::var_os("JINGWEI_LARGE") else {
        eprintln!("skipped: JINGWEI_LARGE names no file");
        return;
    };
    let start = Instant::now();
    if !std::path::Path::new(&path).exists() {
        let written = write(&[city()], Format::GeoPackage, &WriteOptions::default()).expect("writable");
        std::fs::write(&path, &written.bundle.files[0].1).expect("room for the file");
        eprintln!("written in {:.1} s, peak {:.2} GB", start.elapsed().as_secs_f64(), peak_gb().unwrap_or(0.0));
        return;
    }
    let bundle = Bundle::from_file("city.gpkg", std::fs::read(&path).expect("readable"));
    let megabytes = bundle.files[0].1.len() / 1_000_000;
    let start = Instant::now();
    let reading = read(&bundle, &ReadOptions::default());
    let (seconds, peak) = (start.elapsed().as_secs_f64(), peak_gb().unwrap_or(0.0));
    eprintln!("{megabytes} MB read in {seconds:.1} s, peak {peak:.2} GB");
    assert_eq!((reading.tables[0].rows.len(), reading.findings.len()), (COUNT, 0));
    assert!(seconds < 60.0 && peak < 1.5, "{seconds} s, {peak} GB");
}

//! Reading a district's tables.
#![allow(dead_code, reason = "each test binary uses its own part")]

use geo::{Distance, Euclidean};
use geo_types::{Geometry, LineString, MultiPolygon, Polygon};
use model::{Row, Value};
use synthetic::District;

fn rows<'a>(district: &'a District, name: &str) -> &'a [Row] {
    &district.table(name).expect(name).rows
}

pub(crate) fn texts(district: &District, name: &str, field: &str) -> Vec<String> {
    let idx = district.table(name).expect(name).field_idx(field).expect(field);
    rows(district, name).iter().map(|row| row.values[idx].to_text().unwrap_or_default()).collect()
}

pub(crate) fn integers(district: &District, name: &str, field: &str) -> Vec<i64> {
    let idx = district.table(name).expect(name).field_idx(field).expect(field);
    let number = |row: &Row| if let Value::Int(n) = row.values[idx] { n } else { panic!("{name} {field}") };
    rows(district, name).iter().map(number).collect()
}

pub(crate) fn polygons(district: &District, name: &str) -> Vec<Polygon<f64>> {
    let polygon = |row: &Row| match &row.geometry {
        Some(Geometry::Polygon(polygon)) => polygon.clone(),
        other => panic!("{name}: {other:?}"),
    };
    rows(district, name).iter().map(polygon).collect()
}

pub(crate) fn lines(district: &District, name: &str) -> Vec<LineString<f64>> {
    let line = |row: &Row| match &row.geometry {
        Some(Geometry::LineString(line)) => line.clone(),
        other => panic!("{name}: {other:?}"),
    };
    rows(district, name).iter().map(line).collect()
}

pub(crate) fn multi(polygon: &Polygon<f64>) -> MultiPolygon<f64> {
    MultiPolygon(vec![polygon.clone()])
}

/// The shell in whole millimetres.
pub(crate) fn ring_mm(polygon: &Polygon<f64>) -> Vec<(i128, i128)> {
    let mm = |metres: f64| {
        let mm = (metres * 1000.0).round();
        assert!((metres - mm / 1000.0).abs() < 1e-9, "on the lattice");
        mm as i128
    };
    polygon.exterior().0.iter().map(|c| (mm(c.x), mm(c.y))).collect()
}

/// Whether the shapes hang together when gaps of up to `gap` metres count as links.
pub(crate) fn linked(shapes: &[&Polygon<f64>], gap: f64) -> bool {
    let mut seen = vec![false; shapes.len()];
    let mut open = vec![0];
    seen[0] = true;
    while let Some(i) = open.pop() {
        for j in 0..shapes.len() {
            if !seen[j] && Euclidean.distance(shapes[i], shapes[j]) <= gap {
                seen[j] = true;
                open.push(j);
            }
        }
    }
    seen.into_iter().all(|seen| seen)
}

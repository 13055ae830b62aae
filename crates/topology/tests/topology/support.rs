//! Shapes as JSON, real data, and GEOS through Python.
#![allow(clippy::print_stderr)]

use geo_types::{Coord, LineString, MultiPolygon, Polygon};
use serde_json::{Value, json};
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use topology::{Seed, Territory, Tessellation};

/// Runs a check of `geos.py`; `None`, with a message, where shapely is missing.
pub(crate) fn geos(arguments: &[&str], input: &Value) -> Option<Value> {
    let python = std::env::var("JINGWEI_PYTHON").unwrap_or_else(|_| "python3".into());
    let script = here().join("tests/topology/geos.py");
    let probe = Command::new(&python).arg(&script).arg("probe").output().ok();
    if probe.is_none_or(|o| o.stdout != b"true") {
        eprintln!("skipped: {python} has no shapely with GEOS 3.12 or newer (set JINGWEI_PYTHON)");
        return None;
    }
    let mut child = Command::new(&python)
        .arg(&script)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python starts");
    let text = input.to_string();
    let mut stdin = child.stdin.take().expect("piped");
    let writer = std::thread::spawn(move || stdin.write_all(text.as_bytes()).ok());
    let output = child.wait_with_output().expect("python ends");
    writer.join().expect("input written");
    assert!(output.status.success(), "geos.py failed");
    Some(serde_json::from_slice(&output.stdout).expect("JSON"))
}

/// The folder of this crate, asked at run time: build output is shared by checkouts.
fn here() -> PathBuf {
    PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo says where the crate is"))
}

/// A file of the data folder beside the workspace; `None`, with a message, where it is absent.
pub(crate) fn data(path: &str) -> Option<String> {
    let full = here().join("../../../shared/data").join(path);
    if !full.exists() {
        eprintln!("skipped: no {}", full.display());
        return None;
    }
    full.to_str().map(str::to_owned)
}

pub(crate) fn shape(value: &Value) -> MultiPolygon<f64> {
    let number = |v: &Value| v.as_f64().expect("number");
    let ring = |v: &Value| -> LineString<f64> {
        v.as_array().expect("ring").iter().map(|c| Coord { x: number(&c[0]), y: number(&c[1]) }).collect()
    };
    let polygon = |v: &Value| {
        let mut rings: Vec<LineString<f64>> = v.as_array().expect("rings").iter().map(ring).collect();
        let shell = rings.remove(0);
        Polygon::new(shell, rings)
    };
    MultiPolygon::new(value.as_array().expect("polygons").iter().map(polygon).collect())
}

pub(crate) fn json_of(shape: &MultiPolygon<f64>) -> Value {
    let ring = |r: &LineString<f64>| Value::from_iter(r.0.iter().map(|c| json!([c.x, c.y])));
    let polygon = |p: &Polygon<f64>| Value::from_iter(std::iter::once(p.exterior()).chain(p.interiors()).map(ring));
    Value::from_iter(shape.0.iter().map(polygon))
}

pub(crate) fn shapes(value: &Value) -> Vec<MultiPolygon<f64>> {
    value.as_array().expect("shapes").iter().map(shape).collect()
}

pub(crate) fn territory(value: &Value) -> Territory {
    let seed = |v: &Value| Seed { shape: shape(&v["shape"]), area: v["area"].as_u64().expect("area") as usize };
    let seeds = value["seeds"].as_array().expect("seeds").iter().map(seed).collect();
    Territory { areas: shapes(&value["areas"]), seeds, lines: Vec::new() }
}

/// The territory and its cells, for `geos.py cover`.
pub(crate) fn cover_input(territory: &Territory, tiling: &Tessellation) -> Value {
    let cells = tiling
        .cells
        .iter()
        .enumerate()
        .map(|(i, c)| json!({"area": c.area, "seed": c.seed, "shape": json_of(&tiling.partition.cell(i))}));
    json!({
        "areas": Value::from_iter(territory.areas.iter().map(json_of)),
        "seeds": Value::from_iter(territory.seeds.iter().map(|s| json!({"area": s.area, "shape": json_of(&s.shape)}))),
        "cells": Value::from_iter(cells),
    })
}

/// A rectangle.
pub(crate) fn square(x: f64, y: f64, w: f64, h: f64) -> MultiPolygon<f64> {
    polygon(&[(x, y), (x + w, y), (x + w, y + h), (x, y + h), (x, y)])
}

/// A polygon without holes.
pub(crate) fn polygon(points: &[(f64, f64)]) -> MultiPolygon<f64> {
    MultiPolygon::new(vec![Polygon::new(points.iter().copied().collect(), Vec::new())])
}

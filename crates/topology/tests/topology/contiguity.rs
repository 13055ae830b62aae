//! The rook graph against the one that was computed elsewhere.

use crate::support::{data, geos, shapes, square};
use serde_json::Value;
use std::collections::BTreeMap;
use topology::{Touching, contiguity};

fn check(name: &str) {
    let Some(file) = data(&format!("regions/{name}.gpkg")) else { return };
    let Some(edges) = data(&format!("regions/{name}_edges.csv")) else { return };
    let Some(layer) = geos(&["layer", &file, name, "uid"], &Value::Null) else { return };
    let text = std::fs::read_to_string(edges).expect("readable");
    let expected: BTreeMap<(u32, u32), f64> = text
        .lines()
        .skip(1)
        .map(|line| {
            let mut cells = line.split(',');
            let mut id = || cells.next().and_then(|c| c.parse::<u32>().ok()).expect("id");
            let (u, v) = (id(), id());
            ((u.min(v), u.max(v)), cells.next().and_then(|c| c.parse().ok()).expect("metres"))
        })
        .collect();
    let found = contiguity(&shapes(&layer["shapes"]), Touching::default());
    let found: BTreeMap<(u32, u32), f64> = found.iter().map(|c| ((c.a, c.b), c.length_mm as f64 / 1000.0)).collect();
    let missing: Vec<_> = expected.iter().filter(|(k, _)| !found.contains_key(k)).collect();
    let extra: Vec<_> = found.iter().filter(|(k, _)| !expected.contains_key(k)).collect();
    assert!(missing.is_empty() && extra.is_empty(), "{name}: missing {missing:?}, extra {extra:?}");
    for (pair, length) in &expected {
        assert!((found[pair] - length).abs() < 0.02 + 1e-3 * length, "{name} {pair:?}: {} for {length}", found[pair]);
    }
}

#[test]
fn graphs_of_real_units_are_reproduced() {
    for name in ["taipei_oldcity", "ok_counties", "taipei_city"] {
        check(name);
    }
}

#[test]
fn t_junctions_and_points() {
    let list = [
        square(0.0, 0.0, 10.0, 10.0),
        square(10.0, 2.0, 10.0, 3.0),
        square(10.0, 5.0, 10.0, 20.0),
        square(-10.0, 10.0, 10.0, 10.0),
        square(0.0, 10.0, 0.04, 10.0),
    ];
    let found: Vec<_> = contiguity(&list, Touching::default()).iter().map(|c| (c.a, c.b, c.length_mm)).collect();
    assert_eq!(found, [(0, 1, 3000), (0, 2, 5000), (1, 2, 10_000), (3, 4, 10_000)]);
}

//! The shifted copy of real outlines is found out, the unshifted ones are not accused.
#![expect(clippy::print_stdout, reason = "a skipped test says so")]

use crs::{LonLat, ShiftKind, ShiftVerdict, compare_inside, compare_outlines, shift_against};

type Rings = Vec<Vec<[f64; 2]>>;

/// Outer rings of a file of the shared real data, by district name; `None` when the data is absent.
fn districts(name: &str) -> Option<Vec<(String, Rings)>> {
    let here = std::env::var("CARGO_MANIFEST_DIR").ok()?;
    let path = format!("{here}/../../../shared/data/china/boundaries/{name}");
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("skipped: no real data ({name})");
        return None;
    };
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    let ring = |ring: &serde_json::Value| -> Vec<[f64; 2]> {
        let pair = |point: &serde_json::Value| [point[0].as_f64().unwrap(), point[1].as_f64().unwrap()];
        ring.as_array().unwrap().iter().map(pair).collect()
    };
    let feature = |feature: &serde_json::Value| {
        let geometry = &feature["geometry"];
        let coordinates = geometry["coordinates"].as_array().unwrap();
        let rings = if geometry["type"] == "Polygon" {
            vec![ring(&coordinates[0])]
        } else {
            coordinates.iter().map(|polygon| ring(&polygon[0])).collect()
        };
        (feature["properties"].to_string(), rings)
    };
    Some(json["features"].as_array().unwrap().iter().map(feature).collect())
}

fn all(districts: &[(String, Rings)]) -> Rings {
    districts.iter().flat_map(|(_, rings)| rings.clone()).collect()
}

const UNSHIFTED: [&str; 3] =
    ["qingdao_districts_wgs84.geojson", "qingdao_districts_amap.geojson", "qingdao_districts_tianditu.geojson"];
const SHIFTED: &str = "qingdao_districts_cnmaps.geojson";

#[test]
fn qingdao_as_a_whole() {
    let Some(shifted) = districts(SHIFTED) else { return };
    let sets: Vec<_> = UNSHIFTED.iter().filter_map(|name| districts(name)).collect();
    for (name, reference) in UNSHIFTED.iter().zip(&sets) {
        let verdict = compare_outlines(&all(reference), &all(&shifted));
        let ShiftVerdict::Shifted(shift) = verdict else { panic!("not found out against {name}: {verdict:?}") };
        assert_eq!(shift.kind, ShiftKind::Gcj02);
        assert!((shift.east_m - 450.0).abs() < 60.0 && shift.north_m.abs() < 80.0, "{shift:?}");
        for (other, layer) in UNSHIFTED.iter().zip(&sets).filter(|(other, _)| *other != name) {
            let verdict = compare_outlines(&all(reference), &all(layer));
            assert!(!matches!(verdict, ShiftVerdict::Shifted(_)), "{other} accused against {name}: {verdict:?}");
        }
    }
}
/// One district alone against each whole set: a user's layer is often a single district.
#[test]
fn qingdao_district_by_district() {
    let (Some(shifted), Some(reference)) = (districts(SHIFTED), districts(UNSHIFTED[0])) else { return };
    for (name, rings) in &shifted {
        let shift = shift_against(&all(&reference), rings);
        assert_eq!(shift.map(|shift| shift.kind), Some(ShiftKind::Gcj02), "{name}");
    }
    for set in &UNSHIFTED[1..] {
        for (name, rings) in districts(set).unwrap_or_default() {
            assert_eq!(shift_against(&all(&reference), &rings), None, "{set} {name}");
        }
    }
}

fn shifted(lines: &Rings, kind: ShiftKind) -> Rings {
    let move_one = |[lon, lat]: &[f64; 2]| {
        let place = LonLat { lon: *lon, lat: *lat };
        match kind {
            ShiftKind::Gcj02 => [place.to_gcj02().lon, place.to_gcj02().lat],
            ShiftKind::Bd09 => [place.to_bd09().lon, place.to_bd09().lat],
        }
    };
    lines.iter().map(|line| line.iter().map(move_one).collect()).collect()
}

/// A street net of 40 lines, each broken where another crosses, with blocks of 120 to 300 m.
fn streets() -> Rings {
    let at = |i: usize, j: usize| [120.36 + 0.0027 * i as f64 + 0.0003 * (j % 3) as f64, 36.06 + 0.0019 * j as f64];
    let along = (0..20).map(|j| (0..20).map(|i| at(i, j)).collect());
    along.chain((0..20).map(|i| (0..20).map(|j| at(i, j)).collect())).collect()
}

/// Dense street nets are ambiguous at first sight (a shift of a block looks nearly as good): the right kind is found.
#[test]
fn streets_against_streets() {
    let reference = streets();
    assert!(matches!(compare_outlines(&reference, &reference), ShiftVerdict::Unshifted(_)));
    for kind in [ShiftKind::Gcj02, ShiftKind::Bd09] {
        let shift = shift_against(&reference, &shifted(&reference, kind));
        assert_eq!(shift.map(|shift| shift.kind), Some(kind));
    }
}

/// Points in regions: decided with owners, undecided when every version stays inside, never accused wrongly.
#[test]
fn points_in_regions() {
    let square = |lon: f64, lat: f64, side: f64| {
        vec![[lon, lat], [lon + side, lat], [lon + side, lat + side], [lon, lat + side], [lon, lat]]
    };
    let communities: Rings =
        (0..25).map(|n| square(120.36 + 0.008 * (n % 5) as f64, 36.06 + 0.008 * (n / 5) as f64, 0.008)).collect();
    let (mut points, mut owner) = (Vec::new(), Vec::new());
    for (n, community) in communities.iter().enumerate() {
        for (dx, dy) in [(0.001, 0.002), (0.004, 0.004), (0.007, 0.006)] {
            points.push([community[0][0] + dx, community[0][1] + dy]);
            owner.push(n);
        }
    }
    let moved = shifted(&vec![points.clone()], ShiftKind::Gcj02).remove(0);
    let found = compare_inside(&communities, &moved, Some(&owner));
    assert!(matches!(found, ShiftVerdict::Shifted(shift) if shift.kind == ShiftKind::Gcj02), "{found:?}");
    let right = compare_inside(&communities, &points, Some(&owner));
    assert!(matches!(right, ShiftVerdict::Unshifted(_)), "{right:?}");
    let large = vec![square(120.0, 35.9, 0.8)];
    for layer in [&points, &moved] {
        assert!(matches!(compare_inside(&large, layer, None), ShiftVerdict::Undecided(_)));
    }
}

/// Hostile input is answered, not refused by a panic.
#[test]
fn hostile_input() {
    let nan = vec![vec![[f64::NAN, 36.0], [120.0, f64::INFINITY], [1e300, -1e300]]];
    for (reference, layer) in
        [(vec![], vec![]), (nan.clone(), nan.clone()), (streets(), nan.clone()), (nan.clone(), streets())]
    {
        assert!(matches!(compare_outlines(&reference, &layer), ShiftVerdict::Undecided(_)));
    }
    assert!(matches!(compare_inside(&nan, &nan[0], Some(&[7])), ShiftVerdict::Undecided(_)));
    assert!(matches!(compare_inside(&[vec![]], &[], None), ShiftVerdict::Undecided(_)));
}

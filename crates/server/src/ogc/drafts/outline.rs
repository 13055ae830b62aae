//! Whether an area that a client sends is the one that follows from the members.

use serde_json::Value;

/// Corners may lie so far apart and be the same: clients round coordinates.
const DEGREES: f64 = 1e-6;
const METRES: f64 = 0.05;
/// Most corners that are compared; no grid has more.
const MOST: usize = 20_000;

/// Whether two GeoJSON geometries have the same corners.
pub(super) fn same(given: &Value, own: &Value) -> bool {
    let (mut given, mut own) = (corners(given), corners(own));
    if given.is_empty() || own.is_empty() || given.len() > MOST {
        return given.is_empty() && own.is_empty();
    }
    let near = if own.iter().flatten().any(|at| at.abs() > 180.0) { METRES } else { DEGREES };
    covered(&mut given, &own, near) && covered(&mut own, &given, near)
}

/// Whether each corner has one of the others near by.
fn covered(corners: &mut [[f64; 2]], others: &[[f64; 2]], near: f64) -> bool {
    let mut others = others.to_vec();
    others.sort_by(|a, b| a[0].total_cmp(&b[0]));
    corners.iter().all(|at| {
        let start = others.partition_point(|other| other[0] < at[0] - near);
        let beside = others[start..].iter().take_while(|other| other[0] <= at[0] + near);
        beside.into_iter().any(|other| (other[1] - at[1]).abs() <= near)
    })
}

/// All positions of a geometry.
fn corners(geometry: &Value) -> Vec<[f64; 2]> {
    let mut found = Vec::new();
    collect(&geometry["coordinates"], &mut found);
    found
}

fn collect(value: &Value, found: &mut Vec<[f64; 2]>) {
    let Some(list) = value.as_array() else { return };
    match list[..] {
        [ref x, ref y, ..] if x.is_number() && y.is_number() => {
            found.push([x.as_f64().unwrap_or(f64::NAN), y.as_f64().unwrap_or(f64::NAN)]);
        }
        _ => list.iter().for_each(|one| collect(one, found)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn rings_may_begin_elsewhere_and_be_rounded() {
        let own = json!({ "type": "Polygon", "coordinates": [[[117.0, 36.0], [117.001, 36.0], [117.001, 36.001], [117.0, 36.0]]] });
        let check = |given: Value, expected: bool| assert_eq!(same(&given, &own), expected, "{given}");
        check(
            json!({ "coordinates": [[[117.001, 36.0], [117.001, 36.001], [117.0000004, 36.0], [117.001, 36.0]]] }),
            true,
        );
        check(json!({ "coordinates": [[[[117.0, 36.0], [117.001, 36.001], [117.001, 36.0], [117.0, 36.0]]]] }), true);
        check(json!({ "coordinates": [[[117.001, 36.0], [117.001, 36.002], [117.0, 36.0], [117.001, 36.0]]] }), false);
        check(json!({ "coordinates": [[[117.001, 36.0], [117.0, 36.0]]] }), false);
        check(json!({ "type": "Point" }), false);
    }
}

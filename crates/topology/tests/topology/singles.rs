//! Defects of single shapes and their repair.

use crate::support::{geos, json_of, polygon, square};
use geo_types::{LineString, MultiPolygon, Polygon};
use serde_json::{Value, json};
use topology::DefectKind::{self, *};
use topology::{defects, repair};

fn holed(shell: &[(f64, f64)], hole: &[(f64, f64)]) -> MultiPolygon<f64> {
    let line = |p: &[(f64, f64)]| p.iter().copied().collect::<LineString<f64>>();
    MultiPolygon::new(vec![Polygon::new(line(shell), vec![line(hole)])])
}

/// Shape, its defects, those that a repair leaves, the area after it.
type Case = (MultiPolygon<f64>, Vec<DefectKind>, Vec<DefectKind>, f64);

#[test]
fn every_defect_is_named_and_repaired() {
    const SQUARE: [(f64, f64); 5] = [(0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 9.0), (0.0, 0.0)];
    let two = MultiPolygon::new([square(0.0, 0.0, 5.0, 5.0).0, square(7.0, 0.0, 5.0, 5.0).0].concat());
    let cases: Vec<Case> = vec![
        (square(0.0, 0.0, 10.0, 10.0), vec![], vec![], 100.0),
        (polygon(&[(0.0, 0.0), (0.0, 9.0), (9.0, 9.0), (9.0, 0.0), (0.0, 0.0)]), vec![RingOrder], vec![], 81.0),
        (
            polygon(&[(0.0, 0.0), (9.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 9.0), (0.0, 0.0)]),
            vec![RepeatedPoint],
            vec![],
            81.0,
        ),
        (
            polygon(&[(0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (14.0, 9.0), (9.0, 9.0), (0.0, 9.0), (0.0, 0.0)]),
            vec![Spike],
            vec![],
            81.0,
        ),
        (
            polygon(&[(0.0, 0.0), (9.0, 9.0), (9.0, 0.0), (0.0, 9.0), (0.0, 0.0)]),
            vec![SelfIntersection],
            vec![MultiPart],
            40.5,
        ),
        (polygon(&[(0.0, 0.0), (9.0, 0.0), (5.0, 0.0), (0.0, 0.0)]), vec![RingDegenerate], vec![], 0.0),
        (polygon(&[(0.0, 0.0), (90.0, 0.0), (90.0, 0.1), (0.0, 0.1), (0.0, 0.0)]), vec![Sliver], vec![Sliver], 9.0),
        (
            holed(&SQUARE, &[(20.0, 2.0), (20.0, 4.0), (24.0, 4.0), (20.0, 2.0)]),
            vec![HoleOutside],
            vec![MultiPart],
            85.0,
        ),
        (holed(&SQUARE, &[(2.0, 2.0), (4.0, 2.0), (4.0, 4.0), (2.0, 2.0)]), vec![RingOrder], vec![], 79.0),
        (two, vec![MultiPart], vec![MultiPart], 50.0),
        (
            polygon(&[(0.0, 0.0), (9.0, 0.0), (f64::NAN, 3.0), (9.0, 9.0), (0.0, 0.0)]),
            vec![CoordinateInvalid],
            vec![],
            40.5,
        ),
    ];
    let mut repaired = Vec::new();
    for (shape, expected, left, area) in cases {
        let mut found: Vec<DefectKind> = defects(&shape).iter().map(|d| d.kind).collect();
        found.dedup();
        // A spike on a straight line also meets the line: one cause may have two names.
        found.retain(|k| *k != SelfIntersection || !expected.contains(&Spike));
        assert_eq!(found, expected, "{shape:?}");
        let result = repair(&shape);
        let mut rest: Vec<DefectKind> = defects(&result.shape).iter().map(|d| d.kind).collect();
        rest.dedup();
        assert_eq!(rest, left, "{shape:?} → {:?}", result.shape);
        let value =
            result.shape.0.iter().map(|p| shoelace(p.exterior()) + p.interiors().iter().map(shoelace).sum::<f64>());
        assert!((value.sum::<f64>() - area).abs() < 1e-6, "{shape:?} → {:?}", result.shape);
        repaired.push(result.shape);
    }
    repaired.retain(|s| !s.0.is_empty());
    let input = json!({"shapes": Value::from_iter(repaired.iter().map(json_of))});
    if let Some(valid) = geos(&["valid"], &input) {
        assert!(valid.as_array().expect("list").iter().all(|v| *v == true), "{valid}");
    }
}

fn shoelace(ring: &LineString<f64>) -> f64 {
    ring.0.windows(2).map(|w| (w[0].x * w[1].y - w[1].x * w[0].y) / 2.0).sum()
}

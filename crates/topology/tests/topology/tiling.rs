//! Tilings of real and made-up districts, checked by GEOS.

use crate::support::{cover_input, data, geos, square, territory};
use geo_types::{Coord, LineString, MultiPolygon};
use serde_json::Value;
use topology::{BarrierLine, LineKind, Note, Options, Seed, Territory, Tessellation, tessellate};

/// Tiles, proves, and lets GEOS check; returns the tiling and GEOS's figures.
fn check(territory: &Territory, samples: &str) -> (Tessellation, Option<Value>) {
    let tiling = tessellate(territory, &Options::default()).expect("tiles");
    let proof = tiling.partition.verify().expect("a partition");
    assert_eq!(proof.cells, tiling.cells.len());
    let report = geos(&["cover", samples], &cover_input(territory, &tiling));
    if let Some(report) = &report {
        let under = |name: &str, bar: f64| {
            let value = report[name].as_f64().expect("a number");
            assert!(value <= bar, "{name} is {value}, more than {bar}: {report}");
        };
        assert_eq!(report["coverage_valid"], true, "{report}");
        under("invalid", 0.0);
        // The outline moves by the rounding of the lattice: less than a millimetre.
        under("symmetric_difference", 0.001);
        under("hausdorff", 0.002);
        under("seed_outside", 0.05);
    }
    (tiling, report)
}

#[test]
fn old_city_is_tiled_exactly() {
    let Some(file) = data("regions/taipei_oldcity.gpkg") else { return };
    let Some(input) = geos(&["district", &file, "taipei_oldcity", "CODE2", "3"], &Value::Null) else { return };
    let territory = territory(&input);
    let (tiling, report) = check(&territory, "20000");
    let report = report.expect("shapely was there");
    assert_eq!(tiling.cells.len(), territory.seeds.len(), "one cell for each courtyard");
    assert_eq!(report["connected"], tiling.cells.len());
    let share = report["not_nearest"].as_f64().unwrap() / report["sampled"].as_f64().unwrap();
    assert!(share < 0.002 && report["excess_max"].as_f64().unwrap() < 0.6, "{report}");
}

fn seed(x: f64, y: f64, w: f64, h: f64) -> Seed {
    Seed { shape: square(x, y, w, h), area: 0 }
}

fn barrier(points: &[(f64, f64)], kind: LineKind) -> BarrierLine {
    BarrierLine { line: points.iter().copied().collect::<LineString<f64>>(), kind }
}

fn locate(tiling: &Tessellation, x: f64, y: f64) -> Option<usize> {
    tiling.cells[tiling.partition.locate(Coord { x, y }).expect("inside")].seed
}

#[test]
fn lanes_are_split_in_the_middle() {
    let territory = Territory {
        areas: vec![square(0.0, 0.0, 100.0, 40.0)],
        seeds: vec![seed(5.0, 5.0, 42.0, 30.0), seed(53.0, 5.0, 42.0, 30.0)],
        lines: Vec::new(),
    };
    let (tiling, _) = check(&territory, "2000");
    assert!((tiling.partition.cell_area_m2(0) - 2000.0).abs() < 0.1);
    let adjacency = tiling.partition.adjacency();
    assert_eq!(adjacency.len(), 1);
    assert!((adjacency[0].length_mm as f64 - 40_000.0).abs() < 100.0 && adjacency[0].open_mm == adjacency[0].length_mm);
}

#[test]
fn roads_divide_and_leave_squares_of_their_own() {
    let territory = Territory {
        areas: vec![square(0.0, 0.0, 100.0, 100.0)],
        seeds: vec![seed(10.0, 10.0, 20.0, 80.0), seed(70.0, 10.0, 20.0, 30.0)],
        lines: vec![
            barrier(&[(35.0, -5.0), (35.0, 105.0)], LineKind::MainRoad),
            barrier(&[(35.0, 60.0), (101.0, 60.0)], LineKind::Water),
        ],
    };
    let (tiling, _) = check(&territory, "2000");
    assert_eq!(tiling.cells.len(), 3);
    assert_eq!(tiling.cells[2].seed, None);
    assert_eq!([0, 1, 2].map(|c| tiling.partition.cell_area_m2(c).round()), [3500.0, 3900.0, 2600.0]);
    let borders: Vec<_> =
        tiling.partition.adjacency().iter().map(|a| (a.a, a.b, a.main_road_mm, a.water_mm, a.open_mm)).collect();
    assert_eq!(borders, [(0, 1, 60_000, 0, 0), (0, 2, 40_000, 0, 0), (1, 2, 0, 65_000, 0)]);
}

#[test]
fn walls_are_gone_round_or_through() {
    // The wall hides the ground next to the left courtyard from it; the pocket on the right has no courtyard.
    let territory = Territory {
        areas: vec![square(0.0, 0.0, 100.0, 50.0)],
        seeds: vec![seed(5.0, 5.0, 20.0, 40.0), seed(50.0, 5.0, 20.0, 40.0)],
        lines: vec![
            barrier(&[(27.0, -1.0), (27.0, 51.0)], LineKind::Wall),
            barrier(&[(75.0, -1.0), (75.0, 51.0)], LineKind::Wall),
        ],
    };
    let (tiling, _) = check(&territory, "2000");
    assert_eq!(tiling.cells.len(), 2);
    assert_eq!(locate(&tiling, 28.0, 25.0), Some(1));
    assert_eq!(locate(&tiling, 26.0, 25.0), Some(0));
    assert_eq!(locate(&tiling, 90.0, 25.0), Some(1));
}

#[test]
fn conflicts_are_settled_by_rule_and_told() {
    let territory = Territory {
        areas: vec![square(0.0, 0.0, 50.0, 50.0), square(40.0, 0.0, 60.0, 50.0)],
        seeds: vec![
            seed(5.0, 5.0, 20.0, 20.0),
            seed(20.0, 5.0, 20.0, 20.0),
            Seed { shape: square(45.0, 30.0, 20.0, 10.0), area: 1 },
            Seed { shape: square(200.0, 30.0, 20.0, 10.0), area: 1 },
        ],
        lines: vec![barrier(&[(10.0, 0.0), (10.0, 50.0)], LineKind::MainRoad)],
    };
    let tiling = tessellate(&territory, &Options::default()).expect("tiles");
    tiling.partition.verify().expect("a partition");
    let expected = [
        Note::AreasOverlap { kept: 0, cut: 1, area_m2: 500.0 },
        Note::SeedsOverlap { kept: 0, cut: 1, area_m2: 100.0 },
        Note::SeedOutside { seed: 2, area_m2: 50.0 },
        Note::SeedOutside { seed: 3, area_m2: 200.0 },
        Note::SeedWithoutCell { seed: 3 },
        Note::LineThroughSeed { seed: 0, length_m: 20.0 },
    ];
    assert_eq!(tiling.notes, expected);
    assert_eq!(locate(&tiling, 10.5, 10.0), Some(0));
}

#[test]
fn dissolving_and_rounding_keep_a_partition() {
    let seeds = (0..36)
        .map(|i| seed(f64::from(i % 6) * 20.0 + 3.0, f64::from(i / 6) * 20.0 + 2.0, 9.0 + f64::from(i % 4), 12.0));
    let territory =
        Territory { areas: vec![square(0.0, 0.0, 120.0, 120.0)], seeds: seeds.collect(), lines: Vec::new() };
    let (tiling, _) = check(&territory, "2000");
    let label: Vec<u32> = (0..36).map(|i| i / 6).collect();
    let grids = tiling.partition.dissolve(&label);
    assert_eq!(grids.verify().expect("a partition").cells, 6);
    for changed in [tiling.partition.simplify(1.5), tiling.partition.smooth(2), grids.smooth(3).simplify(0.5)] {
        let proof = changed.verify().expect("a partition");
        assert_eq!(proof.area2_mm2, 2 * 120_000 * 120_000);
    }
    assert!(tiling.partition.simplify(1.5).n_vertices() < tiling.partition.n_vertices());
    let all = grids.dissolve(&[0; 6]);
    let shape: MultiPolygon<f64> = all.cell(0);
    assert_eq!((shape.0.len(), all.arcs().len()), (1, 1));
}

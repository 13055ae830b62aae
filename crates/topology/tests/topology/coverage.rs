//! Pairs of shapes: overlaps, duplicates, gaps, shares; partitions from touching shapes.

use crate::support::{data, geos, json_of, polygon, shapes, square};
use geo_types::{Coord, MultiPolygon};
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};
use topology::{AreaIndex, CoverFault, Partition, duplicates, gaps, overlaps, shares};

fn random_shapes(seed: u64, n: usize) -> Vec<MultiPolygon<f64>> {
    let mut rng = rand_chacha::ChaCha8Rng::seed_from_u64(seed);
    (0..n)
        .map(|_| {
            let (x, y) = (f64::from(rng.random_range(0..60)), f64::from(rng.random_range(0..60)));
            let corners = rng.random_range(3..9);
            let mut ring: Vec<(f64, f64)> = (0..corners)
                .map(|k| {
                    let (sin, cos) = (std::f64::consts::TAU * f64::from(k) / f64::from(corners)).sin_cos();
                    let r = f64::from(rng.random_range(3..12));
                    ((x + r * cos).round(), (y + r * sin).round())
                })
                .collect();
            ring.dedup();
            ring.push(ring[0]);
            polygon(&ring)
        })
        .filter(|s| topology::defects(s).is_empty())
        .collect()
}

#[test]
fn overlaps_and_gaps_agree_with_geos() {
    for round in 0..8 {
        let shapes = random_shapes(round, 60);
        let input = json!({"shapes": Value::from_iter(shapes.iter().map(json_of))});
        let Some(expected) = geos(&["overlaps"], &input) else { return };
        let found = overlaps(&shapes);
        let expected: Vec<(usize, usize, f64)> = serde_json::from_value(expected).expect("triples");
        // Rounding crossings to the lattice can add or lose strips narrower than a millimetre.
        let thick = |a: &&(usize, usize, f64)| a.2 > 0.05;
        let found: Vec<_> = found.iter().map(|o| (o.a, o.b, o.area_m2)).collect();
        let (f, e): (Vec<_>, Vec<_>) = (found.iter().filter(thick).collect(), expected.iter().filter(thick).collect());
        assert_eq!(f.len(), e.len());
        for (f, e) in f.iter().zip(&e) {
            assert!((f.0, f.1) == (e.0, e.1) && (f.2 - e.2).abs() < 0.05, "{f:?} {e:?}");
        }
        let expected: Vec<f64> = serde_json::from_value(geos(&["gaps"], &input).expect("shapely")).expect("areas");
        let mut found: Vec<f64> = gaps(&shapes, None).iter().map(|g| g.area_m2).collect();
        found.sort_by(f64::total_cmp);
        let sums = [found.iter().sum::<f64>(), expected.iter().sum::<f64>()];
        assert!((sums[0] - sums[1]).abs() < 0.2, "{found:?} {expected:?}");
    }
}

#[test]
fn touching_shapes_do_not_overlap() {
    let list = [
        square(0.0, 0.0, 10.0, 10.0),
        square(10.0, 0.0, 10.0, 5.0),
        square(10.0, 5.0, 10.0, 5.0),
        polygon(&[(0.0, 10.0), (20.0, 10.0), (10.0, 20.0), (0.0, 10.0)]),
    ];
    assert_eq!(overlaps(&list), []);
    assert_eq!(gaps(&list, None), []);
    let (partition, faults) = Partition::from_shapes(&list).expect("usable");
    assert_eq!(faults, []);
    partition.verify().expect("a partition");
    let borders: Vec<_> = partition.adjacency().iter().map(|a| (a.a, a.b, a.length_mm)).collect();
    assert_eq!(borders, [(0, 1, 5000), (0, 2, 5000), (0, 3, 10_000), (1, 2, 10_000), (2, 3, 10_000)]);
    assert_eq!(partition.locate(Coord { x: 15.0, y: 7.0 }), Some(2));
    assert_eq!(partition.in_box(Coord { x: 15.0, y: 6.0 }, Coord { x: 16.0, y: 30.0 }), [2, 3]);
}

#[test]
fn widths_and_areas_of_overlaps_are_exact() {
    let list = [square(0.0, 0.0, 10.0, 10.0), square(9.8, 0.0, 10.0, 10.0), square(2.0, 2.0, 3.0, 3.0)];
    let found: Vec<_> =
        overlaps(&list).iter().map(|o| (o.a, o.b, o.area_m2, (o.width_m * 1e6).round() / 1e6)).collect();
    assert_eq!(found, [(0, 1, 2.0, 0.2), (0, 2, 9.0, 3.0)]);
    let (partition, faults) = Partition::from_shapes(&list).expect("usable");
    partition.verify().expect_err("shape 2 has no ground left");
    assert!(matches!(faults[..], [CoverFault::Overlap(_), CoverFault::Overlap(_), CoverFault::Empty(2)]), "{faults:?}");
}

#[test]
fn gaps_inside_and_against_the_outline() {
    let ring = [
        square(0.0, 0.0, 30.0, 10.0),
        square(0.0, 20.0, 30.0, 10.0),
        square(0.0, 10.0, 10.0, 10.0),
        square(12.0, 10.0, 18.0, 10.0),
    ];
    let found = gaps(&ring, None);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].area_m2, (found[0].width_m * 1e6).round() / 1e6), (20.0, 2.0));
    let missing: Vec<f64> = gaps(&ring, Some(&square(0.0, 0.0, 31.0, 30.0))).iter().map(|g| g.area_m2).collect();
    assert_eq!(missing, [20.0, 30.0]);
}

#[test]
fn duplicates_are_found_whatever_their_start_and_direction() {
    let list = [
        polygon(&[(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0), (0.0, 0.0)]),
        polygon(&[(10.0, 10.0), (10.0, 0.0), (0.0, 0.0), (0.0, 10.0), (10.0, 10.0)]),
        square(0.01, 0.0, 10.0, 10.0),
        square(1.0, 0.0, 10.0, 10.0),
        square(0.0, 0.0, 9.0, 10.0),
    ];
    assert_eq!(duplicates(&list), [(0, 1), (0, 2), (1, 2)]);
}

#[test]
fn shares_add_up_to_the_shape() {
    let areas = AreaIndex::new(&[square(0.0, 0.0, 50.0, 50.0), square(50.0, 0.0, 50.0, 50.0)]);
    assert_eq!(shares(&square(40.0, 10.0, 20.0, 10.0), &areas), [(0, 100.0), (1, 100.0)]);
    assert_eq!(shares(&square(90.0, 40.0, 20.0, 20.0), &areas), [(1, 100.0)]);
    assert_eq!(shares(&square(10.0, 10.0, 5.0, 5.0), &areas), [(0, 25.0)]);
    assert_eq!(shares(&square(210.0, 10.0, 5.0, 5.0), &areas), []);
    assert_eq!((areas.locate(Coord { x: 60.0, y: 5.0 }), areas.locate(Coord { x: 60.0, y: 55.0 })), (Some(1), None));
}

#[test]
fn the_old_city_is_a_clean_partition() {
    let Some(file) = data("regions/taipei_oldcity.gpkg") else { return };
    let Some(layer) = geos(&["layer", &file, "taipei_oldcity", "CODE2"], &Value::Null) else { return };
    let units = shapes(&layer["shapes"]);
    let (partition, faults) = Partition::from_shapes(&units).expect("usable");
    let keys: Vec<u32> = serde_json::from_value(layer["keys"].clone()).expect("keys");
    partition.verify().expect("a partition");
    let communities = partition.dissolve(&keys);
    assert_eq!(communities.verify().expect("a partition").cells, 112);
    let found = overlaps(&units);
    assert_eq!(found.iter().filter(|o| o.area_m2 > 1.0 || o.width_m > 0.2).count(), 0, "{found:?}");
    assert!(faults.len() <= found.len(), "{faults:?}");
}

//! Ten thousand inputs that nobody should send.

use crate::support::{geos, json_of, polygon};
use geo_types::{LineString, MultiPolygon};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};
use topology::*;

/// Coordinates of one flavour: coarse (much coincides), millimetres apart, needles, huge.
struct Flavour {
    side: i64,
    step: f64,
    offset: f64,
    squash: f64,
}

impl Flavour {
    fn new(rng: &mut ChaCha8Rng) -> Self {
        Self {
            side: [2, 4, 9, 40, 1000][rng.random_range(0..5)],
            step: [0.001, 0.0005, 1.0, 0.37, 123.4][rng.random_range(0..5)],
            offset: [0.0, 0.0, 4e6, 9.9e8][rng.random_range(0..4)],
            squash: [1.0, 1.0, 1.0, 0.1, 0.001, 0.0][rng.random_range(0..6)],
        }
    }

    fn point(&self, rng: &mut ChaCha8Rng) -> (f64, f64) {
        let mut n = || rng.random_range(-self.side..=self.side) as f64 * self.step;
        let (x, y) = (n(), n() * self.squash);
        (self.offset + x, self.offset + y)
    }

    fn ring(&self, rng: &mut ChaCha8Rng, most: usize) -> Vec<(f64, f64)> {
        (0..rng.random_range(0..most)).map(|_| self.point(rng)).collect()
    }

    fn shape(&self, rng: &mut ChaCha8Rng) -> MultiPolygon<f64> {
        let mut parts = Vec::new();
        for _ in 0..[1, 1, 1, 2, 0][rng.random_range(0..5)] {
            parts.extend(polygon(&self.ring(rng, 9)).0);
        }
        MultiPolygon::new(parts)
    }

    fn box_around(&self) -> MultiPolygon<f64> {
        let (r, o) = (self.side as f64 * self.step, self.offset);
        let (w, h) = (r, r * self.squash.max(0.5));
        polygon(&[(o - w, o - h), (o + w, o - h), (o + w, o + h), (o - w, o + h)])
    }
}

fn hostile(rng: &mut ChaCha8Rng) -> Territory {
    let flavour = Flavour::new(rng);
    let mut areas = vec![flavour.box_around()];
    if rng.random_bool(0.3) {
        areas.insert(rng.random_range(0..2), flavour.shape(rng));
    }
    if rng.random_bool(0.1) {
        areas.remove(0);
    }
    let mut seeds: Vec<Seed> = (0..rng.random_range(0..7))
        .map(|_| Seed { shape: flavour.shape(rng), area: rng.random_range(0..areas.len().max(1)) })
        .collect();
    if let Some(twin) = seeds.first().cloned().filter(|_| rng.random_bool(0.3)) {
        seeds.push(twin);
    }
    let kinds = [LineKind::MainRoad, LineKind::Wall, LineKind::Water];
    let lines = (0..rng.random_range(0..4))
        .map(|_| BarrierLine {
            line: flavour.ring(rng, 6).into_iter().collect::<LineString<f64>>(),
            kind: kinds[rng.random_range(0..3)],
        })
        .collect();
    let mut territory = Territory { areas, seeds, lines };
    if rng.random_bool(0.02) {
        let bad = [f64::NAN, f64::INFINITY, 1e18][rng.random_range(0..3)];
        territory.lines.push(BarrierLine { line: vec![(0.0, bad), (1.0, 1.0)].into(), kind: LineKind::Wall });
    }
    territory
}

#[test]
fn ten_thousand_territories_are_tiled_or_named() {
    let mut rng = ChaCha8Rng::seed_from_u64(20_260_205);
    let options = Options { least_remainder_m2: 0.0, finest_m: 0.5, ..Options::default() };
    let (mut tiled, mut named) = (0, 0);
    for round in 0..10_000 {
        let territory = hostile(&mut rng);
        match tessellate(&territory, &options) {
            Ok(tiling) => {
                let proof = tiling.partition.verify();
                assert!(proof.is_ok(), "round {round}: {proof:?}\n{territory:?}");
                assert_eq!(tiling.partition.n_cells(), tiling.cells.len());
                tiled += 1;
            }
            Err(TerritoryError::Linework) => panic!("round {round}: {territory:?}"),
            Err(_) => named += 1,
        }
    }
    assert!(tiled > 6000 && named > 100, "{tiled} tiled, {named} named");
}

#[test]
fn hostile_shapes_are_repaired_to_valid_ones() {
    let mut rng = ChaCha8Rng::seed_from_u64(7);
    let mut repaired = Vec::new();
    for _ in 0..3000 {
        let flavour = Flavour::new(&mut rng);
        let shape = flavour.shape(&mut rng);
        let _ = defects(&shape);
        let result = repair(&shape);
        if !result.shape.0.is_empty() {
            repaired.push(result.shape);
        }
        let many: Vec<_> = (0..5).map(|_| flavour.shape(&mut rng)).collect();
        let _ = (overlaps(&many), gaps(&many, Some(&flavour.box_around())), duplicates(&many));
        let _ = (contiguity(&many, Touching::default()), shares(&many[0], &AreaIndex::new(&many)));
        let (partition, faults) = Partition::from_shapes(&many).expect("usable coordinates");
        let empty = faults.iter().filter(|f| matches!(f, CoverFault::Empty(_))).count();
        match partition.verify() {
            Ok(_) => assert_eq!(empty, 0),
            Err(faults) => assert!(faults.len() == empty && empty > 0, "{faults:?}\n{many:?}"),
        }
    }
    let input = json!({"shapes": Value::from_iter(repaired.iter().map(json_of))});
    if let Some(valid) = geos(&["valid"], &input) {
        let valid = valid.as_array().expect("list");
        let wrong = valid.iter().zip(&repaired).find(|(v, _)| **v == false);
        assert!(wrong.is_none(), "{wrong:?}");
    }
}

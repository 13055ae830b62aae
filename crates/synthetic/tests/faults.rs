//! The faulty copy: twelve faults of twelve kinds, each there, none elsewhere.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use geo::{Area, BooleanOps};
use model::{Rule, Value};
use support::{integers, multi, polygons, texts};
use synthetic::{District, SeededFault, layer};

static PAIR: LazyLock<(District, District, Vec<SeededFault>)> = LazyLock::new(|| {
    let clean = synthetic::district(1);
    let (faulty, faults) = synthetic::with_faults(&clean);
    (clean, faulty, faults)
});

fn row_of(rule: Rule) -> usize {
    PAIR.2.iter().find(|fault| fault.rule == rule).and_then(|fault| fault.row).expect("seeded") - 1
}

#[test]
fn there_are_twelve_kinds() {
    let rules: BTreeSet<Rule> = PAIR.2.iter().map(|fault| fault.rule).collect();
    let expected = [
        Rule::SelfIntersection,
        Rule::DuplicateGeometry,
        Rule::Overlap,
        Rule::Sliver,
        Rule::AcrossCommunityLine,
        Rule::OutsideDistrict,
        Rule::DuplicateCode,
        Rule::NameEmpty,
        Rule::HouseholdsAbsurd,
        Rule::Gap,
        Rule::ShiftGcj02,
        Rule::AxesSwapped,
    ];
    assert_eq!(rules, BTreeSet::from(expected));
    assert_eq!(PAIR.2.len(), 12);
    for seed in 2..4 {
        assert_eq!(synthetic::with_faults(&synthetic::district(seed)).1.len(), 12, "seed {seed}");
    }
}

#[test]
fn nothing_else_has_changed() {
    let (clean, faulty, faults) = &*PAIR;
    let mut changed: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for (before, after) in clean.tables.iter().zip(&faulty.tables) {
        assert_eq!(before.rows.len(), after.rows.len());
        let differ = before.rows.iter().zip(&after.rows).filter(|(a, b)| a != b).map(|(a, _)| a.number);
        let differ: BTreeSet<usize> = differ.collect();
        if !differ.is_empty() {
            changed.insert(&before.name, differ);
        }
    }
    let layers = [layer::COURTYARDS, layer::COMMUNITIES, layer::ROADS, layer::GREENS];
    assert_eq!(changed.keys().copied().collect::<BTreeSet<_>>(), BTreeSet::from(layers));
    // The courtyard across the line has not moved; the line has.
    let moved = |f: &&SeededFault| f.layer == layer::COURTYARDS && f.rule != Rule::AcrossCommunityLine;
    let named: BTreeSet<usize> = faults.iter().filter(moved).filter_map(|f| f.row).collect();
    assert_eq!(changed[layer::COURTYARDS], named);
    // The moved line belongs to two communities, the gap to a third one.
    assert_eq!(changed[layer::COMMUNITIES].len(), 3);
}

#[test]
fn faults_of_one_courtyard_are_there() {
    let faulty = &PAIR.1;
    let shapes = polygons(faulty, layer::COURTYARDS);
    let bow_tie = topology::defects(&multi(&shapes[row_of(Rule::SelfIntersection)]));
    assert!(bow_tie.iter().any(|defect| defect.kind == topology::DefectKind::SelfIntersection));
    let strip = &shapes[row_of(Rule::Sliver)];
    assert!(2.0 * strip.unsigned_area() / geo::Length::length(&geo::Euclidean, strip.exterior()) < 0.7);
    assert_eq!(texts(faulty, layer::COURTYARDS, "名称")[row_of(Rule::NameEmpty)], "");
    assert!(integers(faulty, layer::COURTYARDS, "户数")[row_of(Rule::HouseholdsAbsurd)] > 6_000);
    let codes = texts(faulty, layer::COURTYARDS, "编号");
    let twice = &codes[row_of(Rule::DuplicateCode)];
    assert_eq!(codes.iter().filter(|code| *code == twice).count(), 2);
    assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), 1417);
}

#[test]
fn faults_of_pairs_and_places_are_there_and_alone() {
    let faulty = &PAIR.1;
    let mut shapes: Vec<_> = polygons(faulty, layer::COURTYARDS).iter().map(multi).collect();
    shapes[row_of(Rule::SelfIntersection)] = geo_types::MultiPolygon(vec![]);
    let overlaps = topology::overlaps(&shapes);
    assert_eq!(overlaps.len(), 2, "{overlaps:?}");
    let pair = |rule: Rule| {
        let row = row_of(rule);
        overlaps.iter().find(|o| o.a == row || o.b == row).copied().expect("seeded")
    };
    let moved = pair(Rule::Overlap);
    assert!(moved.area_m2 > 5.0 && moved.width_m > 0.2, "{moved:?}");
    let same = pair(Rule::DuplicateGeometry);
    assert_eq!(shapes[same.a], shapes[same.b]);
    let district = &polygons(faulty, layer::DISTRICT)[0];
    let communities = polygons(faulty, layer::COMMUNITIES);
    for (row, shape) in shapes.iter().enumerate().filter(|(_, shape)| !shape.0.is_empty()) {
        let inside = shape.intersection(district).unsigned_area();
        assert_eq!(inside < 1.0, row == row_of(Rule::OutsideDistrict), "row {row}");
        let parts = communities.iter().filter(|community| shape.intersection(*community).unsigned_area() > 1.0).count();
        assert_eq!(parts == 2, row == row_of(Rule::AcrossCommunityLine), "row {row}");
    }
    let covered: f64 = communities.iter().map(Area::unsigned_area).sum();
    let gap = district.unsigned_area() - covered;
    assert!((10.0..1_000.0).contains(&gap), "{gap} m²");
}

#[test]
fn faults_of_layers_are_there() {
    let (clean, faulty, _) = &*PAIR;
    let first = |district: &District, name: &str| match &district.table(name).unwrap().rows[0].geometry {
        Some(geo_types::Geometry::LineString(line)) => line.0[0],
        Some(geo_types::Geometry::Polygon(polygon)) => polygon.exterior().0[0],
        other => panic!("{other:?}"),
    };
    let shift = first(faulty, layer::ROADS) - first(clean, layer::ROADS);
    assert!((350.0..600.0).contains(&shift.x) && shift.y.abs() < 150.0, "{shift:?}");
    let (before, after) = (first(clean, layer::GREENS), first(faulty, layer::GREENS));
    assert_eq!((before.x, before.y), (after.y, after.x));
    assert!(
        faulty
            .table(layer::ABOUT)
            .unwrap()
            .rows
            .iter()
            .all(|row| row.values.last() == Some(&Value::from(synthetic::REMARK)))
    );
}

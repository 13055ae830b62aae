//! The clean copy: counts, partition, contiguity, ranges, determinism.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use model::{Code, Membership, Value};
use support::{integers, multi, polygons, ring_mm, texts};
use synthetic::{District, layer};

static SEEDS: LazyLock<Vec<District>> = LazyLock::new(|| [1, 2026].map(synthetic::district).to_vec());

/// Runs a check on the district of each seed.
fn check(test: impl Fn(&District)) {
    SEEDS.iter().for_each(test);
}

#[test]
fn counts_are_those_of_the_profile() {
    check(|district| {
        let rows: BTreeMap<String, usize> = synthetic::summary(district).rows.into_iter().collect();
        for (name, count) in [
            (layer::DISTRICT, 1),
            (layer::SUBDISTRICTS, 10),
            (layer::COMMUNITIES, 50),
            (layer::COURTYARDS, 1418),
            (layer::COMPOUNDS, 238),
            (layer::GRIDS, 505),
            (layer::REFERENCE, 1418),
            (layer::COVERAGE, 349),
            (layer::COMMITTEES, 258),
            (layer::PROPERTY, 219),
            (layer::LEADERS, 30),
            (layer::CADRES, 227),
            (layer::WORKERS, 505),
            (layer::DEPARTMENTS, 61),
            (layer::CADRE_COVER, 743),
            (layer::LEADER_COVER, 50),
        ] {
            assert_eq!(rows[name], count, "{name}");
        }
        assert!((8_500..9_500).contains(&rows[layer::BUILDINGS]), "{}", rows[layer::BUILDINGS]);
        let kinds = texts(district, layer::GRIDS, "类型");
        let of = |kind: &str| kinds.iter().filter(|k| *k == kind).count();
        assert_eq!([of("开放楼院"), of("封闭小区"), of("专属")], [349, 126, 30]);
    });
}

#[test]
fn communities_are_an_exact_partition_of_the_district() {
    for name in [layer::COMMUNITIES, layer::SUBDISTRICTS] {
        check(|district| {
            let whole = &polygons(district, layer::DISTRICT)[0];
            let parts = polygons(district, name);
            let area2 = |polygon| ring_mm(polygon).windows(2).map(|w| w[0].0 * w[1].1 - w[1].0 * w[0].1).sum::<i128>();
            assert_eq!(
                parts.iter().map(&area2).sum::<i128>(),
                area2(whole),
                "{name}: areas in half square millimetres"
            );
            let mut sides: BTreeSet<[(i128, i128); 2]> = BTreeSet::new();
            for part in &parts {
                assert!(part.interiors().is_empty());
                for side in ring_mm(part).windows(2) {
                    assert!(sides.insert([side[0], side[1]]), "{name}: a side twice in one direction");
                }
            }
            let outline: BTreeSet<_> = ring_mm(whole).windows(2).map(|side| [side[0], side[1]]).collect();
            for [a, b] in &sides {
                assert!(sides.contains(&[*b, *a]) != outline.contains(&[*a, *b]), "{name}: a side with no other side");
            }
            let shapes: Vec<_> = parts.iter().map(multi).collect();
            assert_eq!(topology::overlaps(&shapes), []);
        });
    }
}

#[test]
fn courtyards_compounds_and_sites_have_no_defect_and_share_no_ground() {
    check(|district| {
        let shapes: Vec<_> = [layer::COURTYARDS, layer::COMPOUNDS, layer::SITES]
            .into_iter()
            .flat_map(|name| polygons(district, name))
            .map(|polygon| multi(&polygon))
            .collect();
        for (number, shape) in shapes.iter().enumerate() {
            assert_eq!(topology::defects(shape), [], "shape {number}");
        }
        assert_eq!(topology::overlaps(&shapes), []);
        let touching = topology::contiguity(&shapes, topology::Touching::default());
        assert!(touching.len() > 100, "some stand wall to wall: {}", touching.len());
    });
}

#[test]
fn courtyards_keep_to_their_community_and_off_main_roads() {
    use geo::{Contains, Intersects};
    check(|district| {
        let communities: BTreeMap<String, _> = texts(district, layer::COMMUNITIES, "编码")
            .into_iter()
            .zip(polygons(district, layer::COMMUNITIES))
            .collect();
        let classes = texts(district, layer::ROADS, "等级");
        let roads = support::lines(district, layer::ROADS);
        let main: Vec<_> = roads.into_iter().zip(classes).filter(|(_, class)| class.contains("干路")).collect();
        assert!(main.len() > 100);
        for name in [layer::COURTYARDS, layer::COMPOUNDS] {
            let owners = texts(district, name, "社区编码");
            for (polygon, owner) in polygons(district, name).iter().zip(&owners) {
                assert!(communities[owner].contains(polygon), "{name} in {owner}");
                assert!(!main.iter().any(|(road, _)| road.intersects(polygon)), "{name} in {owner} across a main road");
            }
        }
    });
}

#[test]
fn shapes_and_households_stay_in_range() {
    use geo::{Area, Euclidean, Length};
    check(|district| {
        let households = integers(district, layer::COURTYARDS, "户数");
        let (least, most) = synthetic::COURTYARD_HOUSEHOLDS;
        for (polygon, count) in polygons(district, layer::COURTYARDS).iter().zip(households) {
            let (area, corners) = (polygon.unsigned_area(), polygon.exterior().0.len() - 1);
            assert!((300.0..12_000.0).contains(&area), "{area} m²");
            assert!((4..=14).contains(&corners), "{corners} corners");
            assert!(2.0 * area / Euclidean.length(polygon.exterior()) > 2.0);
            assert!((least..=most).contains(&count), "{count} households");
            assert!(count as f64 <= 40.0 + 0.25 * area, "{count} households on {area} m²");
        }
    });
}

#[test]
fn the_reference_list_is_a_partition_into_contiguous_grids_within_the_range() {
    check(|district| {
        let codes: Vec<Code> =
            texts(district, layer::COURTYARDS, "编号").iter().map(|c| Code::new(c).unwrap()).collect();
        let courtyards = texts(district, layer::REFERENCE, "楼院");
        let grids = texts(district, layer::REFERENCE, "网格编号");
        let pairs: Vec<(Code, Code)> =
            courtyards.iter().zip(&grids).map(|(c, g)| (Code::new(c).unwrap(), Code::new(g).unwrap())).collect();
        let membership = Membership::new(&codes, &pairs).expect("a partition");
        assert_eq!(membership.grids().len(), synthetic::OPEN_GRIDS);
        let row: BTreeMap<&Code, usize> = codes.iter().enumerate().map(|(i, code)| (code, i)).collect();
        let (shapes, households) =
            (polygons(district, layer::COURTYARDS), integers(district, layer::COURTYARDS, "户数"));
        let mut sizes = BTreeSet::new();
        for (grid, members) in membership.grids() {
            let rows: Vec<usize> = members.iter().map(|code| row[*code]).collect();
            let total: i64 = rows.iter().map(|&r| households[r]).sum();
            let (least, most) = synthetic::GRID_HOUSEHOLDS;
            assert!((least..=most).contains(&total), "{grid}: {total} households");
            assert!(
                members.iter().all(|code| code.as_str().starts_with(&grid.as_str()[..12])),
                "{grid} in one community"
            );
            assert!(
                support::linked(&rows.iter().map(|&r| &shapes[r]).collect::<Vec<_>>(), 12.0),
                "{grid} is contiguous"
            );
            sizes.insert(rows.len());
        }
        assert!(sizes.len() >= 8 && sizes.iter().all(|size| (1..=15).contains(size)), "{sizes:?}");
        let grid_of = |code: &str| membership.grid_of(&Code::new(code).unwrap()).cloned();
        let (left, right) =
            (texts(district, layer::KEEP_APART, "楼院甲"), texts(district, layer::KEEP_APART, "楼院乙"));
        assert!(left.iter().zip(&right).all(|(a, b)| grid_of(a) != grid_of(b)));
        let (members, groups) =
            (texts(district, layer::KEEP_TOGETHER, "楼院"), integers(district, layer::KEEP_TOGETHER, "组"));
        for (i, j) in (0..members.len()).zip(1..members.len()) {
            assert!(groups[i] != groups[j] || grid_of(&members[i]) == grid_of(&members[j]));
        }
    });
}

#[test]
fn names_are_unique_and_every_row_says_that_it_is_invented() {
    check(|district| {
        for name in [layer::COURTYARDS, layer::COMPOUNDS] {
            let names: BTreeSet<String> = texts(district, name, "名称").into_iter().collect();
            assert_eq!(names.len(), polygons(district, name).len(), "{name}");
            assert!(!names.contains(""));
        }
        for table in &district.tables {
            let mark = Value::from(synthetic::REMARK);
            assert!(table.rows.iter().all(|row| row.values.last() == Some(&mark)), "{}", table.name);
            assert!(
                table.fields.iter().all(|field| field.name.chars().count() <= 5),
                "{}: Shapefile names",
                table.name
            );
        }
    });
}

#[test]
fn buildings_stand_inside_what_they_belong_to_and_hold_its_households() {
    use geo::{Area, BooleanOps};
    check(|district| {
        let mut owners = BTreeMap::new();
        let mut expected = BTreeMap::new();
        for name in [layer::COURTYARDS, layer::COMPOUNDS, layer::SITES] {
            owners.extend(texts(district, name, "编号").into_iter().zip(polygons(district, name)));
        }
        for name in [layer::COURTYARDS, layer::COMPOUNDS] {
            expected.extend(texts(district, name, "编号").into_iter().zip(integers(district, name, "户数")));
        }
        let mut held: BTreeMap<String, i64> = BTreeMap::new();
        let belongs = texts(district, layer::BUILDINGS, "所属编号");
        let households = integers(district, layer::BUILDINGS, "户数");
        for ((polygon, owner), count) in polygons(district, layer::BUILDINGS).iter().zip(&belongs).zip(households) {
            let outside = polygon.difference(&owners[owner]).unsigned_area();
            assert!(outside < 0.1, "{owner}: {outside} m² outside");
            *held.entry(owner.clone()).or_default() += count;
        }
        for (owner, count) in expected {
            assert_eq!(held.get(&owner), Some(&count), "{owner}");
        }
    });
}

#[test]
fn coverage_follows_from_rows() {
    check(|district| {
        let (committee, property) =
            (texts(district, layer::COVERAGE, "业委会"), texts(district, layer::COVERAGE, "物业"));
        let count = |a: &str, b: &str| committee.iter().zip(&property).filter(|(x, y)| *x == a && *y == b).count();
        let overlap =
            [count("有", "有"), count("有", "无"), count("无", "有"), count("无", "无"), count("未知", "未知")];
        assert_eq!(overlap, [218, 40, 1, 1, 89]);
        let renovated = texts(district, layer::COVERAGE, "改造年份").iter().filter(|year| !year.is_empty()).count();
        assert_eq!(renovated, 260);
        let loads = |name: &str, who: &str| {
            let mut load: BTreeMap<String, usize> = BTreeMap::new();
            texts(district, name, who).into_iter().for_each(|code| *load.entry(code).or_default() += 1);
            let mut histogram: BTreeMap<usize, usize> = BTreeMap::new();
            load.values().for_each(|&n| *histogram.entry(n).or_default() += 1);
            histogram.into_iter().collect::<Vec<_>>()
        };
        assert_eq!(loads(layer::LEADER_COVER, "工号"), [(1, 10), (2, 20)]);
        assert_eq!(loads(layer::CADRE_COVER, "工号"), [(3, 165), (4, 62)]);
        assert_eq!(loads(layer::LEADER_COVER, "对象编码"), [(1, 50)]);
        assert_eq!(loads(layer::CADRE_COVER, "对象编码"), [(1, 743)]);
        assert_eq!(loads(layer::DEPARTMENT_COVER, "对象编码"), [(1, 39), (2, 11)]);
    });
}

#[test]
fn a_seed_gives_one_district_and_another_seed_another() {
    assert_eq!(SEEDS[0], synthetic::district(1));
    assert_ne!(SEEDS[0].table(layer::COURTYARDS), SEEDS[1].table(layer::COURTYARDS));
}

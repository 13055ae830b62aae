//! What breaks, what is carried over, what supersedes what.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::district::{District, code, neighbours};

#[test]
fn a_merge_shows_what_breaks_and_carries_it_over() {
    let district = District::on_record();
    let (territory, plan) = district.in_force();
    let (goes_on, ends) = neighbours(&territory, &plan);
    let (into, gone) = (code(&plan, goes_on), code(&plan, ends));
    district.assign("C1", "property-company", goes_on);
    district.assign("C2", "property-company", ends);
    district.assign("B2", "party-branch", ends);
    district.assign("O2", "owners-committee", ends);
    district.ask(&["plan", "new", "spring"], 0);
    district.ask(&["plan", "edit", "spring", "merge", &gone, "--into", &into], 0);
    let check = |args: &[&str], grids: usize| {
        let file = district.path("diff.geojson");
        let _ = std::fs::remove_file(&file);
        let found = district.ask(&[&["plan", "diff"], args, &["--geojson", &file]].concat(), 0);
        let figure = |name: &str| found["figures"][name].as_f64().expect("a figure");
        assert_eq!([figure("gone"), figure("merged"), figure("new")], [1.0, 1.0, 0.0], "{args:?}");
        assert_eq!([figure("assignments"), figure("contracts"), figure("committees")], [1.0, 1.0, 1.0], "{args:?}");
        assert!(figure("households") > 0.0 && figure("area") > 0.0);
        let street =
            found["streets"].as_array().unwrap().iter().find(|street| street["gone"] == 1).expect("its street");
        assert_eq!((street["contracts"].as_u64(), street["committees"].as_u64()), (Some(1), Some(1)));
        let breaks = found["breaks"].as_array().unwrap();
        assert!(breaks.iter().all(|one| one["grid"] == gone.as_str() && one["heirs"][0]["grid"] == into.as_str()));
        let features: Value = serde_json::from_slice(&std::fs::read(&file).expect("the file")).expect("GeoJSON");
        let features = features["features"].as_array().expect("features").clone();
        assert_eq!(features.len(), grids, "{args:?}");
        let changes: BTreeSet<&str> = features.iter().filter_map(|one| one["properties"]["change"].as_str()).collect();
        assert_eq!(changes, BTreeSet::from(["gone merged", "merged moved"]));
        let [x, y] = [0, 1].map(|axis| features[0]["geometry"]["coordinates"][0][0][0][axis].as_f64().unwrap());
        assert!((119.0..122.0).contains(&x) && (35.0..37.0).contains(&y), "longitude and latitude: {x} {y}");
    };
    check(&["spring"], 2);
    check(&["spring", "--on", "2025-06-30"], 2);
    check(&["2025-06-30", "spring"], 2);
    district.approve("spring");
    let published = district.ask(&["plan", "publish", "spring", "--from", "2126-12-07"], 0);
    let outcomes: Vec<(&str, &str)> = published["carried"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["role"].as_str().unwrap(), one["outcome"].as_str().unwrap()))
        .collect();
    let mut sorted = outcomes.clone();
    sorted.sort_unstable();
    let expect = [("owners-committee", "moved"), ("party-branch", "moved"), ("property-company", "to-decide")];
    assert_eq!((sorted.as_slice(), published["kept"].as_u64()), (&expect[..], Some(1)));
    check(&["2126-12-06", "2126-12-07"], 2);
    check(&["spring"], 2);
    assert_eq!(district.held("party-branch", ends, "2126-12-06"), ["organisation:B2"]);
    assert_eq!(district.held("party-branch", goes_on, "2126-12-07"), ["organisation:B2"]);
    assert_eq!(district.held("property-company", goes_on, "2126-12-07"), ["organisation:C1"]);

    let open = district.ask(&["plan", "decisions"], 0);
    let key = open[0]["key"].as_str().expect("one to decide").to_owned();
    district.ask(&["plan", "decide", &key, "--to", "no-such-grid"], 2);
    district.ask(&["plan", "decide", &key, "--to", &into], 0);
    assert_eq!(district.held("property-company", goes_on, "2126-12-07").len(), 2);
    assert_eq!(district.ask(&["plan", "decisions"], 0).as_array().map(Vec::len), Some(0));
    assert_eq!(district.ask(&["plan", "decisions", "--all"], 0).as_array().map(Vec::len), Some(3));
    later_plans(&district, &into);
    assert_eq!(district.held("party-branch", ends, "2126-12-07"), ["organisation:B2"], "withdrawn: where it was");
    assert!(district.held("party-branch", goes_on, "2126-12-07").is_empty());
    district.ask(&["audit", "verify"], 0);
}

/// A second plan supersedes the first on its day; nothing is put under it; both are withdrawn one after the other.
fn later_plans(district: &District, grid: &str) {
    district.ask(&["plan", "new", "summer", "--on", "2126-12-07"], 0);
    district.ask(&["plan", "edit", "summer", "rename", grid, "Summer"], 0);
    district.approve("summer");
    let [zh, en] = district.refused(&["plan", "publish", "summer", "--from", "2126-12-07"]);
    assert!(zh.contains("spring") && zh.contains("撤回") && en.contains("spring"), "{zh}{en}");
    district.ask(&["plan", "publish", "summer", "--from", "2127-01-04"], 0);
    let states = |on: &str, expect: [&str; 2]| {
        let found = district.states(on);
        assert_eq!(found.iter().map(|(_, state)| state.as_str()).collect::<Vec<_>>(), expect, "{on}");
    };
    states("2127-01-03", ["published", "published"]);
    states("2127-01-04", ["superseded", "published"]);
    district.ask(&["plan", "withdraw", "spring"], 2);
    district.ask(&["plan", "withdraw", "summer"], 0);
    states("2127-01-04", ["published", "withdrawn"]);
    district.ask(&["plan", "withdraw", "spring"], 0);
    states("2127-01-04", ["withdrawn", "withdrawn"]);
}

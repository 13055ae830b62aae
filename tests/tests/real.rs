//! Real data, read in place and skipped with a message where they are absent.

use e2e::{checker, jingwei, shared, text};
use serde_json::{Value, json};

fn project(folder: &tempfile::TempDir, name: &str) -> String {
    text(&folder.path().join(name))
}

/// Imports the Taipei units as courtyards that name their community.
fn taipei(folder: &tempfile::TempDir) -> Option<String> {
    let units = shared("regions/taipei_oldcity.gpkg")?;
    let project = project(folder, "oldcity.gpkg");
    let args = ["--layer", "taipei_oldcity=courtyards", "--column", "code=uid", "--column", "community=CODE2"];
    jingwei([&["import", &text(&units), "-o", &project], &args[..]].concat()).expect_code(0);
    jingwei(["territory", &project, "--touching"]).expect_code(0);
    Some(project)
}

#[test]
fn every_community_of_the_old_city_is_proven() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let Some(project) = taipei(&folder) else { return };
    let args = ["--json", "merge", &project, "--minimum", "300", "--maximum", "600"];
    let answer = jingwei(args).expect_code(0).json();
    assert_eq!(answer["communities"], 112);
    let number = |name: &str| answer[name].as_u64().expect("a number");
    assert_eq!(number("optimal") + number("infeasible"), 112, "{answer}");
    let report = jingwei(["--json", "report", &project]).expect_code(0).json();
    let plan = report["plan"].as_array().expect("grids");
    let households = |grid: &&Value| grid["households"].as_u64().expect("a number");
    assert_eq!(plan.iter().filter(|grid| households(grid) >= 300).count(), 334, "the proven maximum");
    assert!(plan.iter().all(|grid| grid["parts"] == 1));
}

#[test]
fn courtyards_that_do_not_touch_are_tiled_exactly() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let files = shared("regions/taipei_oldcity_gapped.geojson").zip(shared("regions/taipei_oldcity.gpkg"));
    let Some((gapped, touching)) = files else { return };
    let project = project(&folder, "gapped.gpkg");
    let layers = ["--layer", "taipei_oldcity_gapped=courtyards", "--layer", "taipei_oldcity=communities"];
    let columns = [
        "--column",
        "taipei_oldcity_gapped:code=uid",
        "--column",
        "taipei_oldcity_gapped:community=CODE2",
        "--column",
        "taipei_oldcity:code=CODE2",
        "--dissolve",
        "taipei_oldcity",
        "--working-crs",
        "EPSG:3826",
    ];
    let files = ["import", &text(&gapped), &text(&touching), "-o", &project];
    jingwei([&files[..], &layers, &columns].concat()).expect_code(0);
    jingwei(["territory", &project]).expect_code(0);
    let args = ["--cells", &project, "--cells-layer", "cells", "--cells-community", "community"];
    let communities = ["--communities", &project, "--communities-layer", "communities", "--community", "code"];
    let courtyards = ["--courtyards", &project, "--courtyards-layer", "courtyards", "--code", "code"];
    if let Some(run) = checker("coverage.py", [&args[..], &communities, &courtyards].concat()) {
        let found = run.json();
        assert_eq!(found["whole_map_invalid_edges"], 0, "{}", found["whole_map_valid"]);
        assert_eq!(found["overlapping_pairs"], 0);
        run.expect_code(0);
    }
}

#[test]
fn the_shifted_outlines_are_found_out_and_the_others_are_not() {
    let check = |layer: &str, reference: &str, shifted: bool| {
        let folder = "china/boundaries";
        let file = shared(&format!("{folder}/{layer}.geojson")).zip(shared(&format!("{folder}/{reference}.geojson")));
        let Some((file, reference)) = file else { return };
        let role = format!("{layer}=district");
        let args = ["--json", "inspect", &text(&file), "--layer", &role, "--reference", &text(&reference)];
        let run = jingwei(args);
        let answer = run.json();
        let findings = answer["findings"].as_array().expect("a list");
        let found = findings.iter().any(|finding| finding["rule"] == "shift-gcj02");
        assert_eq!(found, shifted, "{layer} against {}", reference.display());
    };
    check("qingdao_districts_cnmaps", "qingdao_districts_tianditu", true);
    check("qingdao_districts_cnmaps", "qingdao_districts_amap", true);
    check("qingdao_districts_wgs84", "qingdao_districts_tianditu", false);
    check("qingdao_districts_amap", "qingdao_districts_wgs84", false);
}

/// Suzhou's buildings as made-up courtyards, moved onto Shenzhen's streets.
#[test]
fn real_streets_cut_real_buildings_into_grids() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let roads = shared("china/shenzhen_osm/shenzhen_futian_roads.geojson");
    let Some((roads, buildings)) = roads.zip(shared("china/suzhou_buildings/suzhou_gusu_buildings.geojson")) else {
        return;
    };
    let buildings: Value = serde_json::from_slice(&std::fs::read(buildings).expect("readable")).expect("JSON");
    let (courtyards, community) = (folder.path().join("courtyards.geojson"), folder.path().join("communities.geojson"));
    std::fs::write(&courtyards, made_up(&buildings).to_string()).expect("written");
    let square = json!([[[114.003, 22.52], [114.026, 22.52], [114.026, 22.543], [114.003, 22.543], [114.003, 22.52]]]);
    let feature = json!({ "type": "Feature", "properties": { "code": "C1", "name": "试验社区" },
        "geometry": { "type": "Polygon", "coordinates": square } });
    let collection = json!({ "type": "FeatureCollection", "features": [feature] });
    std::fs::write(&community, collection.to_string()).expect("written");
    let project = project(&folder, "city.gpkg");
    let files = ["import", &text(&courtyards), &text(&community), &text(&roads), "-o", &project];
    let layers = ["--layer", "courtyards=courtyards", "--layer", "shenzhen_futian_roads=roads"];
    let run = jingwei([&files[..], &layers].concat()).expect_code(0);
    assert!(run.stdout.contains("main road") || !run.stdout.is_empty());
    jingwei(["territory", &project]).expect_code(0);
    jingwei(["merge", &project, "--minimum", "300", "--effort", "1"]).expect_code(0);
    let report = jingwei(["--json", "report", &project]).expect_code(0).json();
    let plan = report["plan"].as_array().expect("grids");
    assert!(plan.len() > 20 && plan.iter().all(|grid| grid["parts"] == 1), "{} grids", plan.len());
}

/// Every third building that keeps clear of the ones taken before, with a code and households by its floors.
fn made_up(buildings: &Value) -> Value {
    let mut boxes: Vec<[f64; 4]> = Vec::new();
    let mut features = Vec::new();
    for feature in buildings["features"].as_array().expect("features") {
        let Some(ring) = outer_ring(&feature["geometry"]) else { continue };
        // The two cities lie 8.8° apart in latitude; the shapes shrink a little in the east-west direction.
        let moved: Vec<[f64; 2]> = ring.iter().map(|[x, y]| [x - 120.5969 + 114.004, y - 31.2901 + 22.5215]).collect();
        let bounds = bounds(&moved);
        let apart = |other: &[f64; 4]| {
            bounds[0] > other[2] || bounds[2] < other[0] || bounds[1] > other[3] || bounds[3] < other[1]
        };
        if !boxes.iter().all(apart) {
            continue;
        }
        boxes.push(bounds);
        let floors = feature["properties"]["Floor"].as_f64().unwrap_or(3.0);
        let area = (bounds[2] - bounds[0]) * (bounds[3] - bounds[1]) * 1.1e10;
        let properties = json!({ "code": format!("B{}", boxes.len()), "households": (floors * area / 400.0) as u64 });
        let geometry = json!({ "type": "Polygon", "coordinates": [moved] });
        features.push(json!({ "type": "Feature", "properties": properties, "geometry": geometry }));
    }
    json!({ "type": "FeatureCollection", "features": features })
}

fn outer_ring(geometry: &Value) -> Option<Vec<[f64; 2]>> {
    let mut ring = &geometry["coordinates"][0];
    if geometry["type"] == "MultiPolygon" {
        ring = &ring[0];
    }
    let point = |point: &Value| Some([point[0].as_f64()?, point[1].as_f64()?]);
    ring.as_array()?.iter().map(point).collect()
}

fn bounds(ring: &[[f64; 2]]) -> [f64; 4] {
    ring.iter().fold([f64::MAX, f64::MAX, f64::MIN, f64::MIN], |[w, s, e, n], [x, y]| {
        [w.min(*x), s.min(*y), e.max(*x), n.max(*y)]
    })
}

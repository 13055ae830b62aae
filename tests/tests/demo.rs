//! The demo district, from its files to grids, judged by programs that share no code with ours.

use std::path::{Path, PathBuf};

use e2e::{checker, jingwei, text};
use serde_json::Value;
use tempfile::TempDir;

/// Household range in which the demo's 349 grids lie.
const RANGE: [&str; 4] = ["--minimum", "200", "--maximum", "600"];

struct Demo {
    folder: TempDir,
}

impl Demo {
    fn written() -> Self {
        let demo = Demo { folder: tempfile::tempdir().expect("a temporary folder") };
        jingwei(["demo-district", &demo.path("district")]).expect_code(0);
        demo
    }

    fn tiled() -> Self {
        let demo = Demo::written();
        let project = demo.path("plan.gpkg");
        jingwei(["import", &demo.path("district"), "-o", &project]).expect_code(0);
        jingwei(["territory", &project]).expect_code(0);
        demo
    }

    fn path(&self, name: &str) -> String {
        text(&self.folder.path().join(name))
    }

    fn merge(&self, args: &[&str]) -> Value {
        let project = self.path("plan.gpkg");
        let args = [&["--json", "merge", &project], args].concat();
        jingwei(args).expect_code(0).json()
    }
}

fn judged(script: &str, args: &[&str]) {
    if let Some(run) = checker(script, args) {
        run.expect_code(0);
    }
}

#[test]
fn the_kept_district_is_what_the_generator_writes() {
    let demo = Demo::written();
    let kept = text(&e2e::root().join("data/demo-district.zip"));
    let layers = |path: &str| {
        let found = jingwei(["--json", "inspect", path]).expect_code(0).json();
        let mut layers: Vec<String> = found["layers"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|layer| format!("{} {} {}", word(&layer["layer"]), layer["role"], layer["features"]))
            .collect();
        layers.sort();
        layers
    };
    assert_eq!(layers(&kept), layers(&demo.path("district")));
    // The same courtyards to the last coordinate: both give the same project rows.
    let rows = |path: &str, name: &str| {
        let project = demo.path(name);
        jingwei(["import", path, "-o", &project]).expect_code(0);
        let list = demo.path(&format!("{name}.csv"));
        jingwei(["export", &project, "--layer", "courtyards", "-o", &list]).expect_code(0);
        std::fs::read_to_string(list).expect("the list was written")
    };
    assert_eq!(rows(&kept, "kept"), rows(&demo.path("district"), "written"));
}

#[test]
fn the_clean_district_has_no_fault() {
    let demo = Demo::written();
    let found = jingwei(["--json", "inspect", &demo.path("district")]).expect_code(0).json();
    let findings = found["findings"].as_array().expect("a list");
    let grave: Vec<_> = findings.iter().filter(|finding| finding["severity"] != "note").collect();
    assert!(grave.is_empty(), "{grave:#?}");
}

#[test]
fn territory_and_grids_tile_the_communities() {
    let demo = Demo::tiled();
    let answer = demo.merge(&[&["--total", "349"], &RANGE[..]].concat());
    assert_eq!((answer["courtyards"].as_u64(), answer["grids"].as_u64()), (Some(1418), Some(349)));
    let proven = answer["optimal"].as_u64().zip(answer["infeasible"].as_u64()).map(|(a, b)| a + b);
    assert_eq!(proven, Some(50), "{answer}");
    let project = demo.path("plan.gpkg");
    jingwei(["check", &project]).expect_code(0);
    let on = |layer: &'static str| ["--cells", &project, "--cells-layer", layer].map(str::to_owned);
    for layer in ["cells", "grids"] {
        let mut args = on(layer).to_vec();
        let rest = ["--cells-community", "community", "--communities", &project, "--communities-layer", "communities"];
        args.extend(rest.map(str::to_owned));
        args.extend(["--community", "code"].map(str::to_owned));
        judged("coverage.py", &args.iter().map(String::as_str).collect::<Vec<_>>());
    }
    let list = demo.path("membership.csv");
    jingwei(["export", &project, "--layer", "grid_membership", "-o", &list]).expect_code(0);
    membership_holds(&project, &list);
}

fn membership_holds(project: &str, list: &str) {
    judged(
        "membership.py",
        &[
            "--courtyards",
            project,
            "--courtyards-layer",
            "courtyards",
            "--community",
            "community",
            "--membership",
            list,
            "--list-code",
            "courtyard",
            "--cells",
            project,
            "--cells-layer",
            "cells",
            "--expect-courtyards",
            "1418",
            "--expect-grids",
            "349",
        ],
    );
}

#[test]
fn the_reference_list_gives_its_own_349_grids() {
    let demo = Demo::tiled();
    let reference = reference_list(Path::new(&demo.path("district")));
    let answer = demo.merge(&["--adopt", &text(&reference)]);
    assert_eq!((answer["courtyards"].as_u64(), answer["grids"].as_u64()), (Some(1418), Some(349)));
    let list = demo.path("membership.csv");
    jingwei(["export", &demo.path("plan.gpkg"), "--layer", "grid_membership", "-o", &list]).expect_code(0);
    membership_holds(&demo.path("plan.gpkg"), &list);
}

fn reference_list(district: &Path) -> PathBuf {
    district.parent().expect("a folder").join("district-answers").join("reference.csv")
}

#[test]
fn the_plan_does_not_depend_on_the_number_of_threads() {
    let plan = |threads: &str| {
        let demo = Demo::tiled();
        demo.merge(&[&["--total", "349", "--effort", "1", "--threads", threads], &RANGE[..]].concat());
        let list = demo.path("membership.csv");
        jingwei(["export", &demo.path("plan.gpkg"), "--layer", "grid_membership", "-o", &list]).expect_code(0);
        std::fs::read_to_string(list).expect("the list was written")
    };
    assert_eq!(plan("1"), plan("2"));
}

#[test]
fn exactly_the_seeded_faults_are_found() {
    let demo = Demo::written();
    let answers = Path::new(&demo.path("district")).parent().expect("a folder").join("district-answers");
    let found = jingwei(["--json", "inspect", &demo.path("district-with-faults")]).expect_code(1).json();
    let mut found: Vec<(String, String)> = found["findings"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|finding| finding["severity"] != "note")
        .map(|finding| (word(&finding["rule"]), place(finding)))
        .collect();
    found.sort();
    let seeded = std::fs::read_to_string(answers.join("faults.csv")).expect("the answer key");
    let mut seeded: Vec<(String, String)> = seeded
        .lines()
        .skip(1)
        .map(|line| {
            let mut cells = line.split(',');
            let mut next = || cells.next().unwrap_or_default().trim_matches('"').to_owned();
            (next(), next())
        })
        .collect();
    seeded.sort();
    assert_eq!(seeded.len(), 12);
    let matches = |(found, seeded): (&(String, String), &(String, String))| {
        found.0 == seeded.0 && found.1.split(" / ").any(|code| code == seeded.1)
    };
    assert!(found.len() == 12 && found.iter().zip(&seeded).all(matches), "{found:#?}\n{seeded:#?}");
}

/// The codes a finding is about: a gap belongs to nobody and names its neighbours, an overlap belongs to two.
fn place(finding: &Value) -> String {
    match finding["rule"].as_str() {
        Some("gap") => word(&finding["figures"]["communities"]),
        Some("overlap") => format!("{} / {}", word(&finding["code"]), word(&finding["figures"]["other"])),
        _ => word(&finding["code"]),
    }
}

fn word(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

#[test]
fn a_shapefile_in_gbk_comes_back_the_same() {
    let demo = Demo::tiled();
    demo.merge(&["--adopt", &text(&reference_list(Path::new(&demo.path("district"))))]);
    let project = demo.path("plan.gpkg");
    for name in ["grids.zip", "grids.gpkg", "grids.fgb", "grids.geojson"] {
        let file = demo.path(name);
        jingwei(["export", &project, "--layer", "grids", "--encoding", "gbk", "-o", &file]).expect_code(0);
        let gdal = if name.ends_with("zip") { format!("/vsizip/{file}") } else { file };
        judged(
            "roundtrip.py",
            &[&project, &gdal, "--first-layer", "grids", "--code", "code", "--fields", "households"],
        );
    }
}

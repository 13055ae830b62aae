//! Two people at once, and drafts in other programs.

use std::process::{Command, Stdio};

use e2e::{binary, jingwei};
use plan::DraftLog;

use crate::district::{District, code};

/// Two people, each with a process per edit, at the same time: every edit that was answered is in the log.
#[test]
fn edits_of_two_people_at_once_are_all_kept() {
    let district = District::on_record();
    let (_, plan) = district.in_force();
    let codes: Vec<String> = plan.grids().keys().map(|&grid| code(&plan, grid)).collect();
    district.ask(&["plan", "new", "shared"], 0);
    let edits = |author: &str, first: usize| {
        let mut made = Vec::new();
        for number in 0..15 {
            let name = format!("{author} {number}");
            // The last one is on a grid that the other changes too.
            let grid = if number == 14 { &codes[400] } else { &codes[first + number] };
            let args = district.command(author, &["plan", "edit", "shared", "rename", grid, &name]);
            let run = Command::new(binary()).args(args).stdout(Stdio::null()).output().expect("jingwei starts");
            if run.status.success() {
                made.push(name);
            } else {
                assert_eq!((run.status.code(), number), (Some(2), 14), "{}", String::from_utf8_lossy(&run.stderr));
                let said = String::from_utf8_lossy(&run.stderr).into_owned();
                assert!(said.contains("Li") && said.contains("Zhao"), "a conflict names both: {said}");
            }
        }
        made
    };
    let (li, zhao) = std::thread::scope(|scope| {
        let li = scope.spawn(|| edits("Li", 0));
        let zhao = scope.spawn(|| edits("Zhao", 100));
        (li.join().expect("Li's edits"), zhao.join().expect("Zhao's edits"))
    });
    let log: DraftLog = serde_json::from_str(&district.store().draft("shared").unwrap().unwrap().log).unwrap();
    let kept = |author: &str| -> Vec<String> {
        let own = log.done.iter().filter(|entry| entry.author == author);
        own.map(|entry| match &entry.edit {
            plan::Edit::Rename { name, .. } => name.clone(),
            other => panic!("{other:?}"),
        })
        .collect()
    };
    assert_eq!((kept("Li"), kept("Zhao")), (li.clone(), zhao.clone()));
    assert!(li.len() >= 14 && zhao.len() >= 14);
}

/// A draft opens in GDAL, and so does the difference.
#[test]
fn drafts_open_elsewhere() {
    let district = District::on_record();
    district.ask(&["plan", "new", "draft"], 0);
    let check = |args: &[&str], crs: &str| {
        let file = district.path("draft.gpkg");
        let _ = std::fs::remove_file(&file);
        district.ask(&[&["plan", "export", "draft", "-o", &file], args].concat(), 0);
        let found = jingwei(["--json", "inspect", &file]).json();
        let layers = found["layers"].as_array().expect("layers").iter();
        let counts: Vec<Option<u64>> = layers.map(|layer| layer["features"].as_u64()).collect();
        assert_eq!(counts, [Some(505), Some(1418)], "{crs}");
        let probe = Command::new("ogrinfo").args(["-so", &file, "grids"]).output();
        let Ok(run) = probe else { return };
        let said = String::from_utf8_lossy(&run.stdout).into_owned();
        assert!(said.contains("Feature Count: 505") && said.contains(crs), "{said}");
        assert!(run.stderr.is_empty(), "{}", String::from_utf8_lossy(&run.stderr));
    };
    check(&[], "\"EPSG\",4549");
    check(&["--crs", "EPSG:4490"], "\"EPSG\",4490");
}

//! Edits drawn by lines and points, the district's rules, refusals in words.

use std::collections::BTreeSet;

use crs::{Crs, Transform};
use e2e::{jingwei, text};
use plan::{DraftLog, GridId, Plan, Territory};
use serde_json::{Value, json};

use crate::district::{District, code, neighbours};

#[test]
fn drawn_edits_rules_and_refusals() {
    let district = District::on_record();
    let (territory, plan) = district.in_force();
    let many = |id: GridId| plan.courtyards_of(&territory, id).count();
    let grid = plan.grids().keys().copied().max_by_key(|&id| many(id)).expect("a grid");
    let name = code(&plan, grid);
    let cells: Vec<u32> =
        plan.courtyards_of(&territory, grid).map(|idx| territory.courtyards()[idx].cell as u32).collect();
    let mut xs: Vec<f64> = cells.iter().map(|&cell| territory.point(cell)[0]).collect();
    xs.sort_by(f64::total_cmp);
    let (x, y) = ((xs[xs.len() / 2] + xs[xs.len() / 2 - 1]) / 2.0, territory.point(cells[0])[1]);
    let east = xs.iter().filter(|&&own| own > x).count();
    let mut ends = [[x, y - 500.0], [x, y + 500.0]];
    let working: Crs = Crs::from_user_input("EPSG:4549").expect("a CRS");
    let transform = Transform::new(&working, &Crs::CGCS2000_LONLAT).expect("a transformation");
    let pairs = |ends: [[f64; 2]; 2]| ends.map(|[x, y]| format!("{x:.9},{y:.9}")).join(" ");
    let metres = pairs(ends);
    transform.apply(&mut ends).expect("on the map");
    let degrees = pairs(ends);
    let file = district.path("line.geojson");
    let line =
        json!({ "type": "Feature", "properties": {}, "geometry": { "type": "LineString", "coordinates": ends } });
    std::fs::write(&file, line.to_string()).expect("a file");
    let check = |draft: &str, args: &[&str]| {
        district.ask(&["plan", "new", draft], 0);
        let split = ["plan", "edit", draft, "split", &name];
        let found = district.ask(&[&split[..], args].concat(), 0);
        assert_eq!(found["grids"], 506, "{args:?}");
        let log: DraftLog = serde_json::from_str(&district.store().draft(draft).unwrap().unwrap().log).unwrap();
        let moved = &log.done[0].delta.cells;
        let courtyards = moved.iter().filter(|one| territory.courtyard_of_cell(one.cell).is_some()).count();
        assert_eq!(courtyards, east, "what lies on the right, that is east: {args:?}");
    };
    check("metres", &["--line", &metres]);
    check("degrees", &["--line", &degrees, "--lonlat"]);
    check("file", &["--line", &file]);
    redrawn(&district, &territory, &plan);
    ruled(&district, &name);

    let check = |args: &[&str], zh: &str, en: &str| {
        let [chinese, english] = district.refused(&[&["plan", "edit", "metres"], args].concat());
        assert!(chinese.contains(zh) && english.contains(en), "{args:?}: {chinese}{english}");
    };
    check(&["move", "nowhere", "--to", &name], "没有楼院 nowhere", "no courtyard nowhere");
    check(&["rename", "#99999", "x"], "没有网格 #99999", "no grid #99999");
    check(&["split", &name, "--parts", "900"], "不能拆成 900 块", "cannot be split into 900 parts");
    check(&["split", &name, "--line", "1,1"], "至少两个不同的点", "at least two");
    check(&["split", &name, "--line", "no line"], "不是「x1,y1 x2,y2」", "neither");
    check(&["redraw", &name, &name, "--line", "1,1 2,2"], "不会改变", "Nothing would change");
    district.ask(&["plan", "edit", "metres", "lock", &name], 0);
    check(&["rename", &name, "x"], &format!("metres unlock {name}"), &format!("metres unlock {name}"));
    let [zh, en] = district.refused(&["plan", "publish", "metres", "--from", "2126-01-01"]);
    assert!(zh.contains("草案") && zh.contains("plan check") && en.contains("run plan check first"), "{zh}{en}");
}

/// A redraw by a line far away gives everything to one side, which is refused; one between the two changes nothing or
/// moves courtyards between these two alone. Ground goes from grid to nobody and back.
fn redrawn(district: &District, territory: &Territory, plan: &Plan) {
    let (left, right) = neighbours(territory, plan);
    let centre = |id: GridId| {
        let points: Vec<[f64; 2]> = plan.grid(id).unwrap().cells().iter().map(|&cell| territory.point(cell)).collect();
        [0, 1].map(|axis| points.iter().map(|point| point[axis]).sum::<f64>() / points.len() as f64)
    };
    let (a, b) = (centre(left), centre(right));
    let middle = [(a[0] + b[0]) / 2.0, (a[1] + b[1]) / 2.0];
    // Square to the way from left to right, so that left lies on its left.
    let along = [-(b[1] - a[1]), b[0] - a[0]];
    let far = [middle[0] + along[0], middle[1] + along[1]];
    let line = format!("{:.3},{:.3} {:.3},{:.3}", middle[0], middle[1], far[0], far[1]);
    district.ask(&["plan", "new", "redrawn"], 0);
    let codes = [code(plan, left), code(plan, right)];
    let run = jingwei(
        district.command("Wang", &["plan", "edit", "redrawn", "redraw", &codes[0], &codes[1], "--line", &line]),
    );
    assert!([0, 2].contains(&run.code), "{run:?}");
    let outside = ["plan", "edit", "redrawn", "redraw", &codes[0], &codes[1], "--line", "0,0 0,1"];
    let [zh, _] = district.refused(&outside);
    assert!(zh.contains("merge"), "everything lies on the right: {zh}");
    let ground = plan.grids().iter().flat_map(|(id, grid)| grid.cells().iter().map(move |&cell| (*id, cell)));
    let free = |&(id, cell): &(GridId, u32)| {
        territory.courtyard_of_cell(cell).is_none() && plan.courtyards_of(territory, id).next().is_some()
    };
    if let Some((grid, cell)) = ground.into_iter().find(free) {
        let [x, y] = territory.point(cell);
        let points = format!("{x:.3},{y:.3}");
        district.ask(&["plan", "edit", "redrawn", "reshape", "none", "--points", &points], 0);
        district.ask(&["plan", "edit", "redrawn", "reshape", &format!("#{grid}"), "--cells", &cell.to_string()], 0);
    }
}

/// Rules are kept in the record, checked before they are set, and hold for every check.
fn ruled(district: &District, grid: &str) {
    let example = e2e::root().join("data/plan-rules.toml");
    district.ask(&["plan", "rules", "set", &text(&example)], 0);
    let shown = district.ask(&["plan", "rules", "show"], 0);
    assert_eq!(shown["rules"].as_str(), Some(std::fs::read_to_string(&example).expect("the example").as_str()));
    district.ask(&["plan", "new", "ruled"], 0);
    let found = district.ask(&["plan", "check", "ruled"], 0);
    let rules = |found: &Value| -> BTreeSet<String> {
        let findings = found["findings"].as_array().expect("findings").iter();
        findings.map(|one| one["rule"].as_str().unwrap_or_default().to_owned()).collect()
    };
    assert!(!rules(&found).contains("grid-below-minimum"), "the example fits the demo's plan");
    district.ask(&["plan", "edit", "ruled", "split", grid, "--parts", "3"], 0);
    let found = district.ask(&["plan", "check", "ruled"], 1);
    assert!(rules(&found).contains("grid-below-minimum") && rules(&found).contains("code-missing"));
    let own = district.path("own.toml");
    let set = |words: &str, code: i32| {
        std::fs::write(&own, words).expect("a file");
        district.ask(&["plan", "rules", "set", &own], code);
    };
    set("[households]\nminimum = 5\nmaximum = 2\n", 2);
    set("[codes]\nscheme = \"own\"\npattern = \"{street}\"\n", 2);
    set("[codes]\nscheme = \"own\"\npattern = \"W{community}-{n:2}\"\n", 0);
    district.ask(&["plan", "number", "ruled"], 0);
    let list = district.path("ruled.csv");
    district.ask(&["plan", "export", "ruled", "--list", &list], 0);
    assert!(std::fs::read_to_string(&list).expect("the list").contains(",W99"), "codes by the district's pattern");
    district.ask(&["plan", "new", "again", "--list", &list], 0);
    let again = district.ask(&["plan", "diff", "ruled", "again"], 0);
    assert_eq!(again["figures"]["courtyards"].as_f64(), Some(0.0), "a list carries a plan from office to office");
    district.ask(&["plan", "new", "proposal", "--list", &district.path("a.gpkg")], 0);
    let proposal = district.ask(&["plan", "diff", "proposal"], 0);
    assert_eq!(proposal["figures"]["courtyards"].as_f64(), Some(0.0), "the project's plan is in force");
}

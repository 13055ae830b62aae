//! The record through the command line: a plan from draft to publication, time travel, crashes, full disks, figures.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use e2e::{binary, jingwei};
use model::Day;
use plan::DraftLog;
use serde_json::Value;
use store::{AsOf, Class, Filter, Store};

struct District(e2e::District);

impl std::ops::Deref for District {
    type Target = e2e::District;

    fn deref(&self) -> &e2e::District {
        &self.0
    }
}

impl District {
    /// The demo district with its reference plan on record since 2024.
    fn on_record() -> Self {
        District(e2e::District::on_record())
    }

    fn command(&self, args: &[&str]) -> Vec<String> {
        self.0.command("Wang", args)
    }

    /// Grid of each courtyard on a day, as the record has it.
    fn membership(&self, day: Day) -> Vec<(String, String)> {
        membership(&self.store(), day)
    }

    fn codes(&self) -> Vec<String> {
        let today = AsOf::day(Day::constant(2025, 6, 30));
        let governance = Filter { kind: Some("governance".to_owned()), ..Filter::default() };
        let grids = self.store().list(Class::Grid, &governance, today).expect("an answer");
        let mut codes: Vec<String> = grids.into_iter().filter_map(|grid| grid.record.code).collect();
        codes.sort();
        codes
    }
}

fn membership(store: &Store, day: Day) -> Vec<(String, String)> {
    let all = store.list(Class::Membership, &Filter::default(), AsOf::day(day)).expect("an answer");
    all.into_iter().map(|one| (one.record.key, one.record.parent.unwrap_or_default())).collect()
}

#[test]
fn a_draft_goes_from_the_first_edit_to_publication_and_the_past_stays() {
    let district = District::on_record();
    let codes = district.codes();
    assert_eq!(codes.len(), 349);
    let all = district.store().list(Class::Grid, &Filter::default(), AsOf::day(Day::constant(2025, 6, 30))).unwrap();
    assert_eq!(all.len(), 505, "with the grids of compounds and sites");
    assert!(all.iter().all(|grid| grid.record.body["name"] != ""), "all of them have the names of the list");
    district.ask(&["plan", "new", "spring"], 0);
    for (number, code) in codes.iter().take(20).enumerate() {
        district.ask(&["plan", "edit", "spring", "rename", code, &format!("name {number}")], 0);
    }
    district.ask(&["plan", "edit", "spring", "merge", &codes[1], "--into", &codes[0]], 0);
    let log = || district.store().draft("spring").unwrap().unwrap().log;
    let edited = log();
    district.ask(&["plan", "undo", "spring", "--steps", "21"], 0);
    let start: DraftLog = serde_json::from_str(&log()).unwrap();
    assert!(start.done.is_empty() && start.undone.len() == 21);
    district.ask(&["plan", "redo", "spring", "--steps", "21"], 0);
    assert_eq!(log(), edited, "the same draft byte for byte, over as many processes");

    let before = district.membership(Day::constant(2025, 6, 30));
    district.ask(&["plan", "submit", "spring"], 2);
    district.ask(&["plan", "check", "spring"], 0);
    let reasons = ["grid-not-contiguous", "grid-across-barrier"].map(|rule| format!("--reason={rule}=as before"));
    let submit: Vec<&str> =
        ["plan", "submit", "spring"].into_iter().chain(reasons.iter().map(String::as_str)).collect();
    district.ask(&submit, 0);
    district.ask(&["plan", "edit", "spring", "rename", &codes[5], "too late"], 2);
    district.ask(&["plan", "publish", "spring", "--from", "2126-12-07"], 2);
    district.ask(&["plan", "approve", "spring", "--document", "2026-7"], 0);
    district.ask(&["plan", "publish", "spring", "--from", "2001-01-01"], 2);
    let unknown = district.store().audit(1).unwrap()[0].at;
    let published = district.ask(&["plan", "publish", "spring", "--from", "2126-12-07"], 0);
    assert_eq!(published["ended"], 1);
    let grid = |on: &str, code: &str, expect: i32| {
        district.ask(&["as-of", "--on", on, "--grid", &codes_of(&codes, code)], expect)
    };
    grid("2126-12-06", "1", 0);
    grid("2126-12-07", "1", 2);
    grid("2126-12-07", "0", 0);
    assert_eq!(district.membership(Day::constant(2025, 6, 30)), before, "the past answers what it answered");
    let known = unknown.to_string();
    district.ask(&["as-of", "--on", "2126-12-07", "--known", &known, "--grid", &codes[1]], 0);
    district.ask(&["audit", "verify"], 0);
}

fn codes_of(codes: &[String], number: &str) -> String {
    codes[number.parse::<usize>().expect("a number")].clone()
}

/// Random edits and whole publications, each killed at a random moment: what was acknowledged is there, what was not is
/// wholly there or wholly absent, and the record is sound every time.
#[test]
fn two_hundred_kills_lose_nothing_that_was_acknowledged() {
    let district = District::on_record();
    let codes = district.codes();
    jingwei(["merge", &district.path("b.gpkg"), "--total", "349", "--minimum", "200", "--effort", "1"]).expect_code(0);
    district.ask(&["plan", "new", "killed"], 0);
    let mut dice = 88_172_645_463_325_252_u64;
    let mut roll = |most: u64| {
        dice ^= dice << 13;
        dice ^= dice >> 7;
        dice ^= dice << 17;
        dice % most
    };
    let (mut kills, mut acknowledged, mut round) = (0, 0, 0);
    // How long each takes on this machine when nobody kills it.
    let timed = |args: &[&str]| {
        let start = std::time::Instant::now();
        district.ask(args, 0);
        start.elapsed().as_micros() as u64
    };
    let edit = timed(&["plan", "edit", "killed", "rename", &codes[0], "not killed"]);
    let load = timed(&["record", "load", &district.path("a.gpkg"), "--from", "2024-01-01"]);
    // The two plans that are put in force in turn, each as a record of its own has it.
    let beside = district.path("beside");
    jingwei(["--data", &beside, "record", "load", &district.path("b.gpkg"), "--from", "2024-01-01"]).expect_code(0);
    let first = Day::constant(2024, 1, 1);
    let beside = Store::open(Path::new(&beside)).expect("the record opens");
    let plans = [district.membership(first), membership(&beside, first)];
    let plans = plans.each_ref().map(|plan| grouped(plan));
    assert_ne!(plans[0], plans[1]);
    while kills < 200 {
        round += 1;
        let publication = round % 8 == 0;
        let name = format!("name {round}");
        let from = format!("20{:02}-{:02}-01", 30 + round / 96, 1 + round / 8 % 12);
        let file = district.path(if round % 16 == 0 { "a.gpkg" } else { "b.gpkg" });
        let args = match publication {
            true => district.command(&["record", "load", &file, "--from", &from]),
            false => district.command(&["plan", "edit", "killed", "rename", &codes[round % 300], &name]),
        };
        let mut child = Command::new(binary()).args(args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // The moment of the kill is the test: anywhere in the life of the process.
        std::thread::sleep(Duration::from_micros(roll(if publication { load * 5 / 4 } else { edit * 5 / 4 })));
        let done = child.try_wait().unwrap().is_some_and(|status| status.success());
        if !done {
            child.kill().unwrap();
            kills += 1;
        }
        // It may have ended between the look and the kill.
        let done = child.wait().unwrap().success() || done;
        acknowledged += usize::from(done);
        let store = district.store();
        store.verify_audit().expect("the audit holds");
        let kept = store.draft("killed").unwrap().unwrap().log;
        let log: DraftLog = serde_json::from_str(&kept).expect("a whole draft");
        assert!(!done || publication || kept.contains(&name), "round {round}: an acknowledged edit is lost");
        assert_eq!(log.done.len() as u64 + 1, log.next_number, "round {round}");
        if publication {
            let day: Day = from.parse().unwrap();
            let found = district.membership(day);
            let groups = grouped(&found);
            assert!(plans.contains(&groups), "round {round}: half a plan is in force");
            let asked = usize::from(round % 16 != 0);
            assert!(!done || groups == plans[asked], "round {round}: an acknowledged plan is lost");
        }
    }
    assert!(acknowledged > 20, "only {acknowledged} of {round} were fast enough to tell anything");
    let backup = district.path("backup.db");
    district.ask(&["record", "backup", &backup], 0);
    district.ask(&["record", "verify", &backup], 0);
}

/// Courtyards of each grid, whatever the grids are called.
fn grouped(membership: &[(String, String)]) -> Vec<Vec<&str>> {
    let mut groups = std::collections::BTreeMap::<&str, Vec<&str>>::new();
    for (courtyard, grid) in membership {
        groups.entry(grid).or_default().push(courtyard);
    }
    let mut groups: Vec<Vec<&str>> = groups.into_values().collect();
    groups.sort();
    groups
}

/// Writes that fail (here: files may not grow) end in an error, and the record goes on as it was.
#[test]
#[cfg(unix)]
fn a_full_disk_is_an_error_and_no_damage() {
    let district = District::on_record();
    let before = district.membership(Day::constant(2030, 1, 1));
    jingwei(["merge", &district.path("b.gpkg"), "--total", "349", "--minimum", "200", "--effort", "1"]).expect_code(0);
    let load = district.command(&["record", "load", &district.path("b.gpkg"), "--from", "2030-01-01"]);
    let limited = "trap '' XFSZ; ulimit -f 64; exec \"$@\"";
    let run = Command::new("bash").args(["-c", limited, "bash"]).arg(binary()).args(&load).output().unwrap();
    assert_eq!(run.status.code(), Some(3), "{}", String::from_utf8_lossy(&run.stderr));
    assert!(!run.stderr.is_empty(), "it says why");
    assert_eq!(district.membership(Day::constant(2030, 1, 1)), before);
    district.ask(&["record", "verify"], 0);
    jingwei(load).expect_code(0);
    assert_ne!(district.membership(Day::constant(2030, 1, 1)), before, "with room it works");
}

/// The figures of the demo district come out of what is on record, and what a figure said on a day stays.
#[test]
fn figures_come_out_of_the_record() {
    let district = District::on_record();
    let survey = district.path("district/网格覆盖.xlsx");
    let first = district.ask(&["evidence", "import", &survey], 0);
    assert_eq!((&first["rows"], &first["unchanged"]), (&Value::from(349), &Value::from(0)));
    let again = district.ask(&["evidence", "import", &survey], 0);
    assert_eq!(again["changed"], 0, "the same list twice changes nothing");
    let rosters = district.rosters();
    let rosters: Vec<&str> = rosters.iter().map(String::as_str).collect();
    district.ask(&[&["roster", "import", "--as-of", "2025-12-31"], &rosters[..]].concat(), 0);
    let found = district.ask(&["coverage", "--as-of", "2025-12-31"], 0);
    let check = |id: &str, [yes, no, unknown]: [u64; 3], rate: &str| {
        let figure = figure(&found, id);
        let numbers = ["yes", "no", "unknown"].map(|name| figure[name].as_u64());
        assert_eq!(numbers, [Some(yes), Some(no), Some(unknown)], "{id}");
        assert_eq!(figure["rate"], rate, "{id}");
    };
    check("committee-renovated", [258, 2, 0], "99.2 %");
    check("property-renovated", [219, 41, 0], "84.2 %");
    check("committee-open", [258, 2, 89], "73.9 – 99.4 %");
    check("cadre-compounds", [238, 0, 0], "100.0 %");
    check("cadre-grids", [505, 0, 0], "100.0 %");
    check("leader-communities", [50, 0, 0], "100.0 %");
    check("department-communities", [50, 0, 0], "100.0 %");
    let loads = |id: &str| {
        let loads = found["loads"].as_array().expect("loads");
        loads.iter().find(|load| load["id"] == id).map(|load| load["histogram"].to_string())
    };
    assert_eq!(loads("leader-load").as_deref(), Some(r#"{"1":10,"2":20}"#));
    assert_eq!(loads("cadre-load").as_deref(), Some(r#"{"3":165,"4":62}"#));
    let behind = |id: &str| {
        let list = district.ask(&["coverage", "--as-of", "2025-12-31", "--list", id], 0);
        list["no"].as_array().map(Vec::len)
    };
    assert_eq!((behind("committee-renovated"), behind("property-renovated")), (Some(2), Some(41)));
    ending_a_contract_changes_the_figure_and_not_what_was_frozen(&district);
    five_hundred_messy_questions_find_their_place(&district);
}

/// Of what people type, the place that is meant is among the first three hits.
fn five_hundred_messy_questions_find_their_place(district: &District) {
    let found = district.ask(&["search", "--measure", &district.path("district-answers/queries.csv")], 0);
    assert_eq!(found["queries"], 500);
    let three = found["three"].as_u64().expect("a number");
    assert!(three >= 495, "{three} of 500; missed: {}", found["missed"]);
    district.ask(&["search", "没有这个地方xyz"], 2);
}

fn figure<'a>(found: &'a Value, id: &str) -> &'a Value {
    let figures = found["figures"].as_array().expect("figures");
    figures.iter().find(|figure| figure["id"] == id).expect("the figure")
}

fn ending_a_contract_changes_the_figure_and_not_what_was_frozen(district: &District) {
    let property = || district.ask(&["coverage", "--as-of", "2025-12-31"], 0);
    district.ask(&["coverage", "keep", "2025Q4", "--as-of", "2025-12-31"], 0);
    let frozen = district.ask(&["coverage", "show", "2025Q4"], 0);
    let before = district.store().last_change().expect("an answer").expect("a change").to_string();
    let contracts = district.ask(&["assignments", "list", "--role", "property-company", "--on", "2025-12-31"], 0);
    let renovated = district.ask(&["coverage", "--as-of", "2025-12-31", "--list", "property-renovated"], 0);
    let counted = |one: &&Value| renovated["yes"].as_array().expect("a list").contains(&one["place"]["code"]);
    let all = contracts["assignments"].as_array().expect("a list");
    let contract = all.iter().find(counted).expect("a contract")["id"].as_str().expect("an id").to_owned();
    district.ask(&["assignments", "end", &contract, "--from", "2025-12-31"], 0);
    assert_eq!(figure(&property(), "property-renovated")["yes"], 218, "one contract less");
    let known = district.ask(&["coverage", "--as-of", "2025-12-31", "--known", &before], 0);
    assert_eq!(figure(&known, "property-renovated")["yes"], 219, "what was known then");
    assert_eq!(figure(&district.ask(&["coverage", "--as-of", "2025-12-30"], 0), "property-renovated")["yes"], 219);
    assert_eq!(district.ask(&["coverage", "show", "2025Q4"], 0), frozen, "frozen, and counted again as it was");
    district.ask(&["coverage", "keep", "2025Q4", "--as-of", "2025-12-31"], 2);
    district.ask(&["coverage", "keep", "later", "--as-of", "2025-12-31"], 0);
    let change = district.ask(&["coverage", "compare", "2025Q4", "later"], 0);
    let lost = change["changes"].as_array().expect("changes").iter().find(|one| one["id"] == "property-renovated");
    assert_eq!(lost.expect("the figure")["lost"].as_array().map(Vec::len), Some(1));
}

#[test]
fn snapshots_open_elsewhere_and_hold_the_plan_of_their_day() {
    let district = District::on_record();
    let check = |args: &[&str], crs: &str| {
        let file = district.path("snapshot.gpkg");
        let _ = std::fs::remove_file(&file);
        let fixed = ["record", "export", "--on", "2025-06-30", "-o", &file];
        district.ask(&[&fixed[..], args].concat(), 0);
        let found = jingwei(["--json", "inspect", &file]).json();
        let layer = |name: &str| {
            let layers = found["layers"].as_array().expect("layers");
            let layer = layers.iter().find(|layer| layer["layer"] == name);
            layer.and_then(|layer| layer["features"].as_u64())
        };
        assert_eq!((layer("courtyards"), layer("communities")), (Some(1418), Some(50)), "{crs}: {found}");
        let probe =
            "import pyogrio, sys; i = pyogrio.read_info(sys.argv[1], layer='grids'); print(i['crs'], i['features'])";
        if let Some(run) = e2e::python_line(probe, [&file]) {
            let run = run.expect_code(0);
            assert_eq!((run.stdout.trim(), run.stderr.as_str()), (format!("{crs} 505").as_str(), ""));
        }
    };
    check(&[], "EPSG:4549");
    check(&["--crs", "EPSG:4490"], "EPSG:4490");
    let before = district.path("before.gpkg");
    district.ask(&["record", "export", "--on", "2023-12-31", "-o", &before], 0);
}

//! Rosters on the command line: every row accounted for, faults told at once, gaps, terms, who is responsible.

use std::collections::BTreeSet;

use e2e::root;
use formats::{Bundle, Encoding, Format, ReadOptions, WriteOptions, read_sheets};
use model::{FieldKind, Rule, Sheet, Table, Value};
use serde_json::Value as Json;
use store::{AsOf, Class};

/// Rosters of the demo district and their rows, headers included.
const ROSTERS: [(&str, u64); 9] = [
    ("区领导", 31),
    ("部门", 62),
    ("街道干部", 228),
    ("网格员", 506),
    ("领导包联", 51),
    ("部门包联", 62),
    ("干部包联", 744),
    ("业主委员会", 259),
    ("物业服务", 220),
];
const DAY: &str = "2025-12-31";

struct District(e2e::District);

impl std::ops::Deref for District {
    type Target = e2e::District;

    fn deref(&self) -> &e2e::District {
        &self.0
    }
}

impl District {
    /// The demo district with its reference plan on record since 2024, no rosters yet.
    fn on_record() -> Self {
        District(e2e::District::on_record())
    }

    /// The same with its rosters.
    fn staffed() -> Self {
        let district = District::on_record();
        district.import(&district.rosters(), &[], 0);
        district
    }

    fn import(&self, files: &[String], more: &[&str], code: i32) -> Json {
        let files: Vec<&str> = files.iter().map(String::as_str).collect();
        self.ask(&[&["roster", "import", "--as-of", DAY], &files[..], more].concat(), code)
    }

    /// Numbers of versions of holders and assignments, believed or not.
    fn versions(&self) -> [u64; 3] {
        let store = self.store();
        [Class::Person, Class::Organisation, Class::Assignment].map(|class| store.count(class).expect("a number"))
    }

    /// All assignments, by who holds what where from when to when.
    fn assignments(&self) -> BTreeSet<String> {
        let found = self.ask(&["assignments", "list", "--all"], 0);
        let list = found["assignments"].as_array().expect("assignments");
        let set: BTreeSet<String> = list
            .iter()
            .map(|one| {
                format!("{} {} {} {} {}", one["holder"], one["role"], one["place"]["code"], one["from"], one["to"])
            })
            .collect();
        assert_eq!(set.len(), list.len(), "nothing twice");
        set
    }
}

fn numbers(found: &Json, names: &[&str]) -> Vec<u64> {
    names.iter().map(|name| found[name].as_u64().unwrap_or_else(|| panic!("{name} of {found}"))).collect()
}

const CHANGES: [&str; 6] = ["new_holders", "changed_holders", "inserts", "changes", "ended", "held_back"];

#[test]
fn every_row_of_the_demo_is_accounted_for_and_a_second_import_changes_nothing() {
    let district = District::on_record();
    let tried = district.import(&district.rosters(), &["--dry-run"], 0);
    assert_eq!((&tried["imported"], district.versions()), (&Json::Bool(false), [0; 3]));
    let found = district.import(&district.rosters(), &[], 0);
    for (name, rows) in ROSTERS {
        let sheets = found["sheets"].as_array().expect("sheets");
        let sheet = sheets.iter().find(|sheet| sheet["sheet"] == name).expect("the sheet");
        let names = ["rows", "skipped", "matched", "to_choose", "rejected"];
        assert_eq!(numbers(sheet, &names), [rows, 1, rows - 1, 0, 0], "{name}");
    }
    assert_eq!(found["totals"]["rows"], 2163);
    assert_eq!(found["rows"].as_array().map(Vec::len), Some(2154), "an account a row");
    assert_eq!(numbers(&found["changes"], &["inserts", "changes", "ended"]), [50 + 61 + 743 + 505 + 258 + 219, 0, 0]);
    let versions = district.versions();
    let whole = ["--whole", "grid-worker", "--whole", "property-company"];
    let again = district.import(&district.rosters(), &whole, 0);
    assert_eq!(numbers(&again["changes"], &CHANGES), [0; 6]);
    let folder = [district.path("district")];
    let sheets: Vec<String> = ROSTERS.iter().map(|(name, _)| format!("--sheet={name}")).collect();
    let sheets: Vec<&str> = sheets.iter().map(String::as_str).collect();
    let by_folder = district.import(&folder, &sheets, 0);
    assert_eq!((&by_folder["totals"], numbers(&by_folder["changes"], &CHANGES)), (&again["totals"], vec![0; 6]));
    assert_eq!(district.versions(), versions, "the record is as it was");
    let load = district.ask(&["assignments", "load", "--on", DAY], 0);
    let check = |role: &str, expect: &str| {
        let roles = load["roles"].as_array().expect("roles");
        let found = roles.iter().find(|one| one["role"] == role).expect("the role");
        assert_eq!(found["histogram"].to_string(), expect, "{role}");
    };
    check("district-leader", r#"{"1":10,"2":20}"#);
    check("street-cadre", r#"{"3":165,"4":62}"#);
    let gaps = district.ask(&["assignments", "gaps", "--on", DAY], 0);
    let filled: Vec<(u64, usize)> = gaps["roles"]
        .as_array()
        .expect("roles")
        .iter()
        .map(|one| (one["places"].as_u64().unwrap_or_default(), one["gaps"].as_array().map_or(9, Vec::len)))
        .collect();
    assert_eq!(filled, [(50, 0), (505, 0), (238, 0), (505, 0), (50, 0)]);
}

/// The demo's rosters as raw sheets, and one more with columns for role, name and term.
fn sheets() -> Vec<Sheet> {
    let zip = std::fs::read(root().join("data/demo-district.zip")).expect("the demo district");
    let all = read_sheets(&Bundle::from_zip("demo", &zip).expect("a zip"), &ReadOptions::default()).sheets;
    let named = |name: &str| all.iter().find(|sheet| sheet.name == name).expect("a sheet").clone();
    let mut sheets: Vec<Sheet> = ROSTERS.iter().map(|(name, _)| named(name)).collect();
    let mut rows = vec![row(["工号", "角色", "对象类别", "对象编码", "对象名称", "开始日期", "结束日期"])];
    for (person, grid) in [("J200", "990101001001001"), ("J201", "990101001001002"), ("J202", "990101001001003")] {
        rows.push(row([person, "街道干部", "网格", grid, "", "2026.1.1", "2026年12月31日"]));
    }
    sheets.push(Sheet { name: "补充名单".to_owned(), rows, ..Sheet::default() });
    sheets
}

fn row<const N: usize>(cells: [&str; N]) -> Vec<Value> {
    cells.iter().map(|&cell| if cell.is_empty() { Value::Null } else { cell.into() }).collect()
}

/// Twelve faults, one of each kind; returns what must be found.
fn seed(sheets: &mut [Sheet]) -> BTreeSet<(String, String, u64)> {
    let mut expect = BTreeSet::new();
    let mut told = |rule: Rule, sheet: &str, row: usize| {
        assert!(expect.insert((rule.id().to_owned(), sheet.to_owned(), row as u64)));
    };
    let mut change = |name: &str, edit: &mut dyn FnMut(&mut Vec<Vec<Value>>)| {
        edit(&mut sheets.iter_mut().find(|sheet| sheet.name == name).expect("a sheet").rows);
    };
    change("街道干部", &mut |rows| {
        let mut again = rows[1].clone();
        again[0] = "J999".into();
        rows.push(again);
        told(Rule::HolderTwice, "街道干部", rows.len());
        rows[4][4] = rows[5][4].clone();
        told(Rule::PhoneShared, "街道干部", 6);
    });
    change("干部包联", &mut |rows| {
        rows[9][2] = "990101009999999".into();
        told(Rule::ReferenceUnknown, "干部包联", 10);
        rows.push(rows[2].clone());
        told(Rule::AssignmentTwice, "干部包联", rows.len());
    });
    change("物业服务", &mut |rows| {
        rows[3][4] = "2025年6月30日".into();
        told(Rule::AssignmentExpired, "物业服务", 4);
        rows[7][4] = "2022/12/31".into();
        told(Rule::PeriodReversed, "物业服务", 8);
    });
    change("网格员", &mut |rows| {
        rows[19][5] = "9.90101E+14".into();
        told(Rule::CodeDamaged, "网格员", 20);
        rows[29][4] = "1990000".into();
        told(Rule::PhoneMalformed, "网格员", 30);
        rows[39][1] = "　".into();
        told(Rule::NameEmpty, "网格员", 40);
    });
    change("部门包联", &mut |rows| {
        rows[4] = row(["D04", "网格", "990101001001001", "2025-01-01"]);
        told(Rule::RoleLevel, "部门包联", 5);
    });
    change("补充名单", &mut |rows| {
        rows.push(row(["J203", "巡河员", "网格", "990101001001004", "", "2026-01-01"]));
        told(Rule::RoleUnknown, "补充名单", 5);
        rows.push(row(["J204", "街道干部", "网格", "", "第3网格", "2026-01-01"]));
        told(Rule::NameAmbiguous, "补充名单", 6);
    });
    expect
}

/// A workbook of all sheets but the last contracts, which are a CSV in GBK.
fn write(district: &District, name: &str, sheets: &[Sheet]) -> Vec<String> {
    let (contracts, others): (Vec<_>, Vec<_>) = sheets.iter().partition(|sheet| sheet.name == "物业服务");
    let parts = [(others, Format::Xlsx, Encoding::Utf8, "名册"), (contracts, Format::Csv, Encoding::Gbk, "物业服务")];
    std::fs::create_dir_all(district.path(name)).expect("a folder");
    let mut files = Vec::new();
    for (sheets, format, encoding, title) in parts {
        let tables: Vec<Table> = sheets.into_iter().map(table).collect();
        let options = WriteOptions { name: Some(title.to_owned()), encoding, ..WriteOptions::default() };
        let written = formats::write(&tables, format, &options).expect("files").bundle.files;
        for (file, bytes) in written.into_iter().filter(|(file, _)| file.ends_with(".xlsx") || file.ends_with(".csv")) {
            let path = district.path(&format!("{name}/{file}"));
            std::fs::write(&path, bytes).expect("written");
            files.push(path);
        }
    }
    files
}

fn table(sheet: &Sheet) -> Table {
    let titles: Vec<String> = sheet.rows[0].iter().map(|title| title.to_text().unwrap_or_default()).collect();
    let fields: Vec<(&str, FieldKind)> = titles.iter().map(|title| (title.as_str(), FieldKind::Text)).collect();
    let mut table = Table::new(sheet.name.clone(), None, &fields);
    for row in &sheet.rows[1..] {
        let cell = |at: usize| row.get(at).and_then(Value::to_text).map_or(Value::Null, Value::Text);
        table.push(None, (0..titles.len()).map(cell).collect());
    }
    table
}

#[test]
fn twelve_faults_are_told_at_once_and_the_corrected_files_duplicate_nothing() {
    let district = District::on_record();
    let clean = sheets();
    let mut seeded = clean.clone();
    let expect = seed(&mut seeded);
    assert_eq!(expect.len(), 12);
    let bad = write(&district, "bad", &seeded);
    let found = district.import(&bad, &[], 1);
    let rows = found["rows"].as_array().expect("rows");
    let told = rows
        .iter()
        .flat_map(|row| row["findings"].as_array().expect("findings"))
        .chain(found["findings"].as_array().expect("findings"))
        // That the CSV declares no encoding is a note, no fault.
        .filter(|finding| finding["severity"] != "note");
    let text = |finding: &Json, name: &str| finding[name].as_str().unwrap_or_default().to_owned();
    let told: Vec<_> =
        told.map(|one| (text(one, "rule"), text(one, "layer"), one["row"].as_u64().unwrap_or(0))).collect();
    assert_eq!(told.len(), 12, "{told:?}");
    assert_eq!(told.into_iter().collect::<BTreeSet<_>>(), expect);
    assert_eq!(
        numbers(&found["totals"], &["rows", "skipped", "matched", "to_choose", "rejected"]),
        [2163 + 8, 10, 2152, 1, 8]
    );
    assert_eq!((&found["imported"], district.versions()), (&Json::Bool(false), [0; 3]), "nothing half-imported");

    let to_choose: Vec<&Json> = rows.iter().filter(|row| row["outcome"] == "to-choose").collect();
    let [row] = to_choose[..] else { panic!("{to_choose:?}") };
    let candidate = &row["candidates"][0];
    let list = district.path("choices.csv");
    let line = |code: &str| {
        let [sheet, level] = [&row["sheet"], &candidate["level"]].map(|text| text.as_str().unwrap_or_default());
        format!("sheet,row,level,code\n{sheet},{},{level},{code}\n", row["row"])
    };
    std::fs::write(&list, line("990101001001999")).expect("written");
    district.import(&bad, &["--choices", &list], 2);
    std::fs::write(&list, line(candidate["code"].as_str().expect("a code"))).expect("written");
    let chosen = district.import(&bad, &["--choices", &list, "--dry-run"], 1);
    assert_eq!(numbers(&chosen["totals"], &["to_choose", "rejected"]), [0, 8]);

    let part = district.import(&bad, &["--accept-matched"], 1);
    assert_eq!(part["imported"], true);
    let good = write(&district, "good", &clean);
    let corrected = district.import(&good, &[], 0);
    let all = 50 + 61 + 743 + 505 + 258 + 219 + 3;
    assert_eq!(district.assignments().len(), all);
    assert_eq!(corrected["changes"]["changes"], 1, "the contract that was listed with another end");
    let at_once = District::on_record();
    at_once.import(&good, &[], 0);
    assert_eq!(district.assignments(), at_once.assignments());
    assert_eq!(numbers(&district.import(&good, &[], 0)["changes"], &CHANGES), [0; 6]);
}

/// The holders of a role in an answer of `who`, at the first place where the role is held.
fn holders<'a>(found: &'a Json, level: &str, role: &str) -> &'a Json {
    let levels = found["responsible"].as_array().unwrap_or_else(|| panic!("{found}"));
    let place = levels.iter().find(|place| place["level"] == level).expect("the level");
    place["roles"].as_array().expect("roles").iter().find(|one| one["role"] == role).expect("the role")
}

#[test]
fn who_answers_by_code_address_and_point_for_its_day() {
    let district = District::staffed();
    let known = district.store().get(Class::Place, "courtyard:990101001001Y001", AsOf::day(DAY.parse().unwrap()));
    let courtyard = known.expect("an answer").expect("a courtyard").record;
    let by_code = district.ask(&["who", "--code", "990101001001Y001", "--date", DAY], 0);
    let levels: Vec<&str> =
        by_code["responsible"].as_array().unwrap().iter().map(|one| one["level"].as_str().unwrap()).collect();
    assert_eq!(levels[..4], ["courtyard", "grid", "community", "subdistrict"]);
    let worker = &holders(&by_code, "grid", "grid-worker")["holders"][0];
    let phone = worker["phone"].as_str().expect("a phone");
    assert!(phone.starts_with("199") && phone.contains("****"), "{phone}");
    assert!(worker["name"].as_str().is_some_and(|name| !name.is_empty()));

    let address = courtyard.body["address"].as_str().expect("an address");
    let wide: String = address.chars().map(|c| if c == '1' { '１' } else { c }).collect();
    for text in [address, &wide, &format!("榆泉社区{address}3单元")] {
        let by_address = district.ask(&["who", "--address", text, "--date", DAY], 0);
        assert_eq!(by_address["responsible"], by_code["responsible"], "{text}");
    }
    let inner = district.ask(&["who", "--address", &format!("{address}2号楼"), "--date", DAY], 0);
    assert_eq!(inner["place"]["code"], "990101001001Y001B02");
    let road: String = address.chars().take_while(|c| !c.is_ascii_digit()).collect();
    let several = district.ask(&["who", "--address", &road, "--date", DAY], 2);
    assert!(several["candidates"].as_array().is_some_and(|list| list.len() > 1), "{several}");
    district.ask(&["who", "--address", "没有这条路1号", "--date", DAY], 2);

    let ring: Vec<_> = courtyard.shape.expect("a shape").0[0].exterior().coords().copied().collect();
    let middle = ring[1..].iter().fold([0.0, 0.0], |sum, at| [sum[0] + at.x, sum[1] + at.y]);
    let crs = crs::Crs::from_user_input("EPSG:4549").expect("the working CRS");
    let degrees = crs::Transform::new(&crs, &crs::Crs::CGCS2000_LONLAT).expect("a transformation");
    let [lon, lat] = degrees.point(middle.map(|sum| sum / (ring.len() - 1) as f64)).expect("a point");
    let by_point = district.ask(&["who", "--at", &format!("{lon:.8},{lat:.8}"), "--date", DAY], 0);
    let here: Vec<_> = [&by_point["place"]].into_iter().chain(by_point["around"].as_array().unwrap()).collect();
    assert!(here.iter().any(|place| place["code"] == "990101001001Y001"), "{here:?}");
    assert_eq!(holders(&by_point, "grid", "grid-worker"), holders(&by_code, "grid", "grid-worker"));
    district.ask(&["who", "--at", "0,0", "--date", DAY], 2);
    district.ask(&["who", "--at", "north"], 2);

    let leader = |day: &str| {
        let found = district.ask(&["who", "--code", "990101001001", "--date", day], 0);
        let duty = holders(&found, "community", "district-leader").clone();
        (duty["vacant"].as_bool().unwrap(), duty["holders"].as_array().map_or(9, Vec::len))
    };
    assert_eq!(leader("2024-12-31"), (true, 0), "the day before the first");
    assert_eq!(leader("2025-01-01"), (false, 1));
    district.ask(&["who", "--code", "990101001001", "--date", "2023-12-31"], 2);
}

#[test]
fn an_ended_assignment_leaves_a_gap_and_a_term_its_warning() {
    let district = District::staffed();
    let list = district.ask(&["assignments", "list", "--role", "网格员", "--on", DAY], 0);
    let one = &list["assignments"][0];
    let (number, grid) = (one["number"].to_string(), one["place"]["code"].as_str().expect("a code").to_owned());
    district.ask(&["assignments", "end", &number, "--from", "2025-12-31"], 2);
    district.ask(&["assignments", "end", &number, "--from", "2026-03-01"], 0);
    district.ask(&["assignments", "end", &number, "--from", "2026-03-01"], 2);
    let gaps = |day: &str, more: &[&str]| {
        let found = district.ask(&[&["assignments", "gaps", "--on", day, "--role", "grid-worker"], more].concat(), 0);
        let gaps = found["roles"][0]["gaps"].as_array().expect("gaps").clone();
        gaps.iter().map(|gap| gap["code"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(gaps("2026-02-28", &[]), Vec::<String>::new());
    assert_eq!(gaps("2026-03-01", &[]), [grid.as_str()]);
    assert_eq!(gaps("2026-03-01", &["--street", &grid[..9]]), [grid.as_str()]);
    assert_eq!(gaps("2026-03-01", &["--street", "990101010"]), Vec::<String>::new());
    let found = district.ask(&["who", "--code", &grid, "--date", "2026-03-01"], 0);
    assert_eq!(holders(&found, "grid", "grid-worker")["vacant"], true);

    let ends = |day: &str, within: &str| {
        let found = district.ask(&["assignments", "ending", "--within", within, "--on", day], 0);
        ["ending", "expired"].map(|list| found[list].as_array().map_or(9, Vec::len))
    };
    // Of the 219 contracts 57 end with 2025 and 57 with 2026; the worker's last day is 28 February.
    assert_eq!(ends("2025-12-31", "0"), [57, 0], "the last day counts");
    assert_eq!(ends("2026-02-01", "27"), [1, 57]);
    assert_eq!(ends("2026-02-01", "26"), [0, 57]);
    assert_eq!(ends("2026-12-31", "0"), [57, 58]);
    assert_eq!(ends("2027-01-01", "30"), [0, 115]);
}

#[test]
fn the_district_s_own_words_are_kept() {
    let district = District::on_record();
    let file = district.path("a.csv");
    std::fs::write(&file, "片儿,谁,从\n990101001001003,赵甲,2025-01-01\n").expect("written");
    let files = [file];
    district.import(&files, &[], 1);
    let told = ["--column", "片儿=place-code:grid", "--column", "谁=person-name", "--column", "从=from"];
    district.import(&files, &[&told[..], &["--role", "a=no-such-role"]].concat(), 2);
    district.import(&files, &["--column", "别的=phone"], 2);
    let found = district.import(&files, &[&told[..], &["--role", "a=网格员"]].concat(), 2);
    assert_eq!(found, Json::Null, "roles go by their stable names");
    let found = district.import(&files, &[&told[..], &["--role", "a=grid-worker"]].concat(), 0);
    assert_eq!(numbers(&found["changes"], &CHANGES), [1, 0, 1, 0, 0, 0]);
    let again = district.import(&files, &[], 0);
    assert_eq!(numbers(&again["changes"], &CHANGES), [0; 6], "what the columns mean is known now");

    let config = std::fs::read_to_string(root().join("data/district.toml")).expect("the configuration");
    let own = district.path("district.toml");
    std::fs::write(&own, config.replace("zh = \"网格员\"", "zh = \"网格管理员\"")).expect("written");
    district.import(&files, &["--district", &own], 0);
    let found = district.ask(&["who", "--code", "990101001001003", "--date", DAY], 0);
    assert_eq!(holders(&found, "grid", "grid-worker")["zh"], "网格管理员", "kept on record");
    std::fs::write(&own, "role = 7").expect("written");
    district.import(&files, &["--district", &own], 2);
    assert_eq!(district.ask(&["roster", "mappings"], 0)["sheets"], 1);
}

//! Sheets as real offices keep them.

use model::{CellRange, Level, Rule, Sheet, Value};
use roster::{Choice, Import, ImportPlan, Known, Mappings, Meaning, Outcome, Skipped, Target, import};

use crate::demo::{Demo, as_of, day, demo, key, row};

fn run(demo: &Demo, sheets: &[Sheet]) -> Import {
    import(sheets, &demo.request(&Known::default()))
}

/// A title, a header of two rows, merged units, phones as numbers, blanks of all kinds, a total and a note.
fn office() -> Sheet {
    let mut rows = vec![
        row(&["2025年网格员名册（示例街道）"]),
        vec![],
        row(&["序号", "姓 名", "联系方式", "", "所属社区", "负责网格"]),
        row(&["", "", "手机", "微信", "", ""]),
        row(&["１", "赵　甲", "", "", "示示示社区居委会", "第１网格"]),
        row(&["2", "钱乙 ", "１９９００００９９０２", "", "", "第二网格、第3网格"]),
        row(&["3", "孙丙", "", "", "示示范", "示示范第1网格"]),
        row(&["合计", "", "", "", "", "3"]),
        row(&["注：本表由示例街道填报"]),
    ];
    rows[4][2] = Value::Real(1.9900009901e10);
    rows[6][2] = Value::Int(19_900_009_903);
    let merge = |first, last| CellRange { first, last };
    let merged = vec![
        merge((0, 0), (0, 5)),
        merge((2, 0), (3, 0)),
        merge((2, 1), (3, 1)),
        merge((2, 2), (2, 3)),
        merge((2, 4), (3, 4)),
        merge((2, 5), (3, 5)),
        merge((4, 4), (5, 4)),
    ];
    Sheet { file: "名册.xlsx".into(), name: "Sheet1".into(), rows, merged }
}

#[test]
fn an_office_sheet_is_understood() {
    let demo = demo(1);
    let import = run(&demo, &[office()]);
    assert_eq!(import.findings().count(), 0, "{:?}", import.findings().collect::<Vec<_>>());
    let listed: Vec<_> = import.listed.iter().map(|one| (one.at.row, one.place.code.as_str())).collect();
    let expect = [(5, "990101001001001"), (6, "990101001001002"), (6, "990101001001003"), (7, "990101001002001")];
    assert_eq!(listed, expect);
    let people: Vec<_> = import.holders.iter().map(|one| (one.name.as_str(), one.phone.as_str())).collect();
    assert_eq!(people, [("赵甲", "19900009901"), ("钱乙", "19900009902"), ("孙丙", "19900009903")]);
    use Skipped::{Blank, Header, Note, Title, Total};
    let skipped = [(1, Title), (2, Blank), (3, Header), (4, Header), (8, Total), (9, Note)];
    assert_eq!(import.layouts[0].skipped, skipped);
    assert_eq!(import.layouts[0].mapping.role.as_deref(), Some("grid-worker"), "by the title");
}

#[test]
fn a_mapping_is_saved_and_used_again() {
    let mut demo = demo(1);
    let mut odd = office();
    odd.rows[2][5] = "片儿".into();
    let import = run(&demo, std::slice::from_ref(&odd));
    assert_eq!(import.listed.len(), 0, "nobody knows what 片儿 is");
    let mut mapping = import.layouts[0].mapping.clone();
    mapping.columns.insert("片儿".into(), Meaning::PlaceName(Some(Level::Grid)));
    let mut mappings = Mappings::default();
    mappings.save(mapping);
    demo.mappings = Mappings::parse(&mappings.to_toml().unwrap()).unwrap();
    assert_eq!(demo.mappings, mappings);
    assert_eq!(run(&demo, &[odd]).listed.len(), 4);
}

/// One row for a grid worker; what becomes of it.
fn worker(cells: [&str; 3]) -> (Import, Vec<Rule>) {
    let demo = demo(1);
    let mut sheet = crate::demo::sheet("网格员", &["姓名", "社区", "网格", "网格编号"]);
    let [community, grid, code] = cells;
    sheet.rows.push(row(&["赵甲", community, grid, code]));
    let import = run(&demo, &[sheet]);
    let rules = import.findings().map(|finding| finding.rule).collect();
    (import, rules)
}

#[test]
fn places_are_matched_by_code_name_sound_and_nearness() {
    let check = |cells: [&str; 3], expect: &str, rules: &[Rule]| {
        let (import, found) = worker(cells);
        let place = match &import.rows[0].outcome {
            Outcome::Matched { listed: Some(at), .. } => import.listed[*at].place.code.to_string(),
            Outcome::ToChoose(candidates) => format!("?{}", candidates[0].target.code()),
            _ => "-".to_owned(),
        };
        assert_eq!((place.as_str(), found.as_slice()), (expect, rules), "{cells:?}");
    };
    check(["", "", "990101001001002"], "990101001001002", &[]);
    check(["", "示示示第2网格", ""], "990101001001002", &[]);
    check(["示示示社区", "2网格", ""], "990101001001002", &[]);
    check(["示示示", "示示示社区第二网格", ""], "990101001001002", &[]);
    check(["示示示社区", "是是是第2网格", ""], "990101001001002", &[Rule::NameNear]);
    check(["", "是是是第2网格", ""], "?990101001001002", &[Rule::NameNear]);
    check(["示示示社区", "第99网格", ""], "-", &[Rule::ReferenceUnknown]);
    check(["示示示社区", "第2网格", "990101001001003"], "?990101001001003", &[Rule::CodeNameContradiction]);
    check(["示示示社区", "", ""], "-", &[Rule::PlaceMissing]);
    check(["", "", "99010100100100200"], "?990101001001002", &[Rule::CodeDamaged]);
    check(["", "", "990101001001777"], "-", &[Rule::ReferenceUnknown]);
    check(["示示示社区", "第2网格", "9.90101E+14"], "?990101001001002", &[Rule::CodeDamaged]);
}

#[test]
fn a_choice_settles_a_row() {
    let demo = demo(1);
    let mut sheet = crate::demo::sheet("干部包联", &["姓名", "单位", "小区"]);
    sheet.rows.push(row(&["赵甲", "示例街道", "同名花园"]));
    let sheets = [sheet];
    let first = run(&demo, &sheets);
    let Outcome::ToChoose(candidates) = &first.rows[0].outcome else { panic!("{:?}", first.rows[0]) };
    let choice = Choice { at: first.rows[0].at.clone(), target: candidates[1].target.clone() };
    let known = Known::default();
    let request = roster::Request { choices: std::slice::from_ref(&choice), ..demo.request(&known) };
    let second = import(&sheets, &request);
    assert_eq!(second.counts(), (1, 0, 0));
    assert_eq!(Target::Place(second.listed[0].place.clone()), choice.target);
}

#[test]
fn changes_and_ends_are_told() {
    let demo = demo(1);
    let known = Known::default();
    let all = import(&demo.sheets, &demo.request(&known));
    let known = ImportPlan::new(&all, &known, as_of(), &[]).apply(&known, as_of());
    let mut sheets = demo.sheets.clone();
    let workers = sheets.iter_mut().find(|sheet| sheet.name == "网格员").unwrap();
    workers.rows.remove(1);
    workers.rows[1][4] = "19911112222".into();
    let whole = [model::RoleName("grid-worker".into())];
    let plan = |sheets: &[Sheet]| ImportPlan::new(&import(sheets, &demo.request(&known)), &known, as_of(), &whole);
    let told = plan(&sheets);
    assert_eq!((told.inserts.len(), told.changes.len(), told.held_back.len()), (0, 0, 0));
    assert_eq!(told.ended.iter().map(|one| &one.place).collect::<Vec<_>>(), [&key(Level::Grid, "990101001001001")]);
    assert_eq!(told.changed_holders.iter().map(|one| one.fields[0].field).collect::<Vec<_>>(), ["phone"]);
    let next = day("2026-03-01");
    assert!(told.apply(&known, next).assignments.iter().any(|one| one.period.to() == Some(next)));
    // With a row of the role rejected nobody can say who has left.
    sheets.iter_mut().find(|sheet| sheet.name == "网格员").unwrap().rows[9][1] = Value::Null;
    let told = plan(&sheets);
    assert_eq!((told.ended.len(), told.held_back.len()), (0, 2));
}

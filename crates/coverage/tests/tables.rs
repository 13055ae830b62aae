//! Rows out of tables in the layout of the demo district, and its figures out of its own tables.

use coverage::{Fact, Known, Metrics, Rows, Standing, rows_from_tables};
use model::FieldKind::{Date, Int, Text};
use model::{Day, Finding, Holder, Rule, Table, Value};

fn definitions() -> Metrics {
    Metrics::parse(include_str!("../../../data/coverage.toml")).expect("the demo district's definitions")
}

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

/// Cells are texts; a day is a date, digits in a column of numbers are a number, an empty one is null.
fn table(name: &str, fields: &[(&str, model::FieldKind)], rows: &[&[&str]]) -> Table {
    let mut table = Table::new(name, None, fields);
    for row in rows {
        let cell = |(text, (_, kind)): (&&str, &(&str, model::FieldKind))| match kind {
            _ if text.is_empty() => Value::Null,
            Date => Value::Date((*text).to_owned()),
            Int => text.parse().map_or(Value::from(*text), Value::Int),
            _ => Value::from(*text),
        };
        table.push(None, row.iter().zip(fields).map(cell).collect());
    }
    table
}

fn small() -> Vec<Table> {
    let territory = [("编码", Text), ("名称", Text)];
    let cover = [("工号", Text), ("对象类别", Text), ("对象编码", Text), ("开始日期", Date)];
    vec![
        table("街道", &territory, &[&["S1", "甲街道"]]),
        table(
            "社区",
            &[("编码", Text), ("名称", Text), ("街道", Text), ("街道编码", Text)],
            &[&["C1", "乙社区", "甲街道", "S1"], &["C2", "丙社区", "甲街道", "S1"]],
        ),
        table("封闭小区", &[("编号", Text), ("名称", Text), ("社区编码", Text)], &[&["X1", "丁小区", "C2"]]),
        table(
            "网格",
            &[("网格编号", Text), ("网格名称", Text), ("类型", Text), ("社区编码", Text), ("户数", Int)],
            &[
                &["G1", "乙第1网格", "开放楼院", "C1", "300"],
                &["G2", "乙第2网格", "开放楼院", "C1", "320"],
                &["G3", "丙第1网格", "开放楼院", "C2", ""],
                &["G4", "丙第2网格", "封闭小区", "C2", "500"],
            ],
        ),
        table(
            "网格覆盖",
            &[("网格编号", Text), ("改造年份", Int), ("业委会", Text), ("物业", Text), ("截至日期", Date)],
            &[
                &["G1", "2021", "有", "有", "2025-12-31"],
                &["G2", "2025", "无", "无", "2025-12-31"],
                &["G3", "", "未知", "", "2025-12-31"],
            ],
        ),
        table(
            "业主委员会",
            &[("名称", Text), ("网格编号", Text), ("主任", Text), ("成立日期", Date)],
            &[&["乙第1网格自管会", "G1", "某", "2023-05-01"]],
        ),
        table(
            "物业服务",
            &[
                ("网格编号", Text),
                ("服务包", Text),
                ("物业公司", Text),
                ("合同开始", Date),
                ("合同结束", Date),
                ("阶段", Text),
            ],
            &[
                &["G1", "服务包001", "戊物业", "2022-01-01", "2025-12-31", "正式"],
                &["G2", "服务包001", "戊物业", "2025-01-01", "", "试用"],
            ],
        ),
        table("区领导", &[("工号", Text)], &[&["L1"], &["L2"]]),
        table("领导包联", &cover, &[&["L1", "社区", "C1", "2025-01-01"], &["L1", "社区", "C2", "2025-01-01"]]),
        table("街道干部", &[("工号", Text)], &[&["J1"]]),
        table("干部包联", &cover, &[&["J1", "小区", "X1", "2025-01-01"], &["J1", "网格", "G1", "2025-01-01"]]),
        table("部门", &[("编号", Text)], &[&["D1"]]),
        table(
            "部门包联",
            &[("部门编号", Text), ("对象类别", Text), ("对象编码", Text), ("开始日期", Date)],
            &[&["D1", "社区", "C1", "2025-01-01"]],
        ),
        table("网格员", &[("工号", Text), ("网格编号", Text)], &[&["W1", "G1"], &["W2", "G2"]]),
    ]
}

fn numbers(rows: &Rows, id: &str) -> [usize; 3] {
    let metrics = definitions();
    let tally = coverage::figure(metrics.get(id).expect("a metric"), rows, day("2025-12-31")).tally;
    [tally.yes, tally.no, tally.unknown]
}

#[test]
fn tables_become_rows() {
    let (rows, findings) = rows_from_tables(&small());
    assert_eq!(findings, []);
    assert_eq!((rows.places.len(), rows.assignments.len(), rows.evidence.len(), rows.rostered.len()), (8, 10, 6, 6));
    let grid = rows.places.iter().find(|place| place.key.code.as_str() == "G3").expect("a grid");
    assert_eq!((grid.street.as_ref().map(|s| s.as_str()), grid.kind.as_deref()), (Some("S1"), Some("open")));
    assert_eq!(grid.attributes.get("renovated"), None);
    let first = rows.places.iter().find(|place| place.key.code.as_str() == "G1").expect("a grid");
    assert_eq!(first.attributes["renovated"], Fact::Year(2021));
    assert_eq!(first.attributes["households"], Fact::Number(300));
    let contract = rows.assignments.iter().find(|row| row.role.0 == "property-company").expect("a contract");
    assert_eq!(contract.period.to(), Some(day("2026-01-01")), "the last day belongs to the contract");
    assert_eq!(contract.details, [("package".into(), "服务包001".into()), ("stage".into(), "contract".into())]);
    let committee = rows.assignments.iter().find(|row| row.role.0 == "owners-committee").expect("a committee");
    assert_eq!(committee.details, [("form".into(), "self-management".into())]);
    assert!(rows.evidence.iter().any(|row| row.place.code.as_str() == "G3" && row.value == Known::Unknown));
    assert!(rows.rostered.iter().any(|row| matches!(&row.holder, Holder::Organisation(code) if code.as_str() == "D1")));
}

#[test]
fn figures_of_the_small_tables() {
    let (rows, _) = rows_from_tables(&small());
    let check = |id: &str, expect: [usize; 3]| assert_eq!(numbers(&rows, id), expect, "{id}");
    check("committee-renovated", [1, 1, 0]);
    check("committee-open", [1, 1, 1]);
    check("property-renovated", [1, 1, 0]);
    check("property-since-2021", [2, 0, 1]);
    check("cadre-compounds", [1, 0, 0]);
    check("cadre-grids", [1, 3, 0]);
    check("department-communities", [1, 1, 0]);
    check("worker-grids", [2, 2, 0]);
}

#[test]
fn rows_that_cannot_be_used_are_findings() {
    let check = |name: &str, row: usize, column: &str, value: Value, expect: &[(Rule, &str, usize)]| {
        let mut tables = small();
        let changed = tables.iter_mut().find(|table| table.name == name).expect("a table");
        let column = changed.field_idx(column).expect("a column");
        changed.rows[row].values[column] = value;
        let (_, findings) = rows_from_tables(&tables);
        let told = |finding: &Finding| {
            (finding.rule, finding.place.layer.clone().unwrap_or_default(), finding.place.row.unwrap_or_default())
        };
        let expect: Vec<_> = expect.iter().map(|&(rule, layer, row)| (rule, layer.to_owned(), row)).collect();
        assert_eq!(findings.iter().map(told).collect::<Vec<_>>(), expect, "{name} row {row}");
    };
    check(
        "网格",
        1,
        "网格编号",
        "G1".into(),
        &[
            (Rule::DuplicateCode, "网格", 2),
            (Rule::ReferenceUnknown, "网格员", 2),
            (Rule::ReferenceUnknown, "物业服务", 2),
            (Rule::ReferenceUnknown, "网格覆盖", 2),
        ],
    );
    check(
        "网格",
        2,
        "网格编号",
        Value::Null,
        &[(Rule::CodeMissing, "网格", 3), (Rule::ReferenceUnknown, "网格覆盖", 3)],
    );
    check("网格", 3, "类型", "其他".into(), &[(Rule::ValueInvalid, "网格", 4)]);
    check("网格覆盖", 0, "改造年份", "去年".into(), &[(Rule::ValueInvalid, "网格覆盖", 1)]);
    check("网格覆盖", 0, "物业", "也许".into(), &[(Rule::ValueInvalid, "网格覆盖", 1)]);
    check("物业服务", 0, "合同结束", Value::Date("2021-12-31".into()), &[(Rule::PeriodReversed, "物业服务", 1)]);
    check("物业服务", 0, "合同开始", Value::Null, &[(Rule::ValueInvalid, "物业服务", 1)]);
    check("干部包联", 0, "对象类别", "楼栋".into(), &[(Rule::ValueInvalid, "干部包联", 1)]);
    check("干部包联", 1, "对象编码", "G9".into(), &[(Rule::ReferenceUnknown, "干部包联", 2)]);
    check("网格员", 1, "工号", Value::Null, &[(Rule::CodeMissing, "网格员", 2)]);
}

#[test]
fn absent_tables_and_columns_are_told_once() {
    let told = |tables: &[Table]| {
        let (_, findings) = rows_from_tables(tables);
        findings.iter().map(|f| (f.rule, f.place.layer.clone().unwrap_or_default())).collect::<Vec<_>>()
    };
    let mut tables = small();
    for name in small().into_iter().map(|table| table.name) {
        // Without places everything that refers to them is told besides.
        if !["街道", "社区", "封闭小区", "网格"].contains(&name.as_str()) {
            let rest: Vec<Table> = small().into_iter().filter(|table| table.name != name).collect();
            assert_eq!(told(&rest), [(Rule::FileMissing, name)]);
        }
    }
    tables.retain(|table| table.name != "区领导");
    let renamed = tables.iter_mut().find(|table| table.name == "物业服务").expect("a table");
    renamed.fields[2].name = "公司".into();
    assert_eq!(told(&tables), [(Rule::FileMissing, "区领导".into()), (Rule::FieldMissing, "物业服务".into())]);
}

/// The demo district's own tables, as its workbooks and base map hold them.
#[test]
fn the_demo_districts_figures() {
    let district = synthetic::district(3);
    let (mut rows, findings) = rows_from_tables(&district.tables);
    assert_eq!(findings, []);
    let metrics = definitions();
    let standing = Standing::on(&rows, day("2025-12-31"));
    let check = |id: &str, expect: [usize; 3], rate: Option<&str>| {
        let figure = standing.figure(metrics.get(id).expect("a metric"));
        assert_eq!([figure.tally.yes, figure.tally.no, figure.tally.unknown], expect, "{id}");
        let exact = match figure.rate() {
            Some(coverage::Rate::Exact(percent)) => Some(percent.to_string()),
            _ => None,
        };
        assert_eq!(exact.as_deref(), rate, "{id}");
        assert_eq!(figure.contradicted, [], "{id}");
    };
    check("committee-renovated", [258, 2, 0], Some("99.2"));
    check("property-renovated", [219, 41, 0], Some("84.2"));
    check("committee-open", [258, 2, 89], None);
    check("property-open", [219, 41, 89], None);
    check("cadre-compounds", [238, 0, 0], Some("100.0"));
    check("cadre-grids", [505, 0, 0], Some("100.0"));
    check("leader-communities", [50, 0, 0], Some("100.0"));
    check("department-communities", [50, 0, 0], Some("100.0"));
    check("worker-grids", [505, 0, 0], Some("100.0"));
    let histogram = |id: &str| {
        let load = metrics.loads.iter().find(|load| load.id == id).expect("a load");
        standing.load(load).histogram.into_iter().collect::<Vec<_>>()
    };
    assert_eq!(histogram("leader-load"), [(1, 10), (2, 20)]);
    assert_eq!(histogram("cadre-load"), [(3, 165), (4, 62)]);

    let contract = rows.assignments.iter_mut().find(|row| row.role.0 == "property-company").expect("a contract");
    contract.period = model::Period::new(contract.period.from(), Some(day("2025-12-31"))).expect("a period");
    assert_eq!(numbers(&rows, "property-renovated"), [218, 42, 0]);
}

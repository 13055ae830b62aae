//! Twelve faults, one of each kind, seeded into clean sheets; each is told by rule, sheet and row.

use model::{Rule, Sheet, Value};

use crate::demo::{Demo, row, sheet};

pub(crate) const EXTRA: &str = "补充名单";

/// A sheet with columns for role, name and term, as the demo's own have not.
pub(crate) fn extra() -> Sheet {
    let mut extra = sheet(EXTRA, &["工号", "角色", "对象类别", "对象编码", "对象名称", "开始日期", "结束日期"]);
    for (person, grid) in [("J00200", "990101001001001"), ("J00201", "990101001001002"), ("J00202", "990101001001003")]
    {
        extra.rows.push(row(&[person, "街道干部", "网格", grid, "", "2026.1.1", "2026年12月31日"]));
    }
    extra
}

/// Seeds the twelve; returns what must be found.
pub(crate) fn seed(demo: &mut Demo) -> Vec<(Rule, String, usize)> {
    let mut expect = Vec::new();
    let mut told = |rule, sheet: &str, row: usize| expect.push((rule, sheet.to_owned(), row));
    let cadres = demo.sheet("街道干部");
    let mut again = cadres.rows[1].clone();
    again[0] = "J00999".into();
    cadres.rows.push(again);
    told(Rule::HolderTwice, "街道干部", cadres.rows.len());
    cadres.rows[4][4] = cadres.rows[5][4].clone();
    told(Rule::PhoneShared, "街道干部", 6);
    let covers = demo.sheet("干部包联");
    covers.rows[9][2] = "990101009999999".into();
    told(Rule::ReferenceUnknown, "干部包联", 10);
    let twice = covers.rows[2].clone();
    covers.rows.push(twice);
    told(Rule::AssignmentTwice, "干部包联", covers.rows.len());
    let contracts = demo.sheet("物业服务");
    contracts.rows[3][4] = "2025年6月30日".into();
    told(Rule::AssignmentExpired, "物业服务", 4);
    contracts.rows[7][4] = "2022/12/31".into();
    told(Rule::PeriodReversed, "物业服务", 8);
    let workers = demo.sheet("网格员");
    workers.rows[19][5] = "9.90101E+14".into();
    told(Rule::CodeDamaged, "网格员", 20);
    workers.rows[29][4] = Value::Int(1_990_000);
    told(Rule::PhoneMalformed, "网格员", 30);
    workers.rows[39][1] = "　".into();
    told(Rule::NameEmpty, "网格员", 40);
    let departments = demo.sheet("部门包联");
    departments.rows[4] = row(&["D0003", "网格", "990101001001001", "2025-01-01"]);
    told(Rule::RoleLevel, "部门包联", 5);
    let extra = demo.sheet(EXTRA);
    extra.rows.push(row(&["J00203", "巡河员", "网格", "990101001001004", "", "2026-01-01", ""]));
    told(Rule::RoleUnknown, EXTRA, 5);
    extra.rows.push(row(&["J00204", "街道干部", "小区", "", "同名花园", "2026-01-01", ""]));
    told(Rule::NameAmbiguous, EXTRA, 6);
    expect.sort();
    expect
}

//! People and departments, and who covers what. Names are invented, telephone numbers lie in one unused block.

use model::FieldKind::{Date, Text};
use model::{Table, Value};

use crate::dice::Dice;
use crate::district::{layer, put, sheet};
use crate::names::Names;
use crate::register::Register;
use crate::town::{COMMUNITIES, SUBDISTRICTS, Town};

/// District leaders; twenty cover two communities, ten cover one.
pub const LEADERS: usize = 30;
/// Street cadres for all compounds and grids; each covers three or four.
pub const CADRES: usize = 227;
/// Departments; eleven communities have two.
pub const DEPARTMENTS: usize = 61;

const START: &str = "2025-01-01";

/// A roster: its table, its code letter and the next telephone number.
struct Roll {
    table: Table,
    letter: &'static str,
    first_phone: usize,
}

impl Roll {
    fn new(name: &str, letter: &'static str, first_phone: usize) -> Self {
        let fields = [("工号", Text), ("姓名", Text), ("单位", Text), ("职务", Text), ("电话", Text)];
        Roll { table: sheet(name, &fields), letter, first_phone }
    }

    /// Adds a person; returns the number.
    fn hire(&mut self, names: &mut Names, office: &str, post: &str) -> String {
        let count = self.table.rows.len() + 1;
        let code = format!("{}{count:03}", self.letter);
        // 199 0000 xxxx is handed out to nobody in this data set's world.
        let phone = format!("1990000{:04}", self.first_phone + count);
        let values = vec![code.as_str().into(), names.person().into(), office.into(), post.into(), phone.into()];
        put(&mut self.table, None, values);
        code
    }
}

fn cover(name: &str, who: &'static str) -> Table {
    sheet(name, &[(who, Text), ("对象类别", Text), ("对象编码", Text), ("开始日期", Date)])
}

fn assign(table: &mut Table, who: &str, kind: &str, what: &str) {
    put(table, None, vec![who.into(), kind.into(), what.into(), Value::Date(START.into())]);
}

/// All rosters and assignments.
pub(crate) fn tables(seed: u64, town: &Town, register: &Register, names: &mut Names) -> Vec<Table> {
    let mut dice = Dice::new(seed, "roster");
    let mut out = leaders(register, names, &mut dice);
    out.extend(cadres(town, register, names));
    out.push(workers(town, register, names));
    out.extend(departments(register, &mut dice));
    out
}

fn leaders(register: &Register, names: &mut Names, dice: &mut Dice) -> Vec<Table> {
    let mut roll = Roll::new(layer::LEADERS, "L", 0);
    let mut table = cover(layer::LEADER_COVER, "工号");
    let mut order: Vec<usize> = (0..COMMUNITIES).collect();
    dice.shuffle(&mut order);
    let twice = COMMUNITIES - LEADERS;
    let mut next = order.into_iter();
    for leader in 0..LEADERS {
        let code = roll.hire(names, "示例区", "区级领导");
        let count = if leader < twice { 2 } else { 1 };
        for community in next.by_ref().take(count) {
            assign(&mut table, &code, "社区", &register.communities[community].code);
        }
    }
    vec![roll.table, table]
}

/// Cadres of each subdistrict share its compounds and grids in order, three or four each.
fn cadres(town: &Town, register: &Register, names: &mut Names) -> Vec<Table> {
    let mut roll = Roll::new(layer::CADRES, "J", 100);
    let mut table = cover(layer::CADRE_COVER, "工号");
    let units: Vec<Vec<(&str, &str)>> = (0..SUBDISTRICTS).map(|s| units(town, register, s)).collect();
    // With n units, n/4 to n/3 cadres have three or four each; the shares add up to all cadres.
    let wishes: Vec<(f64, usize, usize)> =
        units.iter().map(|list| (list.len() as f64, list.len().div_ceil(4), list.len() / 3)).collect();
    let counts = crate::quarters::apportion(&wishes, CADRES);
    for (s, (list, count)) in units.iter().zip(counts).enumerate() {
        let fours = list.len() - 3 * count;
        let mut next = list.iter();
        for cadre in 0..count {
            let code = roll.hire(names, &register.subdistricts[s].name, "街道干部");
            for &(kind, what) in next.by_ref().take(if cadre < fours { 4 } else { 3 }) {
                assign(&mut table, &code, kind, what);
            }
        }
    }
    vec![roll.table, table]
}

fn units<'a>(town: &Town, register: &'a Register, subdistrict: usize) -> Vec<(&'static str, &'a str)> {
    let within = |quarter: usize| town.territory.subdistrict_of[town.quarters[quarter].community] == subdistrict;
    let mut list: Vec<(&str, &str)> = Vec::new();
    for (quarter, grid) in register.grids.iter().enumerate() {
        if !within(quarter) || grid.code.is_empty() {
            continue;
        }
        list.push(("网格", &grid.code));
        let inside = town.compounds.iter().zip(&register.compounds).filter(|(plot, _)| plot.quarter == quarter);
        list.extend(inside.map(|(_, entry)| ("小区", entry.code.as_str())));
    }
    list
}

fn workers(town: &Town, register: &Register, names: &mut Names) -> Table {
    let mut roll = Roll::new(layer::WORKERS, "W", 1000);
    roll.table.fields.insert(5, model::Field { name: "网格编号".into(), kind: Text });
    for (quarter, grid) in register.grids.iter().enumerate().filter(|(_, grid)| !grid.code.is_empty()) {
        let community = &register.communities[town.quarters[quarter].community];
        let count = roll.table.rows.len() + 1;
        let values = vec![
            format!("W{count:03}").into(),
            names.person().into(),
            community.name.as_str().into(),
            "网格员".into(),
            format!("1990000{:04}", roll.first_phone + count).into(),
            grid.code.as_str().into(),
        ];
        put(&mut roll.table, None, values);
    }
    roll.table
}

fn departments(register: &Register, dice: &mut Dice) -> Vec<Table> {
    const FIELDS: &[&str] = &[
        "教育", "民政", "住建", "水务", "文旅", "卫健", "应急", "审计", "统计", "城管", "商务", "财政", "司法", "人社",
        "园林", "体育", "档案", "信访", "医保", "交通", "环保",
    ];
    const FORMS: &[&str] = &["局", "中心", "服务站"];
    let mut table = sheet(layer::DEPARTMENTS, &[("编号", Text), ("名称", Text)]);
    let mut covers = cover(layer::DEPARTMENT_COVER, "部门编号");
    let mut order: Vec<usize> = (0..COMMUNITIES).collect();
    dice.shuffle(&mut order);
    let all = FORMS.iter().flat_map(|form| FIELDS.iter().map(move |field| format!("示例区{field}{form}")));
    for (number, name) in all.take(DEPARTMENTS).enumerate() {
        let code = format!("D{:02}", number + 1);
        put(&mut table, None, vec![code.as_str().into(), name.into()]);
        assign(&mut covers, &code, "社区", &register.communities[order[number % COMMUNITIES]].code);
    }
    vec![table, covers]
}

//! What is known about the grids: renovation, owners' committees, property services. The district's figures follow from
//! these rows; nothing states them.

use std::collections::BTreeMap;

use model::FieldKind::{Date, Int, Text};
use model::{Table, Value};

use crate::dice::Dice;
use crate::district::{layer, put, sheet};
use crate::names::Names;
use crate::quarters::Purpose;
use crate::register::Register;
use crate::town::Town;

/// Day for which the coverage is known.
pub const AS_OF: &str = "2025-12-31";
/// Years that count as renovated lately.
pub const RENOVATED_YEARS: (i64, i64) = (2021, 2025);
/// Grids renovated in those years.
pub const RENOVATED: usize = 260;
/// Of these: with committee and property service, with committee alone, with property service alone, with neither.
pub const OVERLAP: [usize; 4] = [218, 40, 1, 1];

/// What is known about one grid of open courtyards.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Known {
    pub(crate) quarter: usize,
    /// Year of renovation within the window.
    pub(crate) renovated: Option<i64>,
    /// `None` is unknown.
    pub(crate) committee: Option<bool>,
    pub(crate) property: Option<bool>,
}

/// Draws the facts for all grids of open courtyards, in the order of quarters.
pub(crate) fn facts(seed: u64, town: &Town) -> Vec<Known> {
    let mut dice = Dice::new(seed, "coverage");
    let open: Vec<usize> = (0..town.quarters.len()).filter(|&q| town.quarters[q].purpose == Purpose::Open).collect();
    let mut order = open.clone();
    dice.shuffle(&mut order);
    let mut known: BTreeMap<usize, Known> = BTreeMap::new();
    for (rank, &quarter) in order.iter().enumerate() {
        let (both, committee, property) = (OVERLAP[0], OVERLAP[0] + OVERLAP[1], OVERLAP[0] + OVERLAP[1] + OVERLAP[2]);
        let fact = if rank < RENOVATED {
            Known {
                quarter,
                renovated: Some(dice.int(RENOVATED_YEARS.0, RENOVATED_YEARS.1)),
                committee: Some(rank < committee),
                property: Some(rank < both || (committee..property).contains(&rank)),
            }
        } else {
            Known { quarter, renovated: None, committee: None, property: None }
        };
        known.insert(quarter, fact);
    }
    open.iter().map(|quarter| known[quarter]).collect()
}

/// Year of renovation of each courtyard: its grid's, or for a few of the others a year before the window.
pub(crate) fn renovated(seed: u64, town: &Town, facts: &[Known]) -> Vec<Option<i64>> {
    let mut dice = Dice::new(seed, "renovated");
    let year: BTreeMap<usize, Option<i64>> = facts.iter().map(|fact| (fact.quarter, fact.renovated)).collect();
    town.courtyards
        .iter()
        .map(|plot| match year[&plot.quarter] {
            Some(year) => Some(year),
            None => dice.chance(0.3).then(|| dice.int(2006, RENOVATED_YEARS.0 - 1)),
        })
        .collect()
}

fn third(value: Option<bool>) -> Value {
    match value {
        Some(true) => "有".into(),
        Some(false) => "无".into(),
        None => "未知".into(),
    }
}

/// The tables of coverage, committees and property services.
pub(crate) fn tables(seed: u64, town: &Town, register: &Register, facts: &[Known], names: &mut Names) -> Vec<Table> {
    let fields = [
        ("网格编号", Text),
        ("网格名称", Text),
        ("社区编码", Text),
        ("改造年份", Int),
        ("业委会", Text),
        ("物业", Text),
        ("截至日期", Date),
    ];
    let mut coverage = sheet(layer::COVERAGE, &fields);
    let mut committees =
        sheet(layer::COMMITTEES, &[("名称", Text), ("网格编号", Text), ("主任", Text), ("成立日期", Date)]);
    let mut dice = Dice::new(seed, "contracts");
    for fact in facts {
        let (grid, community) =
            (&register.grids[fact.quarter], &register.communities[town.quarters[fact.quarter].community]);
        let values = vec![
            grid.code.as_str().into(),
            grid.name.as_str().into(),
            community.code.as_str().into(),
            fact.renovated.map_or(Value::Null, Value::Int),
            third(fact.committee),
            third(fact.property),
            Value::Date(AS_OF.into()),
        ];
        put(&mut coverage, None, values);
        if fact.committee == Some(true) {
            let name = format!("{}业主委员会", grid.name);
            let values =
                vec![name.into(), grid.code.as_str().into(), names.person().into(), date(&mut dice, 2019, 2025)];
            put(&mut committees, None, values);
        }
    }
    vec![coverage, committees, property(town, register, facts, names, &mut dice)]
}

/// One row a grid with service. A package is the serviced grids of a community, at most five, under one firm.
fn property(town: &Town, register: &Register, facts: &[Known], names: &mut Names, dice: &mut Dice) -> Table {
    let fields = [("网格编号", Text), ("服务包", Text), ("物业公司", Text), ("合同开始", Date), ("合同结束", Date)];
    let mut table = sheet(layer::PROPERTY, &fields);
    let firms: Vec<String> = (0..24).map(|_| format!("示例{}物业服务有限公司", names.place())).collect();
    let mut package = (usize::MAX, 0, 0);
    let (mut firm, mut start) = (String::new(), 2021);
    for fact in facts.iter().filter(|fact| fact.property == Some(true)) {
        let community = town.quarters[fact.quarter].community;
        if package.0 != community || package.2 == 5 {
            package = (community, package.1 + 1, 0);
            firm = dice.pick(&firms).clone();
            start = dice.int(2022, 2025);
        }
        package.2 += 1;
        let values = vec![
            register.grids[fact.quarter].code.as_str().into(),
            format!("服务包{:03}", package.1).into(),
            firm.as_str().into(),
            Value::Date(format!("{start}-01-01")),
            Value::Date(format!("{}-12-31", start + 3)),
        ];
        put(&mut table, None, values);
    }
    table
}

pub(crate) fn date(dice: &mut Dice, from: i64, to: i64) -> Value {
    Value::Date(format!("{}-{:02}-{:02}", dice.int(from, to), dice.int(1, 12), dice.int(1, 28)))
}

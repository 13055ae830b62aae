//! Lists without geometry: grids, the reference list, pairs to keep together or apart, what this data set is.

use model::FieldKind::{Int, Text};
use model::{Table, Value};

use crate::dice::Dice;
use crate::district::{layer, put, sheet};
use crate::quarters::Purpose;
use crate::register::Register;
use crate::town::{GRID_HOUSEHOLDS, Town};

/// Groups to keep together.
const TOGETHER: i64 = 8;
/// Pairs to keep apart.
const APART: usize = 6;

/// All grids.
pub(crate) fn grids(town: &Town, register: &Register) -> Table {
    let fields = [
        ("网格编号", Text),
        ("网格名称", Text),
        ("类型", Text),
        ("社区编码", Text),
        ("楼院数", Int),
        ("小区数", Int),
        ("户数", Int),
    ];
    let mut table = sheet(layer::GRIDS, &fields);
    for (number, quarter) in town.quarters.iter().enumerate() {
        let kind = match quarter.purpose {
            Purpose::Open => "开放楼院",
            Purpose::Compound => "封闭小区",
            Purpose::Exclusive => "专属",
            Purpose::Square => continue,
        };
        if quarter.head != number {
            continue;
        }
        let count = |plots: &[crate::town::Plot]| plots.iter().filter(|plot| plot.quarter == number).count() as i64;
        let homes = town.courtyards.iter().chain(&town.compounds).filter(|plot| plot.quarter == number);
        let entry = &register.grids[number];
        let values = vec![
            entry.code.as_str().into(),
            entry.name.as_str().into(),
            kind.into(),
            register.communities[quarter.community].code.as_str().into(),
            count(&town.courtyards).into(),
            count(&town.compounds).into(),
            homes.map(|plot| plot.households).sum::<i64>().into(),
        ];
        put(&mut table, None, values);
    }
    table
}

/// Courtyard → grid.
pub(crate) fn reference(town: &Town, register: &Register) -> Table {
    let mut table = sheet(layer::REFERENCE, &[("楼院", Text), ("网格编号", Text)]);
    for (plot, entry) in town.courtyards.iter().zip(&register.courtyards) {
        let grid = &register.grids[plot.quarter].code;
        put(&mut table, None, vec![entry.code.as_str().into(), grid.as_str().into()]);
    }
    table
}

/// Groups of two to keep together and pairs to keep apart, which the reference list honours.
pub(crate) fn pairs(seed: u64, town: &Town, register: &Register) -> Vec<Table> {
    let mut dice = Dice::new(seed, "pairs");
    let mut together = sheet(layer::KEEP_TOGETHER, &[("楼院", Text), ("组", Int), ("理由", Text)]);
    let mut apart = sheet(layer::KEEP_APART, &[("楼院甲", Text), ("楼院乙", Text), ("理由", Text)]);
    let community = |c: usize| town.quarters[town.courtyards[c].quarter].community;
    let code = |c: usize| Value::from(register.courtyards[c].code.as_str());
    let mut used = std::collections::BTreeSet::new();
    let mut order: Vec<usize> = (0..town.courtyards.len().saturating_sub(1)).collect();
    dice.shuffle(&mut order);
    for c in order {
        if community(c) != community(c + 1) || used.contains(&community(c)) {
            continue;
        }
        let same = town.courtyards[c].quarter == town.courtyards[c + 1].quarter;
        let group = together.rows.len() as i64 / 2 + 1;
        if same && group <= TOGETHER {
            put(&mut together, None, vec![code(c), group.into(), "共用锅炉房和出入口".into()]);
            put(&mut together, None, vec![code(c + 1), group.into(), "共用锅炉房和出入口".into()]);
        } else if !same && apart.rows.len() < APART {
            put(&mut apart, None, vec![code(c), code(c + 1), "分属两个物业服务包".into()]);
        } else {
            continue;
        }
        used.insert(community(c));
    }
    vec![together, apart]
}

/// What this data set is.
pub(crate) fn about(seed: u64, name: &str) -> Table {
    let mut table = sheet(layer::ABOUT, &[("项目", Text), ("内容", Text)]);
    let rows = [
        ("名称", name.to_owned()),
        ("性质", "本数据全部虚构，由程序生成；地名、人名、电话、编码均不指向任何真实对象。".to_owned()),
        ("Nature", "Synthetic data. Places, people, numbers and codes are invented.".to_owned()),
        ("种子", seed.to_string()),
        ("坐标系", "CGCS2000 三度带，中央经线 120°E，单位米，精确到毫米".to_owned()),
        ("网格户数范围", format!("{}–{} 户", GRID_HOUSEHOLDS.0, GRID_HOUSEHOLDS.1)),
        ("覆盖截至日期", crate::coverage::AS_OF.to_owned()),
        ("口径", "近五年改造网格是开放楼院网格的子集；其余网格的业委会、物业情况未知，不作“无”统计。".to_owned()),
    ];
    for (key, value) in rows {
        put(&mut table, None, vec![key.into(), value.into()]);
    }
    table
}

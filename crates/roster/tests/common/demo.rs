//! A district of the demo's shape as raw sheets: 50 communities, 505 grids, 238 compounds, 30 leaders, 227 cadres,
//! 505 grid workers, 61 departments, committees and property services. All of it is invented.
#![allow(dead_code)] // each user takes a part

use model::{Code, Day, Level, PlaceKey, Sheet, Value};
use roster::{Config, Known, KnownPlace, Mappings, Places, Request};

pub(crate) const CONFIG: &str = include_str!("../../../../data/district.toml");

pub(crate) struct Demo {
    pub(crate) config: Config,
    pub(crate) places: Places,
    pub(crate) mappings: Mappings,
    pub(crate) sheets: Vec<Sheet>,
}

pub(crate) fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

pub(crate) fn as_of() -> Day {
    day("2025-12-31")
}

pub(crate) fn key(level: Level, code: &str) -> PlaceKey {
    PlaceKey { level, code: Code::new(code).expect("a code") }
}

pub(crate) fn sheet(name: &str, header: &[&str]) -> Sheet {
    let cells = header.iter().map(|&title| Value::from(title)).collect();
    Sheet { file: format!("{name}.xlsx"), name: name.to_owned(), rows: vec![cells], merged: Vec::new() }
}

pub(crate) fn row(cells: &[&str]) -> Vec<Value> {
    cells.iter().map(|&text| if text.is_empty() { Value::Null } else { text.into() }).collect()
}

/// `times` districts beside each other.
pub(crate) fn demo(times: usize) -> Demo {
    let config = Config::parse(CONFIG).expect("the district's configuration");
    let mut list = Vec::new();
    let mut names = 0..;
    let mut sheets = blank_sheets();
    for district in 0..times {
        let (grids, compounds, communities) = territory(district, &mut list);
        people(district, &grids, &compounds, &communities, &mut sheets, &mut names);
        services(&grids, district, &mut sheets);
    }
    Demo { config, places: Places::new(list), mappings: Mappings::default(), sheets }
}

impl Demo {
    pub(crate) fn request<'a>(&'a self, known: &'a Known) -> Request<'a> {
        let (config, places, mappings) = (&self.config, &self.places, &self.mappings);
        Request { config, places, known, mappings, choices: &[], as_of: as_of() }
    }

    pub(crate) fn sheet(&mut self, name: &str) -> &mut Sheet {
        self.sheets.iter_mut().find(|sheet| sheet.name == name).expect("a sheet")
    }
}

fn blank_sheets() -> Vec<Sheet> {
    let person = ["工号", "姓名", "单位", "职务", "电话"];
    let cover = |who| [who, "对象类别", "对象编码", "开始日期"];
    vec![
        sheet("领导包联", &cover("工号")),
        sheet("干部包联", &cover("工号")),
        sheet("部门包联", &cover("部门编号")),
        sheet("区领导", &person),
        sheet("街道干部", &person),
        sheet("部门", &["编号", "名称"]),
        sheet("网格员", &["工号", "姓名", "单位", "职务", "电话", "网格编号"]),
        sheet("业主委员会", &["名称", "网格编号", "主任", "成立日期"]),
        sheet("物业服务", &["网格编号", "服务包", "物业公司", "合同开始", "合同结束"]),
    ]
}

type Codes = Vec<(String, String)>;

fn territory(district: usize, list: &mut Vec<KnownPlace>) -> (Codes, Codes, Codes) {
    let (mut grids, mut compounds, mut communities) = (Vec::new(), Vec::new(), Vec::new());
    for c in 0..50 {
        let code = format!("{}{:03}{:03}", 990_101 + district, c / 5 + 1, c % 5 + 1);
        let name = format!("{}社区", letters(district * 50 + c));
        let community = key(Level::Community, &code);
        list.push(KnownPlace { key: community.clone(), name: name.clone(), within: Vec::new() });
        for g in 0..if c < 5 { 11 } else { 10 } {
            let grid = format!("{code}{:03}", g + 1);
            let place = key(Level::Grid, &grid);
            let title = format!("{}第{}网格", letters(district * 50 + c), g + 1);
            list.push(KnownPlace { key: place, name: title, within: vec![community.clone()] });
            grids.push((grid, name.clone()));
        }
        for x in 0..if c < 38 { 5 } else { 4 } {
            let compound = format!("{code}X{:03}", x + 1);
            let title =
                if x == 0 && (c == 3 || c == 7) { "同名花园".to_owned() } else { format!("{name}{x}号花园") };
            let place = key(Level::Compound, &compound);
            list.push(KnownPlace { key: place, name: title, within: vec![community.clone()] });
            compounds.push((compound, name.clone()));
        }
        communities.push((code, name));
    }
    (grids, compounds, communities)
}

fn people(
    district: usize,
    grids: &Codes,
    compounds: &Codes,
    communities: &Codes,
    sheets: &mut [Sheet],
    names: &mut std::ops::RangeFrom<usize>,
) {
    let mut person = |code: &str, unit: &str, post: &str| {
        let number = names.next().expect("endless");
        row(&[code, &person_name(number), unit, post, &format!("199{number:08}")])
    };
    let mut order = communities.iter();
    for leader in 0..30 {
        let code = format!("L{district:02}{leader:03}");
        sheets[3].rows.push(person(&code, "示例区", "区级领导"));
        for (community, _) in order.by_ref().take(if leader < 20 { 2 } else { 1 }) {
            sheets[0].rows.push(row(&[&code, "社区", community, "2025-01-01"]));
        }
    }
    let units = grids.iter().map(|grid| ("网格", grid)).chain(compounds.iter().map(|compound| ("小区", compound)));
    let mut units = units;
    for cadre in 0..227 {
        let code = format!("J{district:02}{cadre:03}");
        sheets[4].rows.push(person(&code, "示例街道", "街道干部"));
        for (kind, (unit, _)) in units.by_ref().take(if cadre < 62 { 4 } else { 3 }) {
            sheets[1].rows.push(row(&[&code, kind, unit, "2025-01-01"]));
        }
    }
    for department in 0..61 {
        let code = format!("D{district:02}{department:02}");
        sheets[5].rows.push(row(&[&code, &format!("示例{}局", letters(district * 61 + department))]));
        sheets[2].rows.push(row(&[&code, "社区", &communities[department % 50].0, "2025-01-01"]));
    }
    for (at, (grid, community)) in grids.iter().enumerate() {
        let mut cells = person(&format!("W{district:02}{at:03}"), community, "网格员");
        cells.push(grid.as_str().into());
        sheets[6].rows.push(cells);
    }
}

fn services(grids: &Codes, district: usize, sheets: &mut [Sheet]) {
    for (at, (grid, _)) in grids.iter().enumerate().take(258) {
        let name = format!("{grid}业主委员会");
        sheets[7].rows.push(row(&[&name, grid, &person_name(900_000 + at), "2023年5月1日"]));
        if at < 219 {
            let firm = format!("示例{}物业服务有限公司", letters(district * 7 + at % 24));
            let package = format!("服务包{:03}", at / 5);
            sheets[8].rows.push(row(&[grid, &package, &firm, "2023-01-01", "2025-12-31"]));
        }
    }
}

const SIGNS: [char; 26] = [
    '示', '范', '例', '样', '甲', '乙', '丙', '丁', '戊', '己', '庚', '辛', '壬', '癸', '子', '丑', '寅', '卯', '辰',
    '巳', '午', '未', '申', '酉', '戌', '亥',
];

fn letters(number: usize) -> String {
    format!("{}{}{}", SIGNS[number / 676 % 26], SIGNS[number / 26 % 26], SIGNS[number % 26])
}

fn person_name(number: usize) -> String {
    const SURNAMES: [char; 10] = ['赵', '钱', '孙', '周', '吴', '郑', '冯', '陈', '卫', '蒋'];
    format!("{}{}{}", SURNAMES[number % 10], letters(number / 10), SIGNS[number / 175_760 % 26])
}

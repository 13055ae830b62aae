//! Addresses as people type them into a search field, each with the place that is meant.

use std::collections::BTreeMap;

use model::{FieldKind, Row, Table};
use pinyin::ToPinyin;

use crate::dice::Dice;
use crate::district::{District, layer};

/// A courtyard's row, or a building's with its courtyard.
struct Target {
    code: String,
    /// Name and address of the courtyard.
    yard: [String; 2],
    street: String,
    /// Number of the building; empty of a courtyard.
    building: String,
}

/// A way of writing; `None` where it does not fit the place.
type Way = (&'static str, fn(&Target, &mut Dice, &Homophones) -> Option<String>);

/// Signs of the district's names by their sound.
type Homophones = BTreeMap<String, Vec<char>>;

const WAYS: [Way; 14] = [
    ("plain", |target, _, _| Some(format!("{}{}", target.yard[1], target.building))),
    ("by name", |target, _, _| (!target.building.is_empty()).then(|| format!("{}{}", target.yard[0], target.building))),
    ("full width", |target, _, _| Some(wide(&format!("{}{}", target.yard[1], target.building)))),
    ("numerals", |target, _, _| Some(numerals(&format!("{}{}", target.yard[1], target.building)))),
    ("with street", |target, _, _| Some(format!("{}{}{}", target.street, target.yard[1], target.building))),
    ("blanks and marks", |target, _, _| {
        Some(format!(" {}，{} ", target.yard[1].replace('号', " 号"), target.building))
    }),
    ("other word for building", |target, dice, _| {
        let number = target.building.strip_suffix("号楼")?;
        Some(format!("{}{number}{}", target.yard[1], ["栋", "幢", "楼", "座"][dice.below(4)]))
    }),
    ("with flat", |target, dice, _| {
        let flat = 101 + 100 * dice.below(6) + dice.below(4);
        let number = target.building.strip_suffix("号楼")?;
        Some(format!("{}{number}号楼{}单元{flat}室", target.yard[1], 1 + dice.below(4)))
    }),
    ("homophone", |target, dice, homophones| {
        Some(format!("{}{}", homophone(&target.yard[1], dice, homophones)?, target.building))
    }),
    ("sign left out", |target, _, _| {
        let road = target.yard[1].replace(['路', '街'], "");
        (road != target.yard[1]).then(|| format!("{road}{}", target.building))
    }),
    ("turned round", |target, _, _| {
        (!target.building.is_empty()).then(|| format!("{} {}", target.building, target.yard[1]))
    }),
    ("pinyin", |target, _, _| Some(sound(&format!("{}{}", target.yard[1], target.building), None))),
    ("half pinyin", |target, dice, _| {
        let at = dice.below(2);
        Some(format!("{}{}", sound(&target.yard[1], Some(at)), target.building))
    }),
    ("end of the code", |target, _, _| Some(target.code[target.code.len().saturating_sub(12)..].to_lowercase())),
];

/// So many questions with the code that each means and how it is written, evenly of all ways of writing.
pub fn queries(district: &District, count: usize) -> Table {
    let mut dice = Dice::new(district.seed, "queries");
    let (targets, homophones) = (targets(district), homophones(district));
    let mut table =
        Table::new("查询", None, &[("查询", FieldKind::Text), ("编号", FieldKind::Text), ("写法", FieldKind::Text)]);
    let mut way = 0;
    while table.rows.len() < count && !targets.is_empty() {
        let target = &targets[dice.below(targets.len())];
        let (name, write) = WAYS[way % WAYS.len()];
        let Some(text) = write(target, &mut dice, &homophones) else { continue };
        way += 1;
        table.push(None, vec![text.into(), target.code.clone().into(), name.into()]);
    }
    table
}

fn targets(district: &District) -> Vec<Target> {
    let (Some(yards), Some(buildings)) = (district.table(layer::COURTYARDS), district.table(layer::BUILDINGS)) else {
        return Vec::new();
    };
    let streets: BTreeMap<String, String> = district
        .table(layer::SUBDISTRICTS)
        .into_iter()
        .flat_map(|table| table.rows.iter().map(|row| (text(table, row, "编码"), text(table, row, "名称"))))
        .collect();
    let yard = |row: &Row| {
        let code = text(yards, row, "编号");
        let street = streets.iter().find(|(prefix, _)| code.starts_with(prefix.as_str()));
        Target {
            yard: [text(yards, row, "名称"), text(yards, row, "地址")],
            street: street.map(|(_, name)| name.clone()).unwrap_or_default(),
            building: String::new(),
            code,
        }
    };
    let by_code: BTreeMap<String, Target> = yards.rows.iter().map(yard).map(|one| (one.code.clone(), one)).collect();
    let inner = buildings.rows.iter().filter_map(|row| {
        let yard = by_code.get(&text(buildings, row, "所属编号"))?;
        let (code, building) = (text(buildings, row, "编号"), text(buildings, row, "楼号"));
        Some(Target { code, building, yard: yard.yard.clone(), street: yard.street.clone() })
    });
    let inner: Vec<Target> = inner.collect();
    by_code.into_values().chain(inner).collect()
}

fn text(table: &Table, row: &Row, field: &str) -> String {
    table.field_idx(field).and_then(|idx| row.values[idx].to_text()).unwrap_or_default()
}

fn homophones(district: &District) -> Homophones {
    let mut found = Homophones::new();
    let names = district
        .table(layer::COURTYARDS)
        .into_iter()
        .flat_map(|table| table.rows.iter().map(|row| text(table, row, "地址") + &text(table, row, "名称")));
    // Common signs besides those of the names, so that most sounds have more than one.
    let common = "地言演喜西溪希夕息心新欣星兴行杏鱼余雨语玉育园圆元远云允运庄装左坐佐安岸按保宝堡北贝白百班板春纯";
    for sign in names.flat_map(|name| name.chars().collect::<Vec<_>>()).chain(common.chars()) {
        let Some(sound) = sign.to_pinyin() else { continue };
        let signs = found.entry(sound.plain().to_owned()).or_default();
        if !signs.contains(&sign) {
            signs.push(sign);
        }
    }
    found
}

fn homophone(text: &str, dice: &mut Dice, homophones: &Homophones) -> Option<String> {
    let signs: Vec<char> = text.chars().collect();
    let start = dice.below(2);
    let other = |at: usize| {
        let same = homophones.get(signs.get(at)?.to_pinyin()?.plain())?;
        same.iter().copied().find(|sign| *sign != signs[at]).map(|sign| (at, sign))
    };
    let (at, sign) = (start..start + 3).find_map(other)?;
    Some(signs.iter().enumerate().map(|(idx, &known)| if idx == at { sign } else { known }).collect())
}

fn wide(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_digit() { char::from_u32(c as u32 + 0xfee0).unwrap_or(c) } else { c }).collect()
}

/// Digits as numerals, read out one by one.
fn numerals(text: &str) -> String {
    let signs: Vec<char> = "零一二三四五六七八九".chars().collect();
    text.chars().map(|c| c.to_digit(10).map_or(c, |digit| signs[digit as usize])).collect()
}

/// The sound of all signs, or of the one at a position.
fn sound(text: &str, only: Option<usize>) -> String {
    let one = |(at, c): (usize, char)| match c.to_pinyin().filter(|_| only.is_none_or(|only| only == at)) {
        Some(sound) => sound.plain().to_owned(),
        None => c.to_string(),
    };
    text.chars().enumerate().map(one).collect()
}

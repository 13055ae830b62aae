//! Invented names of streets, places and people. No name of a real street or person is meant.

use std::collections::BTreeSet;

use crate::dice::Dice;
use crate::fabric::{Fabric, Node, WayClass};
use crate::plane::{dot, sub, unit};

const FIRST: &[char] = &[
    '汐', '槐', '砚', '鸥', '蓼', '苇', '岚', '杉', '栌', '绀', '霁', '澄', '芷', '桐', '墨', '箬', '翎', '棠', '帆',
    '萍', '榆', '珊', '汀', '荻', '琴', '樟', '梭', '笛', '星', '晖',
];
const SECOND: &[char] = &[
    '云', '荫', '石', '屿', '岸', '光', '波', '桥', '湾', '泉', '坡', '台', '溪', '林', '潮', '堤', '亭', '浦', '岩',
    '田', '井', '坞', '滩',
];
const YARD_FIRST: &[char] = &[
    '和', '平', '广', '永', '仁', '德', '福', '安', '泰', '同', '文', '三', '恒', '瑞', '鼎', '义', '春', '吉', '宝',
    '聚',
];
const YARD_SECOND: &[char] =
    &['顺', '兴', '裕', '康', '厚', '善', '祥', '和', '丰', '余', '庆', '源', '盛', '寿', '来', '益', '合', '成'];
const ESTATE_LAST: &[&str] = &["花园", "小区", "家园", "苑", "雅居", "公馆", "新村", "名庭"];
const SURNAMES: &[char] = &[
    '赵', '钱', '孙', '周', '吴', '郑', '冯', '陈', '褚', '卫', '蒋', '沈', '韩', '杨', '朱', '秦', '尤', '许', '何',
    '吕', '施', '张', '孔', '曹', '严', '华', '金', '魏', '陶', '姜', '戚', '谢', '邹', '喻', '柏', '水', '窦', '章',
    '苏', '潘', '葛', '范', '彭', '郎', '鲁', '韦', '昌', '马', '苗', '方',
];
const GIVEN: &[char] = &[
    '示', '范', '例', '样', '甲', '乙', '丙', '丁', '戊', '己', '庚', '辛', '壬', '癸', '子', '丑', '寅', '卯', '辰',
    '巳', '午', '未', '申', '酉', '戌', '亥',
];

/// Hands out names, each once.
pub(crate) struct Names {
    dice: Dice,
    used: BTreeSet<String>,
}

impl Names {
    pub(crate) fn new(seed: u64) -> Self {
        Names { dice: Dice::new(seed, "names"), used: BTreeSet::new() }
    }

    /// A name made by `make` that was not used yet.
    fn fresh(&mut self, make: impl Fn(&mut Dice) -> String) -> String {
        for attempt in 0.. {
            let mut name = make(&mut self.dice);
            if attempt > 60 {
                // The stock is used up: number the last one.
                name = format!("{name}{}", attempt - 60);
            }
            if self.used.insert(name.clone()) {
                return name;
            }
        }
        String::new()
    }

    /// Two characters for a place.
    pub(crate) fn place(&mut self) -> String {
        self.fresh(|dice| format!("{}{}", dice.pick(FIRST), dice.pick(SECOND)))
    }

    /// A courtyard of the lanes: 和顺里.
    pub(crate) fn yard(&mut self, prefix: &str) -> String {
        let last = ["里", "里", "里", "院", "坊"];
        self.fresh(|dice| {
            let last = *dice.pick(&last);
            format!("{prefix}{}{}{last}", dice.pick(YARD_FIRST), dice.pick(YARD_SECOND))
        })
    }

    /// A compound: 汐云花园.
    pub(crate) fn estate(&mut self) -> String {
        self.fresh(|dice| format!("{}{}{}", dice.pick(FIRST), dice.pick(SECOND), dice.pick(ESTATE_LAST)))
    }

    /// A person: a surname of the Hundred Family Surnames and two signs of the sexagenary cycle, which nobody is called.
    pub(crate) fn person(&mut self) -> String {
        self.fresh(|dice| format!("{}{}{}", dice.pick(SURNAMES), dice.pick(GIVEN), dice.pick(GIVEN)))
    }
}

/// The name of every way of the map that is a street; strokes that go straight on at a crossing share a name.
pub(crate) fn street_names(fabric: &Fabric, strokes: &[Vec<Node>], names: &mut Names) -> Vec<String> {
    let mut root: Vec<usize> = (0..fabric.ways.len()).collect();
    join_drawn(fabric, &mut root);
    join_straight(fabric, strokes, &mut root);
    let mut given: Vec<Option<String>> = vec![None; root.len()];
    (0..root.len())
        .map(|way| {
            let top = find(&mut root, way);
            if fabric.ways[top].class == WayClass::Coast {
                return String::new();
            }
            given[top].get_or_insert_with(|| street_name(fabric.ways[top].class, names)).clone()
        })
        .collect()
}

fn street_name(class: WayClass, names: &mut Names) -> String {
    let last = match class {
        WayClass::River => "河",
        WayClass::Arterial => "大道",
        WayClass::Secondary => "路",
        _ => "支路",
    };
    format!("{}{last}", names.place())
}

fn find(root: &mut [usize], i: usize) -> usize {
    let mut top = i;
    while root[top] != top {
        top = root[top];
    }
    root[i] = top;
    top
}

/// Pieces of one drawn line.
fn join_drawn(fabric: &Fabric, root: &mut [usize]) {
    let mut first: std::collections::BTreeMap<usize, usize> = std::collections::BTreeMap::new();
    for (way, stroke) in fabric.ways.iter().enumerate() {
        let top = *first.entry(stroke.street).or_insert(way);
        root[way] = top;
    }
}

/// Strokes of one class that end at one node and run on within about fifteen degrees.
fn join_straight(fabric: &Fabric, strokes: &[Vec<Node>], root: &mut [usize]) {
    let mut at: std::collections::BTreeMap<Node, Vec<(usize, bool)>> = std::collections::BTreeMap::new();
    for (way, line) in strokes.iter().enumerate().filter(|(_, line)| line.len() > 1) {
        at.entry(line[0]).or_default().push((way, true));
        at.entry(line[line.len() - 1]).or_default().push((way, false));
    }
    let leaving = |(way, start): (usize, bool)| {
        let point = |i: usize| fabric.points[strokes[way][i] as usize];
        let n = strokes[way].len();
        if start { unit(sub(point(1), point(0))) } else { unit(sub(point(n - 2), point(n - 1))) }
    };
    for list in at.values() {
        for (k, &x) in list.iter().enumerate() {
            for &y in &list[k + 1..] {
                let (a, b) = (find(root, x.0), find(root, y.0));
                let same = fabric.ways[x.0].class == fabric.ways[y.0].class;
                if a != b && same && dot(leaving(x), leaving(y)) < -0.965 {
                    root[a.max(b)] = a.min(b);
                }
            }
        }
    }
}

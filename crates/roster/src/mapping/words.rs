//! The words by which offices call columns and kinds of places.

use model::Level;

use super::Meaning;
use crate::text::{clean, compact};

const WORDS: &[(Meaning, &[&str])] = &[
    (
        Meaning::HolderCode,
        &[
            "工号",
            "编号",
            "人员编号",
            "人员编码",
            "干部编号",
            "部门编号",
            "部门编码",
            "单位编号",
            "单位编码",
            "企业编号",
            "组织编号",
            "统一社会信用代码",
            "code",
            "holder_code",
        ],
    ),
    (
        Meaning::PersonName,
        &[
            "姓名",
            "人员姓名",
            "网格员",
            "网格员姓名",
            "干部",
            "干部姓名",
            "领导",
            "领导姓名",
            "区级领导",
            "区领导",
            "包联领导",
            "包联干部",
            "联系干部",
            "街道干部",
            "楼组长",
            "楼长",
            "网格长",
            "person",
        ],
    ),
    (
        Meaning::OrganisationName,
        &[
            "名称",
            "部门",
            "部门名称",
            "单位名称",
            "结对部门",
            "包联部门",
            "结对单位",
            "公司",
            "公司名称",
            "企业",
            "企业名称",
            "物业",
            "物业公司",
            "物业企业",
            "物业服务企业",
            "物业公司名称",
            "服务企业",
            "组织名称",
            "业委会",
            "业委会名称",
            "业主委员会",
            "自管会",
            "党支部",
            "支部名称",
            "党组织",
            "党组织名称",
            "organisation",
            "name",
        ],
    ),
    (Meaning::Unit, &["单位", "工作单位", "所在单位", "所属单位", "任职单位", "unit"]),
    (Meaning::Post, &["职务", "职务职级", "职位", "岗位", "行政职务", "post"]),
    (
        Meaning::Phone,
        &["电话", "手机", "手机号", "手机号码", "联系电话", "联系方式", "电话号码", "办公电话", "phone", "mobile"],
    ),
    (Meaning::Role, &["角色", "身份", "包联角色", "人员类别", "人员类型", "role"]),
    (Meaning::Level, &["对象类别", "对象类型", "对象级别", "类别", "类型", "包联对象类别", "级别", "level"]),
    (Meaning::PlaceCode(None), &["对象编码", "对象编号", "对象代码", "包联对象编码", "地点编码", "place_code"]),
    (Meaning::PlaceName(None), &["对象", "对象名称", "包联对象", "联系对象", "地点", "place"]),
    (
        Meaning::From,
        &[
            "开始日期",
            "开始时间",
            "起始日期",
            "起始时间",
            "任职日期",
            "任职时间",
            "上岗日期",
            "上岗时间",
            "到岗日期",
            "到岗时间",
            "合同开始",
            "合同开始日期",
            "合同起始日期",
            "签约日期",
            "成立日期",
            "成立时间",
            "生效日期",
            "起",
            "from",
        ],
    ),
    (
        Meaning::To,
        &[
            "结束日期",
            "结束时间",
            "截止日期",
            "终止日期",
            "到期日期",
            "到期时间",
            "合同结束",
            "合同结束日期",
            "合同到期",
            "合同终止日期",
            "任期届满",
            "届满日期",
            "离任日期",
            "离岗日期",
            "止",
            "to",
        ],
    ),
];

/// Levels and what places of them are called, the usual word first.
const KINDS: &[(Level, &[&str])] = &[
    (Level::District, &["区", "区县"]),
    (Level::Subdistrict, &["街道"]),
    (Level::Community, &["社区"]),
    (Level::Grid, &["网格", "治理网格"]),
    (Level::Courtyard, &["楼院", "院落", "开放式楼院", "开放楼院"]),
    (Level::Compound, &["小区", "封闭小区"]),
    (Level::Site, &["专属单位", "专属网格"]),
    (Level::Building, &["楼栋", "楼号", "楼"]),
    (Level::Entrance, &["单元", "单元号"]),
];

/// What stands before the word itself in headers: 所属社区, 负责网格.
const PREFIXES: &[&str] = &["包联", "联系", "负责", "所属", "所在", "责任", "结对", "服务", "管理", "对应", "本"];

/// A header text without blanks, marks, what stands in brackets, and in small letters.
pub(super) fn bare(title: &str) -> String {
    let title = compact(title).to_lowercase();
    let mut out = String::new();
    let mut depth = 0_u32;
    for c in title.chars() {
        match c {
            '(' | '[' | '【' => depth += 1,
            ')' | ']' | '】' => depth = depth.saturating_sub(1),
            '*' | ':' | '、' | '/' | '-' => {}
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

/// What a header text means by the words that all rosters share.
pub(super) fn meaning(title: &str) -> Option<Meaning> {
    let whole = bare(title);
    let last = title.rsplit('/').next().map(bare).filter(|last| *last != whole);
    let known =
        |title: &str| exact(title).or_else(|| PREFIXES.iter().find_map(|prefix| exact(title.strip_prefix(prefix)?)));
    known(&whole).or_else(|| known(&last?))
}

fn exact(title: &str) -> Option<Meaning> {
    let listed = WORDS.iter().find(|(_, words)| words.contains(&title)).map(|(meaning, _)| meaning.clone());
    listed.or_else(|| place(title))
}

fn place(title: &str) -> Option<Meaning> {
    let code = ["编号", "编码", "代码", "_code"].iter().find_map(|end| title.strip_suffix(end));
    let name = title.strip_suffix("名称").unwrap_or(title);
    let level = level_called(code.unwrap_or(name))?;
    Some(if code.is_some() { Meaning::PlaceCode(Some(level)) } else { Meaning::PlaceName(Some(level)) })
}

/// The level that a word for a kind of places means.
pub(crate) fn level_called(word: &str) -> Option<Level> {
    let word = clean(word).to_lowercase();
    let listed = KINDS.iter().find(|(_, words)| words.contains(&word.as_str())).map(|(level, _)| *level);
    listed.or_else(|| Level::from_id(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_understood() {
        let check =
            |title: &str, id: &str| assert_eq!(meaning(title).map(|m| m.id()).unwrap_or_default(), id, "{title}");
        check("姓 名", "person-name");
        check("联系电话（手机）", "phone");
        check("网格编码", "place-code:grid");
        check("所属社区", "place-name:community");
        check("负责网格", "place-name:grid");
        check("*合同结束日期", "to");
        check("对象类别", "level");
        check("联系方式/手机", "phone");
        check("序号", "");
        check("2025年网格员名册", "");
    }
}

//! What a column means.

use model::{Row, Table, Value};

macro_rules! columns {
    ($($(#[$doc:meta])* $variant:ident => $id:literal, [$($name:literal),*],)*) => {
        /// The meaning of a column.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Column { $($(#[$doc])* $variant,)* }

        impl Column {
            /// All meanings.
            pub const ALL: &[Column] = &[$(Column::$variant,)*];

            /// The column's stable name: in projects and on the command line.
            pub fn id(self) -> &'static str {
                match self { $(Column::$variant => $id,)* }
            }

            /// Names by which offices call it, best first.
            pub fn names(self) -> &'static [&'static str] {
                match self { $(Column::$variant => &[$($name),*],)* }
            }
        }
    };
}

columns! {
    /// Official code of the feature.
    Code => "code", ["code", "编号", "编码", "楼院编号", "院落编号", "社区代码", "社区编码", "代码", "uid", "id"],
    /// Name.
    Name => "name", ["name", "名称", "楼院名称", "院落名称", "社区名称", "小区名称", "街道名称", "路名", "道路名称", "网格名称", "楼号", "楼栋号", "楼名"],
    /// Address.
    Address => "address", ["address", "地址", "详细地址", "坐落"],
    /// Community by code (or by name, where no code is given).
    Community => "community", ["community", "community_code", "社区编码", "所属社区代码", "所在社区代码", "所属社区", "所在社区", "社区"],
    /// Subdistrict.
    Subdistrict => "subdistrict", ["subdistrict", "subdistrict_code", "街道编码", "所属街道", "所在街道", "街道"],
    /// Household count.
    Households => "households", ["households", "户数", "总户数", "居民户数", "household_count"],
    /// Number of buildings.
    Buildings => "buildings", ["buildings", "楼栋数", "栋数", "楼数"],
    /// Year of construction.
    BuiltYear => "built_year", ["built_year", "建成年份", "建成年代", "建造年份"],
    /// Date or year of renovation.
    RenovatedOn => "renovated_on", ["renovated_on", "改造年份", "改造时间", "旧改年份"],
    /// Open or closed.
    Enclosure => "enclosure", ["enclosure", "围合", "围合方式", "封闭情况"],
    /// Floors of a building.
    Floors => "floors", ["floors", "层数", "楼层数", "Floor"],
    /// Class of a road.
    RoadClass => "road_class", ["road_class", "class", "道路等级", "等级", "highway", "fclass"],
    /// Grid of a courtyard, in a list.
    Grid => "grid", ["grid", "grid_code", "网格", "网格编号", "所属网格", "网格编码"],
    /// Courtyard, in a list.
    Courtyard => "courtyard", ["courtyard", "courtyard_code", "楼院", "楼院甲", "所属楼院"],
    /// Code of the courtyard, compound or site that a building belongs to.
    Within => "within", ["within", "所属编号", "所属楼院编号", "所属小区编号"],
    /// Group number, in a keep-together list.
    Group => "group", ["group", "组", "组号", "分组"],
    /// The other courtyard, in a keep-apart list.
    Other => "other", ["other", "other_courtyard", "楼院乙", "另一楼院"],
    /// What a line of the description is about.
    Item => "item", ["item", "项目"],
    /// What it says.
    Content => "content", ["content", "内容"],
}

/// Which field of a table holds what.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Columns {
    idx: Vec<(Column, usize)>,
}

impl Columns {
    /// Matches field names to meanings; the better name wins, and each field means one thing.
    pub fn guess(table: &Table) -> Self {
        let mut columns = Columns::default();
        for &column in Column::ALL {
            let taken = |idx: usize| columns.idx.iter().any(|&(_, known)| known == idx);
            let found = column.names().iter().find_map(|name| {
                let same = |field: &model::Field| field.name.trim().eq_ignore_ascii_case(name);
                table.fields.iter().position(same).filter(|&idx| !taken(idx))
            });
            if let Some(idx) = found {
                columns.idx.push((column, idx));
            }
        }
        columns
    }

    /// Says which field means what, against the guess.
    pub fn set(&mut self, column: Column, idx: usize) {
        self.idx.retain(|&(known, field)| known != column && field != idx);
        self.idx.push((column, idx));
    }

    /// The field that holds this.
    pub fn idx(&self, column: Column) -> Option<usize> {
        self.idx.iter().find(|&&(known, _)| known == column).map(|&(_, idx)| idx)
    }

    /// The meaning of a field.
    pub fn meaning(&self, idx: usize) -> Option<Column> {
        self.idx.iter().find(|&&(_, known)| known == idx).map(|&(column, _)| column)
    }

    /// The cell of a row.
    pub fn value<'a>(&self, row: &'a Row, column: Column) -> Option<&'a Value> {
        row.values.get(self.idx(column)?).filter(|value| **value != Value::Null)
    }

    /// The cell's text without surrounding blanks; `None` where there is none.
    pub fn text(&self, row: &Row, column: Column) -> Option<String> {
        let text = self.value(row, column)?.to_text()?;
        let trimmed = text.trim();
        (!trimmed.is_empty()).then(|| trimmed.to_owned())
    }

    /// The cell's number.
    pub fn number(&self, row: &Row, column: Column) -> Option<f64> {
        self.value(row, column)?.to_number()
    }
}

impl Column {
    /// The column with this stable name.
    pub fn from_id(id: &str) -> Option<Column> {
        Column::ALL.iter().copied().find(|column| column.id() == id)
    }

    /// All known names of all columns: readers use them to recognise names that a format has cut.
    pub fn known_names() -> Vec<&'static str> {
        Column::ALL.iter().flat_map(|column| column.names().iter().copied()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::FieldKind::{Int, Text};

    #[test]
    fn better_names_win_and_fields_mean_one_thing() {
        let table = Table::new("楼院", None, &[("ID", Int), ("编号", Text), ("名称", Text), ("户数", Int)]);
        let columns = Columns::guess(&table);
        assert_eq!(columns.idx(Column::Code), Some(1));
        assert_eq!(columns.idx(Column::Name), Some(2));
        assert_eq!(columns.idx(Column::Households), Some(3));
        assert_eq!(columns.meaning(0), None);
    }

    #[test]
    fn the_user_has_the_last_word() {
        let table = Table::new("楼院", None, &[("编号", Text), ("旧编号", Text)]);
        let mut columns = Columns::guess(&table);
        columns.set(Column::Code, 1);
        assert_eq!(columns.idx(Column::Code), Some(1));
        assert_eq!(columns.meaning(0), None);
    }
}

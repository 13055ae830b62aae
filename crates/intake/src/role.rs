//! What a layer is.

use model::Table;

use crate::column::{Column, Columns};

macro_rules! roles {
    ($($(#[$doc:meta])* $variant:ident => $id:literal, [$($word:literal),*],)*) => {
        /// What a layer is in the district.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Role { $($(#[$doc])* $variant,)* }

        impl Role {
            /// All roles, in the order in which a district is told: from the whole to its parts.
            pub const ALL: &[Role] = &[$(Role::$variant,)*];

            /// The role's stable name: the layer's name in a project and the word on the command line.
            pub fn id(self) -> &'static str {
                match self { $(Role::$variant => $id,)* }
            }

            /// Words that layer names of this role contain, in lower case.
            fn words(self) -> &'static [&'static str] {
                match self { $(Role::$variant => &[$($word),*],)* }
            }
        }
    };
}

roles! {
    /// The district's outline.
    District => "district", ["district", "行政区", "全区", "区县", "辖区"],
    /// Subdistricts (street offices), 街道.
    Subdistricts => "subdistricts", ["subdistrict", "街道", "jiedao"],
    /// Communities, 社区: the lines that no grid crosses.
    Communities => "communities", ["communit", "社区", "shequ"],
    /// Open courtyards, 开放式楼院: what grids are made of.
    Courtyards => "courtyards", ["courtyard", "楼院", "院落", "louyuan", "units"],
    /// Closed residential compounds, 住宅小区.
    Compounds => "compounds", ["compound", "小区", "xiaoqu"],
    /// Schools, hospitals, markets and other places with a grid of their own, 专属网格.
    Exclusive => "exclusive", ["exclusive", "专属", "单位"],
    /// Buildings, 楼栋.
    Buildings => "buildings", ["building", "楼栋", "建筑", "房屋"],
    /// Road centre lines with classes, 道路.
    Roads => "roads", ["road", "street_lines", "道路", "路网"],
    /// Water: sea, streams, ponds.
    Water => "water", ["water", "水系", "水体", "河流", "海域"],
    /// Walls and fences, 围墙.
    Walls => "walls", ["wall", "围墙", "fence"],
    /// Parks, squares, sea front, 绿地广场.
    Green => "green", ["green", "park", "绿地", "公园", "广场"],
    /// Courtyards that must share a grid.
    KeepTogether => "keep-together", ["keep-together", "keep_together", "同网格", "同格", "不拆"],
    /// Courtyards that must not share a grid.
    KeepApart => "keep-apart", ["keep-apart", "keep_apart", "分网格", "分格", "不合"],
    /// An existing courtyard → grid list, 归属表.
    Membership => "membership", ["membership", "归属", "归格", "对照", "grid_list", "reference"],
    /// What the data set is: its name, its date, its nature.
    About => "about", ["about", "说明"],
}

impl Role {
    /// The role with this stable name.
    pub fn from_id(id: &str) -> Option<Role> {
        Role::ALL.iter().copied().find(|role| role.id() == id)
    }

    /// What a layer probably is, from its name and, where the name tells nothing, from its columns.
    pub fn guess(table: &Table, file: &str) -> Option<Role> {
        let spatial = table.rows.iter().any(|row| row.geometry.is_some());
        let by_name = |name: &str| {
            let name = name.to_lowercase();
            let longest = |role: &Role| role.words().iter().filter(|&&word| name.contains(word)).map(|w| w.len()).max();
            // The longest word wins; among equals the earlier role.
            let mut best: Option<(usize, Role)> = None;
            for role in Role::ALL {
                // A list of street cadres is no layer of streets, and a layer of shapes is no list.
                if role.is_list() == spatial {
                    continue;
                }
                if let Some(length) = longest(role)
                    && best.is_none_or(|(known, _)| length > known)
                {
                    best = Some((length, *role));
                }
            }
            best.map(|(_, role)| role)
        };
        by_name(&table.name).or_else(|| by_name(file)).or_else(|| Role::by_columns(table))
    }

    fn by_columns(table: &Table) -> Option<Role> {
        let columns = Columns::guess(table);
        let has = |column| columns.idx(column).is_some();
        let spatial = table.rows.iter().any(|row| row.geometry.is_some());
        if has(Column::Households) && spatial {
            return Some(Role::Courtyards);
        }
        let names_courtyards =
            |field: &model::Field| field.name == "楼院编号" || Column::Courtyard.names().contains(&field.name.as_str());
        if has(Column::Grid) && table.fields.iter().any(names_courtyards) && !spatial {
            return Some(Role::Membership);
        }
        None
    }

    /// Whether features of this role are areas.
    pub fn is_areal(self) -> bool {
        matches!(
            self,
            Role::District
                | Role::Subdistricts
                | Role::Communities
                | Role::Courtyards
                | Role::Compounds
                | Role::Exclusive
                | Role::Buildings
                | Role::Green
        )
    }

    /// Whether features of this role are lines.
    pub fn is_linear(self) -> bool {
        matches!(self, Role::Roads | Role::Walls)
    }

    /// Whether rows of this role need no geometry.
    pub fn is_list(self) -> bool {
        matches!(self, Role::KeepTogether | Role::KeepApart | Role::Membership | Role::About)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::FieldKind;

    #[test]
    fn names_tell_the_role() {
        let check = |name: &str, expect: Option<Role>| {
            let mut table = Table::new(name, None, &[]);
            table.push(Some(geo_types::Geometry::Point(geo_types::Point::new(0.0, 0.0))), vec![]);
            assert_eq!(Role::guess(&table, ""), expect, "{name}");
        };
        check("楼院", Some(Role::Courtyards));
        check("courtyards_2025", Some(Role::Courtyards));
        check("社区界线", Some(Role::Communities));
        check("街道", Some(Role::Subdistricts));
        check("道路中心线", Some(Role::Roads));
        check("住宅小区", Some(Role::Compounds));
        check("subdistricts", Some(Role::Subdistricts));
        check("图层1", None);
    }

    #[test]
    fn lists_of_people_are_no_layers() {
        let check = |name: &str, expect: Option<Role>| {
            assert_eq!(Role::guess(&Table::new(name, None, &[]), ""), expect, "{name}");
        };
        check("街道干部", None);
        check("须同格", Some(Role::KeepTogether));
        check("参考归格", Some(Role::Membership));
    }

    #[test]
    fn columns_tell_where_names_do_not() {
        let mut table = Table::new("图层1", None, &[("编号", FieldKind::Text), ("户数", FieldKind::Int)]);
        let point = geo_types::Geometry::Point(geo_types::Point::new(0.0, 0.0));
        table.push(Some(point), vec!["1".into(), 3.into()]);
        assert_eq!(Role::guess(&table, "x.shp"), Some(Role::Courtyards));
    }
}

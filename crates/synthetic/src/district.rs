//! The district as tables, in the working CRS.

use geo_types::{Coord, Geometry, LineString, MultiLineString, Polygon};
use model::{FieldKind, Table, Value};

use crate::plane::Pt;

/// Remark in every row of every layer.
pub const REMARK: &str = "虚构数据 synthetic";

/// Names of the layers and sheets.
pub mod layer {
    /// The district's outline.
    pub const DISTRICT: &str = "行政区";
    /// Subdistricts.
    pub const SUBDISTRICTS: &str = "街道";
    /// Communities.
    pub const COMMUNITIES: &str = "社区";
    /// Open courtyards.
    pub const COURTYARDS: &str = "楼院";
    /// Closed compounds.
    pub const COMPOUNDS: &str = "封闭小区";
    /// Schools, hospitals, markets, wharves and the like.
    pub const SITES: &str = "专属单位";
    /// Buildings.
    pub const BUILDINGS: &str = "建筑";
    /// Street and lane centre lines.
    pub const ROADS: &str = "道路";
    /// Walls with their gates left open.
    pub const WALLS: &str = "围墙";
    /// Sea, river, ponds.
    pub const WATER: &str = "水系";
    /// Hills, parks, squares, beaches.
    pub const GREENS: &str = "绿地广场";
    /// Courtyard → grid, the reference list.
    pub const REFERENCE: &str = "参考归格";
    /// Pairs of courtyards that are to stay in one grid.
    pub const KEEP_TOGETHER: &str = "须同格";
    /// Pairs of courtyards that are to stay in different grids.
    pub const KEEP_APART: &str = "须分格";
    /// All grids with their kind.
    pub const GRIDS: &str = "网格";
    /// What is known about the grids of open courtyards.
    pub const COVERAGE: &str = "网格覆盖";
    /// Property owners' committees.
    pub const COMMITTEES: &str = "业主委员会";
    /// Property services, by package and firm.
    pub const PROPERTY: &str = "物业服务";
    /// District leaders.
    pub const LEADERS: &str = "区领导";
    /// Which leader covers which community.
    pub const LEADER_COVER: &str = "领导包联";
    /// Street cadres.
    pub const CADRES: &str = "街道干部";
    /// Which cadre covers which compound or grid.
    pub const CADRE_COVER: &str = "干部包联";
    /// Grid workers.
    pub const WORKERS: &str = "网格员";
    /// Departments.
    pub const DEPARTMENTS: &str = "部门";
    /// Which department covers which community.
    pub const DEPARTMENT_COVER: &str = "部门包联";
    /// What this data set is.
    pub const ABOUT: &str = "说明";
}

/// An invented district.
#[derive(Debug, Clone, PartialEq)]
pub struct District {
    /// The seed it came from.
    pub seed: u64,
    /// Its invented name.
    pub name: String,
    /// Layers and rosters; geometries x first in the CGCS2000 3-degree zone of 120° E, on the millimetre lattice.
    pub tables: Vec<Table>,
}

impl District {
    /// A table by its name in [`layer`].
    pub fn table(&self, name: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.name == name)
    }

    pub(crate) fn table_mut(&mut self, name: &str) -> Option<&mut Table> {
        self.tables.iter_mut().find(|table| table.name == name)
    }
}

/// Millimetres from the CRS's origin to the local one.
const ORIGIN: [i64; 2] = [521_400_000, 3_988_200_000];

pub(crate) fn coord(p: Pt) -> Coord<f64> {
    let at = |k: usize| (ORIGIN[k] + (p[k] * 1000.0).round() as i64) as f64 / 1000.0;
    Coord { x: at(0), y: at(1) }
}

fn ring(points: &[Pt]) -> LineString<f64> {
    let mut line: Vec<Coord<f64>> = points.iter().map(|&p| coord(p)).collect();
    line.dedup();
    line.extend(line.first().copied());
    LineString::new(line)
}

/// Polygon from an outer ring and holes.
pub(crate) fn polygon(outer: &[Pt], holes: &[Vec<Pt>]) -> Geometry<f64> {
    Geometry::Polygon(Polygon::new(ring(outer), holes.iter().map(|hole| ring(hole)).collect()))
}

pub(crate) fn line(points: &[Pt]) -> Geometry<f64> {
    Geometry::LineString(line_string(points))
}

fn line_string(points: &[Pt]) -> LineString<f64> {
    let mut line: Vec<Coord<f64>> = points.iter().map(|&p| coord(p)).collect();
    line.dedup();
    LineString::new(line)
}

pub(crate) fn lines(parts: &[Vec<Pt>]) -> Geometry<f64> {
    match parts {
        [one] => line(one),
        many => Geometry::MultiLineString(MultiLineString::new(many.iter().map(|part| line_string(part)).collect())),
    }
}

pub(crate) fn spatial(name: &str, fields: &[(&str, FieldKind)]) -> Table {
    let mut all = fields.to_vec();
    all.push(("备注", FieldKind::Text));
    Table::new(name, crs(), &all)
}

pub(crate) fn sheet(name: &str, fields: &[(&str, FieldKind)]) -> Table {
    let mut all = fields.to_vec();
    all.push(("备注", FieldKind::Text));
    Table::new(name, None, &all)
}

/// Appends a row with the remark.
pub(crate) fn put(table: &mut Table, geometry: Option<Geometry<f64>>, mut values: Vec<Value>) {
    values.push(REMARK.into());
    table.push(geometry, values);
}

/// The working system of the district's longitude.
pub(crate) fn crs() -> Option<crs::Crs> {
    crs::Crs::cgcs2000_3_degree(120)
}

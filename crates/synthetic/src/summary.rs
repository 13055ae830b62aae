//! Counts of a district, taken from its rows.

use geo::Area;
use model::{Table, Value};

use crate::district::{District, layer};

/// Counts of a district.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// Rows of each table, in the order of the tables.
    pub rows: Vec<(String, usize)>,
    /// Area of the district, km².
    pub area_km2: f64,
    /// Households of open courtyards.
    pub courtyard_households: i64,
    /// Households of closed compounds.
    pub compound_households: i64,
    /// Least, mean and greatest area of a courtyard, m².
    pub courtyard_area_m2: [f64; 3],
    /// Renovated grids that have a committee, that have property services, and grids of which it is unknown.
    pub coverage: [usize; 3],
}

/// Counts a district.
pub fn summary(district: &District) -> Summary {
    let areas: Vec<f64> = areas(district.table(layer::COURTYARDS));
    let total: f64 = areas.iter().sum();
    Summary {
        rows: district.tables.iter().map(|table| (table.name.clone(), table.rows.len())).collect(),
        area_km2: self::areas(district.table(layer::DISTRICT)).iter().sum::<f64>() / 1e6,
        courtyard_households: sum(district.table(layer::COURTYARDS), "户数"),
        compound_households: sum(district.table(layer::COMPOUNDS), "户数"),
        courtyard_area_m2: [
            areas.iter().copied().fold(f64::INFINITY, f64::min),
            total / areas.len().max(1) as f64,
            areas.iter().copied().fold(0.0, f64::max),
        ],
        coverage: [("业委会", "有"), ("物业", "有"), ("业委会", "未知")]
            .map(|(field, text)| count(district.table(layer::COVERAGE), field, text)),
    }
}

fn areas(table: Option<&Table>) -> Vec<f64> {
    table.into_iter().flat_map(|t| &t.rows).filter_map(|row| row.geometry.as_ref()).map(Area::unsigned_area).collect()
}

fn cells<'a>(table: Option<&'a Table>, field: &str) -> impl Iterator<Item = &'a Value> {
    let idx = table.and_then(|t| t.field_idx(field));
    table.into_iter().flat_map(|t| &t.rows).filter_map(move |row| row.values.get(idx?))
}

fn sum(table: Option<&Table>, field: &str) -> i64 {
    cells(table, field).filter_map(|value| if let Value::Int(n) = value { Some(*n) } else { None }).sum()
}

fn count(table: Option<&Table>, field: &str, text: &str) -> usize {
    cells(table, field).filter(|value| matches!(value, Value::Text(t) if t == text)).count()
}

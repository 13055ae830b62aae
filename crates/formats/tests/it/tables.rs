//! Tables to write and compare.

use crs::Crs;
use formats::{Bundle, Format, ReadOptions, Reading, WriteOptions, Written, read, write};
use geo::{Area, MapCoords};
use geo_types::{Coord, Geometry, LineString, MultiPolygon, Polygon};
use model::{FieldKind, Table, Value};

/// A square of `side` metres with its lower left corner at `x`, `y`.
pub(crate) fn square(x: f64, y: f64, side: f64) -> LineString<f64> {
    let corners = [(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)];
    LineString(corners.map(|(x, y)| Coord { x, y }).to_vec())
}

/// Everything that formats get wrong: rare characters, nulls beside empty texts, long codes, holes, several parts.
pub(crate) fn tricky() -> Table {
    let (x, y) = (525_305.123, 3_990_168.457);
    let with_hole = Polygon::new(square(x, y, 100.0), vec![square(x + 10.0, y + 10.0, 20.5)]);
    let beside = Polygon::new(square(x + 200.0, y, 33.333), vec![]);
    let two = MultiPolygon(vec![with_hole.clone(), beside.clone()]);
    let fields = [
        ("编码", FieldKind::Text),
        ("名称", FieldKind::Text),
        ("户数", FieldKind::Int),
        ("面积", FieldKind::Real),
        ("封闭", FieldKind::Bool),
        ("建成日期", FieldKind::Date),
    ];
    let mut table = Table::new("院落", Some(Crs::Epsg(4549)), &fields);
    let text = |text: &str| Value::Text(text.to_owned());
    table.push(
        Some(Geometry::Polygon(with_hole)),
        vec![
            text("00370202001002003004"),
            text("云霄路㙟𠀀号院"),
            Value::Int(120),
            Value::Real(1_234.5),
            Value::Bool(true),
            Value::Date("1987-10-01".into()),
        ],
    );
    table.push(
        Some(Geometry::MultiPolygon(two)),
        vec![text("A-7"), text(""), Value::Int(-3), Value::Real(1.0 / 3.0), Value::Bool(false), Value::Null],
    );
    table.push(
        Some(Geometry::Polygon(beside)),
        vec![text("0"), Value::Null, Value::Null, Value::Null, Value::Null, Value::Date("2024-02-29".into())],
    );
    table.push(
        None,
        vec![
            text("12345678901234567890"),
            text("含,逗号\"引号\"；分号"),
            Value::Int(9_007_199_254_740_993),
            Value::Real(-1e-7),
            Value::Bool(true),
            Value::Null,
        ],
    );
    table
}

/// Writes and hands the files back.
pub(crate) fn written(table: &Table, format: Format, options: &WriteOptions) -> Written {
    write(std::slice::from_ref(table), format, options).unwrap_or_else(|fault| panic!("{format:?}: {fault}"))
}

/// Reads a bundle that must hold one table.
pub(crate) fn only_table(bundle: &Bundle, options: &ReadOptions) -> (Table, Reading) {
    let mut reading = read(bundle, options);
    assert_eq!(reading.tables.len(), 1, "{:?}", reading.findings);
    (reading.tables.remove(0), reading)
}

/// What differs between formats without being a loss: single and multi parts, ring directions and first vertices.
pub(crate) fn assert_same_shape(a: &Option<Geometry<f64>>, b: &Option<Geometry<f64>>, tolerance: f64) {
    match (a, b) {
        (None, None) => {}
        (Some(a), Some(b)) => {
            let (area_a, area_b) = (a.unsigned_area(), b.unsigned_area());
            let allowed = if tolerance == 0.0 { 1e-12 } else { 1e-6 };
            assert!((area_a - area_b).abs() <= area_a * allowed, "{area_a} {area_b}");
            assert_eq!(corners(a, tolerance), corners(b, tolerance));
        }
        (a, b) => panic!("{a:?} against {b:?}"),
    }
}

/// The rounded vertices as a sorted set.
fn corners(geometry: &Geometry<f64>, tolerance: f64) -> Vec<(i64, i64)> {
    use geo::CoordsIter;
    let scale = if tolerance == 0.0 { 1e6 } else { 1.0 / tolerance };
    let rounded = geometry.map_coords(|c| Coord { x: (c.x * scale).round(), y: (c.y * scale).round() });
    let mut corners: Vec<_> = rounded.coords_iter().map(|c| (c.x as i64, c.y as i64)).collect();
    corners.sort_unstable();
    corners.dedup();
    corners
}

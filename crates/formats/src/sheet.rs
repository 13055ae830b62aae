//! What CSV and workbooks have in common: a header, cells, and geometry as WKT or in coordinate columns.

use std::str::FromStr;

use crs::Crs;
use geo_types::{Coord, Geometry, LineString, Point, Polygon};
use model::{Field, FieldKind, Row, Table, Value};
use wkt::{ToWkt, Wkt};

use crate::{
    columns::{settle, settle_column, unique_names},
    geometry::GeometryFault,
    notes::Notes,
    reference,
};

/// Rows under a header.
#[derive(Debug, Default)]
pub(crate) struct Sheet {
    pub(crate) names: Vec<String>,
    /// Kinds that a file beside the table declares; `None` where cells decide.
    pub(crate) kinds: Vec<Option<FieldKind>>,
    pub(crate) rows: Vec<Row>,
}

/// Name of the column that geometry is written to.
pub(crate) const WKT_COLUMN: &str = "WKT";

/// Where the geometry stands.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Source {
    /// A WKT column, and columns that carry on where a cell is full.
    Wkt(Vec<usize>),
    /// Easting or longitude, northing or latitude.
    Coordinates {
        x: usize,
        y: usize,
    },
    None,
}

/// The table of a sheet; `declared` is the CRS that stands beside it.
pub(crate) fn into_table(name: String, mut sheet: Sheet, declared: Option<Crs>, notes: &mut Notes<'_>) -> Table {
    let mut names = unique_names(std::mem::take(&mut sheet.names));
    sheet.rows.iter_mut().for_each(|row| row.values.resize(names.len(), Value::Null));
    let source = source(&names, &sheet.rows);
    let mut crs = declared;
    match &source {
        Source::Wkt(columns) => {
            let by_srid = read_wkt(columns, &mut sheet.rows, notes);
            crs = crs.or_else(|| reference::declared(&format!("EPSG:{}", by_srid?), notes));
            // From the last column, so that the places of the others stay true.
            for &column in columns.iter().rev() {
                names.remove(column);
                sheet.kinds.truncate(names.len() + 1);
                if column < sheet.kinds.len() {
                    sheet.kinds.remove(column);
                }
                sheet.rows.iter_mut().for_each(|row| drop(row.values.remove(column)));
            }
        }
        Source::Coordinates { x, y } => read_coordinates(&names, *x, *y, &mut sheet.rows, notes),
        Source::None => {}
    }
    if crs.is_none() && source != Source::None {
        notes.crs_missing();
    }
    let mut fields = settle(names, &mut sheet.rows);
    for (at, kind) in sheet.kinds.iter().enumerate().take(fields.len()) {
        fields[at].kind = kind.map_or(fields[at].kind, |kind| bring(kind, at, &fields[at], &mut sheet.rows));
    }
    Table { name, crs, fields, rows: sheet.rows }
}

/// A declared kind, where every cell agrees with it; otherwise what the cells are.
fn bring(declared: FieldKind, at: usize, field: &Field, rows: &mut [Row]) -> FieldKind {
    let fits = |value: &Value| match value {
        Value::Null => true,
        Value::Bool(_) => matches!(declared, FieldKind::Bool | FieldKind::Text),
        Value::Int(_) => matches!(declared, FieldKind::Int | FieldKind::Real | FieldKind::Text),
        Value::Real(_) => matches!(declared, FieldKind::Real | FieldKind::Text),
        Value::Text(_) => declared == FieldKind::Text,
        Value::Date(_) => matches!(declared, FieldKind::Date | FieldKind::Text),
    };
    if !rows.iter().all(|row| fits(&row.values[at])) {
        return field.kind;
    }
    for row in rows.iter_mut() {
        match (declared, &row.values[at]) {
            (FieldKind::Real, Value::Int(whole)) => row.values[at] = Value::Real(*whole as f64),
            (FieldKind::Text, value) => row.values[at] = value.to_text().map_or(Value::Null, Value::Text),
            _ => {}
        }
    }
    if declared == FieldKind::Text { FieldKind::Text } else { settle_column(rows, at, declared) }
}

const WKT_NAMES: &[&str] = &["wkt", "wkt_geom", "geom", "geometry", "the_geom", "shape", "几何", "图形", "空间信息"];
const X_NAMES: &[&str] = &[
    "x",
    "lon",
    "lng",
    "long",
    "longitude",
    "经度",
    "easting",
    "east",
    "东坐标",
    "东向坐标",
    "横坐标",
    "point_x",
    "x_coord",
    "xcoord",
];
const Y_NAMES: &[&str] = &[
    "y",
    "lat",
    "latitude",
    "纬度",
    "northing",
    "north",
    "北坐标",
    "北向坐标",
    "纵坐标",
    "point_y",
    "y_coord",
    "ycoord",
];

fn source(names: &[String], rows: &[Row]) -> Source {
    let plain: Vec<String> = names.iter().map(|name| name.trim().to_lowercase()).collect();
    let first_text = |column: usize| {
        rows.iter().take(1000).find_map(|row| match &row.values[column] {
            Value::Text(text) if !text.trim().is_empty() => Some(text.as_str()),
            _ => None,
        })
    };
    let is_wkt = |column: &usize| match first_text(*column) {
        Some(text) => looks_like_wkt(text),
        None => plain[*column] == "wkt",
    };
    let named = (0..names.len()).filter(|&column| WKT_NAMES.contains(&plain[column].as_str())).find(is_wkt);
    if let Some(first) = named.or_else(|| (0..names.len()).find(is_wkt)) {
        let next = |part: usize| names.iter().position(|name| *name == format!("{}_{part}", names[first]));
        let mut columns: Vec<usize> = std::iter::once(first).chain((2..).map_while(next)).collect();
        columns.sort_unstable();
        return Source::Wkt(columns);
    }
    let find = |known: &[&str]| known.iter().find_map(|&known| plain.iter().position(|name| name == known));
    match (find(X_NAMES), find(Y_NAMES)) {
        (Some(x), Some(y)) => Source::Coordinates { x, y },
        _ => Source::None,
    }
}

fn looks_like_wkt(text: &str) -> bool {
    let text = text.trim_start().to_ascii_uppercase();
    let text = text.strip_prefix("SRID=").and_then(|rest| rest.split_once(';')).map_or(&text[..], |(_, rest)| rest);
    let word: String = text.trim_start().chars().take_while(char::is_ascii_alphabetic).collect();
    let kinds =
        ["POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON", "GEOMETRYCOLLECTION"];
    kinds
        .iter()
        .any(|kind| word == *kind || word.strip_prefix(kind).is_some_and(|rest| ["Z", "M", "ZM"].contains(&rest)))
}

/// Reads the geometries; gives the SRID of the first that names one.
fn read_wkt(columns: &[usize], rows: &mut [Row], notes: &mut Notes<'_>) -> Option<u32> {
    let mut srid = None;
    for row in rows {
        let cell = |&column: &usize| row.values[column].to_text();
        let text: String = columns.iter().filter_map(cell).collect();
        let body = match text.split_once(';') {
            Some((head, body)) if head.to_ascii_uppercase().starts_with("SRID=") => {
                srid = srid.or_else(|| head[5..].trim().parse().ok());
                body
            }
            _ => &text,
        };
        let read = if body.trim().is_empty() { Ok(None) } else { parse_wkt(body, row.number, notes) };
        row.geometry = notes.geometry(row.number, read);
    }
    srid
}

/// Reads WKT; `EMPTY` is null.
fn parse_wkt(text: &str, row: usize, notes: &mut Notes<'_>) -> Result<Option<Geometry<f64>>, GeometryFault> {
    // The parser recurses into collections: depth is bounded before it starts.
    let deepest = text.bytes().scan(0_i32, |depth, byte| {
        *depth += i32::from(byte == b'(') - i32::from(byte == b')');
        Some(*depth)
    });
    if deepest.max().unwrap_or(0) > 12 {
        return Err(GeometryFault::Malformed("collections nested too deeply".into()));
    }
    let malformed = |fault: &dyn std::fmt::Display| GeometryFault::Malformed(fault.to_string());
    let parsed = Wkt::<f64>::from_str(text.trim()).map_err(|fault| malformed(&fault))?;
    if text.trim_end().to_ascii_uppercase().ends_with("EMPTY") {
        return Ok(None);
    }
    match &parsed {
        Wkt::Polygon(polygon) => name_open_rings(polygon, row, notes),
        Wkt::MultiPolygon(many) => many.polygons().iter().for_each(|polygon| name_open_rings(polygon, row, notes)),
        _ => {}
    }
    Geometry::try_from(parsed).map(Some).map_err(|fault| malformed(&fault))
}

/// Turning into a polygon closes rings: what was open is told first.
fn name_open_rings(polygon: &wkt::types::Polygon<f64>, row: usize, notes: &mut Notes<'_>) {
    for ring in polygon.rings() {
        let coord = |at: &wkt::types::Coord<f64>| Coord { x: at.x, y: at.y };
        let line = LineString(ring.coords().iter().map(coord).collect());
        let _: Polygon<f64> = crate::geometry::polygon(vec![line], row, notes);
    }
}

fn read_coordinates(names: &[String], x: usize, y: usize, rows: &mut [Row], notes: &mut Notes<'_>) {
    for row in rows {
        let number = |column: usize| row.values[column].to_number();
        let empty = |column: usize| row.values[column].to_text().is_none_or(|text| text.trim().is_empty());
        match (number(x), number(y)) {
            (Some(east), Some(north)) => {
                let point = Geometry::Point(Point::new(east, north));
                row.geometry = notes.geometry(row.number, Ok(Some(point)));
            }
            _ if empty(x) && empty(y) => {}
            (east, _) => {
                let column = if east.is_none() { x } else { y };
                let seen = row.values[column].to_text().unwrap_or_default();
                notes.value_invalid(row.number, &names[column], &seen, "525305.12");
            }
        }
    }
}

/// The WKT of a geometry, every digit written.
pub(crate) fn to_wkt(geometry: &Geometry<f64>) -> String {
    geometry.to_wkt().to_string()
}

/// A column name for the geometry that no field has.
pub(crate) fn free_wkt_name(table: &Table) -> String {
    let taken = |name: &str| table.fields.iter().any(|field| field.name.eq_ignore_ascii_case(name));
    let mut names = std::iter::once(WKT_COLUMN.to_owned()).chain((1..).map(|number| format!("WKT_GEOM{number}")));
    names.find(|name| !taken(name)).unwrap_or_else(|| WKT_COLUMN.to_owned())
}

/// Whether a text is a whole number that a spreadsheet has turned into powers of ten: `3.70202E+17`.
pub(crate) fn is_scientific_code(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.trim().split_once(['E', 'e']) else { return false };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let whole = mantissa.split_once('.').map_or(digits(mantissa), |(a, b)| digits(a) && digits(b));
    let exponent = exponent.strip_prefix('+').unwrap_or(exponent);
    whole && digits(exponent) && exponent.parse::<u32>().is_ok_and(|exponent| (11..40).contains(&exponent))
}

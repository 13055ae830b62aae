//! Shapes in CQL2 text (well-known text), read into GeoJSON.

use serde_json::{Value, json};

use super::text::Reader;
use crate::problem::Problem;

/// Names of shapes with their GeoJSON names, and how deep their coordinates are nested.
const SHAPES: [(&str, &str, usize); 6] = [
    ("point", "Point", 0),
    ("linestring", "LineString", 1),
    ("polygon", "Polygon", 2),
    ("multipoint", "MultiPoint", 1),
    ("multilinestring", "MultiLineString", 2),
    ("multipolygon", "MultiPolygon", 3),
];

/// Whether a name begins a shape.
pub(super) fn is_shape(name: &str) -> bool {
    SHAPES.iter().any(|(known, ..)| name.eq_ignore_ascii_case(known))
}

/// Reads a shape whose name has been read.
pub(super) fn read(reader: &mut Reader<'_>, name: &str) -> Result<Value, Problem> {
    let found = SHAPES.iter().find(|(known, ..)| name.eq_ignore_ascii_case(known));
    let Some((_, kind, depth)) = found else { return Err(reader.wrong("POLYGON")) };
    let _ = reader.takes_word("z");
    reader.needs("(")?;
    let coordinates = if *depth == 0 {
        let point = position(reader)?;
        reader.needs(")")?;
        point
    } else {
        nested(reader, *depth)?
    };
    Ok(json!({ "type": kind, "coordinates": coordinates }))
}

/// Lists in lists; the opening parenthesis has been read.
fn nested(reader: &mut Reader<'_>, depth: usize) -> Result<Value, Problem> {
    let one = |reader: &mut Reader<'_>| {
        let opened = reader.takes("(");
        match (depth, opened) {
            (1, false) => position(reader),
            // Each point of a multipoint may have parentheses of its own.
            (1, true) => position(reader).and_then(|point| reader.needs(")").map(|()| point)),
            (_, true) => nested(reader, depth - 1),
            (_, false) => Err(reader.wrong("(")),
        }
    };
    reader.list(one).map(Value::Array)
}

fn position(reader: &mut Reader<'_>) -> Result<Value, Problem> {
    let numbers: Vec<f64> = std::iter::from_fn(|| reader.takes_number()).take(3).collect();
    if numbers.len() < 2 { Err(reader.wrong("x y")) } else { Ok(json!(numbers)) }
}

//! One feature: geometry and properties from their raw text.

use std::borrow::Cow;

use geo_types::{
    Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon,
};
use model::Value;
use serde::de::{Deserializer, IgnoredAny, SeqAccess, Visitor};
use serde::{Deserialize, de};
use serde_json::value::RawValue;

use super::parse::Members;
use crate::{columns::is_date, geometry::GeometryFault, notes::Notes};

const MAX_DEPTH: usize = 8;

/// A feature with its members still raw.
#[derive(Deserialize)]
pub(super) struct Feature<'a> {
    #[serde(default, borrow, rename = "type")]
    pub(super) kind: Option<Cow<'a, str>>,
    #[serde(default, borrow)]
    pub(super) id: Option<&'a RawValue>,
    #[serde(default, borrow)]
    pub(super) geometry: Option<&'a RawValue>,
    #[serde(default, borrow)]
    pub(super) properties: Option<Members<'a>>,
    #[serde(default, borrow)]
    coordinates: Option<&'a RawValue>,
    #[serde(default, borrow)]
    geometries: Option<&'a RawValue>,
}

impl Feature<'_> {
    /// Whether the object is a bare geometry.
    pub(super) fn is_geometry(&self) -> bool {
        self.coordinates.is_some() || self.geometries.is_some()
    }
}

/// The value of a property: nested objects and lists stay as their JSON text, whole numbers beyond 64 bits as digits.
pub(super) fn value(raw: &RawValue) -> Value {
    let text = raw.get();
    match text.as_bytes().first() {
        Some(b'"') => match serde_json::from_str::<String>(text) {
            Ok(text) if is_date(&text) => Value::Date(text),
            Ok(text) => Value::Text(text),
            Err(_) => Value::Text(text.to_owned()),
        },
        Some(b't') => Value::Bool(true),
        Some(b'f') => Value::Bool(false),
        Some(b'n') | None => Value::Null,
        Some(b'{' | b'[') => Value::Text(text.to_owned()),
        Some(_) => number(text),
    }
}

fn number(text: &str) -> Value {
    if let Ok(whole) = text.parse::<i64>() {
        return Value::Int(whole);
    }
    let real = text.parse::<f64>().ok().filter(|real| real.is_finite() && text.contains(['.', 'e', 'E']));
    real.map_or_else(|| Value::Text(text.to_owned()), Value::Real)
}

#[derive(Deserialize)]
struct RawGeometry<'a> {
    #[serde(borrow, rename = "type")]
    kind: Cow<'a, str>,
    #[serde(default, borrow)]
    coordinates: Option<&'a RawValue>,
    #[serde(default, borrow)]
    geometries: Option<Vec<&'a RawValue>>,
}

/// Reads a geometry object.
pub(super) fn geometry(raw: &str, row: usize, notes: &mut Notes<'_>) -> Result<Option<Geometry<f64>>, GeometryFault> {
    nested(raw, row, notes, 0)
}

fn nested(raw: &str, row: usize, notes: &mut Notes<'_>, depth: usize) -> Result<Option<Geometry<f64>>, GeometryFault> {
    if depth > MAX_DEPTH {
        return Err(GeometryFault::Malformed("collections nested too deeply".into()));
    }
    let parsed: RawGeometry<'_> = parse(raw)?;
    if parsed.kind == "GeometryCollection" {
        let mut parts = Vec::new();
        for part in parsed.geometries.unwrap_or_default() {
            parts.extend(nested(part.get(), row, notes, depth + 1)?);
        }
        return Ok(Some(Geometry::GeometryCollection(GeometryCollection(parts))));
    }
    let Some(coordinates) = parsed.coordinates else {
        return Err(GeometryFault::Malformed("no coordinates".into()));
    };
    plain(&parsed.kind, coordinates.get(), row, notes)
}

fn plain(kind: &str, text: &str, row: usize, notes: &mut Notes<'_>) -> Result<Option<Geometry<f64>>, GeometryFault> {
    Ok(Some(match kind {
        "Point" if text.len() == 2 => return Ok(None),
        "Point" => Geometry::Point(Point(parse::<Position>(text)?.0)),
        "MultiPoint" => {
            Geometry::MultiPoint(MultiPoint(parse::<Vec<Position>>(text)?.into_iter().map(|at| Point(at.0)).collect()))
        }
        "LineString" => Geometry::LineString(parse::<Line>(text)?.0),
        "MultiLineString" => {
            let lines = parse::<Vec<Line>>(text)?;
            Geometry::MultiLineString(MultiLineString(lines.into_iter().map(|line| line.0).collect()))
        }
        "Polygon" => Geometry::Polygon(polygon(parse(text)?, row, notes)),
        "MultiPolygon" => {
            let polygons = parse::<Vec<Vec<Line>>>(text)?;
            Geometry::MultiPolygon(MultiPolygon(polygons.into_iter().map(|rings| polygon(rings, row, notes)).collect()))
        }
        other => return Err(GeometryFault::Unsupported(other.chars().take(40).collect())),
    }))
}

fn polygon(rings: Vec<Line>, row: usize, notes: &mut Notes<'_>) -> Polygon<f64> {
    crate::geometry::polygon(rings.into_iter().map(|ring| ring.0).collect(), row, notes)
}

fn parse<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, GeometryFault> {
    serde_json::from_str(text).map_err(|fault| GeometryFault::Malformed(fault.to_string()))
}

/// A position: two numbers, and heights that are passed over.
struct Position(Coord<f64>);

impl<'de> Deserialize<'de> for Position {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct PositionVisitor;
        impl<'de> Visitor<'de> for PositionVisitor {
            type Value = Position;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a position of two numbers")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Position, A::Error> {
                let mut next = |at: usize| seq.next_element()?.ok_or_else(|| de::Error::invalid_length(at, &self));
                let (x, y) = (next(0)?, next(1)?);
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Position(Coord { x, y }))
            }
        }
        deserializer.deserialize_seq(PositionVisitor)
    }
}

struct Line(LineString<f64>);

impl<'de> Deserialize<'de> for Line {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct LineVisitor;
        impl<'de> Visitor<'de> for LineVisitor {
            type Value = Line;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a list of positions")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Line, A::Error> {
                let mut coords = Vec::new();
                while let Some(position) = seq.next_element::<Position>()? {
                    coords.push(position.0);
                }
                coords.shrink_to_fit();
                Ok(Line(LineString(coords)))
            }
        }
        deserializer.deserialize_seq(LineVisitor)
    }
}

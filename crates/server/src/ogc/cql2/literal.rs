//! Times and shapes of CQL2 JSON.

use geo_types::{Coord, Geometry, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon};
use jiff::Timestamp;
use model::Day;
use serde_json::Value;

/// The first moment of a time: a day in China, or an instant.
pub(super) fn moment(text: &str) -> Option<Timestamp> {
    let day = |day: Day| jiff::tz::Offset::constant(8).to_timestamp(day.at(0, 0, 0, 0)).ok();
    // A date before a timestamp: a timestamp's text is no date, but a date's text could be read as both.
    if text.len() == 10 { text.parse::<Day>().ok().and_then(day) } else { text.parse().ok() }
}

/// A GeoJSON geometry, or a box as `{"bbox": […]}`; `None` where it is neither.
pub(super) fn shape(value: &Value) -> Option<Geometry<f64>> {
    if let Some(numbers) = value["bbox"].as_array() {
        return boxed(&numbers.iter().map(Value::as_f64).collect::<Option<Vec<f64>>>()?);
    }
    let coordinates = &value["coordinates"];
    Some(match value["type"].as_str()? {
        "Point" => Geometry::Point(Point(position(coordinates)?)),
        "LineString" => Geometry::LineString(line(coordinates).filter(|line| line.0.len() > 1)?),
        "Polygon" => Geometry::Polygon(polygon(coordinates)?),
        "MultiPoint" => Geometry::MultiPoint(MultiPoint(list(coordinates, |one| position(one).map(Point))?)),
        "MultiLineString" => Geometry::MultiLineString(MultiLineString(list(coordinates, line)?)),
        "MultiPolygon" => Geometry::MultiPolygon(MultiPolygon(list(coordinates, polygon)?)),
        _ => return None,
    })
}

fn boxed(numbers: &[f64]) -> Option<Geometry<f64>> {
    let [west, south, east, north] = match *numbers {
        [west, south, east, north] | [west, south, _, east, north, _] => [west, south, east, north],
        _ => return None,
    };
    let ring = vec![(west, south), (east, south), (east, north), (west, north), (west, south)];
    (west <= east && south <= north).then(|| Geometry::Polygon(Polygon::new(ring.into(), Vec::new())))
}

fn list<T>(value: &Value, one: impl Fn(&Value) -> Option<T>) -> Option<Vec<T>> {
    value.as_array().filter(|list| !list.is_empty())?.iter().map(one).collect()
}

fn position(value: &Value) -> Option<Coord<f64>> {
    let list = value.as_array().filter(|list| (2..=3).contains(&list.len()))?;
    Some(Coord { x: list[0].as_f64()?, y: list[1].as_f64()? })
}

fn line(value: &Value) -> Option<LineString<f64>> {
    list(value, position).map(LineString)
}

fn polygon(value: &Value) -> Option<Polygon<f64>> {
    let ring = |value: &Value| line(value).filter(|ring| ring.0.len() > 3 && ring.is_closed());
    let mut rings = list(value, ring)?.into_iter();
    Some(Polygon::new(rings.next()?, rings.collect()))
}

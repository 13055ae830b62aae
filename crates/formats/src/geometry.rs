//! Small geometry work that every format needs: rings, emptiness, finite coordinates.

use geo_types::{Coord, Geometry, LineString, MultiPolygon, Polygon};
use model::Rule;

use crate::notes::Notes;

/// Why a geometry cannot be read.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub(crate) enum GeometryFault {
    #[error("the geometry ends early")]
    Truncated,
    #[error("the geometry cannot be read: {0}")]
    Malformed(String),
    #[error("geometries of type {0} are not supported")]
    Unsupported(String),
    #[error("coordinate {0}, {1} is not finite")]
    NotFinite(f64, f64),
}

impl GeometryFault {
    pub(crate) fn rule(&self) -> Rule {
        match self {
            GeometryFault::Truncated | GeometryFault::Malformed(_) => Rule::FileDamaged,
            GeometryFault::Unsupported(_) => Rule::GeometryType,
            GeometryFault::NotFinite(..) => Rule::CoordinateInvalid,
        }
    }
}

/// `None` for an empty geometry, an error for one with a coordinate that is not finite.
pub(crate) fn checked(geometry: Geometry<f64>) -> Result<Option<Geometry<f64>>, GeometryFault> {
    let (mut points, mut bad) = (0_usize, None);
    for_each_coord(&geometry, &mut |coord| {
        points += 1;
        if !(coord.x.is_finite() && coord.y.is_finite()) {
            bad.get_or_insert(coord);
        }
    });
    match bad {
        Some(coord) => Err(GeometryFault::NotFinite(coord.x, coord.y)),
        None => Ok((points > 0).then_some(geometry)),
    }
}

/// Visits every vertex.
pub(crate) fn for_each_coord(geometry: &Geometry<f64>, visit: &mut dyn FnMut(Coord<f64>)) {
    let polygon = |polygon: &Polygon<f64>, visit: &mut dyn FnMut(Coord<f64>)| {
        polygon.exterior().0.iter().copied().for_each(&mut *visit);
        polygon.interiors().iter().flat_map(|ring| ring.0.iter().copied()).for_each(&mut *visit);
    };
    match geometry {
        Geometry::Point(point) => visit(point.0),
        Geometry::Line(line) => [line.start, line.end].into_iter().for_each(visit),
        Geometry::LineString(line) => line.0.iter().copied().for_each(visit),
        Geometry::Polygon(one) => polygon(one, visit),
        Geometry::MultiPoint(points) => points.0.iter().map(|point| point.0).for_each(visit),
        Geometry::MultiLineString(lines) => lines.0.iter().flat_map(|line| line.0.iter().copied()).for_each(visit),
        Geometry::MultiPolygon(many) => many.0.iter().for_each(|one| polygon(one, visit)),
        Geometry::GeometryCollection(many) => many.0.iter().for_each(|one| for_each_coord(one, visit)),
        Geometry::Rect(rect) => polygon(&rect.to_polygon(), visit),
        Geometry::Triangle(triangle) => polygon(&triangle.to_polygon(), visit),
    }
}

/// `[min x, min y, max x, max y]`; `None` without vertices.
pub(crate) fn bounds(geometry: &Geometry<f64>) -> Option<[f64; 4]> {
    let mut found: Option<[f64; 4]> = None;
    for_each_coord(geometry, &mut |Coord { x, y }| {
        let b = found.get_or_insert([x, y, x, y]);
        *b = [b[0].min(x), b[1].min(y), b[2].max(x), b[3].max(y)];
    });
    found
}

/// The box around both.
pub(crate) fn join(a: Option<[f64; 4]>, b: Option<[f64; 4]>) -> Option<[f64; 4]> {
    match (a, b) {
        (Some(a), Some(b)) => Some([a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]),
        (a, b) => a.or(b),
    }
}

/// Twice the signed area of a closed ring, positive counter-clockwise; summed about the first vertex so that large
/// coordinates lose no digits.
pub(crate) fn signed_area2(ring: &[Coord<f64>]) -> f64 {
    let Some(origin) = ring.first() else { return 0.0 };
    let cross = |pair: &[Coord<f64>]| {
        (pair[0].x - origin.x) * (pair[1].y - origin.y) - (pair[1].x - origin.x) * (pair[0].y - origin.y)
    };
    ring.windows(2).map(cross).sum()
}

/// A polygon from its rings, the first being the outer one. Open rings are closed and named.
pub(crate) fn polygon(mut rings: Vec<LineString<f64>>, row: usize, notes: &mut Notes<'_>) -> Polygon<f64> {
    for ring in &rings {
        if let (Some(first), Some(last)) = (ring.0.first(), ring.0.last())
            && first != last
            && first.x.is_finite()
            && first.y.is_finite()
        {
            notes.ring_closed(row, [first.x, first.y]);
        }
    }
    if rings.is_empty() {
        return Polygon::new(LineString(Vec::new()), Vec::new());
    }
    let outer = rings.remove(0);
    Polygon::new(outer, rings)
}

/// Whether a point lies inside a closed ring (crossing number; points on the ring may be either).
pub(crate) fn ring_holds(ring: &[Coord<f64>], point: Coord<f64>) -> bool {
    let crosses = |pair: &&[Coord<f64>]| {
        let (a, b) = (pair[0], pair[1]);
        (a.y > point.y) != (b.y > point.y) && point.x < (b.x - a.x) * (point.y - a.y) / (b.y - a.y) + a.x
    };
    ring.windows(2).filter(crosses).count() % 2 == 1
}

/// The same geometry with outer rings counter-clockwise (`true`) or clockwise (`false`) and holes the other way.
/// Each ring keeps its first vertex.
pub(crate) fn oriented(geometry: &Geometry<f64>, counter_clockwise: bool) -> Geometry<f64> {
    let turn = |polygon: &Polygon<f64>| orient_polygon(polygon, counter_clockwise);
    match geometry {
        Geometry::Polygon(polygon) => Geometry::Polygon(turn(polygon)),
        Geometry::MultiPolygon(many) => Geometry::MultiPolygon(MultiPolygon(many.0.iter().map(turn).collect())),
        Geometry::Rect(rect) => Geometry::Polygon(turn(&rect.to_polygon())),
        Geometry::Triangle(triangle) => Geometry::Polygon(turn(&triangle.to_polygon())),
        Geometry::Line(line) => Geometry::LineString(LineString(vec![line.start, line.end])),
        Geometry::GeometryCollection(many) => Geometry::GeometryCollection(geo_types::GeometryCollection(
            many.0.iter().map(|one| oriented(one, counter_clockwise)).collect(),
        )),
        other => other.clone(),
    }
}

fn orient_polygon(polygon: &Polygon<f64>, counter_clockwise: bool) -> Polygon<f64> {
    let orient = |ring: &LineString<f64>, counter_clockwise: bool| {
        let mut ring = ring.clone();
        let area = signed_area2(&ring.0);
        if area != 0.0 && (area > 0.0) != counter_clockwise {
            ring.0.reverse();
        }
        ring
    };
    let holes = polygon.interiors().iter().map(|ring| orient(ring, !counter_clockwise)).collect();
    Polygon::new(orient(polygon.exterior(), counter_clockwise), holes)
}

/// Name of a geometry's type as OGC Simple Features spells it.
pub(crate) fn type_name(geometry: &Geometry<f64>) -> &'static str {
    match geometry {
        Geometry::Point(_) => "Point",
        Geometry::Line(_) | Geometry::LineString(_) => "LineString",
        Geometry::Polygon(_) | Geometry::Rect(_) | Geometry::Triangle(_) => "Polygon",
        Geometry::MultiPoint(_) => "MultiPoint",
        Geometry::MultiLineString(_) => "MultiLineString",
        Geometry::MultiPolygon(_) => "MultiPolygon",
        Geometry::GeometryCollection(_) => "GeometryCollection",
    }
}

/// The one type that holds all geometries of a layer: a multi type where single and multi parts mix, `Geometry` where
/// points, lines or polygons mix, `None` without geometries.
pub(crate) fn common_type<'a>(geometries: impl Iterator<Item = &'a Geometry<f64>>) -> Option<&'static str> {
    let mut common: Option<&'static str> = None;
    for geometry in geometries {
        let name = type_name(geometry);
        common = Some(match common {
            None => name,
            Some(before) if before == name => before,
            Some(before) => match before.trim_start_matches("Multi") == name.trim_start_matches("Multi") {
                true if name.starts_with("Multi") => name,
                true => before,
                false => return Some("Geometry"),
            },
        });
    }
    common
}

/// The geometry as the multi type of `layer_type` where that is one.
pub(crate) fn promoted(geometry: &Geometry<f64>, layer_type: &str) -> Geometry<f64> {
    match (geometry, layer_type) {
        (Geometry::Point(point), "MultiPoint") => Geometry::MultiPoint(vec![*point].into()),
        (Geometry::LineString(line), "MultiLineString") => {
            Geometry::MultiLineString(geo_types::MultiLineString(vec![line.clone()]))
        }
        (Geometry::Polygon(polygon), "MultiPolygon") => Geometry::MultiPolygon(MultiPolygon(vec![polygon.clone()])),
        (other, _) => other.clone(),
    }
}

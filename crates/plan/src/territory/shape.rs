//! Exact figures of a cell's ground.

use geo_types::{LineString, MultiPolygon, Polygon};
use topology::Point;

/// What plans need to know of a cell's shape.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CellShape {
    /// Twice the area, mm², exact.
    pub(crate) area2_mm2: i128,
    /// Length of all rings.
    pub(crate) perimeter_mm: f64,
    /// A point inside, metres.
    pub(crate) point: [f64; 2],
}

impl CellShape {
    /// The figures; `None` without area or with a coordinate that is off the lattice.
    pub(crate) fn of(shape: &MultiPolygon<f64>) -> Option<Self> {
        let (mut area2_mm2, mut perimeter_mm) = (0, 0.0);
        for polygon in shape {
            for (ring, sign) in rings(polygon) {
                let points: Vec<Point> =
                    ring.coords().map(|&coord| Point::from_metres(coord)).collect::<Option<_>>()?;
                area2_mm2 += sign * area2(&points).abs();
                perimeter_mm += points.windows(2).map(|side| length(side[0], side[1])).sum::<f64>();
            }
        }
        let largest = shape.iter().max_by(|a, b| area(a).total_cmp(&area(b)))?;
        (area2_mm2 > 0).then(|| CellShape { area2_mm2, perimeter_mm, point: inside(largest) })
    }
}

fn rings(polygon: &Polygon<f64>) -> impl Iterator<Item = (&LineString<f64>, i128)> {
    std::iter::once((polygon.exterior(), 1)).chain(polygon.interiors().iter().map(|ring| (ring, -1)))
}

fn area2(points: &[Point]) -> i128 {
    let Some(&origin) = points.first() else { return 0 };
    points.windows(2).map(|side| topology::orient(origin, side[0], side[1])).sum()
}

fn area(polygon: &Polygon<f64>) -> f64 {
    let Some(origin) = polygon.exterior().0.first() else { return 0.0 };
    let side = |w: &[geo_types::Coord<f64>]| {
        (w[0].x - origin.x) * (w[1].y - origin.y) - (w[1].x - origin.x) * (w[0].y - origin.y)
    };
    polygon.exterior().0.windows(2).map(side).sum::<f64>().abs()
}

fn length(a: Point, b: Point) -> f64 {
    ((a.x - b.x) as f64).hypot((a.y - b.y) as f64)
}

/// The middle of the widest stretch of a level line half-way up the polygon.
fn inside(polygon: &Polygon<f64>) -> [f64; 2] {
    let heights = polygon.exterior().coords().map(|coord| coord.y);
    let (low, high) = heights.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), y| (low.min(y), high.max(y)));
    // Off the lattice, so that the line meets no vertex.
    let level = (f64::midpoint(low, high) * 1000.0).floor() / 1000.0 + 0.000_5;
    let mut crossings: Vec<f64> = rings(polygon)
        .flat_map(|(ring, _)| ring.0.windows(2))
        .filter(|side| (side[0].y > level) != (side[1].y > level))
        .map(|side| side[0].x + (level - side[0].y) / (side[1].y - side[0].y) * (side[1].x - side[0].x))
        .collect();
    crossings.sort_by(f64::total_cmp);
    let widest = crossings.chunks_exact(2).max_by(|a, b| (a[1] - a[0]).total_cmp(&(b[1] - b[0])));
    let first = polygon.exterior().0.first().map_or(0.0, |coord| coord.x);
    [widest.map_or(first, |stretch| f64::midpoint(stretch[0], stretch[1])), level]
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::polygon;

    #[test]
    fn the_point_lies_inside_also_where_the_centroid_does_not() {
        let horseshoe = polygon![(x: 0.0, y: 0.0), (x: 9.0, y: 0.0), (x: 9.0, y: 9.0), (x: 8.0, y: 9.0),
            (x: 8.0, y: 1.0), (x: 2.0, y: 1.0), (x: 2.0, y: 9.0), (x: 0.0, y: 9.0)];
        let shape = CellShape::of(&MultiPolygon::new(vec![horseshoe])).unwrap();
        assert_eq!(shape.point[0], 1.0);
        assert_eq!(shape.area2_mm2, 2 * (9 + 8 + 16) * 1_000_000);
        assert_eq!(shape.perimeter_mm, 52_000.0);
    }
}

//! Rings to polygons: outer rings run clockwise, holes counter-clockwise, and files do not always keep to it.

use geo_types::{Coord, Geometry, LineString, MultiPolygon, Polygon};
use model::{Finding, Place, Rule, Severity};

use crate::{
    geometry::{GeometryFault, polygon, ring_holds, signed_area2},
    notes::Notes,
};

/// Polygons from a record's rings. A ring in the wrong direction is named; a hole outside every outer ring becomes a
/// polygon of its own, so that no area is lost.
pub(super) fn assemble(
    rings: Vec<LineString<f64>>,
    row: usize,
    notes: &mut Notes<'_>,
) -> Result<Option<Geometry<f64>>, GeometryFault> {
    let rings: Vec<LineString<f64>> = rings.into_iter().filter(|ring| !ring.0.is_empty()).collect();
    let owner = owners(&rings, row, notes);
    let mut groups: Vec<(usize, Vec<LineString<f64>>)> = Vec::new();
    let mut place_of = vec![usize::MAX; rings.len()];
    for (at, ring) in rings.iter().enumerate().filter(|(at, _)| owner[*at].is_none()) {
        place_of[at] = groups.len();
        groups.push((at, vec![ring.clone()]));
    }
    for (at, ring) in rings.into_iter().enumerate() {
        if let Some(outer) = owner[at] {
            groups[place_of[outer]].1.push(ring);
        }
    }
    let mut polygons: Vec<Polygon<f64>> = groups.into_iter().map(|(_, rings)| polygon(rings, row, notes)).collect();
    Ok(match polygons.len() {
        0 => None,
        1 => Some(Geometry::Polygon(polygons.remove(0))),
        _ => Some(Geometry::MultiPolygon(MultiPolygon(polygons))),
    })
}

/// For each ring the outer ring that it is a hole of; `None` for outer rings.
fn owners(rings: &[LineString<f64>], row: usize, notes: &mut Notes<'_>) -> Vec<Option<usize>> {
    let areas: Vec<f64> = rings.iter().map(|ring| signed_area2(&closed(ring))).collect();
    let boxes: Vec<[f64; 4]> = rings.iter().map(ring_box).collect();
    let mut owner = vec![None; rings.len()];
    let none_clockwise = areas.iter().all(|&area| area >= 0.0);
    for at in 0..rings.len() {
        if areas[at] <= 0.0 {
            continue;
        }
        let holds = |other: &usize| {
            *other != at
                && (none_clockwise && areas[*other] > areas[at] || areas[*other] < 0.0 && -areas[*other] >= areas[at])
                && box_holds(boxes[*other], boxes[at])
                && ring_inside(&rings[at], &rings[*other])
        };
        let smallest = |a: &usize, b: &usize| areas[*a].abs().total_cmp(&areas[*b].abs());
        owner[at] = (0..rings.len()).filter(holds).min_by(smallest);
        if owner[at].is_none() {
            ring_order(rings[at].0[0], row, notes);
        }
    }
    // With all rings in one direction a ring inside a hole is an outer ring again.
    let depth = |mut at: usize| {
        let mut depth = 0;
        while let Some(outer) = owner[at] {
            (at, depth) = (outer, depth + 1);
        }
        depth
    };
    (0..rings.len()).map(|at| owner[at].filter(|_| depth(at) % 2 == 1)).collect()
}

fn closed(ring: &LineString<f64>) -> Vec<Coord<f64>> {
    let mut coords = ring.0.clone();
    if coords.first() != coords.last() {
        coords.extend(ring.0.first().copied());
    }
    coords
}

/// A hole may touch its outer ring, so a single vertex is no evidence: most vertices decide.
fn ring_inside(ring: &LineString<f64>, outer: &LineString<f64>) -> bool {
    let outer = closed(outer);
    let sample: Vec<_> = ring.0.iter().take(9).collect();
    sample.iter().filter(|coord| ring_holds(&outer, ***coord)).count() * 2 > sample.len()
}

fn ring_box(ring: &LineString<f64>) -> [f64; 4] {
    let start = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
    ring.0.iter().fold(start, |b, c| [b[0].min(c.x), b[1].min(c.y), b[2].max(c.x), b[3].max(c.y)])
}

fn box_holds(outer: [f64; 4], inner: [f64; 4]) -> bool {
    outer[0] <= inner[0] && outer[1] <= inner[1] && outer[2] >= inner[2] && outer[3] >= inner[3]
}

fn ring_order(start: Coord<f64>, row: usize, notes: &mut Notes<'_>) {
    let place = Place { position: Some([start.x, start.y]), ..notes.row(row) };
    notes.push(Finding::new(Rule::RingOrder, Severity::Note, place).safe().with("count", 1));
}

//! Surfaces of a shell that pierce each other: 306.

use robust::{Coord3D, orient3d};

use super::{Code, Defect};
use crate::{Surface, triangulate, vector::Point};

/// Shells with more triangles are not asked: the question is quadratic where everything lies near everything.
const MOST_TRIANGLES: usize = 50_000;

struct Triangle {
    surface: usize,
    corners: [usize; 3],
    low: Point,
    high: Point,
}

/// The first point found in which an edge goes through another surface's triangle. Corners and edges that both share are
/// no crossing.
pub(super) fn check(surfaces: &[Surface], rings: &[Vec<Vec<usize>>], points: &[Point]) -> Option<Defect> {
    let mut triangles = triangles(surfaces, rings, points);
    if triangles.len() > MOST_TRIANGLES {
        return None;
    }
    triangles.sort_by(|a, b| a.low[0].total_cmp(&b.low[0]));
    for (at, one) in triangles.iter().enumerate() {
        for other in triangles[at + 1..].iter().take_while(|other| other.low[0] <= one.high[0]) {
            let apart = (1..3).any(|axis| one.high[axis] < other.low[axis] || other.high[axis] < one.low[axis]);
            if apart || one.surface == other.surface {
                continue;
            }
            if let Some(corner) = pierced(one, other, points).or_else(|| pierced(other, one, points)) {
                return Some(Defect {
                    surface: Some(one.surface.max(other.surface)),
                    ..Defect::at(Code::ShellSelfIntersection, points[corner])
                });
            }
        }
    }
    None
}

fn triangles(surfaces: &[Surface], rings: &[Vec<Vec<usize>>], points: &[Point]) -> Vec<Triangle> {
    let mut all = Vec::new();
    for (surface, (shape, rings)) in surfaces.iter().zip(rings).enumerate() {
        let corners: Vec<usize> = rings.iter().flatten().copied().collect();
        for triangle in triangulate(shape).unwrap_or_default() {
            let corners = triangle.map(|at| corners[at]);
            let [a, b, c] = corners.map(|at| points[at]);
            let each = |pick: fn(f64, f64) -> f64| std::array::from_fn(|axis| pick(pick(a[axis], b[axis]), c[axis]));
            all.push(Triangle { surface, corners, low: each(f64::min), high: each(f64::max) });
        }
    }
    all
}

/// A corner of `one` whose edge goes through the inside of `other`, or that lies in it.
fn pierced(one: &Triangle, other: &Triangle, points: &[Point]) -> Option<usize> {
    let shared = |corner: usize| other.corners.contains(&corner);
    let height = |corner: usize| volume(other.corners.map(|at| points[at]), points[corner]);
    for side in 0..3 {
        let (start, end) = (one.corners[side], one.corners[(side + 1) % 3]);
        if shared(start) || shared(end) {
            continue;
        }
        let (from, to) = (height(start), height(end));
        let through = (from > 0.0 && to < 0.0) || (from < 0.0 && to > 0.0) || ((from == 0.0) != (to == 0.0));
        if through && within(points[start], points[end], other.corners.map(|at| points[at])) {
            return Some(start);
        }
    }
    None
}

/// Whether the line through two points meets a triangle, its border too.
fn within(start: Point, end: Point, [a, b, c]: [Point; 3]) -> bool {
    let sides = [volume([start, end, a], b), volume([start, end, b], c), volume([start, end, c], a)];
    let flat = sides.iter().all(|side| *side == 0.0);
    !flat && (sides.iter().all(|side| *side >= 0.0) || sides.iter().all(|side| *side <= 0.0))
}

fn volume([a, b, c]: [Point; 3], d: Point) -> f64 {
    let coord = |point: Point| Coord3D { x: point[0], y: point[1], z: point[2] };
    orient3d(coord(a), coord(b), coord(c), coord(d))
}

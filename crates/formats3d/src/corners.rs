//! Triangles out of corners that follow each other, and out of polygons.

use earcut::Earcut;

/// A polygon of more corners is no face of a building.
const LARGEST: usize = 20_000;

/// Gives the triangles of a run of corners by OpenGL's mode: 4 triangles, 5 strip, 6 fan, 7 quads, 8 quad strip,
/// 9 polygon.
/// Strips turn every second triangle; triangles of strips and fans with a corner twice only bridge and are left out.
pub(crate) fn sequence(mode: i32, count: usize, number: impl Fn(usize) -> u32, give: &mut impl FnMut([u32; 3])) {
    let triangle = |a, b, c| [number(a), number(b), number(c)];
    let mut bridged = |[a, b, c]: [u32; 3]| {
        if a != b && b != c && a != c {
            give([a, b, c]);
        }
    };
    match mode {
        4 => (0..count / 3).for_each(|at| give(triangle(at * 3, at * 3 + 1, at * 3 + 2))),
        5 => (2..count).for_each(|at| {
            let (a, b) = if at % 2 == 0 { (at - 2, at - 1) } else { (at - 1, at - 2) };
            bridged(triangle(a, b, at));
        }),
        6 | 9 => (2..count).for_each(|at| bridged(triangle(0, at - 1, at))),
        7 => (0..count / 4).for_each(|at| {
            bridged(triangle(at * 4, at * 4 + 1, at * 4 + 2));
            bridged(triangle(at * 4, at * 4 + 2, at * 4 + 3));
        }),
        _ => (1..count / 2).for_each(|at| {
            let [a, b, c, d] = [at * 2 - 2, at * 2 - 1, at * 2 + 1, at * 2];
            bridged(triangle(a, b, c));
            bridged(triangle(a, c, d));
        }),
    }
}

/// Numbers of a polygon's corners by threes; `None` where it has no area or too many corners. Convex polygons become
/// fans; others are cut by ears in the plane that shows them largest.
pub(crate) fn polygon(points: &[[f64; 3]]) -> Option<Vec<[u32; 3]>> {
    let normal = newell(points);
    let size = normal.iter().map(|value| value * value).sum::<f64>().sqrt();
    if points.len() > LARGEST || !(size > 0.0 && size.is_finite()) {
        return None;
    }
    let axis = (0..3).max_by(|a, b| normal[*a].abs().total_cmp(&normal[*b].abs())).unwrap_or(2);
    // Looked at along the axis so that it runs counter-clockwise.
    let (first, second) = [(1, 2), (2, 0), (0, 1)][axis];
    let (first, second) = if normal[axis] > 0.0 { (first, second) } else { (second, first) };
    let flat: Vec<[f64; 2]> = points.iter().map(|point| [point[first], point[second]]).collect();
    if convex(&flat) {
        return Some((2..points.len() as u32).map(|at| [0, at - 1, at]).collect());
    }
    let mut numbers: Vec<u32> = Vec::new();
    Earcut::new().earcut(flat, &[], &mut numbers);
    let found: Vec<[u32; 3]> = numbers.chunks_exact(3).map(|three| [three[0], three[1], three[2]]).collect();
    (!found.is_empty()).then(|| ordered(found, points, normal))
}

/// Twice the area as a vector (Newell).
fn newell(points: &[[f64; 3]]) -> [f64; 3] {
    let Some(base) = points.first() else { return [0.0; 3] };
    let mut sum = [0.0; 3];
    for (at, point) in points.iter().enumerate() {
        let next = points[(at + 1) % points.len()];
        let [a, b] = [*point, next].map(|point| [point[0] - base[0], point[1] - base[1], point[2] - base[2]]);
        sum[0] += a[1] * b[2] - a[2] * b[1];
        sum[1] += a[2] * b[0] - a[0] * b[2];
        sum[2] += a[0] * b[1] - a[1] * b[0];
    }
    sum
}

/// Never turns right, and turns around once: across has one way there and one back.
fn convex(flat: &[[f64; 2]]) -> bool {
    let count = flat.len();
    let mut turns = 0;
    let mut last = 0.0;
    for at in 0..count {
        let [a, b, c] = [at, at + 1, at + 2].map(|place| flat[place % count]);
        let [dx, dy] = [b[0] - a[0], b[1] - a[1]];
        let [ex, ey] = [c[0] - b[0], c[1] - b[1]];
        if dx * ey - dy * ex < 0.0 || (dx * ey - dy * ex == 0.0 && dx * ex + dy * ey < 0.0) {
            return false;
        }
        if dx != 0.0 {
            turns += usize::from(last != 0.0 && dx.signum() != last);
            last = dx.signum();
        }
    }
    turns <= 2
}

/// Triangles turned the way that the polygon runs.
fn ordered(mut triangles: Vec<[u32; 3]>, points: &[[f64; 3]], normal: [f64; 3]) -> Vec<[u32; 3]> {
    let mut sum = 0.0;
    for triangle in &triangles {
        let area = newell(&triangle.map(|at| points[at as usize]));
        sum += (0..3).map(|axis| area[axis] * normal[axis]).sum::<f64>();
    }
    if sum < 0.0 {
        triangles.iter_mut().for_each(|triangle| triangle.swap(1, 2));
    }
    triangles
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn area(points: &[[f64; 3]]) -> f64 {
        newell(points).iter().map(|value| value * value).sum::<f64>().sqrt() / 2.0
    }

    proptest! {
        /// Polygons that are stars around a point, so simple: areas of triangles add up, however large coordinates are.
        #[test]
        fn triangles_cover_a_polygon(
            radii in prop::collection::vec(0.2f64..5.0, 3..24), tilt in -1.0f64..1.0, far in 0.0f64..1e6, turned: bool,
        ) {
            let count = radii.len() as f64;
            let mut points: Vec<[f64; 3]> = radii.iter().enumerate().map(|(at, radius)| {
                let angle = at as f64 / count * std::f64::consts::TAU;
                let (x, y) = (radius * angle.cos(), radius * angle.sin());
                [far + x, far + y, x * tilt]
            }).collect();
            if turned {
                points.reverse();
            }
            let triangles = polygon(&points).unwrap();
            prop_assert_eq!(triangles.len(), points.len() - 2);
            let covered: f64 = triangles.iter().map(|triangle| area(&triangle.map(|at| points[at as usize]))).sum();
            prop_assert!((covered - area(&points)).abs() < 1e-6 * covered + 1e-6);
            let normal = newell(&points);
            let along: f64 = triangles.iter().map(|triangle| {
                let own = newell(&triangle.map(|at| points[at as usize]));
                (0..3).map(|axis| own[axis] * normal[axis]).sum::<f64>()
            }).sum();
            prop_assert!(along > 0.0);
        }
    }
}

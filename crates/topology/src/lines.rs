//! Chains of lattice points made straighter or rounder; their ends stay.

use crate::lattice::{Point, distance};

/// Douglas-Peucker with a tolerance in millimetres; a closed chain keeps its start and the vertex farthest from it.
pub(crate) fn simplified(points: &[Point], tolerance: f64) -> Vec<Point> {
    let n = points.len();
    if n < 3 {
        return points.to_vec();
    }
    let mut keep = vec![false; n];
    (keep[0], keep[n - 1]) = (true, true);
    let mut stack = Vec::new();
    if points[0] == points[n - 1] {
        let (far, _) = farthest(points, 0, n - 1);
        keep[far] = true;
        stack.extend([(0, far), (far, n - 1)]);
    } else {
        stack.push((0, n - 1));
    }
    while let Some((i, j)) = stack.pop() {
        if j > i + 1 {
            let (far, d) = farthest(points, i, j);
            if d > tolerance {
                keep[far] = true;
                stack.extend([(i, far), (far, j)]);
            }
        }
    }
    points.iter().zip(keep).filter(|(_, k)| *k).map(|(p, _)| *p).collect()
}

fn farthest(points: &[Point], i: usize, j: usize) -> (usize, f64) {
    let (a, b) = (points[i].float(), points[j].float());
    (i + 1..j).map(|k| (k, distance(points[k].float(), a, b))).fold((i + 1, -1.0), |m, d| if d.1 > m.1 { d } else { m })
}

/// Chaikin's corner cutting, `rounds` times.
pub(crate) fn rounded(points: &[Point], rounds: usize) -> Vec<Point> {
    let mut line = points.to_vec();
    for _ in 0..rounds.min(6) {
        if line.len() < 3 {
            break;
        }
        let quarter = |a: Point, b: Point| Point::new(a.x + (b.x - a.x) / 4, a.y + (b.y - a.y) / 4);
        let last = line.len() - 2;
        let mut next = vec![line[0]];
        for (k, w) in line.windows(2).enumerate() {
            if k > 0 {
                next.push(quarter(w[0], w[1]));
            }
            if k < last {
                next.push(quarter(w[1], w[0]));
            }
        }
        next.push(line[line.len() - 1]);
        next.dedup();
        line = next;
    }
    line
}

//! A small plane in metres around a place, and distances to lines in it.

use std::collections::BTreeMap;

/// Metres of one degree of latitude, good to 1 % anywhere: shifts are judged by ratios, not measured by it.
const METRES_PER_DEGREE: f64 = 111_200.0;

/// Equirectangular plane around a latitude.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plane {
    origin: [f64; 2],
    scale: [f64; 2],
}

impl Plane {
    /// Around the middle of these places.
    pub(crate) fn around(lines: &[Vec<[f64; 2]>]) -> Option<Plane> {
        let mut count = 0.0;
        let mut sum = [0.0; 2];
        for point in lines.iter().flatten().filter(|point| point[0].is_finite() && point[1].is_finite()) {
            count += 1.0;
            sum = [sum[0] + point[0], sum[1] + point[1]];
        }
        if count == 0.0 {
            return None;
        }
        let origin = [sum[0] / count, sum[1] / count];
        let scale = [METRES_PER_DEGREE * origin[1].to_radians().cos().abs().max(1e-6), METRES_PER_DEGREE];
        Some(Plane { origin, scale })
    }

    pub(crate) fn metres(&self, [lon, lat]: [f64; 2]) -> [f64; 2] {
        [(lon - self.origin[0]) * self.scale[0], (lat - self.origin[1]) * self.scale[1]]
    }
}

/// Lines in a plane, filed by square cells.
pub(crate) struct Lines {
    segments: Vec<[[f64; 2]; 2]>,
    cells: BTreeMap<(i64, i64), Vec<u32>>,
}

/// Side of a cell, metres.
const CELL: f64 = 250.0;

impl Lines {
    pub(crate) fn new(plane: &Plane, lines: &[Vec<[f64; 2]>]) -> Lines {
        let mut filed = Lines { segments: Vec::new(), cells: BTreeMap::new() };
        for line in lines {
            for pair in line.windows(2) {
                let ends = [plane.metres(pair[0]), plane.metres(pair[1])];
                if ends.iter().flatten().all(|value| value.abs() < 5e6) {
                    filed.file(ends);
                }
            }
        }
        filed
    }

    /// Distance to the nearest line, at most `cap` metres.
    pub(crate) fn distance(&self, point: [f64; 2], cap: f64) -> f64 {
        let (i, j) = cell(point);
        let rings = (cap / CELL).ceil() as i64;
        let mut best = cap;
        for ring in 0..=rings {
            // Everything in this ring and beyond is farther away than what was found.
            if best <= (ring - 1) as f64 * CELL {
                break;
            }
            for (di, dj) in frame(ring) {
                for index in self.cells.get(&(i + di, j + dj)).into_iter().flatten() {
                    best = best.min(to_segment(point, self.segments[*index as usize]));
                }
            }
        }
        best
    }

    fn file(&mut self, ends: [[f64; 2]; 2]) {
        let index = self.segments.len() as u32;
        self.segments.push(ends);
        let [a, b] = ends;
        let steps = ((b[0] - a[0]).hypot(b[1] - a[1]) / (CELL / 2.0)).ceil().max(1.0) as usize;
        for step in 0..=steps {
            let part = step as f64 / steps as f64;
            let key = cell([a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part]);
            let cell = self.cells.entry(key).or_default();
            if cell.last() != Some(&index) {
                cell.push(index);
            }
        }
    }
}

fn cell([x, y]: [f64; 2]) -> (i64, i64) {
    ((x / CELL).floor() as i64, (y / CELL).floor() as i64)
}

/// The cells at a given Chebyshev distance.
fn frame(ring: i64) -> impl Iterator<Item = (i64, i64)> {
    (-ring..=ring).flat_map(move |i| {
        let step = if i.abs() == ring || ring == 0 { 1 } else { 2 * ring };
        (-ring..=ring).step_by(step as usize).map(move |j| (i, j))
    })
}

fn to_segment(point: [f64; 2], [a, b]: [[f64; 2]; 2]) -> f64 {
    let (along, to) = ([b[0] - a[0], b[1] - a[1]], [point[0] - a[0], point[1] - a[1]]);
    let length = along[0] * along[0] + along[1] * along[1];
    let part = if length > 0.0 { ((to[0] * along[0] + to[1] * along[1]) / length).clamp(0.0, 1.0) } else { 0.0 };
    (to[0] - along[0] * part).hypot(to[1] - along[1] * part)
}

/// Points along lines at even distances, about `count` of them, the same ones every time.
pub(crate) fn sample(lines: &[Vec<[f64; 2]>], plane: &Plane, count: usize) -> Vec<[f64; 2]> {
    let finite = |pair: &&[[f64; 2]]| pair.iter().flatten().all(|value| value.is_finite());
    let pairs: Vec<[[f64; 2]; 2]> =
        lines.iter().flat_map(|line| line.windows(2).filter(finite).map(|pair| [pair[0], pair[1]])).collect();
    let length = |pair: &[[f64; 2]; 2]| {
        let [a, b] = pair.map(|point| plane.metres(point));
        (b[0] - a[0]).hypot(b[1] - a[1])
    };
    let step = pairs.iter().map(length).sum::<f64>() / count as f64;
    let mut points = Vec::with_capacity(count + 1);
    if step <= 0.0 || !step.is_finite() {
        return points;
    }
    let mut due = step / 2.0;
    for pair in &pairs {
        let own = length(pair);
        while due < own {
            let part = due / own;
            points.push([pair[0][0] + (pair[1][0] - pair[0][0]) * part, pair[0][1] + (pair[1][1] - pair[0][1]) * part]);
            due += step;
        }
        due -= own;
    }
    points
}

/// Whether a place lies within a ring (even-odd rule).
pub(crate) fn within([x, y]: [f64; 2], ring: &[[f64; 2]]) -> bool {
    let mut inside = false;
    for (index, b) in ring.iter().enumerate() {
        let a = if index == 0 { ring[ring.len() - 1] } else { ring[index - 1] };
        if (a[1] > y) != (b[1] > y) && x < (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0] {
            inside = !inside;
        }
    }
    inside
}

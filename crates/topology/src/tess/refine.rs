//! Samples on outlines and barriers, finer where something is near.

use super::ground::Ground;
use crate::lattice::Point;
use crate::mesh::{NONE, next, prev};
use crate::territory::Options;

/// Splits the sides of the linework until the corner opposite to each sees it under less than a right angle, so that
/// triangles of open ground are at most about twice as long as wide.
pub(crate) fn refine(ground: &mut Ground, options: &Options) {
    let mm2 = |metres: f64| (metres.max(0.01) * 1000.0).powi(2);
    let limits =
        Limits { finest2: 4.0 * mm2(options.finest_m), longest2: options.sampling_m.map_or(f64::INFINITY, mm2) };
    let mut owners = Owners::new(ground);
    let mut stack: Vec<usize> = (0..ground.mesh.origin.len()).rev().collect();
    while let Some(h) = stack.pop() {
        if ground.mesh.line[h] != NONE && ground.is_free(h / 3) && limits.coarse(ground, h, &owners) {
            split(ground, h, &mut owners, &mut stack);
        }
    }
}

struct Limits {
    finest2: f64,
    longest2: f64,
}

impl Limits {
    fn coarse(&self, ground: &Ground, h: usize, owners: &Owners) -> bool {
        let [a, b] = ground.mesh.ends(h).map(|p| p.float());
        let square = |p: [f64; 2], q: [f64; 2]| (p[0] - q[0]).powi(2) + (p[1] - q[1]).powi(2);
        let length2 = square(a, b);
        if length2 < self.finest2 || length2 > self.longest2 {
            return length2 > self.longest2 && length2 > self.finest2;
        }
        let c = ground.mesh.at(prev(h)).float();
        let dot = (a[0] - c[0]) * (b[0] - c[0]) + (a[1] - c[1]) * (b[1] - c[1]);
        let corners = [h, next(h), prev(h)].map(|g| ground.mesh.origin[g]);
        dot < 0.0 && !owners.same(corners)
    }
}

/// Splits h in the middle; everything whose opposite corner may have changed goes on the stack.
fn split(ground: &mut Ground, h: usize, owners: &mut Owners, stack: &mut Vec<usize>) {
    let [a, b] = ground.mesh.ends(h);
    let middle = Point::new(a.x + (b.x - a.x) / 2, a.y + (b.y - a.y) / 2);
    let Ground { mesh, area, seed, .. } = ground;
    let first = mesh.n_triangles();
    let twin = mesh.across(h).map(|g| g / 3);
    let owner = twin.map_or(NONE, |t| seed[t]);
    let done = mesh.split(h, middle, |old, _| {
        area.push(area[old]);
        seed.push(seed[old]);
    });
    if done {
        owners.0.push(owner);
        let start = stack.len();
        let touched = std::iter::once(h / 3).chain(twin).chain(first..mesh.n_triangles());
        stack.extend(touched.flat_map(|t| 3 * t..3 * t + 3));
        let flipped = mesh.legalize(stack[start..].to_vec());
        stack.extend(flipped);
    }
}

/// Which courtyard a corner of the mesh belongs to, if it is exactly one.
struct Owners(Vec<u32>);

const MANY: u32 = NONE - 1;

impl Owners {
    fn new(ground: &Ground) -> Self {
        let mut owner = vec![NONE; ground.mesh.points.len()];
        for (h, &v) in ground.mesh.origin.iter().enumerate() {
            let seed = ground.seed[h / 3];
            if seed != NONE {
                let o = &mut owner[v as usize];
                *o = if *o == NONE || *o == seed { seed } else { MANY };
            }
        }
        Self(owner)
    }

    /// Whether three corners belong to one courtyard.
    fn same(&self, corners: [u32; 3]) -> bool {
        let [a, b, c] = corners.map(|v| self.0[v as usize]);
        a < MANY && a == b && a == c
    }
}

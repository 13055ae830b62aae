//! Samples on outlines and barriers, finer where something is near.

use super::ground::Ground;
use crate::lattice::{Point, dot};
use crate::mesh::{NONE, next, prev};
use crate::territory::Options;

/// Rounds of splitting; each halves the pieces.
const ROUNDS: usize = 12;

/// Splits the sides of the linework until the corner opposite to each sees it under less than a right angle, so that
/// open ground falls into triangles no longer than wide.
pub(crate) fn refine(ground: &mut Ground, options: &Options) {
    let finest = (options.finest_m.max(0.01) * 2000.0).powi(2);
    let longest = options.sampling_m.map_or(f64::INFINITY, |m| (m.max(0.05) * 1000.0).powi(2));
    let mut owners = Owners::new(ground);
    for _ in 0..ROUNDS {
        let before = ground.mesh.points.len();
        for h in 0..ground.mesh.origin.len() {
            if ground.mesh.line[h] != NONE && ground.is_free(h / 3) && coarse(ground, h, &owners, finest, longest) {
                split(ground, h, &mut owners);
            }
        }
        if ground.mesh.points.len() == before {
            break;
        }
    }
}

fn coarse(ground: &Ground, h: usize, owners: &Owners, finest: f64, longest: f64) -> bool {
    let [a, b] = ground.mesh.ends(h);
    let length2 = ((b.x - a.x) as f64).powi(2) + ((b.y - a.y) as f64).powi(2);
    if length2 < finest {
        return false;
    }
    if length2 > longest {
        return true;
    }
    let apex = ground.mesh.origin[prev(h)];
    dot(ground.mesh.at(prev(h)), a, b) < 0 && !owners.same(ground.mesh.origin[h], ground.mesh.origin[next(h)], apex)
}

fn split(ground: &mut Ground, h: usize, owners: &mut Owners) {
    let [a, b] = ground.mesh.ends(h);
    let middle = Point::new(a.x + (b.x - a.x) / 2, a.y + (b.y - a.y) / 2);
    let Ground { mesh, area, seed, .. } = ground;
    let first = mesh.n_triangles();
    let mut halves = vec![h / 3];
    halves.extend(mesh.across(h).map(|g| g / 3));
    let owner = halves.get(1).map_or(NONE, |&t| seed[t]);
    let done = mesh.split(h, middle, |old, new| {
        debug_assert_eq!(new, area.len());
        area.push(area[old]);
        seed.push(seed[old]);
    });
    if done {
        owners.0.push(owner);
        let all = halves.into_iter().chain(first..mesh.n_triangles());
        mesh.legalize(all.flat_map(|t| 3 * t..3 * t + 3).collect());
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
    fn same(&self, a: u32, b: u32, c: u32) -> bool {
        let owner = self.0[a as usize];
        owner < MANY && owner == self.0[b as usize] && owner == self.0[c as usize]
    }
}

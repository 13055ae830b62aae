//! A building as a block: its ground, lifted to the height of most of its roof.

use rustc_hash::FxHashMap;

use crate::Shape;
use crate::entry::BLOCK_LOD;
use crate::shape::STEP;

const ROOF: u8 = 1;
const WALL: u8 = 2;
const GROUND: u8 = 3;

/// A block in place of a finer shape.
pub(crate) struct Block {
    pub(crate) shape: Shape,
    /// How far apart the two surfaces are at most, metres: no point of one is farther from the other.
    pub(crate) error: f32,
}

type Corner = [i32; 3];

/// The block of a shape: its ground with walls up to the median height of its roof by area. `None` where no surface
/// looks down, as in a shape without ground.
pub(crate) fn block(shape: &Shape) -> Option<Block> {
    let ground = ground(shape);
    let bottom = ground.iter().flatten().map(|corner| corner[2]).min()?;
    let (top, roof) = roof(shape, bottom)?;
    let flat = |[x, y, _]: Corner, z: i32| [x, y, z];
    let mut triangles = Vec::with_capacity(4 * ground.len());
    for face in &ground {
        let [a, b, c] = face.map(|corner| flat(corner, bottom));
        let [d, e, f] = face.map(|corner| flat(corner, top));
        triangles.push(([a, b, c], GROUND));
        triangles.push(([d, f, e], ROOF));
    }
    for [from, to] in outline(&ground) {
        let [a, b] = [from, to].map(|[x, y]| [x, y, bottom]);
        let [c, d] = [to, from].map(|[x, y]| [x, y, top]);
        // Ground faces look down, so their outline runs clockwise seen from above, and walls stand to its left.
        triangles.extend([([b, a, d], WALL), ([b, d, c], WALL)]);
    }
    let error = error(shape, &ground, bottom, top, roof);
    Some(Block { shape: Shape::from_triangles(BLOCK_LOD, triangles), error })
}

/// Faces of the ground: those said to be, else those that look down and lie at the bottom.
fn ground(shape: &Shape) -> Vec<[Corner; 3]> {
    let down = |face: &[Corner; 3]| area2(*face) < 0;
    let said = shape.faces.iter().filter(|face| face.part == GROUND).map(|face| shape.triangle(face));
    let said: Vec<_> = said.filter(|face| area2(*face) != 0).collect();
    if !said.is_empty() {
        // A ground that was drawn the wrong way round is turned.
        return said.into_iter().map(|face| if down(&face) { face } else { [face[0], face[2], face[1]] }).collect();
    }
    let Some([low, high]) = shape.bounds() else { return Vec::new() };
    let near = low[2] + (high[2] - low[2]) / 8;
    let all = shape.faces.iter().map(|face| shape.triangle(face));
    all.filter(|face| down(face) && face.iter().all(|corner| corner[2] <= near)).collect()
}

/// The median height of what looks up and is no ground, by area; and the lowest and highest of it.
fn roof(shape: &Shape, bottom: i32) -> Option<(i32, [i32; 2])> {
    let up = |face: &[Corner; 3]| area2(*face) > 0;
    let faces = shape.faces.iter().filter(|face| face.part != GROUND).map(|face| shape.triangle(face)).filter(up);
    let mut heights: Vec<(i32, i64, [i32; 2])> = faces
        .map(|face| {
            let z = face.map(|corner| corner[2]);
            let [low, high] = [z.into_iter().min().unwrap_or(bottom), z.into_iter().max().unwrap_or(bottom)];
            ((z.iter().map(|z| i64::from(*z)).sum::<i64>() / 3) as i32, area2(face), [low, high])
        })
        .filter(|(z, ..)| *z > bottom)
        .collect();
    heights.sort_unstable();
    let half = heights.iter().map(|(_, area, _)| i128::from(*area)).sum::<i128>() / 2;
    let mut sum = 0;
    let median = heights.iter().find(|(_, area, _)| {
        sum += i128::from(*area);
        sum >= half
    })?;
    let range = heights.iter().fold([i32::MAX, i32::MIN], |[low, high], (.., at)| [low.min(at[0]), high.max(at[1])]);
    Some((median.0, range))
}

/// Twice the area on the map, in square steps; negative for what looks down.
fn area2([a, b, c]: [Corner; 3]) -> i64 {
    let away = |at: Corner| [i64::from(at[0]) - i64::from(a[0]), i64::from(at[1]) - i64::from(a[1])];
    let ([bx, by], [cx, cy]) = (away(b), away(c));
    bx * cy - by * cx
}

/// Edges that one face alone has, as it runs along them.
fn outline(ground: &[[Corner; 3]]) -> Vec<[[i32; 2]; 2]> {
    let edges = |face: &[Corner; 3]| {
        let [a, b, c] = face.map(|[x, y, _]| [x, y]);
        [[a, b], [b, c], [c, a]]
    };
    let mut count: FxHashMap<[[i32; 2]; 2], i32> = FxHashMap::default();
    for [from, to] in ground.iter().flat_map(edges) {
        *count.entry([from, to]).or_default() += 1;
        *count.entry([to, from]).or_default() -= 1;
    }
    let mut seen: FxHashMap<[[i32; 2]; 2], i32> = FxHashMap::default();
    let single = |edge: &[[i32; 2]; 2]| {
        let used = seen.entry(*edge).or_default();
        *used += 1;
        *used <= count.get(edge).copied().unwrap_or_default()
    };
    ground.iter().flat_map(edges).filter(single).collect()
}

/// A bound of how far the surfaces are apart. Roofs stand over the ground, so a roof is no farther from the block's than
/// its height differs; what juts out over the ground is farther by as much; the ground by as much as it is bent.
fn error(shape: &Shape, ground: &[[Corner; 3]], bottom: i32, top: i32, [low, high]: [i32; 2]) -> f32 {
    let highest = shape.corners.iter().map(|corner| corner[2]).max().unwrap_or(high).max(high);
    let above = f64::from(highest) - f64::from(top);
    let below = (f64::from(top) - f64::from(low.max(bottom))).max(0.0);
    let bent = ground.iter().flatten().map(|corner| f64::from(corner[2] - bottom)).fold(0.0, f64::max);
    let out = overhang(shape, ground);
    ((above.max(below).max(bent).hypot(out)) * STEP) as f32
}

/// How far corners lie outside the ground on the map at most, in steps.
fn overhang(shape: &Shape, ground: &[[Corner; 3]]) -> f64 {
    let known: rustc_hash::FxHashSet<[i32; 2]> = ground.iter().flatten().map(|[x, y, _]| [*x, *y]).collect();
    let out = shape.corners.iter().map(|[x, y, _]| [*x, *y]).filter(|at| !known.contains(at));
    out.map(|at| distance(at, ground)).fold(0.0, f64::max)
}

/// From a point to the nearest of some triangles on the map, in steps; 0 inside.
pub(crate) fn distance(at: [i32; 2], faces: &[[Corner; 3]]) -> f64 {
    let point = at.map(f64::from);
    let nearest = |face: &[Corner; 3]| {
        let corners = face.map(|[x, y, _]| [f64::from(x), f64::from(y)]);
        let [a, b, c] = corners;
        let side = |p: [f64; 2], q: [f64; 2]| (q[0] - p[0]) * (point[1] - p[1]) - (q[1] - p[1]) * (point[0] - p[0]);
        let sides = [side(a, b), side(b, c), side(c, a)];
        if sides.iter().all(|side| *side >= 0.0) || sides.iter().all(|side| *side <= 0.0) {
            return 0.0;
        }
        [[a, b], [b, c], [c, a]].map(|[p, q]| to_segment(point, p, q)).into_iter().fold(f64::INFINITY, f64::min)
    };
    faces.iter().map(nearest).fold(f64::INFINITY, f64::min)
}

fn to_segment(at: [f64; 2], a: [f64; 2], b: [f64; 2]) -> f64 {
    let along = [b[0] - a[0], b[1] - a[1]];
    let length2 = along[0] * along[0] + along[1] * along[1];
    let t = if length2 == 0.0 { 0.0 } else { ((at[0] - a[0]) * along[0] + (at[1] - a[1]) * along[1]) / length2 };
    let t = t.clamp(0.0, 1.0);
    (at[0] - a[0] - t * along[0]).hypot(at[1] - a[1] - t * along[1])
}

//! Footprints inside a plot: slab rows, houses around a yard, points, combs.

use crate::clip::is_simple;
use crate::dice::Dice;
use crate::plane::{
    Pt, add, area, cross, dist, dot, extent, inside, left, lerp, long_axis, mm, scale, sides, sub, unit,
};

/// How rows stand in a plot, metres.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rows {
    pub(crate) depth: f64,
    /// Clear distance between two rows.
    pub(crate) clear: f64,
    /// Least and greatest length of a building.
    pub(crate) length: (f64, f64),
    /// Between buildings of a row.
    pub(crate) gap: f64,
    /// To the plot's boundary.
    pub(crate) margin: f64,
}

/// The direction of the plot's axes that runs nearest to east, so that rows face south.
pub(crate) fn eastward(ring: &[Pt]) -> Pt {
    let u = long_axis(ring).0;
    let v = if u[0].abs() >= u[1].abs() { u } else { left(u) };
    if v[0] < 0.0 { scale(v, -1.0) } else { v }
}

/// Rectangles in rows along `u`.
pub(crate) fn rows(ring: &[Pt], u: Pt, rows: Rows) -> Vec<Vec<Pt>> {
    let v = left(u);
    let [low, high] = extent(ring, v);
    let room = high - low - 2.0 * rows.margin;
    let pitch = rows.depth + rows.clear;
    let count = ((room + rows.clear) / pitch).floor();
    if count < 1.0 {
        return Vec::new();
    }
    let spare = room - (count * pitch - rows.clear);
    let pitch = pitch + if count > 1.0 { spare / (count - 1.0) * 0.6 } else { 0.0 };
    let used = count * pitch - (pitch - rows.depth);
    let first = low + rows.margin + (room - used) / 2.0;
    let mut out = Vec::new();
    for k in 0..count as usize {
        let t = first + k as f64 * pitch;
        if let Some((from, to)) = room_at(ring, u, t, rows) {
            place_row(ring, u, t, (from, to), rows, &mut out);
        }
    }
    out
}

/// The longest stretch along `u` that is inside the ring over the whole depth of a row.
fn room_at(ring: &[Pt], u: Pt, t: f64, rows: Rows) -> Option<(f64, f64)> {
    let v = left(u);
    let (mut from, mut to) = (f64::NEG_INFINITY, f64::INFINITY);
    for step in 0..=4 {
        let level = t + rows.depth * f64::from(step) / 4.0;
        let mut hits: Vec<f64> = sides(ring)
            .filter_map(|(a, b)| {
                let (s, e) = (dot(a, v) - level, dot(b, v) - level);
                ((s < 0.0) != (e < 0.0)).then(|| dot(lerp(a, b, s / (s - e)), u))
            })
            .collect();
        hits.sort_by(f64::total_cmp);
        let widest = hits.chunks_exact(2).max_by(|a, b| (a[1] - a[0]).total_cmp(&(b[1] - b[0])))?;
        (from, to) = (from.max(widest[0]), to.min(widest[1]));
    }
    let (from, to) = (from + rows.margin, to - rows.margin);
    (to - from >= rows.length.0).then_some((from, to))
}

fn place_row(ring: &[Pt], u: Pt, t: f64, (from, to): (f64, f64), rows: Rows, out: &mut Vec<Vec<Pt>>) {
    let v = left(u);
    let count = ((to - from + rows.gap) / (rows.length.1 + rows.gap)).ceil().max(1.0);
    let length = (to - from - (count - 1.0) * rows.gap) / count;
    if length < rows.length.0 {
        return;
    }
    for k in 0..count as usize {
        let s = from + k as f64 * (length + rows.gap);
        let corner = |s: f64, t: f64| mm(add(scale(u, s), scale(v, t)));
        let house =
            vec![corner(s, t), corner(s + length, t), corner(s + length, t + rows.depth), corner(s, t + rows.depth)];
        if fits(ring, &house) {
            out.push(house);
        }
    }
}

/// Whether a footprint lies inside the plot.
pub(crate) fn fits(ring: &[Pt], house: &[Pt]) -> bool {
    house.iter().all(|&p| inside(ring, p))
        && ring.iter().all(|&p| !inside(house, p))
        && sides(house).all(|(a, b)| sides(ring).all(|(c, d)| crate::plane::crossing(a, b, c, d).is_none()))
}

/// Wings around a yard, one for each long side of the plot, sharing their mitred corners; empty when the plot is too
/// narrow for a yard. Wings may be left out for a gate or joined round a corner.
pub(crate) fn around_yard(ring: &[Pt], depth: f64, dice: &mut Dice) -> Vec<Vec<Pt>> {
    let plot = ring;
    let ring = without_short_sides(ring, 7.0);
    let (Some(outer), Some(inner)) = (parallel(&ring, 0.6), parallel(&ring, 0.6 + depth)) else { return Vec::new() };
    if area(&inner) < 45.0 || !is_simple(&inner) || !is_simple(&outer) {
        return Vec::new();
    }
    let n = ring.len();
    let mut out = Vec::new();
    let mut i = 0;
    let gate = dice.int(0, n as i64 - 1) as usize;
    while i < n {
        let j = (i + 1) % n;
        let k = (i + 2) % n;
        let join = i + 1 < n && dice.chance(0.55) && i != gate && j != gate;
        if i == gate && dist(outer[i], outer[j]) > 14.0 {
            // The gate: the wing stops short of its end by a cart's width.
            let (p, q) = (lerp(outer[i], outer[j], 0.62), lerp(inner[i], inner[j], 0.62));
            out.push(vec![outer[i], mm(p), mm(q), inner[i]]);
            i += 1;
        } else if join {
            out.push(vec![outer[i], outer[j], outer[k], inner[k], inner[j], inner[i]]);
            i += 2;
        } else {
            out.push(vec![outer[i], outer[j], inner[j], inner[i]]);
            i += 1;
        }
    }
    out.retain(|house| area(house) > 25.0 && is_simple(house) && fits(plot, house));
    alone(out)
}

/// Leaves out what overlaps an earlier house.
fn alone(houses: Vec<Vec<Pt>>) -> Vec<Vec<Pt>> {
    let mut kept: Vec<Vec<Pt>> = Vec::with_capacity(houses.len());
    for house in houses {
        let shared: f64 = crate::clip::intersect(&house, &kept).iter().map(|part| area(part).abs()).sum();
        if shared < 0.05 {
            kept.push(house);
        }
    }
    kept
}

fn without_short_sides(ring: &[Pt], least: f64) -> Vec<Pt> {
    let mut out = ring.to_vec();
    while out.len() > 4 {
        let n = out.len();
        let short = (0..n).find(|&i| {
            let (before, a, b) = (out[(i + n - 1) % n], out[i], out[(i + 1) % n]);
            // Only a convex corner may go: the plot then shrinks.
            dist(a, b) < least && cross(sub(a, before), sub(b, a)) > 0.0
        });
        match short {
            Some(i) => out.remove(i),
            None => break,
        };
    }
    out
}

/// The ring moved inwards by `d` with mitred corners; `None` when a side turns round.
fn parallel(ring: &[Pt], d: f64) -> Option<Vec<Pt>> {
    let n = ring.len();
    let mut out = Vec::with_capacity(n);
    for i in 0..n {
        let (a, b, c) = (ring[(i + n - 1) % n], ring[i], ring[(i + 1) % n]);
        let (u, v) = (unit(sub(b, a)), unit(sub(c, b)));
        let (p, q) = (left(u), left(v));
        let half = add(p, q);
        let length2 = dot(half, half);
        if length2 < 0.3 {
            return None;
        }
        out.push(mm(add(b, scale(half, 2.0 * d / length2))));
    }
    let keeps = |i: usize| {
        let j = (i + 1) % n;
        dot(sub(ring[j], ring[i]), sub(out[j], out[i])) > 0.0 && dist(out[i], out[j]) > 1.5
    };
    (0..n).all(keeps).then_some(out)
}

/// A rectangle around `centre`.
pub(crate) fn block(centre: Pt, u: Pt, length: f64, depth: f64) -> Vec<Pt> {
    let (x, y) = (scale(u, length / 2.0), scale(left(u), depth / 2.0));
    vec![mm(sub(sub(centre, x), y)), mm(sub(add(centre, x), y)), mm(add(add(centre, x), y)), mm(add(sub(centre, x), y))]
}

/// A shape given by corners in units of its half length and half depth.
pub(crate) fn shape(centre: Pt, u: Pt, half: [f64; 2], corners: &[[f64; 2]]) -> Vec<Pt> {
    let v = left(u);
    corners.iter().map(|c| mm(add(centre, add(scale(u, c[0] * half[0]), scale(v, c[1] * half[1]))))).collect()
}

/// Plan of a cross church, nave to the east.
pub(crate) const CHURCH: &[[f64; 2]] = &[
    [-1.0, -0.4],
    [0.2, -0.4],
    [0.2, -1.0],
    [0.6, -1.0],
    [0.6, -0.4],
    [0.85, -0.4],
    [1.0, -0.15],
    [1.0, 0.15],
    [0.85, 0.4],
    [0.6, 0.4],
    [0.6, 1.0],
    [0.2, 1.0],
    [0.2, 0.4],
    [-1.0, 0.4],
];
/// Plan of an H, as hospitals have.
pub(crate) const LETTER_H: &[[f64; 2]] = &[
    [-1.0, -1.0],
    [-0.62, -1.0],
    [-0.62, -0.2],
    [0.62, -0.2],
    [0.62, -1.0],
    [1.0, -1.0],
    [1.0, 1.0],
    [0.62, 1.0],
    [0.62, 0.2],
    [-0.62, 0.2],
    [-0.62, 1.0],
    [-1.0, 1.0],
];
/// Plan of a U open to the south, as schools have.
pub(crate) const LETTER_U: &[[f64; 2]] =
    &[[-1.0, -1.0], [-0.7, -1.0], [-0.7, 0.4], [0.7, 0.4], [0.7, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]];
/// An octagon.
pub(crate) const OCTAGON: &[[f64; 2]] =
    &[[-1.0, -0.4], [-0.4, -1.0], [0.4, -1.0], [1.0, -0.4], [1.0, 0.4], [0.4, 1.0], [-0.4, 1.0], [-1.0, 0.4]];

//! Cutting polygons: setbacks, intersections, differences.

use i_overlay::core::fill_rule::FillRule;
use i_overlay::core::overlay_rule::OverlayRule;
use i_overlay::float::single::SingleFloatOverlay;

use crate::plane::{Pt, add, area, cross, dist, left, mm, scale, sides, simplify_ring, sub, unit};

/// The ring less a strip of `setback(i)` metres along its side `i` (counter-clockwise ring); the largest part that is
/// left, on the lattice, or an empty ring.
pub(crate) fn inset(ring: &[Pt], setback: impl Fn(usize) -> f64) -> Vec<Pt> {
    let n = ring.len();
    let mut strips = Vec::new();
    for i in 0..n {
        let depth = setback(i);
        if depth <= 0.0 {
            continue;
        }
        let (a, b) = (ring[i], ring[(i + 1) % n]);
        let (before, after) = (ring[(i + n - 1) % n], ring[(i + 2) % n]);
        let u = unit(sub(b, a));
        // At a reflex corner two strips leave a wedge between them: lengthen both to close it.
        let head = if cross(sub(a, before), u) < 0.0 { depth } else { 0.0 };
        let tail = if cross(u, sub(after, b)) < 0.0 { depth } else { 0.0 };
        let (a, b) = (sub(a, scale(u, head.min(2.0 * depth))), add(b, scale(u, tail)));
        // Half a metre outwards, so that no film stays along the ring itself.
        let (inner, outer) = (scale(left(u), depth), scale(left(u), -0.5));
        strips.push(vec![add(a, outer), add(b, outer), add(b, inner), add(a, inner)]);
    }
    if strips.is_empty() {
        return ring.to_vec();
    }
    largest(subtract(ring, &strips))
}

/// `ring` less all of `others`: outer rings of the parts.
pub(crate) fn subtract(ring: &[Pt], others: &[Vec<Pt>]) -> Vec<Vec<Pt>> {
    outer_rings(ring.to_vec().overlay(&others.to_vec(), OverlayRule::Difference, FillRule::NonZero))
}

/// The parts that `ring` shares with any of `others`: outer rings.
pub(crate) fn intersect(ring: &[Pt], others: &[Vec<Pt>]) -> Vec<Vec<Pt>> {
    outer_rings(ring.to_vec().overlay(&others.to_vec(), OverlayRule::Intersect, FillRule::NonZero))
}

/// The union of rings: outer rings.
pub(crate) fn unite(rings: &[Vec<Pt>]) -> Vec<Vec<Pt>> {
    let none: Vec<Vec<Pt>> = Vec::new();
    outer_rings(rings.to_vec().overlay(&none, OverlayRule::Subject, FillRule::NonZero))
}

/// The ring of the greatest area, tidied and on the lattice; empty when there is none.
pub(crate) fn largest(rings: Vec<Vec<Pt>>) -> Vec<Pt> {
    let best = rings.into_iter().max_by(|a, b| area(a).total_cmp(&area(b))).unwrap_or_default();
    tidy(&best, 0.35)
}

/// Simplified by `tolerance` metres, without sides shorter than a metre, on the lattice.
pub(crate) fn tidy(ring: &[Pt], tolerance: f64) -> Vec<Pt> {
    let mut out: Vec<Pt> = Vec::with_capacity(ring.len());
    for p in simplify_ring(ring, tolerance) {
        if out.last().is_none_or(|&q| dist(p, q) > 1.0) {
            out.push(mm(p));
        }
    }
    while out.len() > 3 && dist(out[0], out[out.len() - 1]) <= 1.0 {
        out.pop();
    }
    if out.len() < 3 { Vec::new() } else { out }
}

/// A band of `half` metres to both sides of a line, as one quadrilateral a segment.
pub(crate) fn band(line: &[Pt], half: f64) -> Vec<Vec<Pt>> {
    line.windows(2)
        .map(|pair| {
            let u = scale(unit(sub(pair[1], pair[0])), half);
            let (a, b, side) = (sub(pair[0], scale(u, 0.3)), add(pair[1], scale(u, 0.3)), left(u));
            vec![sub(a, side), sub(b, side), add(b, side), add(a, side)]
        })
        .collect()
}

/// Cuts convex corners between long sides by `cut` metres, as blocks at street crossings are.
pub(crate) fn chamfer(ring: &[Pt], cut: impl Fn() -> f64) -> Vec<Pt> {
    let n = ring.len();
    let mut out = Vec::with_capacity(n + 4);
    for i in 0..n {
        let (a, b, c) = (ring[(i + n - 1) % n], ring[i], ring[(i + 1) % n]);
        let (u, v) = (unit(sub(b, a)), unit(sub(c, b)));
        let size = cut();
        if cross(u, v) > 0.5 && dist(a, b) > 4.0 * size && dist(b, c) > 4.0 * size {
            out.push(mm(sub(b, scale(u, size))));
            out.push(mm(add(b, scale(v, size))));
        } else {
            out.push(b);
        }
    }
    out
}

fn outer_rings(shapes: Vec<Vec<Vec<Pt>>>) -> Vec<Vec<Pt>> {
    let rings = shapes.into_iter().filter_map(|shape| shape.into_iter().next());
    rings
        .map(|mut ring| {
            if area(&ring) < 0.0 {
                ring.reverse();
            }
            ring
        })
        .collect()
}

/// Whether no two sides that are not neighbours touch, and no side runs back on the one before.
pub(crate) fn is_simple(ring: &[Pt]) -> bool {
    let n = ring.len();
    let folded = |i: usize| {
        let (u, v) = (sub(ring[(i + 1) % n], ring[i]), sub(ring[(i + 2) % n], ring[(i + 1) % n]));
        crate::plane::dot(u, v) < 0.0 && cross(unit(u), unit(v)).abs() < 1e-3
    };
    if (0..n).any(folded) {
        return false;
    }
    let list: Vec<(Pt, Pt)> = sides(ring).collect();
    let n = list.len();
    (0..n).all(|i| {
        (i + 2..n)
            .filter(|&j| !(i == 0 && j == n - 1))
            .all(|j| crate::plane::crossing(list[i].0, list[i].1, list[j].0, list[j].1).is_none())
    })
}

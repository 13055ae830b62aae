//! Exact questions in the plane.

use robust::{Coord, orient2d};

pub(super) type Flat = [f64; 2];

fn side(a: Flat, b: Flat, c: Flat) -> f64 {
    let coord = |point: Flat| Coord { x: point[0], y: point[1] };
    orient2d(coord(a), coord(b), coord(c))
}

/// How two segments meet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Meeting {
    /// Not at all.
    Apart,
    /// In one point that is an end of one of them.
    Touch(Flat),
    /// In one point inside both.
    Cross,
    /// Along a line.
    Along,
}

pub(super) fn meet([a, b]: [Flat; 2], [c, d]: [Flat; 2]) -> Meeting {
    if (0..2).any(|axis| a[axis].max(b[axis]) < c[axis].min(d[axis]) || c[axis].max(d[axis]) < a[axis].min(b[axis])) {
        return Meeting::Apart;
    }
    let (c_side, d_side, a_side, b_side) = (side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b));
    if c_side == 0.0 && d_side == 0.0 {
        return along([a, b], [c, d]);
    }
    let apart = |one: f64, other: f64| (one > 0.0 && other > 0.0) || (one < 0.0 && other < 0.0);
    if apart(c_side, d_side) || apart(a_side, b_side) {
        return Meeting::Apart;
    }
    match [(c_side, c), (d_side, d), (a_side, a), (b_side, b)].into_iter().find(|(side, _)| *side == 0.0) {
        Some((_, point)) => Meeting::Touch(point),
        None => Meeting::Cross,
    }
}

/// Two segments on one line.
fn along([a, b]: [Flat; 2], [c, d]: [Flat; 2]) -> Meeting {
    let (low, high) = if a <= b { (a, b) } else { (b, a) };
    let (from, to) = if c <= d { (c, d) } else { (d, c) };
    let (start, end) = (if low > from { low } else { from }, if high < to { high } else { to });
    match start.partial_cmp(&end) {
        Some(std::cmp::Ordering::Less) => Meeting::Along,
        Some(std::cmp::Ordering::Equal) => Meeting::Touch(start),
        _ => Meeting::Apart,
    }
}

/// Whether a point lies inside a ring: `None` on its border.
pub(super) fn inside(ring: &[Flat], point: Flat) -> Option<bool> {
    let mut odd = false;
    for at in 0..ring.len() {
        let (a, b) = (ring[at], ring[(at + 1) % ring.len()]);
        if meet([a, b], [point, point]) != Meeting::Apart {
            return None;
        }
        if (a[1] > point[1]) != (b[1] > point[1]) {
            let left = side(a, b, point) > 0.0;
            odd ^= left == (b[1] > a[1]);
        }
    }
    Some(odd)
}

/// Pairs of edges whose extents along the first axis overlap, numbers ascending in each pair.
pub(super) fn near(edges: &[[Flat; 2]], found: &mut dyn FnMut(usize, usize)) {
    let low = |at: usize| edges[at][0][0].min(edges[at][1][0]);
    let high = |at: usize| edges[at][0][0].max(edges[at][1][0]);
    let mut order: Vec<usize> = (0..edges.len()).collect();
    order.sort_by(|a, b| low(*a).total_cmp(&low(*b)));
    for (place, &one) in order.iter().enumerate() {
        for &other in order[place + 1..].iter().take_while(|other| low(**other) <= high(one)) {
            found(one.min(other), one.max(other));
        }
    }
}

//! Whether short rings are simple, exactly.

use crate::lattice::{Point, on_segment, orient, ring_area2, segments_meet};

/// Whether a ring (without repeated end) runs anticlockwise and touches itself nowhere. Quadratic: for short rings.
pub(crate) fn is_simple_ring(ring: &[Point]) -> bool {
    let n = ring.len();
    if n < 3 || ring_area2(ring) <= 0 {
        return false;
    }
    for i in 0..n {
        let (a, b) = (ring[i], ring[(i + 1) % n]);
        if a == b || !turns(a, b, ring[(i + 2) % n]) {
            return false;
        }
        for j in i + 2..n {
            if (j + 1) % n != i && segments_meet(a, b, ring[j], ring[(j + 1) % n]) {
                return false;
            }
        }
    }
    true
}

/// Whether the segments a b and b c have only b in common.
pub(crate) fn turns(a: Point, b: Point, c: Point) -> bool {
    a != b && b != c && (orient(a, b, c) != 0 || !(on_segment(a, b, c) || on_segment(b, c, a)))
}

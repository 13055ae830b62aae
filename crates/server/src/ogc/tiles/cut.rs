//! Shapes on the steps of a tile.
//!
//! Every corner goes to the step that is nearest to it. Neighbours share their corners, so they still share them
//! afterwards: no gap and no overlap opens between them. At far zooms corners fall together, which is all the
//! simplification there is; a corner that lies exactly between its neighbours is left out, which changes no area.
//! What is no longer a sound polygon after that, or crosses the side of the tile, is made one by integer overlay.

use geo_types::{Coord, LineString, Polygon};
use i_overlay::core::fill_rule::FillRule;
use i_overlay::core::overlay::{IntOverlayOptions, Overlay, ShapeType};
use i_overlay::core::overlay_rule::OverlayRule;
use i_overlay::i_float::int::point::IntPoint;

use super::address::{Address, BUFFER, EXTENT};

/// Rings of a polygon, the outer one first, each without its last corner.
pub(super) type Rings = Vec<Vec<Coord<i32>>>;

/// Corners up to which all pairs of sides are looked at.
const FEW: usize = 24;
const LEAST: i32 = -BUFFER;
const MOST: i32 = EXTENT + BUFFER;

/// The part of a polygon that lies in a tile and its buffer; nothing where it is smaller than a step.
pub(super) fn cut(polygon: &Polygon<f64>, address: Address) -> Vec<Rings> {
    let outer = snapped(polygon.exterior(), address);
    if outer.len() < 3 {
        return Vec::new();
    }
    let mut rings = vec![outer];
    rings.extend(polygon.interiors().iter().map(|ring| snapped(ring, address)).filter(|ring| ring.len() > 2));
    let inside = |at: &Coord<i32>| (LEAST..=MOST).contains(&at.x) && (LEAST..=MOST).contains(&at.y);
    if rings.len() == 1 && rings[0].iter().all(inside) && is_simple(&rings[0]) {
        return vec![rings];
    }
    overlaid(&rings)
}

/// A ring on the steps of a tile, without corners that say nothing.
fn snapped(ring: &LineString<f64>, address: Address) -> Vec<Coord<i32>> {
    let mut kept: Vec<Coord<i32>> = Vec::with_capacity(ring.0.len());
    for at in ring.coords() {
        push(&mut kept, address.step(*at));
    }
    // Where the ring closes, the same holds for the corners at its end and at its beginning.
    loop {
        let (first, last) = match kept[..] {
            [first, .., last] if kept.len() > 2 => (first, last),
            _ => return Vec::new(),
        };
        if first == last || turn(kept[kept.len() - 2], last, first) == 0 {
            kept.pop();
        } else if turn(last, first, kept[1]) == 0 {
            kept.remove(0);
        } else {
            return kept;
        }
    }
}

fn push(kept: &mut Vec<Coord<i32>>, at: Coord<i32>) {
    while let [.., before, last] = kept[..] {
        if last != at && turn(before, last, at) != 0 {
            break;
        }
        kept.pop();
    }
    if kept.last() != Some(&at) {
        kept.push(at);
    }
}

/// Positive, negative or 0 as three points turn one way, the other, or not at all.
fn turn(a: Coord<i32>, b: Coord<i32>, c: Coord<i32>) -> i64 {
    let across = |p: Coord<i32>, q: Coord<i32>| (i64::from(q.x) - i64::from(p.x), i64::from(q.y) - i64::from(p.y));
    let ((ux, uy), (vx, vy)) = (across(a, b), across(a, c));
    (i128::from(ux) * i128::from(vy) - i128::from(uy) * i128::from(vx)).signum() as i64
}

/// Whether a short ring certainly has no two sides that meet but at their common corner.
fn is_simple(ring: &[Coord<i32>]) -> bool {
    let n = ring.len();
    let side = |i: usize| (ring[i], ring[(i + 1) % n]);
    let apart = |i: usize, j: usize| {
        let ((a, b), (c, d)) = (side(i), side(j));
        turn(a, b, c) * turn(a, b, d) > 0 || turn(c, d, a) * turn(c, d, b) > 0 || aside(a, b, c, d)
    };
    let neighbours = |i: usize, j: usize| j == i + 1 || (i == 0 && j == n - 1);
    n <= FEW && (0..n).all(|i| (i + 1..n).all(|j| neighbours(i, j) || apart(i, j)))
}

/// Whether the boxes of two sides do not meet.
fn aside(a: Coord<i32>, b: Coord<i32>, c: Coord<i32>, d: Coord<i32>) -> bool {
    a.x.max(b.x) < c.x.min(d.x)
        || c.x.max(d.x) < a.x.min(b.x)
        || a.y.max(b.y) < c.y.min(d.y)
        || c.y.max(d.y) < a.y.min(b.y)
}

fn overlaid(rings: &Rings) -> Vec<Rings> {
    let corners = rings.iter().map(Vec::len).sum::<usize>() + 4;
    let mut overlay = Overlay::<i32>::new_custom(corners, IntOverlayOptions::ogc(), Default::default());
    for ring in rings {
        overlay.add_path_iter(ring.iter().map(|at| IntPoint::new(at.x, at.y)), ShapeType::Subject);
    }
    let window = [(LEAST, LEAST), (MOST, LEAST), (MOST, MOST), (LEAST, MOST)];
    overlay.add_path_iter(window.into_iter().map(|(x, y)| IntPoint::new(x, y)), ShapeType::Clip);
    let shapes = overlay.overlay(OverlayRule::Intersect, FillRule::EvenOdd);
    let ring = |ring: Vec<IntPoint<i32>>| ring.into_iter().map(|at| Coord { x: at.x, y: at.y }).collect();
    shapes.into_iter().map(|shape| shape.into_iter().map(ring).collect()).collect()
}

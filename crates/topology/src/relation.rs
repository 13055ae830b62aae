//! How two shapes lie to each other, where a look at their sides tells it; most neighbours need no more.

use crate::lattice::{Point, crossing, on_segment};
use crate::shape::Shape;
use crate::sweep::Bounds;

type Side = (Point, Point);

/// How one shape lies to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Relation {
    /// Their interiors do not meet.
    Apart,
    /// The first lies in the second.
    Within,
    /// That takes more than a look: they overlap, or a corner of one lies inside a side of the other.
    Unsure,
}

/// Where a side lies to a shape that it does not cross.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lies {
    Inside,
    Outside,
    OnBorder,
}

/// How p lies to q.
pub(crate) fn relation(p: &Shape, q: &Shape) -> Relation {
    if !p.bounds.meets(&q.bounds) {
        return Relation::Apart;
    }
    let window = Bounds {
        min: Point::new(p.bounds.min.x.max(q.bounds.min.x), p.bounds.min.y.max(q.bounds.min.y)),
        max: Point::new(p.bounds.max.x.min(q.bounds.max.x), p.bounds.max.y.min(q.bounds.max.y)),
    };
    let near = |s: &Shape| -> Vec<Side> { s.sides().filter(|&(a, b)| Bounds::of(a, b).meets(&window)).collect() };
    let (sides_p, sides_q) = (near(p), near(q));
    if touching(&sides_p, &sides_q) {
        return Relation::Unsure;
    }
    let (mut inside_p, mut outside_p) = look(&sides_p, &sides_q, q);
    outside_p |= sides_p.len() < n_sides(p);
    let (inside_q, mut outside_q) = look(&sides_q, &sides_p, p);
    outside_q |= sides_q.len() < n_sides(q);
    // A shape of several rings may have one ring in the other and another in a hole of it.
    inside_p &= p.rings.len() == 1;
    match (inside_p, inside_q) {
        (false, false) if outside_p && outside_q => Relation::Apart,
        (true, false) if !outside_p => Relation::Within,
        _ => Relation::Unsure,
    }
}

fn n_sides(shape: &Shape) -> usize {
    shape.rings.iter().map(Vec::len).sum()
}

/// Whether sides cross, or a corner of one lies inside another; shared sides and corners are well.
fn touching(sides_p: &[Side], sides_q: &[Side]) -> bool {
    sides_p.iter().any(|&(a, b)| {
        let bounds = Bounds::of(a, b);
        sides_q.iter().any(|&(c, d)| {
            let inner = |a, b, v| v != a && v != b && on_segment(a, b, v);
            bounds.meets(&Bounds::of(c, d))
                && (crossing(a, b, c, d).is_some()
                    || [c, d].into_iter().any(|v| inner(a, b, v))
                    || [a, b].into_iter().any(|v| inner(c, d, v)))
        })
    })
}

/// Whether some side runs through the inside of the other shape, and whether some side runs outside of it. Without
/// crossings the middle of a side decides, and sides that meet off the other's border lie alike.
fn look(sides: &[Side], others: &[Side], other: &Shape) -> (bool, bool) {
    let mut corners: Vec<Point> = others.iter().flat_map(|&(a, b)| [a, b]).collect();
    corners.sort_unstable();
    corners.dedup();
    let (mut inside, mut outside) = (false, false);
    let mut last: Option<(Point, Lies)> = None;
    for &(a, b) in sides {
        let known =
            last.filter(|&(end, lies)| end == a && lies != Lies::OnBorder && corners.binary_search(&a).is_err());
        let lies = known.map_or_else(|| middle_of(a, b, other), |(_, lies)| lies);
        inside |= lies == Lies::Inside;
        outside |= lies == Lies::Outside;
        last = Some((b, lies));
    }
    (inside, outside)
}

fn middle_of(a: Point, b: Point, shape: &Shape) -> Lies {
    let doubled = |(a, b): Side| (Point::new(2 * a.x, 2 * a.y), Point::new(2 * b.x, 2 * b.y));
    match crate::partition::winding(shape.sides().map(doubled), Point::new(a.x + b.x, a.y + b.y)) {
        Some(0) => Lies::Outside,
        Some(_) => Lies::Inside,
        None => Lies::OnBorder,
    }
}

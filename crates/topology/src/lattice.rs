//! The 1 mm integer lattice and its exact predicates.

use geo_types::Coord;

/// Largest coordinate that is accepted, in millimetres: a million kilometres.
///
/// Below 2^53, so every lattice coordinate is exact as an `f64`, and small enough that every determinant of the crate
/// fits `i128`.
pub const LIMIT_MM: i64 = 1_000_000_000_000;

/// A point of the lattice, in millimetres of the working CRS.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Point {
    /// Easting in millimetres.
    pub x: i64,
    /// Northing in millimetres.
    pub y: i64,
}

impl Point {
    /// The point (x, y), millimetres.
    #[must_use]
    pub const fn new(x: i64, y: i64) -> Self {
        Self { x, y }
    }

    /// The nearest lattice point to a coordinate in metres; `None` if it is not finite or beyond [`LIMIT_MM`].
    #[must_use]
    pub fn from_metres(c: Coord<f64>) -> Option<Self> {
        Some(Self { x: to_mm(c.x)?, y: to_mm(c.y)? })
    }

    /// The point in metres.
    #[must_use]
    pub fn to_metres(self) -> Coord<f64> {
        Coord { x: self.x as f64 / 1000.0, y: self.y as f64 / 1000.0 }
    }

    /// The point as floating millimetres; exact.
    pub(crate) fn float(self) -> [f64; 2] {
        [self.x as f64, self.y as f64]
    }
}

fn to_mm(v: f64) -> Option<i64> {
    let mm = (v * 1000.0).round();
    (mm.abs() <= LIMIT_MM as f64).then_some(mm as i64)
}

/// Twice the signed area of the triangle a, b, c in mm²: positive when it turns left.
#[must_use]
pub fn orient(a: Point, b: Point, c: Point) -> i128 {
    let (ux, uy, vx, vy) = (b.x - a.x, b.y - a.y, c.x - a.x, c.y - a.y);
    const SMALL: i64 = 1 << 30;
    if ux.abs().max(uy.abs()).max(vx.abs()).max(vy.abs()) < SMALL {
        return i128::from(ux * vy - uy * vx);
    }
    i128::from(ux) * i128::from(vy) - i128::from(uy) * i128::from(vx)
}

/// The dot product (b − a)·(c − a) in mm².
pub(crate) fn dot(a: Point, b: Point, c: Point) -> i128 {
    i128::from(b.x - a.x) * i128::from(c.x - a.x) + i128::from(b.y - a.y) * i128::from(c.y - a.y)
}

/// Whether p lies on the closed segment a, b.
#[must_use]
pub fn on_segment(a: Point, b: Point, p: Point) -> bool {
    p.x >= a.x.min(b.x) && p.x <= a.x.max(b.x) && p.y >= a.y.min(b.y) && p.y <= a.y.max(b.y) && orient(a, b, p) == 0
}

/// Whether the closed segments a b and c d have a point in common.
#[must_use]
pub fn segments_meet(a: Point, b: Point, c: Point, d: Point) -> bool {
    let (o1, o2) = (orient(a, b, c).signum(), orient(a, b, d).signum());
    let (o3, o4) = (orient(c, d, a).signum(), orient(c, d, b).signum());
    if o1 * o2 < 0 && o3 * o4 < 0 {
        return true;
    }
    on_segment(a, b, c) || on_segment(a, b, d) || on_segment(c, d, a) || on_segment(c, d, b)
}

/// The lattice point nearest to the crossing of a b and c d, if they cross inside both.
#[must_use]
pub fn crossing(a: Point, b: Point, c: Point, d: Point) -> Option<Point> {
    let (o1, o2) = (orient(a, b, c), orient(a, b, d));
    if o1.signum() * o2.signum() >= 0 {
        return None;
    }
    let (o3, o4) = (orient(c, d, a), orient(c, d, b));
    if o3.signum() * o4.signum() >= 0 {
        return None;
    }
    // The crossing divides a b in the ratio |o3| : |o4|.
    let (num, den) = (o3.abs(), o3.abs() + o4.abs());
    Some(Point::new(along(a.x, b.x, num, den), along(a.y, b.y, num, den)))
}

/// a + (b − a)·num/den, rounded half up; num and den up to 2^83, so the product is taken in two halves.
fn along(a: i64, b: i64, num: i128, den: i128) -> i64 {
    let d = i128::from(b - a);
    // |d| < 2^41 and num < 2^83 fit 2^124.
    let twice = 2 * d * num + den;
    a + twice.div_euclid(2 * den) as i64
}

/// Whether the segment a b passes through the half-open pixel of side 1 mm around p.
pub(crate) fn passes_pixel(a: Point, b: Point, p: Point) -> bool {
    if a == p || b == p {
        return true;
    }
    if p.x < a.x.min(b.x) || p.x > a.x.max(b.x) || p.y < a.y.min(b.y) || p.y > a.y.max(b.y) {
        return false;
    }
    // Twice the coordinates: the corners of the pixel lie at ±1. The pixel holds its left and lower side only.
    let (dx, dy) = (i128::from(b.x - a.x), i128::from(b.y - a.y));
    let side = 2 * (dx * i128::from(p.y - a.y) - dy * i128::from(p.x - a.x));
    // The line crosses the closed square iff |side| ≤ |dx| + |dy|; equality touches one corner only.
    let reach = dx.abs() + dy.abs();
    if side.abs() != reach {
        return side.abs() < reach;
    }
    // The touched corner belongs to the pixel only if it is the lower left one.
    let corner = if side > 0 { (dx, dy) } else { (-dx, -dy) };
    // side > 0: p left of the line, the corner is p + (sign dy, −sign dx). Upright and level lines never touch one.
    corner.1 < 0 && corner.0 > 0
}

/// Twice the signed area of a closed ring given without its repeated end point, in mm².
pub(crate) fn ring_area2(ring: &[Point]) -> i128 {
    let Some(&o) = ring.first() else { return 0 };
    ring.windows(2).map(|w| orient(o, w[0], w[1])).sum()
}

/// Distance between two points; plain, because the lattice is far from the ends of `f64`.
pub(crate) fn apart(p: [f64; 2], q: [f64; 2]) -> f64 {
    let (dx, dy) = (p[0] - q[0], p[1] - q[1]);
    (dx * dx + dy * dy).sqrt()
}

/// Distance in millimetres from p to the segment a, b.
pub(crate) fn distance(p: [f64; 2], a: [f64; 2], b: [f64; 2]) -> f64 {
    let q = nearest(p, a, b);
    apart(p, q)
}

/// The point of the segment a, b nearest to p.
pub(crate) fn nearest(p: [f64; 2], a: [f64; 2], b: [f64; 2]) -> [f64; 2] {
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    let len2 = dx * dx + dy * dy;
    if len2 == 0.0 {
        return a;
    }
    let t = (((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / len2).clamp(0.0, 1.0);
    [a[0] + t * dx, a[1] + t * dy]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crossings_round_to_the_nearest_lattice_point() {
        let p = Point::new;
        assert_eq!(crossing(p(0, 0), p(10, 10), p(0, 10), p(10, 0)), Some(p(5, 5)));
        assert_eq!(crossing(p(0, 0), p(3, 1), p(1, -5), p(1, 5)), Some(p(1, 0)));
        assert_eq!(crossing(p(0, 0), p(3, 1), p(2, -5), p(2, 5)), Some(p(2, 1)));
        assert_eq!(crossing(p(0, 0), p(3, 1), p(0, 0), p(2, 5)), None, "a shared end is no crossing");
        let l = LIMIT_MM;
        assert_eq!(crossing(p(-l, -l), p(l, l), p(-l, l), p(l, -l)), Some(p(0, 0)));
    }

    #[test]
    fn pixels_are_half_open() {
        let p = Point::new;
        assert!(passes_pixel(p(0, 0), p(10, 1), p(4, 0)));
        assert!(!passes_pixel(p(0, 0), p(10, 1), p(4, 1)));
        assert!(passes_pixel(p(0, 0), p(10, 1), p(6, 1)));
        assert!(!passes_pixel(p(0, 0), p(10, 0), p(4, 1)));
        assert!(!passes_pixel(p(0, 0), p(10, 0), p(14, 0)));
        // y = x + 1 touches the upper left corner of pixel (0, 0): not inside; y = 1 − x likewise the upper right.
        assert!(!passes_pixel(p(-5, -4), p(5, 6), p(0, 0)));
        assert!(!passes_pixel(p(-5, 6), p(5, -4), p(0, 0)));
        assert!(passes_pixel(p(-5, 4), p(5, -6), p(0, 0)), "the lower left corner belongs to the pixel");
    }
}

//! How compact grids are, from their outlines.
//!
//! Polsby-Popper: 4π·area / perimeter² (Polsby and Popper 1991). Reock: area / area of the smallest enclosing circle
//! (Reock 1961). Convex hull: area / area of the convex hull. All lie between 0 and 1; a disc has 1.

use geo::{Area, ConvexHull, Euclidean, Length};
use geo_types::{Coord, MultiPolygon};
use std::f64::consts::PI;

/// Compactness of one grid.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Compactness {
    /// Area in square metres.
    pub area_m2: f64,
    /// Length of the outline in metres, holes included.
    pub perimeter_m: f64,
    /// 4π·area / perimeter².
    pub polsby_popper: f64,
    /// Area / area of the smallest enclosing circle.
    pub reock: f64,
    /// Area / area of the convex hull.
    pub convex_hull: f64,
}

/// A figure over all grids.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Summary {
    /// Mean over the grids.
    pub mean: f64,
    /// Smallest.
    pub min: f64,
    /// Mean weighted by area.
    pub area_weighted: f64,
}

impl Compactness {
    /// The figures of a dissolved grid in metres; all 0 for an outline without area.
    pub fn of(outline: &MultiPolygon<f64>) -> Self {
        let area_m2 = outline.unsigned_area();
        let rings = outline.iter().flat_map(|part| std::iter::once(part.exterior()).chain(part.interiors()));
        let perimeter_m: f64 = rings.map(|ring| Euclidean.length(ring)).sum();
        let hull = outline.convex_hull();
        let corners: Vec<Coord<f64>> = hull.exterior().coords().copied().collect();
        let radius = enclosing_radius(&corners);
        let share = |of: f64| if of > 0.0 && area_m2.is_finite() { (area_m2 / of).min(1.0) } else { 0.0 };
        Compactness {
            area_m2,
            perimeter_m,
            polsby_popper: share(perimeter_m * perimeter_m / (4.0 * PI)),
            reock: share(PI * radius * radius),
            convex_hull: share(hull.unsigned_area()),
        }
    }
}

impl Summary {
    /// The summary of (figure, area) pairs; `None` when there are none.
    pub(super) fn of(figures: impl Iterator<Item = (f64, f64)> + Clone) -> Option<Self> {
        let n = figures.clone().count();
        let area: f64 = figures.clone().map(|(_, area)| area).sum();
        let weighted: f64 = figures.clone().map(|(figure, area)| figure * area).sum();
        let min = figures.clone().map(|(figure, _)| figure).min_by(f64::total_cmp)?;
        let mean = figures.map(|(figure, _)| figure).sum::<f64>() / n as f64;
        Some(Summary { mean, min, area_weighted: if area > 0.0 { weighted / area } else { mean } })
    }
}

/// A circle by centre and squared radius.
#[derive(Clone, Copy)]
struct Circle {
    centre: Coord<f64>,
    square: f64,
}

impl Circle {
    fn holds(&self, point: Coord<f64>) -> bool {
        distance2(self.centre, point) <= self.square * (1.0 + 1e-12) + 1e-18
    }

    fn of_two(a: Coord<f64>, b: Coord<f64>) -> Self {
        let centre = (a + b) / 2.0;
        Circle { centre, square: distance2(centre, a).max(distance2(centre, b)) }
    }

    /// The circle through three points; of the two farthest when they lie on a line.
    fn of_three(a: Coord<f64>, b: Coord<f64>, c: Coord<f64>) -> Self {
        let (p, q) = (b - a, c - a);
        let cross = 2.0 * (p.x * q.y - p.y * q.x);
        let (pp, qq) = (p.x * p.x + p.y * p.y, q.x * q.x + q.y * q.y);
        if cross.abs() <= 1e-12 * (pp + qq) {
            let pairs = [Circle::of_two(a, b), Circle::of_two(a, c), Circle::of_two(b, c)];
            return pairs.into_iter().max_by(|one, other| one.square.total_cmp(&other.square)).unwrap_or(pairs[0]);
        }
        let offset = Coord { x: (q.y * pp - p.y * qq) / cross, y: (p.x * qq - q.x * pp) / cross };
        Circle { centre: a + offset, square: offset.x * offset.x + offset.y * offset.y }
    }
}

fn distance2(a: Coord<f64>, b: Coord<f64>) -> f64 {
    (a.x - b.x).powi(2) + (a.y - b.y).powi(2)
}

/// Radius of the smallest circle that encloses all points (Welzl 1991, as three nested loops).
fn enclosing_radius(points: &[Coord<f64>]) -> f64 {
    let Some(&first) = points.first() else { return 0.0 };
    let mut circle = Circle { centre: first, square: 0.0 };
    for (i, &a) in points.iter().enumerate() {
        if circle.holds(a) {
            continue;
        }
        circle = Circle { centre: a, square: 0.0 };
        for (j, &b) in points[..i].iter().enumerate() {
            if circle.holds(b) {
                continue;
            }
            circle = Circle::of_two(a, b);
            for &c in &points[..j] {
                if !circle.holds(c) {
                    circle = Circle::of_three(a, b, c);
                }
            }
        }
    }
    circle.square.sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::{Rect, polygon};
    use proptest::prelude::*;

    fn check(outline: MultiPolygon<f64>, expected: [f64; 3]) {
        let found = Compactness::of(&outline);
        for (found, expected) in [found.polsby_popper, found.reock, found.convex_hull].iter().zip(expected) {
            assert!((found - expected).abs() < 1e-9, "{found} is not {expected}");
        }
    }

    #[test]
    fn figures_of_known_shapes() {
        let square = Rect::new(Coord { x: 5e5, y: 4e6 }, Coord { x: 5e5 + 10.0, y: 4e6 + 10.0 }).to_polygon();
        check(square.clone().into(), [PI / 4.0, 2.0 / PI, 1.0]);
        let strip = Rect::new(Coord { x: 0.0, y: 0.0 }, Coord { x: 3.0, y: 1.0 }).to_polygon();
        check(strip.into(), [4.0 * PI * 3.0 / 64.0, 3.0 / (PI * 2.5), 1.0]);
        let corner = polygon![(x: 0.0, y: 0.0), (x: 2.0, y: 0.0), (x: 2.0, y: 1.0), (x: 1.0, y: 1.0), (x: 1.0, y: 2.0),
            (x: 0.0, y: 2.0)];
        check(corner.into(), [4.0 * PI * 3.0 / 64.0, 3.0 / (2.0 * PI), 3.0 / 3.5]);
        check(MultiPolygon(vec![]), [0.0, 0.0, 0.0]);
    }

    proptest! {
        #[test]
        fn the_circle_is_the_smallest(raw in proptest::collection::vec((-50i32..50, -50i32..50), 1..12)) {
            let points: Vec<Coord<f64>> = raw.iter().map(|&(x, y)| Coord { x: x.into(), y: y.into() }).collect();
            let holds_all = |circle: &Circle| points.iter().all(|&point| circle.holds(point));
            let mut best = f64::INFINITY;
            for &a in &points {
                for &b in &points {
                    for circle in points.iter().map(|&c| Circle::of_three(a, b, c)).chain([Circle::of_two(a, b)]) {
                        let wide = Circle { square: circle.square * (1.0 + 1e-9), ..circle };
                        if holds_all(&wide) {
                            best = best.min(circle.square);
                        }
                    }
                }
            }
            prop_assert!((enclosing_radius(&points) - best.sqrt()).abs() < 1e-6);
        }
    }
}

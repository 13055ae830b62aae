//! Cutting rings and lines to a window.

use geo_types::{Coord, Rect, coord};

/// A ring cut to a window (Sutherland and Hodgman 1974). A ring that falls into pieces stays one ring whose parts
/// hang together along the edge of the window, which fills the same.
pub(crate) fn ring(mut ring: Vec<Coord<f64>>, window: Rect<f64>) -> Vec<Coord<f64>> {
    if ring.iter().all(|c| inside(*c, window)) {
        return ring;
    }
    let sides: [(bool, f64, bool); 4] = [
        (true, window.min().x, true),
        (true, window.max().x, false),
        (false, window.min().y, true),
        (false, window.max().y, false),
    ];
    for (along_x, at, above) in sides {
        ring = half_plane(&ring, along_x, at, above);
    }
    ring
}

fn half_plane(ring: &[Coord<f64>], along_x: bool, at: f64, above: bool) -> Vec<Coord<f64>> {
    let value = |c: &Coord<f64>| if along_x { c.x } else { c.y };
    let keep = |c: &Coord<f64>| if above { value(c) >= at } else { value(c) <= at };
    let mut kept = Vec::with_capacity(ring.len() + 4);
    for (i, end) in ring.iter().enumerate() {
        let start = &ring[if i == 0 { ring.len() - 1 } else { i - 1 }];
        if keep(start) != keep(end) {
            let t = (at - value(start)) / (value(end) - value(start));
            let other = if along_x { start.y + t * (end.y - start.y) } else { start.x + t * (end.x - start.x) };
            kept.push(if along_x {
                coord! { x: at, y: other }
            } else {
                coord! { x: other, y: at }
            });
        }
        if keep(end) {
            kept.push(*end);
        }
    }
    kept
}

/// A line cut to a window (Liang and Barsky 1984): its pieces inside, in order.
pub(crate) fn line(line: &[Coord<f64>], window: Rect<f64>) -> Vec<Vec<Coord<f64>>> {
    let mut pieces: Vec<Vec<Coord<f64>>> = Vec::new();
    let mut open = false;
    for pair in line.windows(2) {
        let Some((from, to)) = segment(pair[0], pair[1], window) else {
            open = false;
            continue;
        };
        match pieces.last_mut() {
            Some(piece) if open && from == pair[0] => piece.push(to),
            _ => pieces.push(vec![from, to]),
        }
        open = to == pair[1];
    }
    pieces
}

fn segment(a: Coord<f64>, b: Coord<f64>, window: Rect<f64>) -> Option<(Coord<f64>, Coord<f64>)> {
    let d = b - a;
    let (mut enter, mut leave) = (0.0f64, 1.0f64);
    let (min, max) = (window.min(), window.max());
    for (p, q) in [(-d.x, a.x - min.x), (d.x, max.x - a.x), (-d.y, a.y - min.y), (d.y, max.y - a.y)] {
        if p == 0.0 && q < 0.0 {
            return None;
        }
        if p < 0.0 {
            enter = enter.max(q / p);
        } else if p > 0.0 {
            leave = leave.min(q / p);
        }
    }
    let at = |t: f64| a + d * t;
    let from = if enter == 0.0 { a } else { at(enter) };
    let to = if leave == 1.0 { b } else { at(leave) };
    (enter <= leave).then_some((from, to))
}

/// Whether a point lies in a window or on its edge.
pub(crate) fn inside(c: Coord<f64>, window: Rect<f64>) -> bool {
    let (min, max) = (window.min(), window.max());
    c.x >= min.x && c.x <= max.x && c.y >= min.y && c.y <= max.y
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::{LineString, Polygon};
    use proptest::prelude::*;

    fn window() -> Rect<f64> {
        Rect::new(coord! { x: 0.0, y: 0.0 }, coord! { x: 10.0, y: 10.0 })
    }

    proptest! {
        #[test]
        fn nothing_is_left_outside(points in prop::collection::vec((-30.0..40.0f64, -30.0..40.0f64), 0..12)) {
            let shape: Vec<Coord<f64>> = points.iter().map(|(x, y)| coord! { x: *x, y: *y }).collect();
            let near = Rect::new(coord! { x: -1e-9, y: -1e-9 }, coord! { x: 10.0 + 1e-9, y: 10.0 + 1e-9 });
            prop_assert!(ring(shape.clone(), window()).iter().all(|c| inside(*c, near)));
            prop_assert!(line(&shape, window()).iter().flatten().all(|c| inside(*c, near)));
        }

        /// A triangle cut to the window has the area that the general overlay of `geo` finds.
        #[test]
        fn the_area_is_that_of_the_intersection(points in prop::collection::vec((-9i32..20, -9i32..20), 3)) {
            use geo::{Area, BooleanOps};
            let shape: Vec<Coord<f64>> =
                points.iter().map(|(x, y)| coord! { x: f64::from(*x), y: f64::from(*y) }).collect();
            let polygon = |ring: Vec<Coord<f64>>| Polygon::new(LineString::new(ring), Vec::new());
            let cut = polygon(ring(shape.clone(), window())).unsigned_area();
            let expect = polygon(shape).intersection(&window().to_polygon()).unsigned_area();
            prop_assert!((cut - expect).abs() < 1e-6, "{cut} {expect}");
        }
    }

    #[test]
    fn a_line_through_the_window_keeps_its_pieces() {
        let points = [(-5.0, 5.0), (5.0, 5.0), (5.0, 20.0), (8.0, 20.0), (8.0, -3.0)];
        let points: Vec<Coord<f64>> = points.iter().map(|(x, y)| coord! { x: *x, y: *y }).collect();
        let pieces = line(&points, window());
        assert_eq!(pieces.len(), 2);
        assert_eq!(pieces[0].len(), 3);
        assert_eq!(pieces[1].last(), Some(&coord! { x: 8.0, y: 0.0 }));
    }
}

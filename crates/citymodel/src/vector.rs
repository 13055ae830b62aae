//! Arithmetic of points and directions in space.

pub(crate) type Point = [f64; 3];

pub(crate) fn minus(a: Point, b: Point) -> Point {
    [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
}

pub(crate) fn plus(a: Point, b: Point) -> Point {
    [a[0] + b[0], a[1] + b[1], a[2] + b[2]]
}

pub(crate) fn scaled(a: Point, by: f64) -> Point {
    [a[0] * by, a[1] * by, a[2] * by]
}

pub(crate) fn cross(a: Point, b: Point) -> Point {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

pub(crate) fn dot(a: Point, b: Point) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

pub(crate) fn length(a: Point) -> f64 {
    dot(a, a).sqrt()
}

pub(crate) fn distance(a: Point, b: Point) -> f64 {
    length(minus(a, b))
}

/// The direction of length 1; `None` for the null vector and for numbers that are not finite.
pub(crate) fn unit(a: Point) -> Option<Point> {
    // Scaled first: squares of tiny and huge components would vanish or overflow.
    let largest = a.iter().fold(0.0_f64, |most, part| most.max(part.abs()));
    if !(largest > 0.0 && largest.is_finite()) {
        return None;
    }
    let even = a.map(|part| part / largest);
    Some(scaled(even, 1.0 / length(even)))
}

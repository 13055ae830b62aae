//! The plane of a surface.

use crate::{
    Surface,
    vector::{Point, cross, length, minus, plus, scaled, unit},
};

/// The unit normal of the outer ring after Newell: towards whoever sees the ring counter-clockwise. `None` for a ring
/// without area and for coordinates that are not finite.
pub fn normal(surface: &Surface) -> Option<[f64; 3]> {
    unit(vector_area(surface.rings.first()?))
}

/// A ring's area as a vector along its normal (Newell's sum, taken relative to the first point, so that large
/// coordinates lose nothing).
pub(crate) fn vector_area(ring: &[Point]) -> Point {
    let Some((&first, rest)) = ring.split_first() else { return [0.0; 3] };
    let doubled = rest.windows(2).map(|pair| cross(minus(pair[0], first), minus(pair[1], first))).fold([0.0; 3], plus);
    scaled(doubled, 0.5)
}

/// The normal to project along: Newell's, or where the ring's parts cancel each other (a bow tie) that of its largest
/// triangle at the first point. `None` when all points lie on a line.
pub(crate) fn projection(ring: &[Point]) -> Option<Point> {
    let (&first, rest) = ring.split_first()?;
    let size = rest.iter().map(|point| length(minus(*point, first))).fold(0.0, f64::max);
    let whole = vector_area(ring);
    if length(whole) > size * size * 1e-9 {
        return unit(whole);
    }
    let triangles = rest.windows(2).map(|pair| cross(minus(pair[0], first), minus(pair[1], first)));
    let largest = triangles.fold([0.0; 3], |most, one| if length(one) > length(most) { one } else { most });
    if length(largest) > size * size * 1e-12 { unit(largest) } else { None }
}

/// The two axes that stay when the axis nearest to the normal is dropped, in the order that keeps orientation. Dropping
/// an axis moves no number, so what is exact stays exact.
pub(crate) fn axes(normal: Point) -> (usize, usize) {
    let size = normal.map(f64::abs);
    let dropped = if size[2] >= size[0] && size[2] >= size[1] { 2 } else { usize::from(size[0] < size[1]) };
    let (first, second) = ((dropped + 1) % 3, (dropped + 2) % 3);
    if normal[dropped] > 0.0 { (first, second) } else { (second, first) }
}

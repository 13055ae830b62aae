//! Sizes of geometries.

use crate::{
    Geometry, Semantic, Surface, normal,
    plane::vector_area,
    vector::{Point, cross, dot, length, minus, plus},
};

/// Steeper than this no surface counts as facing down: the sine of some 6 degrees.
const FLAT: f64 = 0.1;

impl Surface {
    /// Its area without its holes, square units of the coordinates; the area of its projection onto its own plane where
    /// it is bent.
    pub fn area(&self) -> f64 {
        let mut areas = self.rings.iter().map(|ring| length(vector_area(ring)));
        let outer = areas.next().unwrap_or(0.0);
        (outer - areas.sum::<f64>()).max(0.0)
    }
}

impl Geometry {
    /// The area of all surfaces, square units of the coordinates.
    pub fn area(&self) -> f64 {
        self.surfaces.iter().map(Surface::area).sum()
    }

    /// The volume of a solid less its cavities, cubic units of the coordinates: negative when it is inside out, of no
    /// meaning when its shell is open. `None` for loose surfaces.
    pub fn volume(&self) -> Option<f64> {
        if self.shell == 0 {
            return None;
        }
        // Gauss: the sum of tetrahedra from a common apex near by, over fans of every ring.
        let apex = *self.points().next()?;
        Some(self.surfaces.iter().map(|surface| volume_under(surface, apex)).sum())
    }

    /// Lowest and highest z; `None` without points.
    pub fn heights(&self) -> Option<(f64, f64)> {
        let mut range = None;
        for point in self.points() {
            let (low, high) = range.unwrap_or((point[2], point[2]));
            range = Some((point[2].min(low), point[2].max(high)));
        }
        range
    }

    /// Least and largest coordinates; `None` without points.
    pub fn extent(&self) -> Option<[[f64; 3]; 2]> {
        let mut range = None;
        for point in self.points() {
            let [low, high] = range.unwrap_or([*point, *point]);
            let each = |pick: fn(f64, f64) -> f64, other: Point| std::array::from_fn(|at| pick(point[at], other[at]));
            range = Some([each(f64::min, low), each(f64::max, high)]);
        }
        range
    }

    /// The surfaces that the building stands on: those said to be ground; where nothing is said those that face down; of
    /// a footprint all of them. They are not united.
    pub fn footprint(&self) -> Vec<&Surface> {
        let ground: Vec<_> = self.surfaces.iter().filter(|surface| surface.semantic == Semantic::Ground).collect();
        if !ground.is_empty() {
            return ground;
        }
        let down = |surface: &&Surface| normal(surface).is_some_and(|normal| normal[2] < -FLAT);
        let flat = |surface: &&Surface| self.lod.major == 0 || down(surface);
        self.surfaces.iter().filter(|surface| surface.semantic == Semantic::Unknown).filter(flat).collect()
    }

    fn points(&self) -> impl Iterator<Item = &Point> {
        self.surfaces.iter().flat_map(|surface| surface.rings.iter().flatten())
    }
}

/// The signed volume between a surface and an apex.
fn volume_under(surface: &Surface, apex: Point) -> f64 {
    let Some(outer) = surface.rings.first() else { return 0.0 };
    let facing = vector_area(outer);
    let ring = |ring: &Vec<Point>| {
        let Some((&first, rest)) = ring.split_first() else { return 0.0 };
        let first = minus(first, apex);
        let fan = rest.windows(2).map(|pair| cross(minus(pair[0], apex), minus(pair[1], apex)));
        dot(first, fan.fold([0.0; 3], plus)) / 6.0
    };
    let hole = |one: &Vec<Point>| {
        // A hole that runs like its outer ring is wrong but no less a hole.
        if dot(vector_area(one), facing) > 0.0 { -ring(one) } else { ring(one) }
    };
    ring(outer) + surface.rings.iter().skip(1).map(hole).sum::<f64>()
}

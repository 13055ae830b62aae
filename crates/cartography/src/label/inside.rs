//! Where in an area a text has room: poles of inaccessibility, measured in the shape of the text's box.

use geo_types::{Coord, coord};

use crate::path::Dot;

/// Points a side of the lattice that is tried.
const LATTICE: i32 = 11;
/// Places kept for an area.
const KEPT: usize = 40;

/// The places in an area for a text, the roomiest first.
#[derive(Debug)]
pub(crate) struct Room {
    places: Vec<(Coord<f64>, f64)>,
}

/// A polygon scaled so that the box of the text is a unit square.
struct Scaled {
    sides: Vec<(Coord<f64>, Coord<f64>)>,
    unit: Coord<f64>,
}

impl Room {
    /// Finds places for a text box of a size (mm) in a polygon; `None` when the polygon has no inside.
    ///
    /// A box fits for certain where the clearance is at least √½, and mostly from ½.
    pub(crate) fn new(rings: &[Vec<Dot>], width: f64, height: f64) -> Option<Self> {
        let scaled = Scaled::new(rings, coord! { x: width, y: height });
        let first = scaled.sides.first()?.0;
        let grow = |(low, high): (Coord<f64>, Coord<f64>), c: Coord<f64>| {
            (coord! { x: low.x.min(c.x), y: low.y.min(c.y) }, coord! { x: high.x.max(c.x), y: high.y.max(c.y) })
        };
        let (low, high) = scaled.sides.iter().map(|side| side.0).fold((first, first), grow);
        let step = (high - low) / f64::from(LATTICE);
        let middle = (low + high) / 2.0;
        let mut places: Vec<(Coord<f64>, f64)> = Vec::new();
        for row in 0..LATTICE {
            for column in 0..LATTICE {
                let at = low + coord! { x: step.x * (f64::from(column) + 0.5), y: step.y * (f64::from(row) + 0.5) };
                places.push((at, scaled.clearance(at)));
            }
        }
        places.retain(|place| place.1 > 0.0);
        let merit = |place: &(Coord<f64>, f64)| merit(*place, middle);
        places
            .sort_by(|a, b| merit(b).total_cmp(&merit(a)).then(a.0.x.total_cmp(&b.0.x)).then(a.0.y.total_cmp(&b.0.y)));
        let best = *places.first()?;
        places.insert(0, scaled.climbed(best, step, middle));
        places.truncate(KEPT);
        let unit = scaled.unit;
        let back = |(c, d): (Coord<f64>, f64)| (coord! { x: c.x * unit.x, y: c.y * unit.y }, d);
        Some(Room { places: places.into_iter().map(back).collect() })
    }

    /// The places and their clearance in parts of the text's box.
    pub(crate) fn places(&self) -> &[(Coord<f64>, f64)] {
        &self.places
    }

    /// The roomiest place.
    pub(crate) fn best(&self) -> Option<Coord<f64>> {
        self.places.first().map(|place| place.0)
    }
}

/// Clearance, and among equally roomy places the one nearer to the middle.
fn merit((at, clearance): (Coord<f64>, f64), middle: Coord<f64>) -> f64 {
    clearance - 0.02 * (at.x - middle.x).hypot(at.y - middle.y)
}

impl Scaled {
    fn new(rings: &[Vec<Dot>], unit: Coord<f64>) -> Self {
        let scale = |c: Coord<f64>| coord! { x: c.x / unit.x, y: c.y / unit.y };
        let sides = rings.iter().flat_map(|ring| {
            let ring: Vec<Coord<f64>> = super::positions(&crate::path::simplified_ring(ring).unwrap_or_default());
            let next: Vec<Coord<f64>> = ring.iter().cycle().skip(1).take(ring.len()).copied().collect();
            ring.into_iter().zip(next).map(|(a, b)| (scale(a), scale(b))).collect::<Vec<_>>()
        });
        Scaled { sides: sides.collect(), unit }
    }

    /// Distance to the nearest side; negative outside.
    fn clearance(&self, p: Coord<f64>) -> f64 {
        let (mut inside, mut nearest) = (false, f64::MAX);
        for (a, b) in &self.sides {
            if (a.y > p.y) != (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x {
                inside = !inside;
            }
            let (d, v) = (*b - *a, p - *a);
            let square = d.x * d.x + d.y * d.y;
            let t = if square > 0.0 { ((v.x * d.x + v.y * d.y) / square).clamp(0.0, 1.0) } else { 0.0 };
            let (x, y) = (v.x - t * d.x, v.y - t * d.y);
            nearest = nearest.min(x * x + y * y);
        }
        if inside { nearest.sqrt() } else { -nearest.sqrt() }
    }

    /// Walks from a place to a roomier one with ever smaller steps.
    fn climbed(&self, mut best: (Coord<f64>, f64), mut step: Coord<f64>, middle: Coord<f64>) -> (Coord<f64>, f64) {
        for _ in 0..7 {
            step = step / 2.0;
            for (x, y) in
                [(-1.0, 0.0), (1.0, 0.0), (0.0, -1.0), (0.0, 1.0), (-1.0, -1.0), (1.0, 1.0), (-1.0, 1.0), (1.0, -1.0)]
            {
                let at = best.0 + coord! { x: step.x * x, y: step.y * y };
                let place = (at, self.clearance(at));
                if merit(place, middle) > merit(best, middle) {
                    best = place;
                }
            }
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_a_square_is_the_roomiest() {
        let square = vec![vec![[0, 0], [1000, 0], [1000, 1000], [0, 1000]]];
        let room = Room::new(&square, 2.0, 1.0).expect("a square has room");
        let best = room.best().expect("a place");
        assert!((best.x - 5.0).abs() < 0.2 && (best.y - 5.0).abs() < 0.2, "{best:?}");
        assert!((room.places()[0].1 - 2.5).abs() < 0.1, "the width of the box counts: {:?}", room.places()[0]);
    }

    #[test]
    fn the_place_is_inside_an_angle() {
        let angle = vec![vec![[0, 0], [1000, 0], [1000, 200], [200, 200], [200, 1000], [0, 1000]]];
        let best = Room::new(&angle, 1.0, 1.0).and_then(|room| room.best()).expect("a place");
        assert!(best.x < 2.0 || best.y < 2.0, "{best:?}");
    }

    #[test]
    fn a_line_has_no_room() {
        assert!(Room::new(&[vec![[0, 0], [100, 0], [200, 0]]], 1.0, 1.0).is_none());
        assert!(Room::new(&[], 1.0, 1.0).is_none());
    }
}

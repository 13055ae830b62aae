//! Points that are one within a tolerance.

use rustc_hash::FxHashMap;

use crate::vector::{Point, distance};

/// Gives points numbers; points within the tolerance of an earlier one get its number.
pub(super) struct Weld {
    tolerance: f64,
    cells: FxHashMap<[i64; 3], Vec<usize>>,
    pub(super) points: Vec<Point>,
}

impl Weld {
    pub(super) fn new(tolerance: f64) -> Self {
        Weld { tolerance: tolerance.max(f64::MIN_POSITIVE), cells: FxHashMap::default(), points: Vec::new() }
    }

    pub(super) fn number(&mut self, point: Point) -> usize {
        // Cells of four times the tolerance: a neighbour lies in one of the eight cells around the nearest corner. With
        // twice, rounding could leave out the cell of a point in its middle.
        let cell = 4.0 * self.tolerance;
        let low = point.map(|part| ((part - self.tolerance) / cell).floor() as i64);
        let high = point.map(|part| ((part + self.tolerance) / cell).floor() as i64);
        for corner in 0..8_u8 {
            let pick = |axis: usize| if corner >> axis & 1 == 0 { low[axis] } else { high[axis] };
            if (0..3).any(|axis| corner >> axis & 1 == 1 && low[axis] == high[axis]) {
                continue;
            }
            let known = self.cells.get(&[pick(0), pick(1), pick(2)]).map(Vec::as_slice).unwrap_or_default();
            if let Some(known) = known.iter().find(|known| distance(self.points[**known], point) <= self.tolerance) {
                return *known;
            }
        }
        self.points.push(point);
        let own = point.map(|part| (part / cell).floor() as i64);
        self.cells.entry(own).or_default().push(self.points.len() - 1);
        self.points.len() - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whole and half millimetres with a tolerance of one: where cells and points fall together.
    #[test]
    fn a_point_is_found_again() {
        for step in 0..20_000 {
            let at = f64::from(step) * 0.0005;
            let mut weld = Weld::new(0.001);
            let point = [at, 6.625 - at, 5.625 + at];
            assert_eq!((weld.number(point), weld.number(point)), (0, 0), "{point:?}");
        }
    }
}

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
        // Cells of twice the tolerance: a neighbour lies in one of the eight cells around the nearest corner.
        let cell = 2.0 * self.tolerance;
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

//! Boundaries drawn by a line.

use std::collections::BTreeSet;

use topology::LIMIT_MM;

use super::members::heir;
use super::work::Work;
use crate::{GridId, Refused};

/// What lies on the right of a line becomes a new grid.
pub(super) fn split(work: &mut Work, grid: GridId, line: &[[i64; 2]]) -> Result<(), Refused> {
    let line = Line::new(line)?;
    let info = heir(work.info(grid)?);
    let right: Vec<u32> =
        work.cells_of(grid).into_iter().filter(|&cell| !line.has_on_left(work.territory.point(cell))).collect();
    if right.is_empty() {
        return Err(Refused::Nothing);
    }
    let settled = work.cells_of(grid).iter().any(|&cell| work.territory.is_courtyard(cell));
    if settled && !right.iter().any(|&cell| work.territory.is_courtyard(cell)) {
        return Err(Refused::Nothing);
    }
    let part = work.found(info);
    right.into_iter().for_each(|cell| work.put(cell, Some(part)));
    Ok(())
}

/// Cells of two grids go to the side of the line that they lie on.
pub(super) fn redraw(work: &mut Work, left: GridId, right: GridId, line: &[[i64; 2]]) -> Result<(), Refused> {
    let line = Line::new(line)?;
    let cells: BTreeSet<u32> = [left, right].into_iter().flat_map(|grid| work.cells_of(grid)).collect();
    work.info(left)?;
    work.info(right)?;
    for cell in cells {
        let grid = if line.has_on_left(work.territory.point(cell)) { left } else { right };
        work.put(cell, Some(grid));
    }
    Ok(())
}

/// A line of straight pieces that goes on straight at both ends.
struct Line {
    points: Vec<[f64; 2]>,
}

impl Line {
    fn new(points: &[[i64; 2]]) -> Result<Self, Refused> {
        let mut points = points.to_vec();
        points.dedup();
        let sound = points.iter().flatten().all(|mm| mm.unsigned_abs() <= LIMIT_MM.unsigned_abs());
        if points.len() < 2 || !sound {
            Err(Refused::LineTooShort)
        } else {
            Ok(Line { points: points.into_iter().map(|mm| mm.map(|mm| mm as f64 / 1000.0)).collect() })
        }
    }

    /// Whether a point lies on the left of the nearest piece; on the line counts as left.
    fn has_on_left(&self, point: [f64; 2]) -> bool {
        let last = self.points.len() - 2;
        let mut nearest = (f64::INFINITY, 0, 0.0);
        for (idx, ends) in self.points.windows(2).enumerate() {
            let along = along(ends[0], ends[1], point);
            let from = if idx == 0 { f64::NEG_INFINITY } else { 0.0 };
            let to = if idx == last { f64::INFINITY } else { 1.0 };
            let at = along.clamp(from, to);
            let foot = [0, 1].map(|axis| ends[0][axis] + at * (ends[1][axis] - ends[0][axis]));
            let distance = (point[0] - foot[0]).hypot(point[1] - foot[1]);
            if distance < nearest.0 {
                nearest = (distance, idx, at);
            }
        }
        let (_, idx, at) = nearest;
        // At a corner the point lies on the outer side of the bend.
        let corner = match at {
            0.0 if idx > 0 => Some(idx),
            1.0 if idx < last => Some(idx + 1),
            _ => None,
        };
        match corner {
            Some(corner) => turn(self.points[corner - 1], self.points[corner], self.points[corner + 1]) <= 0.0,
            None => turn(self.points[idx], self.points[idx + 1], point) >= 0.0,
        }
    }
}

/// How far along a → b the foot of a point lies: 0 at a, 1 at b.
fn along(a: [f64; 2], b: [f64; 2], point: [f64; 2]) -> f64 {
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / (dx * dx + dy * dy)
}

/// Positive when a → b → c turns left.
fn turn(a: [f64; 2], b: [f64; 2], c: [f64; 2]) -> f64 {
    (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sides_of_a_bent_line() {
        // North, then east.
        let line = Line::new(&[[0, 0], [0, 10_000], [10_000, 10_000]]).unwrap();
        let check = |point: [f64; 2], left: bool| assert_eq!(line.has_on_left(point), left, "{point:?}");
        check([-1.0, 5.0], true);
        check([1.0, 5.0], false);
        check([-1.0, 11.0], true);
        check([5.0, 11.0], true);
        check([5.0, 9.0], false);
        check([-3.0, -50.0], true);
        check([3.0, -50.0], false);
        check([50.0, 9.0], false);
        assert_eq!(Line::new(&[[1, 1], [1, 1]]).err(), Some(Refused::LineTooShort));
        assert_eq!(Line::new(&[[1, i64::MIN], [1, 1]]).err(), Some(Refused::LineTooShort));
    }
}

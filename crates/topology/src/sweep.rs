//! Which of many boxes overlap: a sweep along x inside horizontal bands, linear for map-like input.

use crate::lattice::Point;

/// An axis-parallel box in millimetres, closed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    pub(crate) min: Point,
    pub(crate) max: Point,
}

impl Bounds {
    pub(crate) fn of(a: Point, b: Point) -> Self {
        Self { min: Point::new(a.x.min(b.x), a.y.min(b.y)), max: Point::new(a.x.max(b.x), a.y.max(b.y)) }
    }

    /// The box around all points; `None` if there is none.
    pub(crate) fn around(points: impl IntoIterator<Item = Point>) -> Option<Self> {
        points.into_iter().fold(None, |sum: Option<Self>, p| {
            Some(sum.map_or(Self { min: p, max: p }, |s| Self {
                min: Point::new(s.min.x.min(p.x), s.min.y.min(p.y)),
                max: Point::new(s.max.x.max(p.x), s.max.y.max(p.y)),
            }))
        })
    }

    pub(crate) fn grown(self, by: i64) -> Self {
        Self { min: Point::new(self.min.x - by, self.min.y - by), max: Point::new(self.max.x + by, self.max.y + by) }
    }

    pub(crate) fn meets(&self, o: &Self) -> bool {
        self.min.x <= o.max.x && o.min.x <= self.max.x && self.min.y <= o.max.y && o.min.y <= self.max.y
    }
}

struct Bands {
    low: i64,
    height: i64,
    count: usize,
}

impl Bands {
    /// Bands of at least twice the mean height of a box, so that no box list grows beyond 1.5 entries per box.
    fn over(boxes: &[Bounds]) -> Self {
        let low = boxes.iter().map(|b| b.min.y).min().unwrap_or(0);
        let high = boxes.iter().map(|b| b.max.y).max().unwrap_or(0);
        let n = boxes.len().max(1) as i128;
        let mean = (boxes.iter().map(|b| i128::from(b.max.y - b.min.y)).sum::<i128>() / n) as i64;
        let height = (2 * mean + 1).max((high - low) / (boxes.len() as i64 / 8 + 1) + 1);
        Self { low, height, count: ((high - low) / height + 1) as usize }
    }

    fn at(&self, y: i64) -> usize {
        ((y - self.low) / self.height) as usize
    }
}

/// Calls `visit(i, j)` once for every pair of boxes with a common point (i ≠ j, in no useful order but always the
/// same one).
pub(crate) fn pairs(boxes: &[Bounds], mut visit: impl FnMut(usize, usize)) {
    if boxes.is_empty() {
        return;
    }
    let bands = Bands::over(boxes);
    let (start, entries) = fill(boxes, &bands);
    for band in 0..bands.count {
        let list = &entries[start[band]..start[band + 1]];
        for (k, &i) in list.iter().enumerate() {
            let a = &boxes[i as usize];
            for &j in &list[k + 1..] {
                let b = &boxes[j as usize];
                if b.min.x > a.max.x {
                    break;
                }
                if a.min.y <= b.max.y && b.min.y <= a.max.y && bands.at(a.min.y.max(b.min.y)) == band {
                    visit(i as usize, j as usize);
                }
            }
        }
    }
}

/// The boxes of every band, sorted by their left side; `start[b]..start[b + 1]` is band b.
fn fill(boxes: &[Bounds], bands: &Bands) -> (Vec<usize>, Vec<u32>) {
    let mut order: Vec<u32> = (0..boxes.len() as u32).collect();
    order.sort_unstable_by_key(|&i| (boxes[i as usize].min.x, i));
    let mut start = vec![0_usize; bands.count + 1];
    for b in boxes {
        for band in bands.at(b.min.y)..=bands.at(b.max.y) {
            start[band + 1] += 1;
        }
    }
    for band in 0..bands.count {
        start[band + 1] += start[band];
    }
    let mut next = start.clone();
    let mut entries = vec![0_u32; start[bands.count]];
    for i in order {
        let b = &boxes[i as usize];
        for band in bands.at(b.min.y)..=bands.at(b.max.y) {
            entries[next[band]] = i;
            next[band] += 1;
        }
    }
    (start, entries)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{RngExt, SeedableRng};

    #[test]
    fn finds_every_overlapping_pair_once() {
        let mut rng = rand_chacha::ChaCha8Rng::seed_from_u64(1);
        for round in 0..50 {
            let size = 1_i64 << (round % 12);
            let boxes: Vec<Bounds> = (0..60)
                .map(|_| {
                    let p = Point::new(rng.random_range(-500..500), rng.random_range(-500..500));
                    Bounds::of(p, Point::new(p.x + rng.random_range(0..size), p.y + rng.random_range(0..size)))
                })
                .collect();
            let mut found = Vec::new();
            pairs(&boxes, |i, j| found.push((i.min(j), i.max(j))));
            found.sort_unstable();
            let mut wanted = Vec::new();
            for i in 0..boxes.len() {
                for j in i + 1..boxes.len() {
                    if boxes[i].meets(&boxes[j]) {
                        wanted.push((i, j));
                    }
                }
            }
            assert_eq!(found, wanted);
        }
    }
}

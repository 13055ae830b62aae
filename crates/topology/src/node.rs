//! Snap rounding: linework on the lattice cut so that its edges meet at common end points only.
//!
//! Hobby, J. D. (1999), Practical segment intersection with finite precision output: every end point and every rounded
//! crossing makes its pixel hot, and every segment is led through the hot pixels it passes.

use crate::lattice::{Point, crossing, dot, on_segment, passes_pixel};
use crate::sweep::{Bounds, pairs};
use rustc_hash::FxHashMap;

/// Directed segments, each with the tag of what it belongs to.
#[derive(Default)]
pub(crate) struct Linework {
    segments: Vec<(Point, Point, u32)>,
}

impl Linework {
    pub(crate) fn with_capacity(n: usize) -> Self {
        Self { segments: Vec::with_capacity(n) }
    }

    pub(crate) fn push(&mut self, a: Point, b: Point, tag: u32) {
        if a != b {
            self.segments.push((a, b, tag));
        }
    }
}

/// A planar graph: edges meet only at their end points.
pub(crate) struct Noded {
    /// Sorted, unique.
    pub(crate) points: Vec<Point>,
    /// Pairs (a, b), a < b, sorted, unique.
    pub(crate) edges: Vec<[u32; 2]>,
    start: Vec<u32>,
    /// Tags of each edge with +1 for running a → b and −1 for b → a; opposite runs of one tag are kept.
    tags: Vec<(u32, i8)>,
}

impl Noded {
    pub(crate) fn tags(&self, edge: usize) -> &[(u32, i8)] {
        &self.tags[self.start[edge] as usize..self.start[edge + 1] as usize]
    }

    /// The same graph with only the edges that `wanted` says.
    pub(crate) fn only(&self, mut wanted: impl FnMut(&[(u32, i8)]) -> bool) -> Self {
        let kept: Vec<usize> = (0..self.edges.len()).filter(|&e| wanted(self.tags(e))).collect();
        let mut used: Vec<u32> = kept.iter().flat_map(|&e| self.edges[e]).collect();
        used.sort_unstable();
        used.dedup();
        let rank = |v: u32| used.partition_point(|&u| u < v) as u32;
        let mut out = Self {
            points: used.iter().map(|&v| self.points[v as usize]).collect(),
            edges: kept.iter().map(|&e| self.edges[e].map(rank)).collect(),
            start: vec![0],
            tags: Vec::new(),
        };
        for e in kept {
            out.tags.extend_from_slice(self.tags(e));
            out.start.push(out.tags.len() as u32);
        }
        out
    }

    /// The edge between two points, if there is one.
    pub(crate) fn edge(&self, a: u32, b: u32) -> Option<usize> {
        self.edges.binary_search(&[a.min(b), a.max(b)]).ok()
    }
}

#[derive(Clone, Copy)]
struct Segment {
    a: u32,
    b: u32,
    tag: u32,
}

struct Work {
    points: Vec<Point>,
    index: FxHashMap<Point, u32>,
    segments: Vec<Segment>,
}

/// Rounds after which the search for crossings gives up; one to three are enough in practice.
const ROUNDS: usize = 24;

/// Cuts the linework at its crossings. `None` only if the rounding does not settle, which Hobby's theorem excludes.
pub(crate) fn node(lines: Linework) -> Option<Noded> {
    let mut work = gather(lines);
    for round in 0..ROUNDS {
        let mut hits = work.hits(round == 0);
        if hits.is_empty() {
            return Some(work.finish());
        }
        work.cut(&mut hits);
    }
    None
}

fn gather(lines: Linework) -> Work {
    let mut points: Vec<Point> = lines.segments.iter().flat_map(|s| [s.0, s.1]).collect();
    points.sort_unstable();
    points.dedup();
    let index: FxHashMap<Point, u32> = points.iter().enumerate().map(|(i, &p)| (p, i as u32)).collect();
    let segments = lines.segments.iter().map(|&(a, b, tag)| Segment { a: index[&a], b: index[&b], tag }).collect();
    Work { points, index, segments }
}

impl Work {
    fn at(&self, i: u32) -> Point {
        self.points[i as usize]
    }

    /// Pairs (segment, point) where the segment has to be cut. In the first round a pixel is enough; later, when
    /// everything has been led through the hot pixels, only true contact counts.
    fn hits(&mut self, first: bool) -> Vec<(u32, u32)> {
        let boxes: Vec<Bounds> = self.segments.iter().map(|s| Bounds::of(self.at(s.a), self.at(s.b))).collect();
        let touches = if first { passes_pixel } else { on_segment };
        let (mut hits, mut crossings) = (Vec::new(), Vec::new());
        pairs(&boxes, |i, j| {
            let (s, t) = (self.segments[i], self.segments[j]);
            if (s.a == t.a && s.b == t.b) || (s.a == t.b && s.b == t.a) {
                return;
            }
            for (seg, other, k) in [(s, t, i), (t, s, j)] {
                for p in [other.a, other.b] {
                    if p != seg.a && p != seg.b && touches(self.at(seg.a), self.at(seg.b), self.at(p)) {
                        hits.push((k as u32, p));
                    }
                }
            }
            if let Some(p) = crossing(self.at(s.a), self.at(s.b), self.at(t.a), self.at(t.b)) {
                crossings.push((i as u32, j as u32, p));
            }
        });
        let fresh = self.add_crossings(&crossings, &mut hits);
        if first {
            self.near_fresh(&boxes, fresh, &mut hits);
        }
        hits
    }

    /// Makes points of the crossings; returns the number of the first new one.
    fn add_crossings(&mut self, crossings: &[(u32, u32, Point)], hits: &mut Vec<(u32, u32)>) -> usize {
        let fresh = self.points.len();
        for &(i, j, p) in crossings {
            let id = *self.index.entry(p).or_insert_with(|| {
                self.points.push(p);
                self.points.len() as u32 - 1
            });
            for k in [i, j] {
                let s = self.segments[k as usize];
                if id != s.a && id != s.b {
                    hits.push((k, id));
                }
            }
        }
        fresh
    }

    /// Leads other segments through the pixels of new crossings.
    fn near_fresh(&self, boxes: &[Bounds], fresh: usize, hits: &mut Vec<(u32, u32)>) {
        if fresh == self.points.len() {
            return;
        }
        let n = boxes.len();
        let all: Vec<Bounds> =
            boxes.iter().copied().chain(self.points[fresh..].iter().map(|&p| Bounds::of(p, p))).collect();
        pairs(&all, |i, j| {
            let (i, j) = (i.min(j), i.max(j));
            if i < n && j >= n {
                let s = self.segments[i];
                let p = self.points[fresh + j - n];
                if passes_pixel(self.at(s.a), self.at(s.b), p) {
                    hits.push((i as u32, (fresh + j - n) as u32));
                }
            }
        });
    }

    fn cut(&mut self, hits: &mut Vec<(u32, u32)>) {
        hits.sort_unstable_by_key(|&(k, p)| {
            let s = self.segments[k as usize];
            (k, dot(self.at(s.a), self.at(s.b), self.at(p)), p)
        });
        hits.dedup();
        let mut rest = hits.as_slice();
        let mut out = Vec::with_capacity(self.segments.len() + hits.len());
        for (k, s) in self.segments.iter().enumerate() {
            let mut from = s.a;
            while let Some((&(seg, p), tail)) = rest.split_first()
                && seg as usize == k
            {
                if p != from {
                    out.push(Segment { a: from, b: p, tag: s.tag });
                }
                (from, rest) = (p, tail);
            }
            if from != s.b {
                out.push(Segment { a: from, b: s.b, tag: s.tag });
            }
        }
        self.segments = out;
    }

    fn finish(self) -> Noded {
        let mut order: Vec<u32> = (0..self.points.len() as u32).collect();
        order.sort_unstable_by_key(|&i| self.points[i as usize]);
        let mut rank = vec![0_u32; order.len()];
        for (r, &i) in order.iter().enumerate() {
            rank[i as usize] = r as u32;
        }
        let points = order.iter().map(|&i| self.points[i as usize]).collect();
        let mut runs: Vec<([u32; 2], u32, i8)> = self
            .segments
            .iter()
            .map(|s| {
                let (a, b) = (rank[s.a as usize], rank[s.b as usize]);
                if a < b { ([a, b], s.tag, 1) } else { ([b, a], s.tag, -1) }
            })
            .collect();
        runs.sort_unstable();
        let (mut edges, mut start) = (Vec::new(), Vec::new());
        for (k, run) in runs.iter().enumerate() {
            if edges.last() != Some(&run.0) {
                edges.push(run.0);
                start.push(k as u32);
            }
        }
        start.push(runs.len() as u32);
        Noded { points, edges, start, tags: runs.into_iter().map(|(_, tag, dir)| (tag, dir)).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{RngExt, SeedableRng};

    /// After noding no two edges share a point other than a common end.
    #[test]
    fn edges_meet_at_ends_only() {
        let mut rng = rand_chacha::ChaCha8Rng::seed_from_u64(7);
        for round in 0..400 {
            let side = [3, 6, 20, 400, 1_000_000_000][round % 5];
            let mut lines = Linework::default();
            for tag in 0..25 {
                let mut p = || Point::new(rng.random_range(-side..=side), rng.random_range(-side..=side));
                lines.push(p(), p(), tag);
            }
            let noded = node(lines).expect("settles");
            for (i, e) in noded.edges.iter().enumerate() {
                for f in &noded.edges[i + 1..] {
                    let [a, b, c, d] = [e[0], e[1], f[0], f[1]].map(|k| noded.points[k as usize]);
                    assert!(crossing(a, b, c, d).is_none(), "{a:?} {b:?} {c:?} {d:?}");
                    for (p, q, r) in [(a, b, c), (a, b, d), (c, d, a), (c, d, b)] {
                        assert!(p == r || q == r || !on_segment(p, q, r));
                    }
                }
            }
        }
    }
}

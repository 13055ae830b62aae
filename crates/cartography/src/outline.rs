//! Boundaries as shared lines: where two areas meet, or a community runs along a street, one line is drawn.
//!
//! Drawn ring by ring, dashes of the two sides would fall between each other and a border would look solid.

use rstar::{AABB, RTree};

use crate::path::Dot;

/// A side of an area and the rank of its level; the higher level wins where borders fall together.
type Side = (Dot, Dot, usize);

/// Lines of each rank, `0..ranks`, from rings with their rank. No line part occurs twice, nor in two ranks.
pub(crate) fn lines(rings: &[(usize, Vec<Dot>)], ranks: usize) -> Vec<Vec<Vec<Dot>>> {
    let mut sides = noded(rings);
    // By place, the highest rank first, and only that stays.
    sides.sort_unstable_by_key(|(a, b, rank)| (*a, *b, usize::MAX - *rank));
    sides.dedup_by_key(|(a, b, _)| (*a, *b));
    let of = |rank: usize| sides.iter().filter(|s| s.2 == rank).map(|s| (s.0, s.1)).collect::<Vec<_>>();
    (0..ranks).map(|rank| chained(&of(rank))).collect()
}

/// All sides, cut at the vertices of others that lie on them.
fn noded(rings: &[(usize, Vec<Dot>)]) -> Vec<Side> {
    let mut vertices: Vec<Dot> = rings.iter().flat_map(|(_, ring)| ring.iter().copied()).collect();
    vertices.sort_unstable();
    vertices.dedup();
    let tree = RTree::bulk_load(vertices);
    let mut sides = Vec::new();
    for (rank, ring) in rings {
        let next = ring.iter().cycle().skip(1);
        for (a, b) in ring.iter().zip(next) {
            let stops = stops(&tree, *a, *b);
            let pairs = stops.windows(2).filter(|pair| pair[0] != pair[1]);
            sides.extend(pairs.map(|pair| (pair[0].min(pair[1]), pair[0].max(pair[1]), *rank)));
        }
    }
    sides
}

/// The vertices on a side, ends included, in order along it.
fn stops(tree: &RTree<Dot>, a: Dot, b: Dot) -> Vec<Dot> {
    let bounds = AABB::from_corners(a, b);
    let wide = |v: i64| v * v;
    let step = |p: Dot| (i64::from(p[0]) - i64::from(a[0]), i64::from(p[1]) - i64::from(a[1]));
    let (dx, dy) = step(b);
    let on_side = |p: &Dot| {
        let (px, py) = step(*p);
        // Within a hundredth of a millimetre of the line.
        wide(dx * py - dy * px) <= wide(dx) + wide(dy)
    };
    let mut stops: Vec<Dot> = tree.locate_in_envelope(bounds).copied().filter(on_side).collect();
    stops.extend([a, b]);
    stops.sort_unstable_by_key(|p| {
        let (px, py) = step(*p);
        (dx * px + dy * py, *p)
    });
    stops.dedup();
    stops
}

/// Joins sides to lines that end where other than two sides meet; rings without such an end close on themselves.
fn chained(sides: &[(Dot, Dot)]) -> Vec<Vec<Dot>> {
    let mut ends: Vec<(Dot, usize)> = sides.iter().enumerate().flat_map(|(i, s)| [(s.0, i), (s.1, i)]).collect();
    ends.sort_unstable();
    let at = |dot: Dot| {
        let from = ends.partition_point(|end| end.0 < dot);
        let to = ends.partition_point(|end| end.0 <= dot);
        &ends[from..to]
    };
    let mut done = vec![false; sides.len()];
    let mut lines = Vec::new();
    let nodes = ends.iter().filter(|end| at(end.0).len() != 2);
    // From the nodes first, then the rings that have none.
    let starts = nodes.copied().chain(sides.iter().enumerate().map(|(i, side)| (side.0, i)));
    for (start, first) in starts.collect::<Vec<_>>() {
        if done[first] {
            continue;
        }
        let (mut line, mut side) = (vec![start], first);
        loop {
            done[side] = true;
            let here = line[line.len() - 1];
            let there = if sides[side].0 == here { sides[side].1 } else { sides[side].0 };
            line.push(there);
            let meeting = at(there);
            match meeting.iter().find(|end| !done[end.1]) {
                Some(next) if meeting.len() == 2 => side = next.1,
                _ => break,
            }
        }
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn length(lines: &[Vec<Dot>]) -> i64 {
        let side = |s: &[Dot]| i64::from((s[0][0] - s[1][0]).abs() + (s[0][1] - s[1][1]).abs());
        lines.iter().flat_map(|line| line.windows(2).map(side)).sum()
    }

    #[test]
    fn a_shared_border_is_drawn_once() {
        let left = vec![[0, 0], [10, 0], [10, 10], [0, 10]];
        let right = vec![[10, 0], [20, 0], [20, 10], [10, 10]];
        let lines = lines(&[(0, left), (0, right)], 1);
        assert_eq!(length(&lines[0]), 70);
        assert_eq!(lines[0].len(), 3);
    }

    #[test]
    fn the_higher_level_takes_the_common_part() {
        let inner = vec![[0, 0], [10, 0], [10, 10], [0, 10]];
        // The outer ring lacks the vertex [10, 0] of the inner one.
        let outer = vec![[0, 0], [20, 0], [20, 10], [0, 10]];
        let lines = lines(&[(0, inner), (1, outer)], 2);
        assert_eq!(length(&lines[0]), 10);
        assert_eq!(length(&lines[1]), 60);
    }

    #[test]
    fn a_ring_alone_closes() {
        let lines = lines(&[(0, vec![[0, 0], [10, 0], [10, 10]])], 1);
        assert_eq!(lines[0].len(), 1);
        assert_eq!(lines[0][0].first(), lines[0][0].last());
    }
}

//! Rings by themselves: 101, 102, 104.

use super::{
    Code, Defect, Tolerances,
    flat::{Flat, Meeting, meet, near},
};
use crate::{
    plane::{axes, projection},
    vector::{Point, distance},
};

pub(super) fn check_all(rings: &[Vec<Point>], tolerances: &Tolerances) -> Vec<Defect> {
    if rings.is_empty() {
        return vec![Defect { code: Code::TooFewPoints, position: [0.0; 3], surface: None, ring: None }];
    }
    rings.iter().enumerate().filter_map(|(number, ring)| check(ring, number, tolerances)).collect()
}

/// The first thing that is wrong with a ring.
fn check(ring: &[Point], number: usize, tolerances: &Tolerances) -> Option<Defect> {
    let defect = |code, at: usize| {
        let position = ring.get(at).copied().unwrap_or_default();
        Some(Defect { code, position, surface: None, ring: Some(number) })
    };
    if let Some(at) = ring.iter().position(|point| !point.iter().all(|part| part.is_finite())) {
        return defect(Code::NotFinite, at);
    }
    if ring.len() < 3 {
        return defect(Code::TooFewPoints, 0);
    }
    let next = |at: usize| ring[(at + 1) % ring.len()];
    if let Some(at) = (0..ring.len()).find(|at| distance(ring[*at], next(*at)) <= tolerances.snap) {
        return defect(Code::RepeatedPoint, at);
    }
    let Some(normal) = projection(ring) else { return defect(Code::SelfIntersection, 0) };
    let (first, second) = axes(normal);
    let flat: Vec<Flat> = ring.iter().map(|point| [point[first], point[second]]).collect();
    defect(Code::SelfIntersection, self_intersection(&flat)?)
}

/// The number of an edge that meets another than its neighbours, or folds back onto one.
fn self_intersection(ring: &[Flat]) -> Option<usize> {
    let count = ring.len();
    let edges: Vec<[Flat; 2]> = (0..count).map(|at| [ring[at], ring[(at + 1) % count]]).collect();
    let mut found: Option<usize> = None;
    near(&edges, &mut |one, other| {
        let neighbours = other == one + 1 || (one == 0 && other == count - 1);
        let meeting = meet(edges[one], edges[other]);
        // Neighbours share an end; on a triangle each two edges do.
        let bad = if neighbours { matches!(meeting, Meeting::Along) } else { meeting != Meeting::Apart };
        if bad {
            found = Some(found.map_or(one, |lowest| lowest.min(one)));
        }
    });
    found
}

//! Rings of a surface among each other, and its plane: 201 to 208.

use super::{
    Code, Defect, Tolerances,
    flat::{Flat, Meeting, inside, meet},
};
use crate::{
    Surface, normal,
    plane::{axes, vector_area},
    triangulate,
    vector::{Point, cross, distance, dot, length, minus, unit},
};

/// Surfaces with more points are not asked how their rings lie: the question is quadratic.
const MOST_POINTS: usize = 10_000;

pub(super) fn check(surface: &Surface, tolerances: &Tolerances) -> Vec<Defect> {
    let Some(normal) = normal(surface) else { return Vec::new() };
    if let Some(defect) = off_plane(surface, normal, tolerances) {
        return vec![defect];
    }
    let (first, second) = axes(normal);
    let project = |ring: &Vec<Point>| ring.iter().map(|point| [point[first], point[second]]).collect();
    let flat: Vec<Vec<Flat>> = surface.rings.iter().map(project).collect();
    let few = flat.iter().map(Vec::len).sum::<usize>() <= MOST_POINTS;
    let mut defects = if few { rings(surface, &flat, tolerances) } else { Vec::new() };
    if defects.is_empty() {
        defects.extend(turned(surface, normal));
    }
    if defects.is_empty() {
        defects.extend(folded(surface, normal, tolerances));
    }
    defects
}

/// 203: the point that is farthest from the plane through the middle of the outer ring.
fn off_plane(surface: &Surface, normal: Point, tolerances: &Tolerances) -> Option<Defect> {
    let points: Vec<(usize, Point)> = surface
        .rings
        .iter()
        .enumerate()
        .flat_map(|(number, ring)| ring.iter().map(move |one| (number, *one)))
        .collect();
    let origin = points.first()?.1;
    let height = |point: Point| dot(minus(point, origin), normal);
    let middle = points.iter().map(|(_, point)| height(*point)).sum::<f64>() / points.len() as f64;
    let off = |point: Point| (height(point) - middle).abs();
    let (ring, position) = points.into_iter().max_by(|a, b| off(a.1).total_cmp(&off(b.1)))?;
    (off(position) > tolerances.planarity).then_some(Defect {
        code: Code::NotPlanar,
        position,
        surface: None,
        ring: Some(ring),
    })
}

/// 204: triangles that lean. Of all ways to cut the surface Delaunay's is asked, whose triangles are the least thin:
/// thin ones lean by points that are off the plane by what is allowed.
fn folded(surface: &Surface, normal: Point, tolerances: &Tolerances) -> Option<Defect> {
    let points: Vec<Point> = surface.rings.iter().flatten().copied().collect();
    let least = tolerances.lean.to_radians().cos();
    for triangle in delaunay(&points, normal, triangulate(surface).ok()?)? {
        let [a, b, c] = triangle.map(|at| points[at]);
        let area = cross(minus(b, a), minus(c, a));
        let longest = distance(a, b).max(distance(b, c)).max(distance(c, a));
        let leans = || unit(area).is_some_and(|leaning| dot(leaning, normal).abs() < least);
        if length(area) > longest * tolerances.snap && leans() {
            return Some(Defect::at(Code::Folded, a));
        }
    }
    None
}

/// Flips sides of triangles until no other point lies in a circle around one, on the plane of the normal.
fn delaunay(points: &[Point], normal: Point, triangles: Vec<[usize; 3]>) -> Option<Vec<[usize; 3]>> {
    let (first, _) = axes(normal);
    let mut along = [0.0; 3];
    along[first] = 1.0;
    let across = unit(cross(normal, along))?;
    let along = cross(across, normal);
    let origin = *points.first()?;
    let flat: Vec<Flat> =
        points.iter().map(|point| minus(*point, origin)).map(|one| [dot(one, along), dot(one, across)]).collect();
    let mut triangles = triangles;
    earcut::refine(triangles.as_flattened_mut(), &flat);
    Some(triangles)
}

/// 208: holes that run like the outer ring.
fn turned(surface: &Surface, normal: Point) -> Option<Defect> {
    let mut holes = surface.rings.iter().enumerate().skip(1);
    let (number, ring) = holes.find(|(_, ring)| dot(vector_area(ring), normal) > 0.0)?;
    Some(Defect::of_ring(Code::HoleOrientation, ring, number))
}

/// 201, 202, 205 to 207: each two rings.
fn rings(surface: &Surface, flat: &[Vec<Flat>], tolerances: &Tolerances) -> Vec<Defect> {
    let mut defects = Vec::new();
    let mut touches = Touches::new(flat.len());
    for second in 1..flat.len() {
        for first in 0..second {
            let of = |code| Defect::of_ring(code, &surface.rings[second], second);
            if same(&surface.rings[first], &surface.rings[second], tolerances.snap) {
                defects.push(of(Code::RingsSame));
                continue;
            }
            match crossing(&flat[first], &flat[second]) {
                None => defects.push(of(Code::RingsCross)),
                Some(points) => {
                    defects.extend(placed(&flat[first], &flat[second], first == 0).map(of));
                    if touches.add(first, second, &points) {
                        defects.push(of(Code::InteriorDisconnected));
                    }
                }
            }
        }
    }
    defects
}

/// Whether two rings are the same points in any order.
fn same(one: &[Point], other: &[Point], snap: f64) -> bool {
    one.len() == other.len() && one.iter().all(|a| other.iter().any(|b| distance(*a, *b) <= snap))
}

/// The points in which two rings touch; `None` when they cross or share a part of an edge.
fn crossing(one: &[Flat], other: &[Flat]) -> Option<Vec<Flat>> {
    let edge = |ring: &[Flat], at: usize| [ring[at], ring[(at + 1) % ring.len()]];
    let mut points: Vec<Flat> = Vec::new();
    for first in 0..one.len() {
        for second in 0..other.len() {
            match meet(edge(one, first), edge(other, second)) {
                Meeting::Apart => {}
                Meeting::Touch(point) if points.contains(&point) => {}
                Meeting::Touch(point) => points.push(point),
                Meeting::Cross | Meeting::Along => return None,
            }
        }
    }
    // Rings that pass through each other's corners cross as well.
    let sides = |ring: &[Flat], other: &[Flat]| {
        let mut known = samples(other).filter_map(|point| inside(ring, point));
        let first = known.next();
        known.all(|side| Some(side) == first)
    };
    (points.is_empty() || (sides(one, other) && sides(other, one))).then_some(points)
}

/// Corners of a ring and the middles of its edges.
fn samples(ring: &[Flat]) -> impl Iterator<Item = Flat> {
    let middle = |at: usize| {
        let (a, b) = (ring[at], ring[(at + 1) % ring.len()]);
        [a[0] + (b[0] - a[0]) / 2.0, a[1] + (b[1] - a[1]) / 2.0]
    };
    ring.iter().copied().chain((0..ring.len()).map(middle))
}

/// 206 and 207: where a hole lies by another ring that it does not cross.
fn placed(ring: &[Flat], hole: &[Flat], outer: bool) -> Option<Code> {
    let within = |ring: &[Flat], points: &[Flat]| points.iter().find_map(|point| inside(ring, *point)).unwrap_or(true);
    match outer {
        true => (!within(ring, hole)).then_some(Code::HoleOutside),
        false => (within(ring, hole) || within(hole, ring)).then_some(Code::HolesNested),
    }
}

/// Which rings hang together by touching: a loop of touches cuts the surface (205). Rings that meet in one common point
/// make no loop, so points are nodes as well.
struct Touches {
    parents: Vec<usize>,
    points: Vec<(Flat, usize)>,
    seen: Vec<(usize, usize)>,
}

impl Touches {
    fn new(rings: usize) -> Self {
        Touches { parents: (0..rings).collect(), points: Vec::new(), seen: Vec::new() }
    }

    /// `true` when the touches close a loop.
    fn add(&mut self, first: usize, second: usize, points: &[Flat]) -> bool {
        let mut looped = false;
        for point in points {
            let node = self.node(*point);
            for ring in [first, second] {
                if !self.seen.contains(&(ring, node)) {
                    self.seen.push((ring, node));
                    looped |= !self.join(ring, node);
                }
            }
        }
        looped
    }

    fn node(&mut self, point: Flat) -> usize {
        if let Some((_, node)) = self.points.iter().find(|(known, _)| *known == point) {
            return *node;
        }
        self.parents.push(self.parents.len());
        self.points.push((point, self.parents.len() - 1));
        self.parents.len() - 1
    }

    fn root(&self, mut at: usize) -> usize {
        while self.parents[at] != at {
            at = self.parents[at];
        }
        at
    }

    /// `false` when both were joined already.
    fn join(&mut self, one: usize, other: usize) -> bool {
        let (one, other) = (self.root(one), self.root(other));
        self.parents[one] = other;
        one != other
    }
}

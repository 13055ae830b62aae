//! Triangles of a surface.

use earcut::Earcut;

use crate::{
    Code, Defect, Surface,
    plane::{axes, projection},
};

/// Surfaces with more points are cut into fans: the ear clipping takes quadratic time on hostile rings.
const MOST_POINTS: usize = 50_000;

/// Area that may be missing, as a share of the surface's.
const LOST: f64 = 1e-6;

/// Triangles of a surface: indices into its rings one after the other, counter-clockwise as the outer ring. They cover
/// the surface's area exactly; of a surface that crosses itself they are fans of its rings, so that every edge is kept.
///
/// # Errors
/// When the outer ring has fewer than three points, a coordinate is not finite, or all points lie on one line.
pub fn triangulate(surface: &Surface) -> Result<Vec<[usize; 3]>, Defect> {
    let mut triangles = Vec::new();
    Triangulator::default().triangulate(surface, &mut triangles)?;
    Ok(triangles)
}

/// [`triangulate`] for many surfaces: memory is kept between them.
#[derive(Default)]
pub struct Triangulator {
    earcut: Option<Earcut<f64>>,
    flat: Vec<[f64; 2]>,
    holes: Vec<usize>,
    found: Vec<usize>,
}

impl Triangulator {
    /// Appends a surface's triangles; see [`triangulate`].
    ///
    /// # Errors
    /// As [`triangulate`]; nothing is appended then.
    pub fn triangulate(&mut self, surface: &Surface, triangles: &mut Vec<[usize; 3]>) -> Result<(), Defect> {
        let outer = check(surface)?;
        let Some(normal) = projection(outer) else { return Err(Defect::of_ring(Code::SelfIntersection, outer, 0)) };
        self.project(surface, axes(normal));
        match (self.flat.len(), self.holes.len()) {
            (3, 0) => triangles.push([0, 1, 2]),
            (4, 0) if self.convex() => triangles.extend(self.quad(surface)),
            (count, _) if count <= MOST_POINTS && self.clip() => {
                triangles.extend(self.found.as_chunks::<3>().0.iter().filter(|one| self.doubled(**one) != 0.0));
            }
            _ => fans(surface, triangles),
        }
        Ok(())
    }

    /// All rings without the axis that says least, relative to the first point.
    fn project(&mut self, surface: &Surface, (first, second): (usize, usize)) {
        self.flat.clear();
        self.holes.clear();
        let origin = surface.rings.first().and_then(|ring| ring.first()).copied().unwrap_or_default();
        for ring in &surface.rings {
            if !self.flat.is_empty() && !ring.is_empty() {
                self.holes.push(self.flat.len());
            }
            self.flat.extend(ring.iter().map(|point| [point[first] - origin[first], point[second] - origin[second]]));
        }
    }

    fn doubled(&self, triangle: [usize; 3]) -> f64 {
        doubled(&self.flat, triangle)
    }

    fn convex(&self) -> bool {
        [[0, 1, 2], [1, 2, 3], [2, 3, 0], [3, 0, 1]].into_iter().all(|corner| self.doubled(corner) > 0.0)
    }

    /// A convex quadrangle along its shorter diagonal: flatter where it is bent.
    fn quad(&self, surface: &Surface) -> [[usize; 3]; 2] {
        let ring = &surface.rings[0];
        let span = |a: usize, b: usize| crate::vector::distance(ring[a], ring[b]);
        if span(0, 2) <= span(1, 3) { [[0, 1, 2], [0, 2, 3]] } else { [[1, 2, 3], [1, 3, 0]] }
    }

    /// Clips ears; `false` when area was lost, as on rings that cross themselves.
    fn clip(&mut self) -> bool {
        let earcut = self.earcut.get_or_insert_with(Earcut::new);
        self.found.clear();
        earcut.earcut(self.flat.iter().copied(), &self.holes, &mut self.found);
        let mut covered = 0.0;
        for triangle in self.found.as_chunks_mut::<3>().0 {
            let area = doubled(&self.flat, *triangle);
            if area < 0.0 {
                triangle.swap(1, 2);
            }
            covered += area.abs();
        }
        covered > 0.0 && covered >= self.area() * (1.0 - LOST)
    }

    /// Twice the area of the outer ring less its holes, projected.
    fn area(&self) -> f64 {
        let ends = self.holes.iter().copied().chain([self.flat.len()]);
        let mut start = 0;
        let mut total = 0.0;
        for end in ends {
            let fan = (start + 1..end.saturating_sub(1)).map(|at| self.doubled([start, at, at + 1])).sum::<f64>().abs();
            total += if start == 0 { fan } else { -fan };
            start = end;
        }
        total
    }
}

/// Twice the signed area of a triangle.
fn doubled(flat: &[[f64; 2]], [a, b, c]: [usize; 3]) -> f64 {
    let (a, b, c) = (flat[a], flat[b], flat[c]);
    (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
}

/// The outer ring, when there is something to cut.
fn check(surface: &Surface) -> Result<&[[f64; 3]], Defect> {
    let outer = surface.rings.first().map(Vec::as_slice).unwrap_or_default();
    if outer.len() < 3 {
        return Err(Defect::of_ring(Code::TooFewPoints, outer, 0));
    }
    let finite = surface.rings.iter().flatten().all(|point| point.iter().all(|part| part.is_finite()));
    if finite { Ok(outer) } else { Err(Defect::of_ring(Code::NotFinite, outer, 0)) }
}

/// A fan from the first point of each ring: its signed areas add up to the ring's, its border is the ring.
fn fans(surface: &Surface, triangles: &mut Vec<[usize; 3]>) {
    let mut start = 0;
    for ring in &surface.rings {
        let end = start + ring.len();
        triangles.extend((start + 1..end.saturating_sub(1)).map(|at| [start, at, at + 1]));
        start = end;
    }
}

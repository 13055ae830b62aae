//! One building at one level of detail, on the lattice of its block.

use citymodel::{Defect, Geometry, Lod, Semantic, Surface, Triangulator};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use tileset::cell::Cell;

use crate::{Hash, Placing};

/// Length of a lattice step, metres: 2⁻⁹, some 2 mm. Tiles round to coarser powers of two of it.
pub const STEP: f64 = 1.0 / 512.0;

/// The outside of a building, in triangles. Equal shapes have equal bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shape {
    /// Level of detail with its refinement.
    pub lod: (u8, u8),
    /// Distinct corners: east, north, up in steps of the block's frame.
    pub corners: Vec<[i32; 3]>,
    /// Triangles, counter-clockwise seen from outside.
    pub faces: Vec<Face>,
}

/// A triangle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Face {
    /// Numbers of corners.
    pub corners: [u32; 3],
    /// What part of the building it is: 0 unknown, 1 roof, 2 wall, 3 ground, 4 outer ceiling or floor, 5 opening, 6 other.
    pub part: u8,
}

impl Shape {
    /// The shape of a geometry whose points were placed on the lattice: `points` are those of all rings of all surfaces
    /// one after the other. Surfaces that cannot be triangulated are told and left out; triangles that vanish on the
    /// lattice are left out without a word.
    pub fn of(geometry: &Geometry, points: &[[i32; 3]]) -> (Self, Vec<Defect>) {
        let (mut shape, mut defects) = (Builder::new(geometry.lod), Vec::new());
        let (mut triangulator, mut triangles) = (Triangulator::default(), Vec::new());
        let mut start = 0;
        for surface in &geometry.surfaces {
            let count: usize = surface.rings.iter().map(Vec::len).sum();
            triangles.clear();
            let placed = &points[start..start + count];
            match triangulator.triangulate(&local(surface, placed), &mut triangles) {
                Ok(()) => {
                    triangles.iter().for_each(|face| shape.add(face.map(|at| placed[at]), part(surface.semantic)));
                }
                // What is sound where it comes from has vanished on the lattice.
                Err(_) => defects.extend(triangulator.triangulate(surface, &mut triangles).err()),
            }
            start += count;
        }
        (shape.shape, defects)
    }

    /// From placed geometry: see [`Shape::of`]; `None` where a point has no place near the cell.
    pub fn placed(geometry: &Geometry, placing: &mut Placing, cell: Cell) -> Option<(Self, Vec<Defect>)> {
        let points: Vec<[f64; 3]> =
            geometry.surfaces.iter().flat_map(|one| one.rings.iter().flatten()).copied().collect();
        let geodetic = placing.geodetic(&points)?;
        Some(Self::of(geometry, &placing.snap(&geodetic, cell)?))
    }

    /// Triangles given by their corners in steps, with their parts.
    pub fn from_triangles(lod: Lod, triangles: impl IntoIterator<Item = ([[i32; 3]; 3], u8)>) -> Self {
        let mut shape = Builder::new(lod);
        triangles.into_iter().for_each(|(corners, part)| shape.add(corners, part));
        shape.shape
    }

    /// Its bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        // Vectors and whole numbers: there is nothing in them that postcard refuses.
        postcard::to_allocvec(self).unwrap_or_default()
    }

    /// From its bytes; `None` for bytes that are no shape.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let shape: Shape = postcard::from_bytes(bytes).ok()?;
        let there = |face: &Face| face.corners.iter().all(|corner| (*corner as usize) < shape.corners.len());
        shape.faces.iter().all(there).then_some(shape)
    }

    /// The hash of its bytes.
    pub fn hash(&self) -> Hash {
        Hash::of(&self.to_bytes())
    }

    /// Corners of a face, in steps.
    pub fn triangle(&self, face: &Face) -> [[i32; 3]; 3] {
        face.corners.map(|corner| self.corners[corner as usize])
    }

    /// Least and largest corner, in steps; `None` without corners.
    pub fn bounds(&self) -> Option<[[i32; 3]; 2]> {
        let first = *self.corners.first()?;
        let widen = |[low, high]: [[i32; 3]; 2], at: &[i32; 3]| {
            let pair = |pick: fn(i32, i32) -> i32, a: [i32; 3]| std::array::from_fn(|axis| pick(a[axis], at[axis]));
            [pair(i32::min, low), pair(i32::max, high)]
        };
        Some(self.corners.iter().fold([first, first], widen))
    }
}

/// A surface with its points on the lattice: degrees beside metres would hide which way a roof looks.
fn local(surface: &Surface, points: &[[i32; 3]]) -> Surface {
    let mut points = points.iter().map(|at| at.map(f64::from));
    let mut ring = |ring: &Vec<[f64; 3]>| points.by_ref().take(ring.len()).collect();
    Surface { rings: surface.rings.iter().map(&mut ring).collect(), semantic: surface.semantic, paint: None }
}

struct Builder {
    shape: Shape,
    known: FxHashMap<[i32; 3], u32>,
}

impl Builder {
    fn new(lod: Lod) -> Self {
        let shape = Shape { lod: (lod.major, lod.minor), corners: Vec::new(), faces: Vec::new() };
        Builder { shape, known: FxHashMap::default() }
    }

    fn add(&mut self, triangle: [[i32; 3]; 3], part: u8) {
        let [a, b, c] = triangle;
        if a == b || b == c || c == a {
            return;
        }
        let corners = triangle.map(|at| {
            *self.known.entry(at).or_insert_with(|| {
                self.shape.corners.push(at);
                self.shape.corners.len() as u32 - 1
            })
        });
        self.shape.faces.push(Face { corners, part });
    }
}

fn part(semantic: Semantic) -> u8 {
    match semantic {
        Semantic::Unknown => 0,
        Semantic::Roof => 1,
        Semantic::Wall => 2,
        Semantic::Ground => 3,
        Semantic::Outer => 4,
        Semantic::Opening => 5,
        Semantic::Other => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A flat roof around two sides of a yard, in degrees, whose heights are a millimetre off.
    #[test]
    fn roofs_in_degrees_keep_their_area() {
        let map = [[0.0, 0.0], [2.0, 0.0], [2.0, 1.0], [1.0, 1.0], [1.0, 2.0], [0.0, 2.0]];
        let off = [0.3, -0.8, 1.0, -0.2, 0.6, -1.0];
        let degrees = map.iter().zip(off).map(|([x, y], off)| [113.0 + x * 1e-4, 23.0 + y * 1e-4, 10.0 + off * 0.001]);
        let steps: Vec<[i32; 3]> =
            map.iter().zip(off).map(|([x, y], off)| [(x * 5120.0) as i32, (y * 5120.0) as i32, off as i32]).collect();
        let surface = Surface { rings: vec![degrees.collect()], semantic: Semantic::Roof, paint: None };
        let geometry = Geometry { lod: Lod { major: 2, minor: 0 }, shell: 0, surfaces: vec![surface] };
        let (shape, defects) = Shape::of(&geometry, &steps);
        let area = |face: &Face| {
            let [a, b, c] = shape.triangle(face).map(|[x, y, _]| [i64::from(x), i64::from(y)]);
            (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
        };
        assert!(defects.is_empty());
        assert_eq!(shape.faces.iter().map(area).sum::<i64>(), 2 * 3 * 5120 * 5120);
    }
}

//! One building at one level of detail, on the lattice of its block.

use citymodel::{Defect, Geometry, Lod, Semantic, Triangulator};
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
            match triangulator.triangulate(surface, &mut triangles) {
                Ok(()) => {
                    let place = |corner: usize| points[start + corner];
                    triangles.iter().for_each(|face| shape.add(face.map(place), part(surface.semantic)));
                }
                Err(defect) => defects.push(defect),
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

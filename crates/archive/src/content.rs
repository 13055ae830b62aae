//! What tiles show: shapes with their buildings' numbers, or boxes.

use rustc_hash::FxHashMap;
use tileset::cell::Cell;
use tileset::content::{Content, Lattice, Material, Mesh, Part, Profile, Table, encode, normal};

use crate::massing::Mass;
use crate::shape::STEP;
use crate::{Fault, Hash, Kind, Objects, Shape};

/// Length of a tile's finest lattice step, metres: 2⁻⁷, some 8 mm.
const FINEST: f64 = 1.0 / 128.0;

/// Makes the tile of a cell that shows these shapes, each with its building's number.
pub(crate) fn of_shapes<O: Objects>(
    cell: Cell,
    shapes: &[(u32, Shape)],
    bounds: [[f64; 3]; 2],
    objects: &O,
) -> Result<Hash, Fault<O::Fault>> {
    let mut maker = Maker::new(bounds).ok_or_else(|| cannot(cell, "it has no place"))?;
    for (gid, shape) in shapes {
        let [low, high] = shape.bounds().unwrap_or_default();
        maker.feature(*gid, (f64::from(high[2]) - f64::from(low[2])) * STEP);
        for face in &shape.faces {
            maker.face(shape.triangle(face).map(|corner| corner.map(|steps| f64::from(steps) * STEP)));
        }
    }
    maker.keep(cell, objects)
}

/// Makes the tile of a cell that shows boxes, which are nobody's.
pub(crate) fn of_masses<O: Objects>(
    cell: Cell,
    masses: &[Mass],
    bounds: [[f64; 3]; 2],
    objects: &O,
) -> Result<Hash, Fault<O::Fault>> {
    let mut maker = Maker::new(bounds).ok_or_else(|| cannot(cell, "it has no place"))?;
    maker.feature(0, 0.0);
    for mass in masses {
        cuboid(mass).into_iter().for_each(|face| maker.face(face));
    }
    maker.keep(cell, objects)
}

fn cannot<E: std::error::Error + Send>(cell: Cell, reason: impl Into<String>) -> Fault<E> {
    Fault::Content { cell: cell.to_string(), reason: reason.into() }
}

/// Roof and walls; nobody sees the ground.
fn cuboid(mass: &Mass) -> Vec<[[f64; 3]; 3]> {
    let [[w, s, b], [e, n, t]] = mass.bounds();
    let quads = [
        [[w, s, t], [e, s, t], [e, n, t], [w, n, t]],
        [[w, s, b], [e, s, b], [e, s, t], [w, s, t]],
        [[e, s, b], [e, n, b], [e, n, t], [e, s, t]],
        [[e, n, b], [w, n, b], [w, n, t], [e, n, t]],
        [[w, n, b], [w, s, b], [w, s, t], [w, n, t]],
    ];
    quads.iter().flat_map(|[a, b, c, d]| [[*a, *b, *c], [*a, *c, *d]]).collect()
}

struct Maker {
    mesh: Mesh,
    triangles: Vec<[u32; 3]>,
    known: FxHashMap<([u16; 3], [i8; 3]), u32>,
}

impl Maker {
    fn new([low, high]: [[f64; 3]; 2]) -> Option<Self> {
        let mesh = Mesh { lattice: Lattice::over(low, high, FINEST)?, ..Mesh::default() };
        Some(Maker { mesh, triangles: Vec::new(), known: FxHashMap::default() })
    }

    fn feature(&mut self, gid: u32, height: f64) {
        // Corners are shared within a building only.
        self.known.clear();
        self.mesh.table.gid.push(gid);
        self.mesh.table.height.push(height as f32);
    }

    /// A face of the newest feature. One that vanishes on the tile's lattice is left out.
    fn face(&mut self, corners: [[f64; 3]; 3]) {
        let [a, b, c] = corners;
        let away = |at: [f64; 3]| [at[0] - a[0], at[1] - a[1], at[2] - a[2]];
        let ([ux, uy, uz], [vx, vy, vz]) = (away(b), away(c));
        let Some(normal) = normal([uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx]) else { return };
        let snapped = corners.map(|corner| self.mesh.lattice.snap(corner));
        let [Some(a), Some(b), Some(c)] = snapped else { return };
        if a == b || b == c || c == a {
            return;
        }
        let triangle = [a, b, c].map(|corner| self.vertex(corner, normal));
        self.triangles.push(triangle);
    }

    fn vertex(&mut self, corner: [u16; 3], normal: [i8; 3]) -> u32 {
        let mesh = &mut self.mesh;
        *self.known.entry((corner, normal)).or_insert_with(|| {
            mesh.positions.push(corner);
            mesh.normals.push(normal);
            mesh.features.push(mesh.table.gid.len() as u32 - 1);
            mesh.positions.len() as u32 - 1
        })
    }

    fn keep<O: Objects>(mut self, cell: Cell, objects: &O) -> Result<Hash, Fault<O::Fault>> {
        self.mesh.parts = vec![Part { material: 0, triangles: self.triangles }];
        self.mesh.materials = vec![Material::PLAIN];
        if self.mesh.table.gid == [0] {
            self.mesh.table = Table { gid: vec![0], ..Table::default() };
        }
        let bytes = encode(&Content::Mesh(self.mesh), Profile::Standard);
        let bytes = bytes.map_err(|fault| cannot(cell, fault.to_string()))?;
        objects.put(Kind::Tile, bytes).map_err(Fault::Objects)
    }
}

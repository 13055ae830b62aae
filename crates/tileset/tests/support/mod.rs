//! Contents for the tests: any that a strategy thinks of, and small towns.
#![allow(dead_code, reason = "each test file uses its part")]

use proptest::collection::vec;
use proptest::prelude::*;
use tileset::content::{
    Cloud, Coordinates, Image, ImageFormat, Lattice, Material, Mesh, NO_FEATURE, Part, Table, normal,
};

/// A corner with everything that its vertex has.
type Corner = ([u16; 3], Option<[i8; 3]>, Option<[u32; 2]>, Option<u32>);

/// A point with everything that it has.
type Point = ([u16; 3], Option<[u8; 3]>, Option<u8>, Option<u16>);

/// The triangles with their material, first corner first, in an order of their own: what must survive.
pub(crate) fn triangles(mesh: &Mesh) -> Vec<(usize, [Corner; 3])> {
    let corner = |vertex: u32| -> Corner {
        let i = vertex as usize;
        let pair = match &mesh.coordinates {
            Coordinates::None => None,
            Coordinates::Unit(pairs) => Some(pairs[i].map(u32::from)),
            Coordinates::Free(pairs) => Some(pairs[i].map(f32::to_bits)),
        };
        (mesh.positions[i], mesh.normals.get(i).copied(), pair, mesh.features.get(i).copied())
    };
    let mut all: Vec<_> = mesh
        .parts
        .iter()
        .flat_map(|part| part.triangles.iter().map(|triangle| (part.material, triangle.map(corner))))
        .map(|(material, [a, b, c])| (material, [[a, b, c], [b, c, a], [c, a, b]].into_iter().min().unwrap()))
        .collect();
    all.sort();
    all
}

/// The points with everything that they have, in an order of their own.
pub(crate) fn points(cloud: &Cloud) -> Vec<Point> {
    let get = |i: usize| {
        (
            cloud.positions[i],
            cloud.colours.get(i).copied(),
            cloud.classes.get(i).copied(),
            cloud.intensities.get(i).copied(),
        )
    };
    let mut all: Vec<_> = (0..cloud.positions.len()).map(get).collect();
    all.sort();
    all
}

pub(crate) fn lattices() -> impl Strategy<Value = Lattice> {
    let origin = [-8192i32..8192, -8192i32..8192, -500i32..8000];
    (origin, -9i32..4).prop_map(|(origin, power)| {
        let step = 2f64.powi(power);
        Lattice { origin: origin.map(|steps| f64::from(steps) * step), step }
    })
}

fn normals() -> impl Strategy<Value = [i8; 3]> {
    [-1.0..1.0f64, -1.0..1.0, -1.0..1.0].prop_filter_map("a direction", normal)
}

fn images(free: bool) -> impl Strategy<Value = Vec<Image>> {
    let format = prop_oneof![Just(ImageFormat::Jpeg), Just(ImageFormat::Png)];
    let every = prop_oneof![Just(ImageFormat::Webp), Just(ImageFormat::Ktx2), Just(ImageFormat::Jpeg)];
    let format = if free { every.boxed() } else { format.boxed() };
    vec((format, vec(any::<u8>(), 1..40)).prop_map(|(format, bytes)| Image { format, bytes }), 0..3)
}

fn materials(images: usize) -> impl Strategy<Value = Vec<Material>> {
    let image = if images == 0 { Just(None).boxed() } else { prop::option::of(0..images).boxed() };
    let one = ([0..=1u8, 0..=1, 0..=1, 0..=1], image, any::<bool>(), any::<bool>());
    let one = one.prop_map(|(colour, image, double_sided, unlit)| Material {
        colour: colour.map(|part| 0.25 + 0.75 * f32::from(part)),
        image,
        double_sided,
        unlit,
    });
    vec(one, 1..4)
}

/// Any mesh that can be encoded; `webp` for those that the compatible profile cannot hold.
pub(crate) fn meshes(webp: bool) -> impl Strategy<Value = Mesh> {
    (3..80usize, 0..6usize, images(webp)).prop_flat_map(|(count, rows, images)| {
        let coordinates = prop_oneof![
            vec(any::<[u16; 2]>(), count).prop_map(Coordinates::Unit),
            vec([-4.0..4.0f32, -4.0..4.0f32], count).prop_map(Coordinates::Free),
            if images.is_empty() {
                Just(Coordinates::None).boxed()
            } else {
                vec(any::<[u16; 2]>(), count).prop_map(Coordinates::Unit).boxed()
            },
        ];
        let row = prop_oneof![9 => 0..(rows.max(1) as u32), 1 => Just(NO_FEATURE)];
        let parts = vec(vec([0..count as u32, 0..count as u32, 0..count as u32], 1..60), 1..4);
        let positions = prop_oneof![vec([0..9u16, 0..9, 0..9], count), vec(any::<[u16; 3]>(), count)];
        let table = (vec(any::<u32>(), rows), vec(-99.0..99.0f32, rows), vec(any::<u8>(), rows), any::<[bool; 2]>());
        let columns = (positions, vec(normals(), count), any::<bool>(), coordinates, vec(row, count));
        (lattices(), columns, table, parts, materials(images.len()), Just(images)).prop_map(
            move |(lattice, columns, table, parts, materials, images)| {
                let (positions, normals, lit, coordinates, features) = columns;
                let (gid, height, class, [high, classed]) = table;
                let spread = |(i, triangles): (usize, Vec<[u32; 3]>)| Part { material: i % materials.len(), triangles };
                Mesh {
                    lattice,
                    positions,
                    normals: if lit { normals } else { Vec::new() },
                    coordinates,
                    features: if rows > 0 { features } else { Vec::new() },
                    table: Table {
                        gid,
                        height: if high { height } else { Vec::new() },
                        class: if classed { class } else { Vec::new() },
                    },
                    parts: parts.into_iter().enumerate().map(spread).collect(),
                    materials,
                    images,
                }
            },
        )
    })
}

/// Any cloud.
pub(crate) fn clouds() -> impl Strategy<Value = Cloud> {
    (1..200usize).prop_flat_map(|count| {
        let columns = (vec(any::<[u16; 3]>(), count), vec(any::<[u8; 3]>(), count), vec(any::<u8>(), count));
        (lattices(), columns, vec(any::<u16>(), count), any::<[bool; 3]>()).prop_map(
            |(lattice, (positions, colours, classes), intensities, [coloured, classed, strong])| Cloud {
                lattice,
                positions,
                colours: if coloured { colours } else { Vec::new() },
                classes: if classed { classes } else { Vec::new() },
                intensities: if strong { intensities } else { Vec::new() },
            },
        )
    })
}

/// A town of houses: `gabled` gives them a ridge and eaves (LoD2), else they are blocks on L-shaped ground (LOD1).
pub(crate) fn town(houses: u32, gabled: bool) -> Mesh {
    let mut mesh = Mesh { materials: vec![Material::PLAIN], parts: vec![Part::default()], ..Mesh::default() };
    // A generator of one's own keeps the figures of benches the same everywhere.
    let mut state = 7u32;
    let mut next = |below: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) % below
    };
    for house in 0..houses {
        let (column, row) = (house % 24, house / 24);
        let corner = [column * 2500 + next(300), row * 2500 + next(300), next(100)];
        let size = [900 + next(700), 900 + next(700), 600 + next(1500)];
        let turn = f64::from(next(900)) / 1000.0;
        if gabled {
            gable(&mut mesh, house, corner, size, turn)
        } else {
            block(&mut mesh, house, corner, size, turn)
        }
        mesh.table.gid.push(1000 + house);
        mesh.table.height.push(size[2] as f32 / 128.0);
    }
    mesh
}

/// An L-shaped block: seven walls, a roof and a floor, 22 triangles; some walls bend, so that it has 9.
fn block(mesh: &mut Mesh, house: u32, corner: [u32; 3], [w, d, h]: [u32; 3], turn: f64) {
    let ring: [[u32; 2]; 9] = [
        [0, 0],
        [w / 2, 10],
        [w, 0],
        [w, d / 2],
        [w - 40, d / 2 + 60],
        [w / 2, d / 2],
        [w / 2, d],
        [w / 4, d - 9],
        [0, d],
    ];
    let at = |[x, y]: [u32; 2], z: u32| place(corner, turn, [x, y, z]);
    let up = ring.map(|point| at(point, h));
    let down = ring.map(|point| at(point, 0));
    for i in 0..9 {
        let j = (i + 1) % 9;
        face(mesh, house, &[down[i], down[j], up[j], up[i]]);
    }
    // Convex enough for a fan from the inner corner.
    face(mesh, house, &std::array::from_fn::<_, 9, _>(|i| up[(i + 5) % 9]));
    face(mesh, house, &std::array::from_fn::<_, 9, _>(|i| down[(14 - i) % 9]));
}

/// A house with a gabled roof that overhangs, and a dormer.
fn gable(mesh: &mut Mesh, house: u32, corner: [u32; 3], [w, d, h]: [u32; 3], turn: f64) {
    let at = |x: u32, y: u32, z: u32| place(corner, turn, [x, y, z]);
    let (ridge, half, e) = (h + w / 3, w / 2, 60);
    let walls = [at(e, e, 0), at(w - e, e, 0), at(w - e, d - e, 0), at(e, d - e, 0)];
    let eaves = [at(e, e, h), at(w - e, e, h), at(w - e, d - e, h), at(e, d - e, h)];
    for i in 0..4 {
        let j = (i + 1) % 4;
        face(mesh, house, &[walls[i], walls[j], eaves[j], eaves[i]]);
    }
    face(mesh, house, &[eaves[0], eaves[1], at(half, e, ridge)]);
    face(mesh, house, &[eaves[2], eaves[3], at(half, d - e, ridge)]);
    for (rise, flip) in [(0, false), (24, true)] {
        for side in [0, w] {
            let mut roof =
                [at(side, 0, h + rise), at(half, 0, ridge + rise), at(half, d, ridge + rise), at(side, d, h + rise)];
            if (side == 0) == flip {
                roof.reverse();
            }
            face(mesh, house, &roof);
        }
    }
    let (near, far, low, high) = (d / 3, d / 2, h + w / 12, h + w / 4);
    let front = [at(w / 8, near, low), at(w / 8, far, low), at(w / 8, far, high), at(w / 8, near, high)];
    let back = [at(w / 3, near, high), at(w / 3, far, high)];
    face(mesh, house, &front);
    face(mesh, house, &[front[3], front[2], back[1], back[0]]);
    face(mesh, house, &[front[0], front[3], back[0]]);
    face(mesh, house, &[front[1], back[1], front[2]]);
    face(mesh, house, &[walls[3], walls[2], walls[1], walls[0]]);
}

fn place(corner: [u32; 3], turn: f64, [x, y, z]: [u32; 3]) -> [u16; 3] {
    let (sin, cos) = turn.sin_cos();
    let (x, y) = (f64::from(x), f64::from(y));
    let turned = [x * cos - y * sin + 1200.0, x * sin + y * cos];
    [corner[0] + turned[0].round() as u32, corner[1] + turned[1].round() as u32, corner[2] + z]
        .map(|steps| steps as u16)
}

/// A flat face as a fan, with vertices of its own.
fn face(mesh: &mut Mesh, house: u32, ring: &[[u16; 3]]) {
    let v = |i: usize| ring[i].map(f64::from);
    let mut direction = [0.0; 3];
    for i in 0..ring.len() {
        let (a, b) = (v(i), v((i + 1) % ring.len()));
        for (k, sum) in direction.iter_mut().enumerate() {
            let (l, m) = ((k + 1) % 3, (k + 2) % 3);
            *sum += (a[l] - b[l]) * (a[m] + b[m]);
        }
    }
    let first = mesh.positions.len() as u32;
    mesh.positions.extend(ring);
    mesh.normals.extend(std::iter::repeat_n(normal(direction).unwrap_or([0, 0, 127]), ring.len()));
    mesh.features.extend(std::iter::repeat_n(house, ring.len()));
    mesh.parts[0].triangles.extend((1..ring.len() as u32 - 1).map(|i| [first, first + i, first + i + 1]));
}

/// Bytes changed as broken files are: bits flipped, cut, stretches repeated or put in.
pub(crate) fn broken(bytes: &[u8], how: &[(u8, prop::sample::Index, u8)]) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for (kind, place, value) in how {
        if out.is_empty() {
            break;
        }
        let at = place.index(out.len());
        let reach = (at + usize::from(*value)).min(out.len());
        match kind % 5 {
            0 => out[at] ^= 1 << (value % 8),
            1 => out[at] = *value,
            2 => out.truncate(at),
            3 => {
                let stretch = out[at..reach].to_vec();
                out.splice(at..at, stretch);
            }
            _ => out.insert(at, *value),
        }
    }
    out
}

pub(crate) fn ways() -> impl Strategy<Value = Vec<(u8, prop::sample::Index, u8)>> {
    vec((any::<u8>(), any::<prop::sample::Index>(), any::<u8>()), 1..6)
}

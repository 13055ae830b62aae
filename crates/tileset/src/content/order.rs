//! The order of triangles and vertices, deterministic.

use super::layout::interleave;
use super::vertices::of_mesh;
use super::{Cloud, Content, Coordinates, Mesh, Part, Profile};

/// The content with its vertices and triangles in the order of the file.
pub(super) fn order(content: &Content) -> Content {
    match content {
        Content::Mesh(mesh) => Content::Mesh(of_triangles(mesh)),
        Content::Cloud(cloud) => Content::Cloud(along_curve(cloud)),
    }
}

fn of_triangles(mesh: &Mesh) -> Mesh {
    let count = mesh.positions.len();
    let same = weld(mesh);
    let mut parts: Vec<Vec<u32>> = Vec::with_capacity(mesh.parts.len());
    for part in &mesh.parts {
        let corners: Vec<u32> = part.triangles.as_flattened().iter().map(|corner| same[*corner as usize]).collect();
        parts.push(meshopt::optimize_vertex_cache(&corners, count));
    }
    let (numbers, kept) = by_first_use(&parts, count);
    let parts = mesh.parts.iter().zip(parts).map(|(part, corners)| Part {
        material: part.material,
        triangles: corners.as_chunks::<3>().0.iter().map(|three| three.map(|old| numbers[old as usize])).collect(),
    });
    Mesh {
        lattice: mesh.lattice,
        positions: pick(&mesh.positions, &kept),
        normals: pick(&mesh.normals, &kept),
        coordinates: match &mesh.coordinates {
            Coordinates::None => Coordinates::None,
            Coordinates::Unit(pairs) => Coordinates::Unit(pick(pairs, &kept)),
            Coordinates::Free(pairs) => Coordinates::Free(pick(pairs, &kept)),
        },
        features: pick(&mesh.features, &kept),
        table: mesh.table.clone(),
        parts: parts.collect(),
        materials: mesh.materials.clone(),
        images: mesh.images.clone(),
    }
}

/// For each vertex the first one that is equal to it in everything: a hash table with open addresses.
fn weld(mesh: &Mesh) -> Vec<u32> {
    let streams = of_mesh(mesh, Profile::Standard);
    let stride = streams.iter().map(|stream| stream.stride).sum();
    let count = mesh.positions.len();
    let bytes = interleave(&streams, stride, count);
    let element = |vertex: usize| &bytes[vertex * stride..(vertex + 1) * stride];
    let mask = (count * 2).next_power_of_two() - 1;
    let mut table = vec![u32::MAX; mask + 1];
    let mut first = Vec::with_capacity(count);
    for vertex in 0..count {
        let own = element(vertex);
        let mut slot = hash(own) as usize & mask;
        while table[slot] != u32::MAX && element(table[slot] as usize) != own {
            slot = (slot + 1) & mask;
        }
        if table[slot] == u32::MAX {
            table[slot] = vertex as u32;
        }
        first.push(table[slot]);
    }
    first
}

/// Mixes words of four bytes; equality decides, so it only has to be quick.
fn hash(element: &[u8]) -> u64 {
    let mixed = element.as_chunks::<4>().0.iter().fold(0u64, |hash, word| {
        (hash.rotate_left(5) ^ u64::from(u32::from_le_bytes(*word))).wrapping_mul(0x9E37_79B9_7F4A_7C15)
    });
    mixed >> 32
}

/// New numbers in the order of first use, and the old number of each new one.
fn by_first_use(parts: &[Vec<u32>], count: usize) -> (Vec<u32>, Vec<u32>) {
    let mut numbers = vec![u32::MAX; count];
    let mut kept = Vec::with_capacity(count);
    for old in parts.iter().flatten() {
        let number = &mut numbers[*old as usize];
        if *number == u32::MAX {
            *number = kept.len() as u32;
            kept.push(*old);
        }
    }
    (numbers, kept)
}

fn pick<T: Copy>(column: &[T], kept: &[u32]) -> Vec<T> {
    if column.is_empty() { Vec::new() } else { kept.iter().map(|old| column[*old as usize]).collect() }
}

/// Points along the Morton curve: neighbours in space become neighbours in the file, which compresses.
fn along_curve(cloud: &Cloud) -> Cloud {
    let look = |i: u32| {
        let i = i as usize;
        (cloud.colours.get(i), cloud.classes.get(i), cloud.intensities.get(i))
    };
    let mut order: Vec<(u64, u32)> = cloud.positions.iter().map(morton).zip(0..).collect();
    // Points at one place by what else they have, so that the order of the input does not show.
    order.sort_unstable_by(|(a, i), (b, j)| a.cmp(b).then_with(|| look(*i).cmp(&look(*j))));
    let kept: Vec<u32> = order.into_iter().map(|(_, i)| i).collect();
    Cloud {
        lattice: cloud.lattice,
        positions: pick(&cloud.positions, &kept),
        colours: pick(&cloud.colours, &kept),
        classes: pick(&cloud.classes, &kept),
        intensities: pick(&cloud.intensities, &kept),
    }
}

fn morton(point: &[u16; 3]) -> u64 {
    let [x, y, z] = point.map(|steps| spread(u64::from(steps)));
    x | y << 1 | z << 2
}

/// Moves bit i to bit 3 i.
fn spread(value: u64) -> u64 {
    let mut v = value;
    v = (v | v << 32) & 0x001F_0000_0000_FFFF;
    v = (v | v << 16) & 0x001F_0000_FF00_00FF;
    v = (v | v << 8) & 0x100F_00F0_0F00_F00F;
    v = (v | v << 4) & 0x10C3_0C30_C30C_30C3;
    (v | v << 2) & 0x1249_2492_4924_9249
}

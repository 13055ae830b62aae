//! What the tiles of a tree show, read back from their files.

use std::collections::{BTreeMap, BTreeSet};

use archive::{Body, CONTENT_FOLDER, Child, Hash, Memory, Objects, STEP, Walk, each_node, tileset_file, update};
use tileset::content::{Content, Mesh, decode};
use tileset::json::{Tile, Tileset};
use tileset::rules;

use super::city::{City, SMALL};

type Point = [f64; 3];

fn mesh(hash: Hash, objects: &Memory) -> Mesh {
    let bytes = objects.get(hash).expect("a tile");
    match decode(&bytes).expect("a tile of ours") {
        Content::Mesh(mesh) => mesh,
        Content::Cloud(_) => panic!("points"),
    }
}

fn triangles(mesh: &Mesh) -> Vec<(u32, [Point; 3])> {
    let all = mesh.parts.iter().flat_map(|part| &part.triangles);
    let corner = |vertex: u32| mesh.lattice.position(mesh.positions[vertex as usize]);
    let gid = |vertex: u32| mesh.table.gid[mesh.features[vertex as usize] as usize];
    all.map(|triangle| (gid(triangle[0]), triangle.map(corner))).collect()
}

/// Leaves show every triangle of every building once, no farther off than half a step of the tile in each direction.
#[test]
fn leaves_show_every_building_once_where_it_is() {
    let (city, objects) = (City::new(800, 2), Memory::default());
    let root = update(None, city.changes(&objects), &SMALL, &objects).expect("a tree").expect("a tree");
    let mut seen: BTreeMap<u32, usize> = BTreeMap::new();
    let mut farthest = 0.0f64;
    let sources: BTreeMap<u32, _> = city.sources().map(|(gid, _, shape)| (gid, shape)).collect();
    let mut visit = |child: &Child, node: &archive::Node| {
        if let Body::Leaf(_) = node.body {
            let mesh = mesh(child.tile, &objects);
            for (gid, corners) in triangles(&mesh) {
                *seen.entry(gid).or_default() += 1;
                let known: Vec<Point> =
                    sources[&gid].corners.iter().map(|corner| corner.map(|steps| f64::from(steps) * STEP)).collect();
                for corner in corners {
                    let off = |other: &Point| (0..3).map(|axis| (corner[axis] - other[axis]).abs()).fold(0.0, f64::max);
                    farthest = farthest.max(known.iter().map(off).fold(f64::INFINITY, f64::min));
                }
            }
        }
        Walk::In
    };
    each_node(&root, &objects, &mut visit).expect("a sound tree");
    let expected: BTreeMap<u32, usize> = city.sources().map(|(gid, _, shape)| (gid, shape.faces.len())).collect();
    assert_eq!(seen, expected);
    assert!(farthest <= 1.0 / 256.0 + 1e-9, "{farthest} m");
}

/// Every file keeps the rules of clients, and every building is shown at every cut of the tree.
#[test]
fn files_keep_the_rules() {
    let (city, objects) = (City::new(3_000, 4), Memory::default());
    let root = update(None, city.changes(&objects), &SMALL, &objects).expect("a tree").expect("a tree");
    let file = tileset_file(&root, &objects).expect("a file");
    let mut tiles = BTreeSet::new();
    let files = follow(file, &objects, &mut tiles);
    assert!(files >= 3, "{files} files");
    let mut nodes = BTreeSet::new();
    let mut visit = |child: &Child, _: &archive::Node| {
        nodes.insert(child.tile);
        Walk::In
    };
    each_node(&root, &objects, &mut visit).expect("a sound tree");
    assert_eq!(tiles, nodes, "files refer to the tiles of all nodes");
}

fn read(hash: Hash, objects: &Memory) -> Tileset {
    Tileset::read(&objects.get(hash).expect("a file")).expect("a tileset")
}

/// Follows a file into those that it refers to; how many there are.
fn follow(file: Hash, objects: &Memory, tiles: &mut BTreeSet<Hash>) -> usize {
    let tileset = read(file, objects);
    assert_eq!(rules::check(&tileset), vec![], "{file}");
    let mut count = 1;
    let mut next: Vec<&Tile> = vec![&tileset.root];
    while let Some(tile) = next.pop() {
        let uri = &tile.content.as_ref().expect("every tile shows something").uri;
        let name = uri.strip_prefix(CONTENT_FOLDER).expect("in the folder");
        let hash: Hash = name.split('.').next().unwrap_or_default().parse().expect("a hash");
        if name.ends_with(".json") {
            assert_eq!(rules::check_external(tile, &read(hash, objects)), vec![], "{hash}");
            count += follow(hash, objects, tiles);
        } else {
            tiles.insert(hash);
        }
        next.extend(&tile.children);
    }
    count
}

/// No point of what a tile shows is farther from the buildings than the tile says, and the other way round.
#[test]
fn tiles_are_off_by_no_more_than_they_say() {
    let (city, objects) = (City::new(500, 9), Memory::default());
    let root = update(None, city.changes(&objects), &SMALL, &objects).expect("a tree").expect("a tree");
    let mut checked = 0;
    let mut visit = |child: &Child, node: &archive::Node| {
        if let Body::Branch(_) = node.body {
            let shown: Vec<[Point; 3]> = triangles(&mesh(child.tile, &objects)).into_iter().map(|(_, at)| at).collect();
            let real = below(child, &objects);
            // Nobody sees the ground from below: boxes have none.
            let lowest = child.bounds[0][2];
            let far = hausdorff(&shown, &real, lowest).max(hausdorff(&real, &shown, lowest));
            assert!(far <= child.error + 0.02, "{:?}: {far} m, said {}", child.cell, child.error);
            assert!(child.error < 100.0, "{:?} says {} m", child.cell, child.error);
            checked += 1;
        }
        Walk::In
    };
    each_node(&root, &objects, &mut visit).expect("a sound tree");
    assert!(checked > 5);
}

/// The finest triangles below a node.
fn below(child: &Child, objects: &Memory) -> Vec<[Point; 3]> {
    let mut found = Vec::new();
    let mut visit = |child: &Child, node: &archive::Node| {
        if let Body::Leaf(_) = node.body {
            found.extend(triangles(&mesh(child.tile, objects)).into_iter().map(|(_, at)| at));
        }
        Walk::In
    };
    each_node(child, objects, &mut visit).expect("a sound tree");
    found
}

/// The farthest that a sample of one surface is from another surface. Samples near the ground are left out.
fn hausdorff(from: &[[Point; 3]], to: &[[Point; 3]], lowest: f64) -> f64 {
    let samples = from.iter().flat_map(|[a, b, c]| {
        let mix = |u: f64, v: f64| std::array::from_fn(|i| a[i] + u * (b[i] - a[i]) + v * (c[i] - a[i]));
        [mix(0.0, 0.0), mix(1.0, 0.0), mix(0.0, 1.0), mix(0.33, 0.33), mix(0.5, 0.5)]
    });
    let high = samples.filter(|at: &Point| at[2] > lowest + 2.5);
    high.map(|at| to.iter().map(|face| distance(at, face)).fold(f64::INFINITY, f64::min)).fold(0.0, f64::max)
}

/// From a point to a triangle, by the closest point of it.
fn distance(p: Point, [a, b, c]: &[Point; 3]) -> f64 {
    let sub = |u: &Point, v: &Point| -> Point { std::array::from_fn(|i| u[i] - v[i]) };
    let dot = |u: &Point, v: &Point| (0..3).map(|i| u[i] * v[i]).sum::<f64>();
    let (ab, ac, ap) = (sub(b, a), sub(c, a), sub(&p, a));
    let (d00, d01, d11) = (dot(&ab, &ab), dot(&ab, &ac), dot(&ac, &ac));
    let (d20, d21) = (dot(&ap, &ab), dot(&ap, &ac));
    let denominator = d00 * d11 - d01 * d01;
    let (v, w) = ((d11 * d20 - d01 * d21) / denominator, (d00 * d21 - d01 * d20) / denominator);
    let at = |v: f64, w: f64| -> Point { std::array::from_fn(|i| a[i] + v * ab[i] + w * ac[i]) };
    let length = |q: Point| dot(&sub(&p, &q), &sub(&p, &q)).sqrt();
    if denominator > 0.0 && v >= 0.0 && w >= 0.0 && v + w <= 1.0 {
        return length(at(v, w));
    }
    let edge = |u: &Point, v: &Point| {
        let along = sub(v, u);
        let t = (dot(&sub(&p, u), &along) / dot(&along, &along)).clamp(0.0, 1.0);
        length(std::array::from_fn(|i| u[i] + t * along[i]))
    };
    edge(a, b).min(edge(b, c)).min(edge(c, a))
}

//! Cities that others measured. Skipped where the data is absent.

#![allow(clippy::print_stderr)] // figures for whoever reads the run

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Instant;

use archive::{
    Body, Budget, Change, Child, Entry, Hash, Heights, Kind, Memory, Objects, Placing, Shape, Walk, each_node, needs,
    tileset_file, update,
};
use citymodel::CityObject;
use crs::{Crs, Transform};

const BUILT: &str = "rotterdam";

fn shared(path: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/3d").join(path);
    if !path.exists() {
        eprintln!("skipped: {} is absent", path.display());
    }
    path.exists().then_some(path)
}

fn objects_of(path: &Path) -> Vec<CityObject> {
    let bytes = std::fs::read(path).expect("a file");
    let source = (vec![BUILT.to_owned()], vec![bytes]);
    formats3d::Objects::read(&source, BUILT).expect("objects").objects
}

/// The buildings of a file, numbered by their ids in `numbers`.
fn entries(path: &Path, numbers: &mut BTreeMap<String, u32>, objects: &Memory) -> Vec<Entry> {
    let crs = Crs::from_user_input("EPSG:28992").expect("a system");
    let transform = Transform::new(&crs, &Crs::WGS84_LONLAT).expect("a transform");
    let mut placing = Placing::new(transform, Heights::Orthometric { undulation: 43.5 });
    let mut found = Vec::new();
    for object in objects_of(path) {
        let Some(geometry) = object.geometries.iter().max_by_key(|geometry| geometry.lod) else { continue };
        let points: Vec<[f64; 3]> =
            geometry.surfaces.iter().flat_map(|surface| surface.rings.iter().flatten()).copied().collect();
        let geodetic = placing.geodetic(&points).expect("on Earth");
        let cell = Placing::anchor(&geodetic).expect("a cell");
        let (shape, defects) = Shape::of(geometry, &placing.snap(&geodetic, cell).expect("near"));
        assert!(defects.len() < 20, "{}: {defects:?}", object.id);
        let next = numbers.len() as u32 + 1;
        let gid = *numbers.entry(object.id.clone()).or_insert(next);
        found.extend(Entry::keep(gid, cell, &shape, objects).expect("kept"));
    }
    found
}

fn put(entries: &[Entry]) -> Vec<Change> {
    entries.iter().map(|entry| Change::Put(Box::new(entry.clone()))).collect()
}

fn leaves(root: &Child, objects: &Memory) -> BTreeSet<Hash> {
    let mut found = BTreeSet::new();
    each_node(root, objects, &mut |child, node| {
        if matches!(node.body, Body::Leaf(_)) {
            found.insert(child.tile);
        }
        Walk::In
    })
    .expect("sound");
    found
}

#[test]
fn delfshavens_versions_differ_in_one_leaf() {
    let Some(folder) = shared("versioning/Examples/rotterdam") else { return };
    let (objects, mut numbers) = (Memory::default(), BTreeMap::new());
    let old = entries(&folder.join("initial.json"), &mut numbers, &objects);
    let start = Instant::now();
    let root = update(None, put(&old), &Budget::default(), &objects).expect("a tree").expect("a tree");
    let file = tileset_file(&root, &objects).expect("a file");
    let took = start.elapsed();
    let (mut tiles, mut bytes, mut nodes) = (0, 0, 0);
    each_node(&root, &objects, &mut |child, node| {
        let size = objects.get(child.tile).expect("a tile").len();
        nodes += 1;
        if matches!(node.body, Body::Leaf(_)) {
            (tiles, bytes) = (tiles + 1, bytes + size);
        }
        Walk::In
    })
    .expect("sound");
    eprintln!("{} buildings, {tiles} leaves of {nodes} nodes, {} B a building, {took:?}", old.len(), bytes / old.len());
    for name in ["initial_moved_roof.json", "initial_deleted_building.json"] {
        let new = entries(&folder.join(name), &mut numbers, &objects);
        let there: BTreeMap<u32, &Entry> = new.iter().map(|entry| (entry.gid, entry)).collect();
        let mut changes = Vec::new();
        for entry in &old {
            match there.get(&entry.gid) {
                None => changes.push(Change::Remove { gid: entry.gid, at: entry.at }),
                Some(now) if **now != *entry => changes.push(Change::Put(Box::new((*now).clone()))),
                Some(_) => {}
            }
        }
        assert_eq!(changes.len(), 1, "{name}");
        let start = Instant::now();
        let after = update(Some(root.clone()), changes, &Budget::default(), &objects).expect("a tree").expect("a tree");
        eprintln!("{name}: {:?}", start.elapsed());
        let (before, now) = (leaves(&root, &objects), leaves(&after, &objects));
        assert_eq!(before.difference(&now).count(), 1, "{name}: one leaf is another");
        assert_eq!(now.difference(&before).count(), 1);
        // What was is still there, byte for byte.
        assert_eq!(tileset_file(&root, &objects).expect("a file"), file);
        let mut missing = 0;
        each_node(&root, &objects, &mut |child, node| {
            missing += needs(child, node).iter().filter(|(hash, _)| objects.get(*hash).is_err()).count();
            Walk::In
        })
        .expect("sound");
        assert_eq!(missing, 0);
    }
    assert!(objects.all().iter().any(|(_, kind, _)| *kind == Kind::Tileset));
}

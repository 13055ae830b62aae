//! The tree of tiles: what it holds, how it changes, and what its tiles show.

mod city;
mod shown;

use std::collections::{BTreeMap, BTreeSet};

use archive::{Body, Budget, Change, Child, Entry, Hash, Kind, Memory, Walk, each_node, needs, tileset_file, update};
use city::{City, SMALL};
use proptest::prelude::*;
use rand::prelude::*;

fn grown(city: &City, objects: &Memory, budget: &Budget) -> Option<Child> {
    update(None, city.changes(objects), budget, objects).expect("a tree")
}

/// The buildings in the leaves, with their finest shapes; a building twice fails.
fn buildings(root: Option<&Child>, objects: &Memory) -> BTreeMap<u32, Hash> {
    let mut found = BTreeMap::new();
    let Some(root) = root else { return found };
    let mut visit = |_: &Child, node: &archive::Node| {
        if let Body::Leaf(entries) = &node.body {
            for entry in entries {
                assert!(found.insert(entry.gid, entry.fine).is_none(), "building {} twice", entry.gid);
            }
        }
        Walk::In
    };
    each_node(root, objects, &mut visit).expect("a sound tree");
    found
}

/// Every object of a tree.
fn reached(root: &Child, objects: &Memory) -> BTreeSet<(Hash, &'static str)> {
    let mut found = BTreeSet::new();
    let mut visit = |child: &Child, node: &archive::Node| {
        found.extend(needs(child, node).into_iter().map(|(hash, kind)| (hash, kind.id())));
        Walk::In
    };
    each_node(root, objects, &mut visit).expect("a sound tree");
    found
}

#[test]
fn every_building_is_in_one_leaf() {
    for count in [1, 2, 60, 3_000] {
        let (city, objects) = (City::new(count, 7), Memory::default());
        let root = grown(&city, &objects, &SMALL).expect("a tree");
        assert_eq!(buildings(Some(&root), &objects), city.shapes(), "{count} buildings");
        assert_eq!(root.buildings, u64::from(count));
    }
}

#[test]
fn equal_cities_have_equal_trees_in_any_order_and_on_any_number_of_threads() {
    let city = City::new(2_000, 3);
    let objects = Memory::default();
    let root = grown(&city, &objects, &SMALL);
    let file = tileset_file(root.as_ref().expect("a tree"), &objects).expect("a file");
    for threads in [1, 2, 8] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        let other = Memory::default();
        let mut changes = city.changes(&other);
        changes.shuffle(&mut rand_chacha::ChaCha8Rng::seed_from_u64(threads as u64));
        let again = pool.install(|| update(None, changes, &SMALL, &other)).expect("a tree");
        assert_eq!(root, again, "{threads} threads");
        assert_eq!(tileset_file(&again.expect("a tree"), &other).expect("a file"), file);
    }
}

/// One building makes its leaf and what is above it anew, and nothing else; the tree before is still there.
#[test]
fn one_change_is_one_leaf_and_its_ancestors() {
    let (city, objects) = (City::new(3_000, 11), Memory::default());
    let root = grown(&city, &objects, &SMALL).expect("a tree");
    let before = reached(&root, &objects);
    let depth = depth(&root, &objects);
    for gid in [1, 500, 2_999] {
        for (what, change) in [("higher", city.changed(gid, &objects)), ("gone", city.removed(gid))] {
            let after = update(Some(root.clone()), vec![change], &SMALL, &objects).expect("a tree").expect("a tree");
            let new: Vec<_> = reached(&after, &objects).difference(&before).copied().collect();
            let of = |kind: Kind| new.iter().filter(|(_, id)| *id == kind.id()).count();
            assert!(of(Kind::Node) <= depth && of(Kind::Tile) <= depth, "{gid} {what}: {new:?}");
            assert!(of(Kind::Node) >= 2, "{gid} {what}");
            let expected = city.len() - usize::from(what == "gone");
            assert_eq!(buildings(Some(&after), &objects).len(), expected);
        }
    }
    assert_eq!(buildings(Some(&root), &objects), city.shapes(), "the tree before is as it was");
}

fn depth(root: &Child, objects: &Memory) -> usize {
    let node_of = |child: &Child| {
        let mut body = None;
        let mut visit = |_: &Child, node: &archive::Node| {
            body = Some(node.body.clone());
            Walk::Past
        };
        each_node(child, objects, &mut visit).expect("a node");
        body
    };
    match node_of(root) {
        Some(Body::Branch(children)) => 1 + children.iter().map(|child| depth(child, objects)).max().unwrap_or(0),
        _ => 1,
    }
}

#[test]
fn a_tree_without_buildings_is_no_tree() {
    let (city, objects) = (City::new(40, 5), Memory::default());
    let root = grown(&city, &objects, &SMALL);
    let gone = (1..=40).map(|gid| city.removed(gid)).collect();
    assert_eq!(update(root, gone, &SMALL, &objects).expect("an answer"), None);
}

#[test]
fn both_sides_of_greenwich_are_refused() {
    let objects = Memory::default();
    let changes = [-0.2, 0.2].map(|lon| City::around(3, 1, lon, 51.4).changes(&objects)).concat();
    let fault = update(None, changes, &SMALL, &objects).expect_err("a refusal");
    assert!(fault.to_string().contains("Greenwich"), "{fault}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Changes one after the other end where all at once do, as far as nodes need no splitting and joining.
    #[test]
    fn changes_in_steps_are_changes_at_once(seed in 0u64..1000, steps in prop::collection::vec((1u32..200, any::<bool>()), 1..30)) {
        let (city, objects) = (City::new(200, seed), Memory::default());
        // Without slack a tree depends on what is in it alone.
        let exact = Budget { join: SMALL.split, ..SMALL };
        let mut root = grown(&city, &objects, &exact);
        let mut expected = city.shapes();
        for (gid, gone) in steps {
            let change = if gone { city.removed(gid) } else { city.changed(gid, &objects) };
            match &change {
                Change::Put(entry) => drop(expected.insert(gid, entry.fine)),
                Change::Remove { .. } => drop(expected.remove(&gid)),
            }
            root = update(root, vec![change], &exact, &objects).expect("a tree");
            prop_assert_eq!(buildings(root.as_ref(), &objects), expected.clone());
        }
        let entries: BTreeMap<Hash, Entry> = city.entries(&objects).into_iter().map(|entry| (entry.fine, entry)).collect();
        let all = expected.iter().map(|(gid, fine)| {
            entries.get(fine).cloned().map_or_else(|| city.changed(*gid, &objects), |entry| Change::Put(Box::new(entry)))
        });
        prop_assert_eq!(root, update(None, all.collect(), &exact, &objects).expect("a tree"));
    }
}

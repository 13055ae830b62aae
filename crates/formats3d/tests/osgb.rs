//! Nodes made by hand: sound, broken, changed.
#![allow(missing_docs)]

mod support;

use formats3d::osgb::{Folder, Measure, Node as Read};
use model::{Finding, Rule};
use proptest::prelude::*;
use support::scene::{Node, write};
use support::{changed, changes, memory, weight};

const META: &[u8] = b"<ModelMetadata><SRS>EPSG:4547</SRS><SRSOrigin>1,2,3</SRSOrigin></ModelMetadata>";

/// Reads `Data/a/a.osgb` beside a child.
fn read(bytes: Vec<u8>) -> (Read, Vec<Finding>) {
    let child = write(&Node { child: "", ..Node::default() });
    let source = memory(vec![("metadata.xml", META.to_vec()), ("Data/a/a.osgb", bytes), ("Data/a/B.osgb", child)]);
    let (folder, findings) = Folder::open(&source);
    assert_eq!((findings.len(), folder.roots()), (0, ["Data/a/a.osgb"].as_slice()));
    folder.node("Data/a/a.osgb")
}

fn rules(findings: &[Finding]) -> Vec<Rule> {
    findings.iter().map(|found| found.rule).collect()
}

#[test]
fn every_form_gives_the_same_node() {
    let (wanted, findings) = read(write(&Node::default()));
    assert_eq!(findings, []);
    let piece = &wanted.pieces[0];
    assert_eq!((piece.measure, piece.centre, piece.radius), (Measure::Pixels, [0.5, 0.5, 2.0], 3.0));
    assert_eq!((piece.children[0].file.as_str(), piece.children[0].range), ("Data/a/B.osgb", [100.0, 1e30]));
    let mesh = &piece.levels[0].mesh;
    assert_eq!((mesh.positions.len(), mesh.parts[0].triangles.len()), (4, 2));
    // Texture rows are counted from above.
    assert_eq!(mesh.coordinates[0], [0.0, 1.0]);
    assert_eq!(
        (mesh.images[0].name.as_str(), mesh.images[0].bytes.as_slice()),
        ("roof.jpg", &Node::default().image[..])
    );
    assert_eq!(mesh.materials[0].colour, [0.5, 0.25, 1.0, 1.0]);
    for version in [80, 97, 112, 147, 150, 154, 156, 161] {
        for (brackets, packed) in [(false, false), (true, false), (false, true), (true, true)] {
            let (node, findings) = read(write(&Node { version, brackets, packed, ..Node::default() }));
            assert_eq!(findings, [], "{version} {brackets} {packed}");
            assert_eq!(node, wanted, "{version} {brackets} {packed}");
        }
    }
}

#[test]
fn a_matrix_moves_and_mirrors() {
    // East and north change places: a mirror. Then far away.
    let matrix = [0., 1., 0., 0., 1., 0., 0., 0., 0., 0., 1., 0., 501_000.25, 2_488_000.5, 7., 1.];
    let (node, findings) = read(write(&Node { matrix: Some(matrix), ..Node::default() }));
    assert_eq!(findings, []);
    let mesh = &node.pieces[0].levels[0].mesh;
    let place = |at: usize| [0, 1, 2].map(|axis| mesh.origin[axis] + f64::from(mesh.positions[at][axis]));
    assert_eq!(place(2), [501_001.25, 2_488_001.5, 12.0]);
    assert_eq!(place(1), [501_000.25, 2_488_001.5, 7.0]);
    assert_eq!(mesh.parts[0].triangles[0], [0, 2, 1]);
    assert_eq!(node.pieces[0].centre, [501_000.75, 2_488_001.0, 9.0]);
}

#[test]
fn broken_parts_are_told_and_the_rest_goes_in() {
    let sound = Node::default();
    let mut far = sound.positions.clone();
    far[3][1] = f32::NAN;
    let cases: Vec<(&str, Node, Vec<Rule>, usize)> = vec![
        ("child", Node { child: "none.osgb", ..sound.clone() }, vec![Rule::FileMissing], 2),
        ("corner", Node { corners: vec![0, 1, 2, 0, 2, 9], ..sound.clone() }, vec![Rule::TrianglesLeftOut], 1),
        ("number", Node { positions: far, ..sound.clone() }, vec![Rule::TrianglesLeftOut, Rule::CoordinateInvalid], 1),
        ("image", Node { image: Vec::new(), ..sound.clone() }, vec![Rule::TextureMissing], 2),
        ("class", Node { class: "my::Geometry", ..sound.clone() }, vec![Rule::NodeBroken], 0),
        ("class", Node { class: "my::Geometry", brackets: true, ..sound }, vec![Rule::NodeBroken], 0),
    ];
    for (name, node, wanted, triangles) in cases {
        let (read, findings) = read(write(&node));
        assert_eq!((rules(&findings), read.triangles()), (wanted, triangles), "{name}");
        assert!(findings.iter().all(|found| found.place.file == "Data/a/a.osgb"));
        // The way down stays open.
        assert_eq!(read.pieces[0].children.len(), usize::from(name != "child"), "{name}");
    }
}

#[test]
fn a_file_cut_anywhere_is_told() {
    let whole = write(&Node::default());
    for size in 0..whole.len() {
        let (_, findings) = read(whole[..size].to_vec());
        assert!(!findings.is_empty(), "{size} of {}", whole.len());
    }
}

#[test]
fn a_walk_sees_each_file_once_even_in_circles() {
    let circle = |child| write(&Node { child, ..Node::default() });
    let files = vec![("a/a.osgb", circle("b.osgb")), ("a/b.osgb", circle("a.osgb")), ("metadata.xml", META.to_vec())];
    let source = memory(files);
    let (folder, _) = Folder::open(&source);
    let seen: Vec<(usize, String)> = folder.walk().map(|(depth, node, _)| (depth, node.file)).collect();
    assert_eq!(seen, [(0, "a/a.osgb".to_owned()), (1, "a/b.osgb".to_owned())]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn changed_files_never_break_it(
        changes in changes(), version in prop::sample::select(vec![80u32, 112, 161]), brackets: bool, packed: bool,
    ) {
        let bytes = changed(&write(&Node { version, brackets, packed, ..Node::default() }), &changes);
        let size = bytes.len();
        let (node, _) = read(bytes);
        let meshes = node.pieces.iter().flat_map(|piece| &piece.levels).map(|level| &level.mesh);
        let taken: usize = meshes.map(weight).sum();
        prop_assert!(taken <= 100 * size * if packed { 100 } else { 1 }, "{} of {}", taken, size);
    }
}

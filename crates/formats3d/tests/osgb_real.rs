//! The real pyramid, and another program's answers about it.
#![allow(clippy::print_stderr)]

mod support;

use std::path::Path;
use std::process::Command;

use formats3d::osgb::{Folder, Reference};
use support::{Disk, real};

/// Width and height of a baseline or progressive JPEG, from its frame header.
fn jpeg_size(bytes: &[u8]) -> Option<(usize, usize)> {
    let mut at = 2;
    while let Some([0xFF, marker, high, low]) = bytes.get(at..at + 4) {
        if matches!(marker, 0xC0..=0xC2) {
            let [a, b, c, d] = bytes.get(at + 5..at + 9)?.try_into().ok()?;
            return Some((usize::from(u16::from_be_bytes([c, d])), usize::from(u16::from_be_bytes([a, b]))));
        }
        at += 2 + usize::from(u16::from_be_bytes([*high, *low]));
    }
    None
}

#[test]
fn every_node_of_the_real_pyramid() {
    let Some(root) = real("osgb/data/Production_5") else { return };
    let disk = Disk::open(&root);
    let (folder, findings) = Folder::open(&disk);
    assert_eq!(findings, []);
    assert!(
        matches!(&folder.metadata().reference, Reference::Text(text) if text.starts_with("PROJCS[\"LOCAL0") && text.ends_with("\"4547\"]]"))
    );
    assert_eq!(folder.metadata().origin, [501_027.524, 2_488_718.808, 0.0]);
    let (mut nodes, mut texels, mut triangles, mut depth, mut links) = (0, 0, 0, 0, 0);
    for (level, node, findings) in folder.walk() {
        // The finest level was not delivered.
        let absent = |found: &model::Finding| found.place.code.as_ref().is_some_and(|name| name.contains("_L20_"));
        assert!(findings.iter().all(|found| found.rule == model::Rule::FileMissing && absent(found)), "{}", node.file);
        nodes += 1;
        depth = depth.max(level);
        triangles += node.triangles();
        for piece in &node.pieces {
            links += piece.children.len();
            assert!(piece.radius > 0.0);
            for level in &piece.levels {
                for image in &level.mesh.images {
                    let (width, height) = jpeg_size(&image.bytes).unwrap();
                    texels += width * height;
                }
                assert_eq!(level.mesh.coordinates.len(), level.mesh.positions.len());
            }
        }
    }
    eprintln!("{nodes} nodes, {links} links, depth {depth}, {triangles} triangles, {texels} texels");
    assert_eq!((nodes, folder.roots().len(), depth, (texels + 500_000) / 1_000_000), (66, 6, 5, 116));
}

/// Vertices and faces of a Wavefront OBJ file.
fn counts(path: &Path) -> (usize, usize) {
    let text = std::fs::read(path).unwrap();
    let text = String::from_utf8_lossy(&text).into_owned();
    let lines = |head: &str| text.lines().filter(|line| line.starts_with(head)).count();
    (lines("v "), lines("f "))
}

#[test]
fn another_reader_counts_the_same() {
    let Some(root) = real("osgb/data/Production_5") else { return };
    if Command::new("osgconv").arg("--help").output().is_err() {
        eprintln!("skipped: osgconv is absent");
        return;
    }
    let disk = Disk::open(&root);
    let (folder, _) = Folder::open(&disk);
    let scratch = tempfile::tempdir().unwrap();
    let mut compared = 0;
    for file in disk_files(&disk).into_iter().step_by(7) {
        let (node, _) = folder.node(&file);
        let out = scratch.path().join("x.obj");
        let run = Command::new("osgconv").arg(root.join(&file)).arg(&out).output().unwrap();
        assert!(run.status.success());
        let positions: usize =
            node.pieces.iter().flat_map(|piece| &piece.levels).map(|level| level.mesh.positions.len()).sum();
        assert_eq!((positions, node.triangles()), counts(&out), "{file}");
        compared += 1;
    }
    assert!(compared >= 9);
}

/// The other program writes the same node in other versions, with and without lengths of blocks, packed and plain.
#[test]
fn versions_that_another_writer_writes() {
    let Some(root) = real("osgb/data/Production_5") else { return };
    if Command::new("osgconv").arg("--help").output().is_err() {
        eprintln!("skipped: osgconv is absent");
        return;
    }
    let disk = Disk::open(&root);
    let (folder, _) = Folder::open(&disk);
    let file = "Data/Tile_+000_+012/Tile_+000_+012.osgb";
    let (wanted, _) = folder.node(file);
    let versions = [80, 97, 112, 148, 154, 160];
    let plain = versions.map(|version| (version, format!("TargetFileVersion={version} RobustBinaryFormat=false")));
    let blocks = versions.map(|version| (version, format!("TargetFileVersion={version} RobustBinaryFormat=true")));
    let packed = (97, "TargetFileVersion=97 Compressor=zlib SchemaData=true".to_owned());
    for (version, form) in plain.into_iter().chain(blocks).chain([packed]) {
        let scratch = tempfile::tempdir().unwrap();
        let out = scratch.path().join("Tile.osgb");
        let options = format!("WriteImageHint=IncludeFile {form}");
        let run = Command::new("osgconv").arg("-O").arg(&options).arg(root.join(file)).arg(&out).output().unwrap();
        assert!(run.status.success(), "{form}");
        let written = std::fs::read(&out).unwrap();
        assert_eq!(written[12..16], u32::to_le_bytes(version), "{form}");
        let other = Disk::open(scratch.path());
        let (node, findings) = Folder::open(&other).0.node("Tile.osgb");
        let broken: Vec<_> = findings
            .iter()
            .filter(|found| found.rule != model::Rule::FileMissing && found.rule != model::Rule::TextureMissing)
            .collect();
        assert!(broken.is_empty(), "{form}: {broken:?}");
        let [one, two] = [&wanted, &node].map(|node| &node.pieces[0].levels[0].mesh);
        assert_eq!(one.positions, two.positions, "{form}");
        assert_eq!(one.coordinates, two.coordinates, "{form}");
        assert_eq!(one.parts, two.parts, "{form}");
        assert_eq!(wanted.pieces[0].levels[0].range, node.pieces[0].levels[0].range, "{form}");
        assert_eq!(two.images.len(), 1, "{form}: {findings:?}");
    }
}

fn disk_files(disk: &Disk) -> Vec<String> {
    use formats3d::Source;
    disk.names().iter().filter(|name| name.ends_with(".osgb")).cloned().collect()
}

//! Our files before the judges: Khronos' gltf-validator, Cesium's 3d-tiles-validator and 3d-tiles-tools (npm).
//!
//! `JINGWEI_NPM` names a folder with `gltf-validator-2.0.0-dev.3.10`, `3d-tiles-validator-0.6.1` and
//! `3d-tiles-tools-0.5.4`, the latter two with their own dependencies installed; what is absent is skipped.

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;
use tileset::content::{Cloud, Content, Coordinates, Image, ImageFormat, Material, NO_FEATURE, Part, Profile, encode};
use tileset::glb;
use tileset::glb::document::Number;
use tileset::json::{BoundingVolume, Link, Refine, Tile, Tileset};
use tileset::rules;
use tileset::threetz::{Archive, Method, Writer};
use tileset::{Frame, Geodetic};

/// A folder below `JINGWEI_NPM`; `None`, with a message, when it or Node.js is absent.
#[allow(clippy::print_stderr, reason = "a test that is skipped says so")]
fn package(name: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("JINGWEI_NPM").map(|all| Path::new(&all).join(name)).filter(|one| one.exists());
    let node = Command::new("node").arg("--version").output().is_ok_and(|output| output.status.success());
    if folder.is_none() || !node {
        eprintln!("skipped: {name} (JINGWEI_NPM) or Node.js is absent");
    }
    folder.filter(|_| node)
}

/// A PNG of 2 × 2 texels, made by hand.
fn png() -> Vec<u8> {
    let chunk = |kind: &[u8; 4], data: &[u8]| {
        let body = [kind.as_slice(), data].concat();
        let sum = crc32fast::hash(&body).to_be_bytes();
        [&(data.len() as u32).to_be_bytes(), body.as_slice(), &sum].concat()
    };
    let rows = [0, 255, 0, 0, 0, 255, 0, 0, 0, 0, 255, 255, 255, 255];
    // Zlib (RFC 1950) with one stored block and the rows' checksum.
    let (a, b) = rows.iter().fold((1u32, 0u32), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65_521;
        (a, (b + a) % 65_521)
    });
    let data = [&[0x78, 0x01, 0x01, 14, 0, 241, 255], rows.as_slice(), &(b << 16 | a).to_be_bytes()].concat();
    let size = [0, 0, 0, 2, 0, 0, 0, 2, 8, 2, 0, 0, 0];
    [b"\x89PNG\r\n\x1a\n".as_slice(), &chunk(b"IHDR", &size), &chunk(b"IDAT", &data), &chunk(b"IEND", b"")].concat()
}

/// A lossless WebP of one texel (RFC 9649), made by hand.
fn webp() -> Vec<u8> {
    let data = [0x2F, 0, 0, 0, 0x10, 0x07, 0x10, 0x11, 0x11, 0x88, 0x88, 0xFE, 0x07, 0];
    [b"RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0".as_slice(), &data].concat()
}

fn plain(gabled: bool) -> Content {
    let mut mesh = support::town(12, gabled);
    mesh.table.class = vec![3; 12];
    Content::Mesh(mesh)
}

/// Half of the triangles textured, some vertices of no building, unlit, see-through.
fn textured(image: Image, free: bool) -> Content {
    let Content::Mesh(mut mesh) = plain(true) else { unreachable!() };
    let all = mesh.parts.remove(0).triangles;
    let (left, right) = all.split_at(all.len() / 2);
    let painted = Material { image: Some(0), unlit: true, double_sided: true, ..Material::PLAIN };
    mesh.materials = vec![painted, Material { colour: [0.5, 0.25, 1.0, 0.5], ..Material::PLAIN }];
    mesh.parts = vec![Part { material: 0, triangles: left.to_vec() }, Part { material: 1, triangles: right.to_vec() }];
    let pair = |[x, y, z]: &[u16; 3]| [x.wrapping_add(*z), *y];
    mesh.coordinates = if free {
        Coordinates::Free(mesh.positions.iter().map(|point| pair(point).map(|part| f32::from(part) / 999.0)).collect())
    } else {
        Coordinates::Unit(mesh.positions.iter().map(pair).collect())
    };
    mesh.features[..9].fill(NO_FEATURE);
    mesh.images = vec![image];
    Content::Mesh(mesh)
}

fn cloud(all: bool) -> Content {
    let positions: Vec<[u16; 3]> = (0..500u16).map(|i| [i * 7, (i % 31) * (i % 29), i % 50]).collect();
    let count = if all { positions.len() } else { 0 };
    Content::Cloud(Cloud {
        colours: (0..count).map(|i| [i as u8, 90, 200]).collect(),
        classes: (0..count).map(|i| (i % 7) as u8).collect(),
        intensities: (0..count).map(|i| i as u16 * 99).collect(),
        positions,
        ..Cloud::default()
    })
}

/// Every kind of file, by name.
fn files() -> Vec<(String, Vec<u8>)> {
    let image = || Image { format: ImageFormat::Png, bytes: png() };
    let contents = [
        ("lod1", plain(false)),
        ("lod2", plain(true)),
        ("textured", textured(image(), false)),
        ("repeating", textured(image(), true)),
        ("points", cloud(true)),
        ("bare-points", cloud(false)),
    ];
    let mut files = Vec::new();
    for (name, content) in contents {
        for (kind, profile) in [("standard", Profile::Standard), ("compatible", Profile::Compatible)] {
            files.push((format!("{name}-{kind}.glb"), encode(&content, profile).unwrap()));
        }
    }
    let content = textured(Image { format: ImageFormat::Webp, bytes: webp() }, false);
    files.push(("webp-standard.glb".to_owned(), encode(&content, Profile::Standard).unwrap()));
    files
}

/// What gltf-validator says of files: a line of numbers of errors and warnings and the messages, for each.
fn khronos(package: &Path, folder: &Path, names: &[&str]) -> Vec<Value> {
    let script = "const v=require(process.argv[1]),fs=require('fs');(async()=>{const out=[];\
        for(const f of process.argv.slice(2)){const r=await v.validateBytes(new Uint8Array(fs.readFileSync(f)));\
        out.push(r.issues)}console.log(JSON.stringify(out))})()";
    let output = Command::new("node").args(["-e", script]).arg(package).args(names).current_dir(folder).output();
    let output = output.unwrap();
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)))
}

#[test]
fn the_khronos_validator_finds_nothing() {
    let Some(package) = package("gltf-validator-2.0.0-dev.3.10") else { return };
    let folder = TempDir::new().unwrap();
    let files = files();
    for (name, bytes) in &files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    for (name, issues) in names.iter().zip(khronos(&package, folder.path(), &names)) {
        assert_eq!((&issues["numErrors"], &issues["numWarnings"]), (&json!(0), &json!(0)), "{name}: {issues:#}");
    }
}

/// A file whose JSON is changed, in place.
fn changed(file: &[u8], change: impl FnOnce(&mut Value)) -> Vec<u8> {
    let chunks = glb::read(file).unwrap();
    let mut document: Value = serde_json::from_slice(chunks.json).unwrap();
    change(&mut document);
    glb::write(&serde_json::to_vec(&document).unwrap(), chunks.bin).unwrap()
}

/// A validator that finds nothing must be able to find something.
#[test]
fn the_khronos_validator_finds_what_is_wrong() {
    let Some(package) = package("gltf-validator-2.0.0-dev.3.10") else { return };
    let file = encode(&plain(false), Profile::Compatible).unwrap();
    let count = |document: &mut Value| document["accessors"][0]["count"] = json!(100_000);
    let kind = |document: &mut Value| document["accessors"][0]["componentType"] = json!(5121);
    let least = |document: &mut Value| document["accessors"][0]["min"] = json!([1, 2, 3]);
    let corner = |document: &mut Value| document["meshes"][0]["primitives"][0]["indices"] = json!(0);
    let wrong = [changed(&file, count), changed(&file, kind), changed(&file, least), changed(&file, corner)];
    let folder = TempDir::new().unwrap();
    let names = ["count.glb", "kind.glb", "least.glb", "corner.glb"];
    for (name, bytes) in names.iter().zip(wrong) {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    for (name, issues) in names.iter().zip(khronos(&package, folder.path(), &names)) {
        assert!(issues["numErrors"].as_u64() > Some(0), "{name}: {issues:#}");
    }
}

/// A tileset over files: a root with the first and a leaf for each of the others.
fn tileset_over(names: &[&str]) -> Tileset {
    let volume = BoundingVolume::around([0.0; 3], [512.0; 3]);
    let mut root = Tile::new(volume.clone(), if names.len() > 1 { 8.0 } else { 0.0 });
    root.refine = Some(Refine::Add);
    let frame = Frame::at(Geodetic { lon: 120.3, lat: 36.1, height: 5.0 });
    root.transform = Some(frame.transform().map(Number));
    root.content = Some(Link::to(names[0]));
    for name in &names[1..] {
        let mut leaf = Tile::new(volume.clone(), 0.0);
        leaf.content = Some(Link::to(*name));
        root.children.push(leaf);
    }
    let mut tileset = Tileset::new(root);
    tileset.geometric_error = Number(64.0);
    assert_eq!(rules::check(&tileset), []);
    tileset
}

/// Cesium's validator on a tileset in a folder; its report.
fn cesium(package: &Path, folder: &Path) -> Value {
    let main = package.join("build/main.js");
    let output =
        Command::new("node").arg(main).args(["-t", "tileset.json", "-r", "report"]).current_dir(folder).output();
    let output = output.unwrap();
    let report = fs::read(folder.join("report")).unwrap_or_default();
    serde_json::from_slice(&report).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)))
}

fn lay_out(folder: &Path, files: &[(String, Vec<u8>)]) {
    for (name, bytes) in files {
        fs::write(folder.join(name), bytes).unwrap();
    }
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    fs::write(folder.join("tileset.json"), tileset_over(&names).write().unwrap()).unwrap();
}

#[test]
fn cesiums_validator_finds_nothing() {
    let Some(package) = package("3d-tiles-validator-0.6.1") else { return };
    let folder = TempDir::new().unwrap();
    lay_out(folder.path(), &files());
    let report = cesium(&package, folder.path());
    assert_eq!((&report["numErrors"], &report["numWarnings"]), (&json!(0), &json!(0)), "{report:#}");
}

#[test]
fn cesiums_validator_finds_what_is_wrong() {
    let Some(package) = package("3d-tiles-validator-0.6.1") else { return };
    let file = encode(&plain(true), Profile::Standard).unwrap();
    let table = |document: &mut Value| {
        document["extensions"]["EXT_structural_metadata"]["propertyTables"][0]["count"] = json!(13);
    };
    let kind = |document: &mut Value| {
        let classes = &mut document["extensions"]["EXT_structural_metadata"]["schema"]["classes"];
        classes["building"]["properties"]["gid"]["componentType"] = json!("UINT64");
    };
    let features = |document: &mut Value| {
        let primitive = &mut document["meshes"][0]["primitives"][0]["extensions"]["EXT_mesh_features"];
        primitive["featureIds"][0]["featureCount"] = json!(2);
    };
    let changes = [changed(&file, table), changed(&file, kind), changed(&file, features)];
    for (number, bytes) in changes.into_iter().enumerate() {
        let folder = TempDir::new().unwrap();
        lay_out(folder.path(), &[("a.glb".to_owned(), bytes)]);
        let report = cesium(&package, folder.path());
        assert!(report["numErrors"].as_u64() > Some(0), "{number}: {report:#}");
    }
}

#[test]
fn cesiums_tools_read_and_write_our_archives() {
    let Some(package) = package("3d-tiles-tools-0.5.4") else { return };
    let folder = TempDir::new().unwrap();
    let mut files = files();
    files.truncate(3);
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    files.push(("tileset.json".to_owned(), tileset_over(&names).write().unwrap().into_bytes()));
    for method in [Method::Stored, Method::Deflated] {
        let mut writer = Writer::new(Vec::new());
        for (path, bytes) in &files {
            writer.put(path, bytes, method).unwrap();
        }
        fs::write(folder.path().join("ours.3tz"), writer.finish().unwrap()).unwrap();
        let tools = |from: &str, to: &str| {
            let main = package.join("build/src/cli.mjs");
            let mut command = Command::new("node");
            command.arg(main).args(["convert", "-f", "-i", from, "-o", to]).current_dir(folder.path());
            let output = command.output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        };
        tools("ours.3tz", "out");
        tools("ours.3tz", "theirs.3tz");
        let theirs = Archive::open(fs::read(folder.path().join("theirs.3tz")).unwrap()).unwrap();
        for (path, bytes) in &files {
            let unpacked = fs::read(folder.path().join("out").join(path)).unwrap();
            let again = theirs.get(path).unwrap().unwrap();
            if path == "tileset.json" {
                // They write the JSON anew.
                assert_eq!(Tileset::read(&unpacked).unwrap(), Tileset::read(bytes).unwrap());
            } else {
                assert!(&unpacked == bytes && &again == bytes, "{path}");
            }
        }
    }
}

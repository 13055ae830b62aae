//! glTF files made by hand.
#![allow(missing_docs)]

mod support;

use formats3d::gltf::{Model, read};
use model::{Finding, Rule};
use proptest::prelude::*;
use serde_json::{Value, json};
use support::{changed, changes, memory, weight};

/// Three corners in whole numbers, their texture coordinates, three indices, an image.
fn binary() -> Vec<u8> {
    let mut bytes = Vec::new();
    for corner in [[0i16, 0, 0, 0], [2, 0, 0, 0], [0, 0, -2, 0]] {
        corner.iter().for_each(|value| bytes.extend(value.to_le_bytes()));
    }
    [0f32, 0., 1., 0., 0., 1.].iter().for_each(|value| bytes.extend(value.to_le_bytes()));
    bytes.extend([0, 1, 2, 0]);
    bytes.extend(b"\xFF\xD8\xFFx");
    bytes
}

fn document() -> Value {
    json!({
        "asset": {"version": "2.0"},
        "extensionsRequired": ["KHR_mesh_quantization"],
        "scene": 0, "scenes": [{"nodes": [0]}],
        "nodes": [
            {"children": [1], "translation": [501000.5, 0.0, -2488000.25]},
            {"mesh": 0, "name": "楼", "scale": [0.5, 1.0, 0.5]},
        ],
        "meshes": [{"primitives": [{"attributes": {"POSITION": 0, "TEXCOORD_0": 1}, "indices": 2, "material": 0}]}],
        "materials": [{"doubleSided": true, "pbrMetallicRoughness": {
            "baseColorFactor": [1.0, 0.5, 0.25, 1.0],
            "baseColorTexture": {"index": 0, "extensions": {"KHR_texture_transform": {"offset": [0.25, 0.0], "scale": [0.5, 1.0]}}},
        }}],
        "textures": [{"source": 0}], "images": [{"bufferView": 3, "mimeType": "image/jpeg"}],
        "accessors": [
            {"bufferView": 0, "componentType": 5122, "count": 3, "type": "VEC3"},
            {"bufferView": 1, "componentType": 5126, "count": 3, "type": "VEC2"},
            {"bufferView": 2, "componentType": 5121, "count": 3, "type": "SCALAR"},
        ],
        "bufferViews": [
            {"buffer": 0, "byteLength": 24, "byteStride": 8},
            {"buffer": 0, "byteOffset": 24, "byteLength": 24},
            {"buffer": 0, "byteOffset": 48, "byteLength": 3},
            {"buffer": 0, "byteOffset": 52, "byteLength": 4},
        ],
        "buffers": [{"byteLength": 56}],
    })
}

fn glb(document: &Value) -> Vec<u8> {
    let mut text = document.to_string().into_bytes();
    text.resize(text.len().next_multiple_of(4), b' ');
    let binary = binary();
    let mut bytes = b"glTF\x02\0\0\0".to_vec();
    bytes.extend(((28 + text.len() + binary.len()) as u32).to_le_bytes());
    for (kind, part) in [(b"JSON", text), (b"BIN\0", binary)] {
        bytes.extend((part.len() as u32).to_le_bytes());
        bytes.extend(kind);
        bytes.extend(part);
    }
    bytes
}

fn run(bytes: Vec<u8>) -> (Model, Vec<Finding>) {
    read(&memory(vec![("a/m.glb", bytes), ("a/b 1.bin", binary())]), "a/m.glb")
}

#[test]
fn hierarchy_quantities_transform_and_axes() {
    let (model, findings) = run(glb(&document()));
    assert_eq!(findings, []);
    let mesh = &model.mesh;
    let places: Vec<[f64; 3]> =
        mesh.positions.iter().map(|at| [0, 1, 2].map(|axis| mesh.origin[axis] + f64::from(at[axis]))).collect();
    assert_eq!(places, [[501_000.5, 2_488_000.25, 0.], [501_001.5, 2_488_000.25, 0.], [501_000.5, 2_488_001.25, 0.]]);
    assert_eq!(mesh.coordinates, [[0.25, 0.0], [0.75, 0.0], [0.25, 1.0]]);
    assert_eq!(
        (model.names.as_slice(), mesh.parts[0].triangles.as_slice()),
        (["楼".to_owned()].as_slice(), [[0, 1, 2]].as_slice())
    );
    assert_eq!((mesh.materials[0].colour, mesh.materials[0].image), ([1.0, 0.5, 0.25, 1.0], Some(0)));
    assert_eq!(mesh.images[0].bytes, b"\xFF\xD8\xFFx");
}

#[test]
fn buffers_beside_and_inside() {
    let (wanted, _) = run(glb(&document()));
    let inside = {
        use base64::Engine;
        format!("data:application/octet-stream;base64,{}", base64::engine::general_purpose::STANDARD.encode(binary()))
    };
    for uri in ["b%201.bin", inside.as_str()] {
        let mut document = document();
        document["buffers"][0]["uri"] = json!(uri);
        let (model, findings) = run(document.to_string().into_bytes());
        assert_eq!(findings, [], "{uri}");
        assert_eq!(model, wanted);
    }
}

#[test]
fn faults_are_told_with_their_part() {
    let cases: Vec<(&str, Value, Rule, usize)> = vec![
        ("/extensionsRequired/0", json!("KHR_draco_mesh_compression"), Rule::ExtensionRefused, 0),
        ("/extensionsRequired/0", json!("EXT_meshopt_compression"), Rule::ExtensionRefused, 0),
        ("/accessors/0/count", json!(4), Rule::NodeBroken, 0),
        ("/accessors/2/count", json!(99), Rule::NodeBroken, 0),
        ("/images/0/bufferView", json!(9), Rule::TextureMissing, 1),
        ("/nodes/1/mesh", json!(7), Rule::GeometryNull, 0),
        ("/nodes/1/children", json!([0]), Rule::NodeBroken, 101),
        ("/buffers/0/uri", json!("no.bin"), Rule::FileMissing, 0),
        ("/asset", json!(3), Rule::GeometryNull, 0),
    ];
    for (path, value, rule, triangles) in cases {
        let mut document = document();
        let (parent, name) = path.rsplit_once('/').unwrap();
        if path == "/asset" {
            document = json!({"asset": value});
        } else if let Some(slot) = document.pointer_mut(path) {
            *slot = value;
        } else {
            document.pointer_mut(parent).unwrap()[name] = value;
        }
        let (model, findings) = run(glb(&document));
        assert_eq!(findings.first().map(|found| found.rule), Some(rule), "{path}");
        let found: usize = model.mesh.parts.iter().map(|part| part.triangles.len()).sum();
        assert_eq!(found.min(1), triangles.min(1), "{path}");
    }
    assert_eq!(run(b"{".to_vec()).1[0].rule, Rule::FileDamaged);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn changed_files_never_break_it(changes in changes()) {
        let bytes = changed(&glb(&document()), &changes);
        let size = bytes.len();
        let (model, _) = run(bytes);
        prop_assert!(weight(&model.mesh) <= 400 * size);
        prop_assert_eq!(model.names.len(), model.mesh.parts.len());
        let mesh = &model.mesh;
        let corners = mesh.parts.iter().flat_map(|part| part.triangles.iter().flatten());
        prop_assert!(corners.copied().all(|at| (at as usize) < mesh.positions.len()));
        prop_assert!(mesh.coordinates.is_empty() || mesh.coordinates.len() == mesh.positions.len());
    }
}

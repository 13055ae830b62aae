//! OBJ files made by hand.
#![allow(missing_docs)]

mod support;

use formats3d::obj::{Model, read};
use model::{Finding, Rule};
use proptest::prelude::*;
use support::{changed, changes, memory, weight};

const MTL: &str = "newmtl 屋顶\nKd 0 0 0\nmap_Kd -s 1 1 1 tex\\roof.JPG\nnewmtl wall\nKd 0.5 0.5 0.5\n";
const OBJ: &str = "mtllib m.mtl\nv 40512345.678 3456789.125 10\nv 40512355.678 3456789.125 10\n\
v 40512355.678 3456799.125 10\r\nv 40512345.678 3456799.125 10\nvt 0 0\nvt 1 0\nvt 1 1\nvt 0 1\nvn 0 0 2\n\
o 楼1\nusemtl 屋顶\nf 1/1/1 2/2/1 3/3/1 4/4/1\ng walls\nusemtl wall\nf -4//1 -3//1 \\\n-2//1\n";

fn run(obj: &[u8], mtl: &[u8]) -> (Model, Vec<Finding>) {
    let jpeg = b"\xFF\xD8\xFFx".to_vec();
    read(&memory(vec![("a/m.obj", obj.to_vec()), ("a/m.mtl", mtl.to_vec()), ("a/TEX/roof.jpg", jpeg)]), "a/m.obj")
}

#[test]
fn parts_names_materials_and_places() {
    let (model, findings) = run(OBJ.as_bytes(), MTL.as_bytes());
    assert_eq!(findings, []);
    assert_eq!(model.names, ["楼1", "walls"]);
    let mesh = &model.mesh;
    assert_eq!(mesh.parts.iter().map(|part| part.triangles.len()).collect::<Vec<_>>(), [2, 1]);
    let place = |at: usize| [0, 1, 2].map(|axis| mesh.origin[axis] + f64::from(mesh.positions[at][axis]));
    let [x, y, z] = place(2);
    assert!((x - 40_512_355.678).abs() < 1e-6 && (y - 3_456_799.125).abs() < 1e-6 && z == 10.0);
    assert_eq!((mesh.coordinates[0], mesh.normals[0]), ([0.0, 1.0], [0.0, 0.0, 1.0]));
    let roof = &mesh.materials[mesh.parts[0].material.unwrap()];
    assert_eq!((roof.colour, roof.image.map(|at| mesh.images[at].bytes.len())), ([1.0; 4], Some(4)));
    let wall = &mesh.materials[mesh.parts[1].material.unwrap()];
    assert_eq!((wall.colour, wall.image), ([0.5, 0.5, 0.5, 1.0], None));
}

#[test]
fn names_in_gbk() {
    let gbk = |text: &str| encoding_rs::GB18030.encode(text).0.into_owned();
    let (model, findings) = run(&gbk(OBJ), &gbk(MTL));
    assert_eq!(model.names, ["楼1", "walls"]);
    assert_eq!(findings.iter().map(|found| found.rule).collect::<Vec<_>>(), [Rule::EncodingGuessed]);
}

#[test]
fn faults_are_told_with_their_line() {
    let square = "v 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\n";
    let cases: [(&str, Rule, Option<usize>, usize); 8] = [
        ("f 1 2 9\nf 1 2 3\n", Rule::TrianglesLeftOut, Some(5), 1),
        ("f 1 2\nf 1 2 3\n", Rule::TrianglesLeftOut, Some(5), 1),
        ("f 1 2 1 2\nf 1 2 3\n", Rule::TrianglesLeftOut, Some(5), 1),
        ("v nan 0 0\nf 1 2 3\nf 1 2 5\n", Rule::CoordinateInvalid, Some(5), 1),
        ("usemtl x\nf 1 2 3\n", Rule::MaterialMissing, None, 1),
        ("mtllib no.mtl\nf 1 2 3\n", Rule::FileMissing, None, 1),
        ("mtllib m.mtl\nusemtl t\nf 1 2 3\n", Rule::TextureMissing, None, 1),
        ("", Rule::GeometryNull, None, 0),
    ];
    for (text, rule, row, triangles) in cases {
        let (model, findings) = run(format!("{square}{text}").as_bytes(), b"newmtl t\nmap_Kd none.png\n");
        assert_eq!((findings[0].rule, findings[0].place.row), (rule, row), "{text}");
        assert_eq!(model.mesh.parts.iter().map(|part| part.triangles.len()).sum::<usize>(), triangles, "{text}");
    }
}

#[test]
fn concave_faces_keep_their_area_and_colours_stay() {
    let text = "v 0 0 0 1 0 0\nv 4 0 0 0 1 0\nv 4 4 0 0 0 1\nv 2 1 0 1 1 1\nf 1 2 3 4\n";
    let (model, findings) = run(text.as_bytes(), b"");
    assert_eq!(findings, []);
    let area = |[a, b, c]: [u32; 3]| {
        let [a, b, c] = [a, b, c].map(|at| model.mesh.positions[at as usize]);
        ((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])) / 2.0
    };
    let areas: Vec<f32> = model.mesh.parts[0].triangles.iter().map(|triangle| area(*triangle)).collect();
    assert!(areas.iter().all(|area| *area > 0.0), "{areas:?}");
    assert_eq!(areas.iter().sum::<f32>(), 6.0);
    let mut painted: Vec<_> = model.mesh.positions.iter().zip(&model.colours).collect();
    painted.sort_by(|a, b| a.0.partial_cmp(b.0).unwrap());
    let colours: Vec<[u8; 3]> = painted.into_iter().map(|(_, colour)| *colour).collect();
    assert_eq!(colours, [[255, 0, 0], [255; 3], [0, 255, 0], [0, 0, 255]]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn changed_files_never_break_it(first in changes(), second in changes()) {
        let (obj, mtl) = (changed(OBJ.as_bytes(), &first), changed(MTL.as_bytes(), &second));
        let size = obj.len() + mtl.len() + 4;
        let (model, _) = run(&obj, &mtl);
        prop_assert!(weight(&model.mesh) <= 100 * size);
        prop_assert_eq!(model.names.len(), model.mesh.parts.len());
        let corners = model.mesh.parts.iter().flat_map(|part| part.triangles.iter().flatten());
        prop_assert!(corners.copied().all(|at| (at as usize) < model.mesh.positions.len()));
    }
}

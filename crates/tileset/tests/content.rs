//! Contents come back from their files.

mod support;

use proptest::prelude::*;
use support::{clouds, meshes, points, town, triangles};
use tileset::content::{
    Content, ContentError, ImageFormat, Mesh, Profile, compatible, compatible_with, decode, encode,
};

fn mesh_of(bytes: &[u8]) -> Mesh {
    match decode(bytes).unwrap() {
        Content::Mesh(mesh) => mesh,
        Content::Cloud(_) => panic!("a cloud"),
    }
}

fn check(mesh: &Mesh, profile: Profile) -> Vec<u8> {
    let content = Content::Mesh(mesh.clone());
    let bytes = encode(&content, profile).unwrap();
    assert_eq!(bytes, encode(&content, profile).unwrap(), "the same bytes again");
    let back = mesh_of(&bytes);
    assert_eq!(triangles(&back), triangles(mesh));
    assert_eq!(back.lattice, mesh.lattice);
    assert_eq!((&back.table, &back.materials, &back.images), (&mesh.table, &mesh.materials, &mesh.images));
    bytes
}

proptest! {
    #[test]
    fn meshes_come_back_from_both_profiles(mesh in meshes(false)) {
        let standard = check(&mesh, Profile::Standard);
        let plain = check(&mesh, Profile::Compatible);
        prop_assert_eq!(&compatible(&standard).unwrap(), &plain);
        prop_assert_eq!(&compatible(&plain).unwrap(), &plain, "the compatible twin is its own");
    }

    #[test]
    fn any_image_goes_into_the_standard_profile(mesh in meshes(true)) {
        let standard = check(&mesh, Profile::Standard);
        let core = mesh.images.iter().all(|image| image.format.is_core());
        prop_assert_eq!(compatible(&standard).is_ok(), core);
        let made = compatible_with(&standard, |image| {
            Some(tileset::content::Image { format: ImageFormat::Png, bytes: image.bytes.clone() })
        });
        prop_assert_eq!(triangles(&mesh_of(&made.unwrap())), triangles(&mesh));
    }

    #[test]
    fn clouds_come_back_from_both_profiles(cloud in clouds()) {
        for profile in [Profile::Standard, Profile::Compatible] {
            let content = Content::Cloud(cloud.clone());
            let bytes = encode(&content, profile).unwrap();
            let Content::Cloud(back) = decode(&bytes).unwrap() else { panic!("a mesh") };
            prop_assert_eq!(points(&back), points(&cloud));
            prop_assert_eq!(back.lattice, cloud.lattice);
            prop_assert_eq!(compatible(&bytes).unwrap(), encode(&content, Profile::Compatible).unwrap());
        }
    }

    /// The order of points in the input does not show in the file.
    #[test]
    fn a_clouds_file_is_that_of_its_points(cloud in clouds(), turn in any::<prop::sample::Index>()) {
        let mut turned = cloud.clone();
        let by = turn.index(cloud.positions.len());
        turned.positions.rotate_left(by);
        if !turned.colours.is_empty() { turned.colours.rotate_left(by); }
        if !turned.classes.is_empty() { turned.classes.rotate_left(by); }
        if !turned.intensities.is_empty() { turned.intensities.rotate_left(by); }
        let file = |cloud| encode(&Content::Cloud(cloud), Profile::Standard).unwrap();
        prop_assert_eq!(file(turned), file(cloud));
    }
}

#[test]
fn equal_vertices_become_one_and_unused_ones_go() {
    let mut mesh = town(1, false);
    let whole = mesh.positions.len();
    mesh.positions.extend_from_within(..);
    mesh.normals.extend_from_within(..);
    mesh.features.extend_from_within(..);
    let again: Vec<_> = mesh.parts[0].triangles.iter().map(|three| three.map(|corner| corner + whole as u32)).collect();
    mesh.parts[0].triangles.extend(again);
    mesh.positions.push([9; 3]);
    mesh.normals.push([0, 0, 127]);
    mesh.features.push(0);
    let back = mesh_of(&encode(&Content::Mesh(mesh), Profile::Standard).unwrap());
    assert!(back.positions.len() <= whole, "{} of {whole}", back.positions.len());
}

#[test]
fn many_vertices_take_wide_indices_and_many_features_too() {
    let mut mesh = town(1, false);
    let (one, corners) = (mesh.clone(), mesh.positions.len() as u32);
    for house in 1..1700u32 {
        mesh.positions.extend(one.positions.iter().map(|[x, y, z]| [*x, *y, z + house as u16 * 30]));
        mesh.normals.extend_from_slice(&one.normals);
        mesh.features.extend(std::iter::repeat_n(house * 39, one.positions.len()));
        let moved = one.parts[0].triangles.iter().map(|three| three.map(|corner| corner + house * corners));
        mesh.parts[0].triangles.extend(moved);
    }
    mesh.table.gid = (0..66_300).collect();
    mesh.table.height = Vec::new();
    assert!(mesh.positions.len() > 65_536);
    check(&mesh, Profile::Standard);
    check(&mesh, Profile::Compatible);
}

#[test]
fn what_cannot_be_is_said() {
    type Change = fn(&mut Mesh);
    let changes: [(Change, ContentError); 10] = [
        (|mesh| mesh.parts.clear(), ContentError::Empty),
        (|mesh| mesh.normals.truncate(1), ContentError::Length("normals")),
        (|mesh| mesh.normals[3] = [0; 3], ContentError::Value("normal", 3)),
        (|mesh| mesh.features[0] = 7, ContentError::Missing("feature", 7)),
        (|mesh| mesh.features.clear(), ContentError::Length("rows of the table")),
        (|mesh| mesh.parts[0].material = 1, ContentError::Missing("material", 1)),
        (|mesh| mesh.parts[0].triangles[0][1] = 9999, ContentError::Missing("vertex", 9999)),
        (|mesh| mesh.lattice.step = f64::NAN, ContentError::Value("lattice", 0)),
        (|mesh| mesh.materials[0].image = Some(0), ContentError::Missing("image", 0)),
        (|mesh| mesh.table.height[0] = f32::INFINITY, ContentError::Value("height", 0)),
    ];
    for (change, expected) in changes {
        let mut mesh = town(2, true);
        change(&mut mesh);
        assert_eq!(encode(&Content::Mesh(mesh), Profile::Standard), Err(expected));
    }
}

#[test]
fn colours_keep_every_step() {
    let mut cloud = tileset::content::Cloud { positions: vec![[1; 3]; 256], ..Default::default() };
    cloud.colours = (0..=255).map(|step| [step, 255 - step, step]).collect();
    let bytes = encode(&Content::Cloud(cloud.clone()), Profile::Standard).unwrap();
    let Content::Cloud(back) = decode(&bytes).unwrap() else { panic!("a mesh") };
    assert_eq!(points(&back), points(&cloud));
}

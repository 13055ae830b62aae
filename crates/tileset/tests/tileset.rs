//! Tilesets as JSON, and what every client accepts.

use proptest::prelude::*;
use tileset::Frame;
use tileset::glb::document::Number;
use tileset::json::{BoundingVolume, Link, Refine, Tile, Tileset};
use tileset::rules::{Rule, check, check_external};

fn cube(middle: f64, half: f64) -> BoundingVolume {
    BoundingVolume::around([middle - half, -half, 0.0], [middle + half, half, half])
}

/// A root with two leaves and a tileset in a tile's place; nothing is wrong with it.
fn sound() -> Tileset {
    let mut root = Tile::new(cube(0.0, 100.0), 16.0);
    root.refine = Some(Refine::Replace);
    let frame = Frame::at(tileset::Geodetic { lon: 120.0, lat: 36.0, height: 0.0 });
    root.transform = Some(frame.transform().map(Number));
    root.content = Some(Link::to("c/root"));
    for (middle, uri, error) in [(-50.0, "c/west", 0.0), (50.0, "c/east", 0.0), (0.0, "n/more.json", 8.0)] {
        let mut child = Tile::new(cube(middle, 40.0), error);
        child.content = Some(Link::to(uri));
        root.children.push(child);
    }
    Tileset::new(root)
}

#[test]
fn each_rule_finds_its_fault_and_nothing_else() {
    assert_eq!(check(&sound()), []);
    type Change = fn(&mut Tileset);
    let changes: [(Rule, &[usize], Change); 14] = [
        (Rule::Version, &[], |set| set.asset.version = "2.0".to_owned()),
        (Rule::Error, &[], |set| set.geometric_error = Number(f64::INFINITY)),
        (Rule::ErrorGrows, &[], |set| set.geometric_error = Number(1.0)),
        (Rule::ErrorGrows, &[2], |set| set.root.children[2].geometric_error = Number(17.0)),
        (Rule::Refine, &[], |set| set.root.refine = None),
        (Rule::EmptyRoot, &[], |set| set.root.content = None),
        (Rule::LeafError, &[1], |set| set.root.children[1].geometric_error = Number(1.0)),
        (Rule::BoxHolds, &[0], |set| set.root.children[0].bounding_volume = cube(-50.0, 51.0)),
        (Rule::Box, &[0], |set| {
            set.root.children[0].bounding_volume =
                BoundingVolume { sphere: Some([0.0, 0.0, 0.0, 9.0].map(Number)), ..BoundingVolume::default() };
        }),
        (Rule::BoxSound, &[0], |set| {
            set.root.children[0].bounding_volume.cuboid = Some([0.0; 12].map(Number));
        }),
        (Rule::OneContent, &[1], |set| set.root.children[1].contents.push(Link::to("c/again"))),
        (Rule::Transform, &[], |set| {
            if let Some(matrix) = &mut set.root.transform {
                matrix[3] = Number(0.5)
            }
        }),
        (Rule::Implicit, &[1], |set| set.root.children[1].implicit_tiling = Some(serde_json::json!({}))),
        (Rule::ExternalChildren, &[2], |set| set.root.children[2].children.push(Tile::new(cube(0.0, 4.0), 0.0))),
    ];
    for (rule, path, change) in changes {
        let mut set = sound();
        change(&mut set);
        let found: Vec<_> = check(&set).into_iter().map(|fault| (fault.rule, fault.path)).collect();
        assert_eq!(found, [(rule, path.to_vec())]);
    }
}

#[test]
fn a_tileset_in_a_tiles_place_repeats_it() {
    let referring = sound().root.children[2].clone();
    let set = Tileset::new(Tile { content: Some(Link::to("c/more")), ..referring.clone() });
    assert_eq!(check_external(&referring, &set), []);
    type Change = fn(&mut Tile);
    let changes: [(Rule, Change); 3] = [
        (Rule::ExternalBox, |root| root.bounding_volume = cube(1.0, 40.0)),
        (Rule::ExternalError, |root| root.geometric_error = Number(7.0)),
        (Rule::ExternalTransform, |root| root.transform = Some([2.0; 16].map(Number))),
    ];
    for (rule, change) in changes {
        let mut other = set.clone();
        change(&mut other.root);
        assert_eq!(check_external(&referring, &other).iter().map(|fault| fault.rule).collect::<Vec<_>>(), [rule]);
    }
}

#[test]
fn what_others_write_is_read() {
    let text = r#"{"asset":{"version":"1.1","generator":"x"},"geometricError":7.5,"extras":{"a":1},
        "root":{"boundingVolume":{"region":[1,0.5,1.1,0.6,-3,90]},"geometricError":5,"refine":"ADD",
        "contents":[{"uri":"a.glb"},{"uri":"b.glb","group":1}],"children":[{"boundingVolume":{"sphere":[1,2,3,4]},
        "geometricError":0,"content":{"uri":"c.json?v=1"}}]}}"#;
    let set = Tileset::read(text.as_bytes()).unwrap();
    assert_eq!(set.root.refine, Some(Refine::Add));
    assert_eq!(set.root.contents.len(), 2);
    assert!(set.root.children[0].content.as_ref().unwrap().is_tileset());
    assert_eq!(Tileset::read(set.write().unwrap().as_bytes()).unwrap(), set);
}

#[test]
fn numbers_that_json_cannot_hold_are_an_error_or_null() {
    let mut set = sound();
    set.geometric_error = Number(f64::NAN);
    let text = set.write().unwrap();
    assert!(Tileset::read(text.as_bytes()).is_err(), "{text}");
    let deep = format!("{}1{}", r#"{"children":["#.repeat(9999), "]}".repeat(9999));
    assert!(Tileset::read(deep.as_bytes()).is_err());
}

proptest! {
    #[test]
    fn text_comes_back(numbers in prop::array::uniform12(-1_000_000i32..1_000_000), power in 0..12i32, uri in "[a-z/]{1,9}") {
        let mut set = sound();
        let numbers = numbers.map(|number| Number(f64::from(number) / 2f64.powi(power)));
        set.root.children[0].bounding_volume.cuboid = Some(numbers);
        set.root.content = Some(Link::to(uri));
        set.root.transform = None;
        let text = set.write().unwrap();
        let back = Tileset::read(text.as_bytes()).unwrap();
        prop_assert_eq!(&back, &set);
        prop_assert_eq!(back.write().unwrap(), text);
    }

    #[test]
    fn corners_of_a_box_are_its_corners(min in [-9e3..9e3f64, -9e3..9e3, -9e3..9e3], size in [0.0..9e3f64, 0.0..9e3, 0.0..9e3]) {
        let max: [f64; 3] = std::array::from_fn(|i| min[i] + size[i]);
        let corners = BoundingVolume::around(min, max).corners().unwrap();
        for i in 0..3 {
            let low = corners.iter().map(|corner| corner[i]).fold(f64::INFINITY, f64::min);
            let high = corners.iter().map(|corner| corner[i]).fold(f64::NEG_INFINITY, f64::max);
            prop_assert!((low - min[i]).abs() < 1e-9 && (high - max[i]).abs() < 1e-9);
        }
    }
}

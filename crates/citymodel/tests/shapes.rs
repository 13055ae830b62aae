//! Triangles, sizes and defects of shapes whose answers are known.

use citymodel::{Code, Defect, Geometry, Lod, Semantic, Surface, Tolerances, normal, triangulate};
use proptest::prelude::*;

type Point = [f64; 3];

#[test]
fn a_box_has_its_size_and_no_defect() {
    let solid = block([90_000.0, 430_000.0, 1.0], [8.0, 5.0, 3.0]);
    assert_eq!(solid.defects(&Tolerances::default()), []);
    assert!((solid.volume().unwrap() - 120.0).abs() < 1e-6);
    assert!((solid.area() - 158.0).abs() < 1e-6);
    assert_eq!(solid.heights(), Some((1.0, 4.0)));
    assert_eq!(solid.extent(), Some([[90_000.0, 430_000.0, 1.0], [90_008.0, 430_005.0, 4.0]]));
    // Nothing is said of what is ground: the one that faces down is.
    assert_eq!(solid.footprint().iter().map(|ground| ground.area()).collect::<Vec<_>>(), [40.0]);
    let mut loose = solid.clone();
    loose.shell = 0;
    loose.surfaces[1].semantic = Semantic::Ground;
    assert_eq!((loose.volume(), loose.footprint().len()), (None, 1));
    assert!(normal(&loose.footprint()[0].clone()).unwrap()[2] > 0.9);
}

#[test]
fn defects_have_codes_and_places() {
    type Change = fn(&mut Geometry);
    let cases: &[(Change, &[u16])] = &[
        (|solid| drop(solid.surfaces[0].rings[0].drain(2..)), &[101]),
        (|solid| solid.surfaces[0].rings[0][1] = solid.surfaces[0].rings[0][0], &[102]),
        (|solid| solid.surfaces[0].rings[0].swap(0, 1), &[104]),
        (|solid| solid.surfaces[1].rings[0][0][2] += 0.5, &[203]),
        (|solid| solid.surfaces[0].rings[0][0][0] = f64::NAN, &[0]),
        (|solid| (solid.shell, solid.surfaces) = (3, solid.surfaces[..3].to_vec()), &[301]),
        (|solid| drop((solid.surfaces.pop(), solid.shell = 5)), &[302, 302, 302, 302]),
        (|solid| solid.surfaces[1].rings[0].reverse(), &[307, 307, 307, 307]),
        (|solid| solid.surfaces.iter_mut().for_each(|one| one.rings[0].reverse()), &[405]),
        (|solid| hole(solid, 1.0, 1.0, true), &[302, 302, 302, 302]),
        (|solid| hole(solid, 1.0, 1.0, false), &[208]),
        (|solid| hole(solid, 20.0, 1.0, true), &[206]),
        (|solid| hole(solid, 7.5, 1.0, true), &[201]),
    ];
    for (at, (change, codes)) in cases.iter().enumerate() {
        let mut solid = block([0.0; 3], [8.0, 5.0, 3.0]);
        change(&mut solid);
        let found: Vec<_> = solid.defects(&Tolerances::default()).iter().map(|defect| defect.code.number()).collect();
        assert_eq!(&found, codes, "case {at}");
    }
}

#[test]
fn what_cannot_be_cut_is_told() {
    let of = |points: &[Point]| triangulate(&Surface { rings: vec![points.to_vec()], ..Surface::default() });
    let code = |points: &[Point]| of(points).map_err(|defect: Defect| defect.code);
    assert_eq!(code(&[]), Err(Code::TooFewPoints));
    assert_eq!(code(&[[0.0; 3]; 2]), Err(Code::TooFewPoints));
    assert_eq!(code(&[[0.0; 3]; 5]), Err(Code::SelfIntersection));
    assert_eq!(code(&[[0.0; 3], [1.0; 3], [2.0; 3]]), Err(Code::SelfIntersection));
    assert_eq!(code(&[[0.0; 3], [1.0, f64::INFINITY, 0.0], [2.0; 3]]), Err(Code::NotFinite));
    // A bow tie keeps every edge.
    let tie = of(&[[0.0, 0.0, 0.0], [1.0, 1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]).unwrap();
    assert!(!tie.is_empty());
}

proptest! {
    /// Stars with star-shaped holes, turned anywhere in space and far from the origin: area is conserved, every
    /// triangle faces as its surface, all corners are the surface's.
    #[test]
    fn triangles_cover_their_surface(
        spokes in prop::collection::vec(4.0..9.0_f64, 3..40),
        gap in prop::collection::vec(1.0..3.0_f64, 0..20),
        turn in (0.0..6.0_f64, 0.0..3.0_f64),
        place in prop::array::uniform3(-1e6..1e6_f64),
    ) {
        let ring = |spokes: &[f64], way: f64| -> Vec<Point> {
            let angle = |at: usize| way * std::f64::consts::TAU * at as f64 / spokes.len() as f64;
            let flat = |(at, spoke): (usize, &f64)| [angle(at).cos() * spoke, angle(at).sin() * spoke, 0.0];
            spokes.iter().enumerate().map(flat).map(|point| moved(point, turn, place)).collect()
        };
        let mut rings = vec![ring(&spokes, 1.0)];
        // Wide enough around a hole of up to 3: spokes of at least 4 with enough corners.
        if gap.len() >= 3 && spokes.len() >= 8 {
            rings.push(ring(&gap, -1.0));
        }
        let surface = Surface { rings, ..Surface::default() };
        let points: Vec<Point> = surface.rings.iter().flatten().copied().collect();
        let facing = normal(&surface).unwrap();
        let mut area = 0.0;
        for triangle in triangulate(&surface).unwrap() {
            let one = Surface { rings: vec![triangle.map(|at| points[at]).to_vec()], ..Surface::default() };
            area += one.area();
            let leaning = normal(&one).map_or(1.0, |one| (0..3).map(|axis| one[axis] * facing[axis]).sum());
            prop_assert!(leaning > 0.9 || one.area() < 1e-6, "{leaning}");
        }
        prop_assert!((area - surface.area()).abs() < 1e-5 * area, "{area} for {}", surface.area());
    }

    /// Any points at all: no panic, and triangles name points that are there.
    #[test]
    fn any_surface_is_survived(rings in prop::collection::vec(prop::collection::vec(any_point(), 0..12), 0..4), shell in 0..6_usize) {
        let surface = Surface { rings, ..Surface::default() };
        let count: usize = surface.rings.iter().map(Vec::len).sum();
        for triangle in triangulate(&surface).unwrap_or_default() {
            prop_assert!(triangle.iter().all(|at| *at < count));
        }
        let geometry = Geometry { lod: Lod { major: 2, minor: 0 }, shell, surfaces: vec![surface; 5] };
        prop_assert!(!geometry.defects(&Tolerances::default()).is_empty() || shell == 0);
        prop_assert!(geometry.footprint().len() <= 5);
        prop_assert!(geometry.area() >= 0.0 || geometry.area().is_nan());
        prop_assert_eq!(geometry.volume().is_some(), shell > 0 && count > 0);
        prop_assert_eq!(geometry.heights().is_some(), count > 0);
    }

    /// A box is a box wherever it stands and however it is turned.
    #[test]
    fn a_turned_box_is_right(size in prop::array::uniform3(0.5..50.0_f64), turn in (0.0..6.0_f64, 0.0..3.0_f64)) {
        let mut solid = block([0.0; 3], size);
        let points = solid.surfaces.iter_mut().flat_map(|surface| surface.rings.iter_mut().flatten());
        points.for_each(|point| *point = moved(*point, turn, [5e5, 3e6, 0.0]));
        prop_assert_eq!(solid.defects(&Tolerances::default()), vec![]);
        let volume = size.iter().product::<f64>();
        prop_assert!((solid.volume().unwrap() - volume).abs() < 1e-6 * volume.max(1.0));
    }
}

fn any_point() -> impl Strategy<Value = Point> {
    let part =
        prop_oneof![5 => (-2..3_i8).prop_map(f64::from), 2 => any::<f64>(), 1 => Just(f64::NAN), 1 => -1e7..1e7_f64];
    prop::array::uniform3(part)
}

fn moved([x, y, z]: Point, (around, over): (f64, f64), place: Point) -> Point {
    let (y, z) = (y * over.cos() - z * over.sin(), y * over.sin() + z * over.cos());
    let (x, y) = (x * around.cos() - y * around.sin(), x * around.sin() + y * around.cos());
    [x + place[0], y + place[1], z + place[2]]
}

/// A box: ground, roof, walls.
fn block([x, y, z]: Point, [dx, dy, dz]: Point) -> Geometry {
    let corner = |at: usize| {
        [
            x + if at & 1 == 0 { 0.0 } else { dx },
            y + if at & 2 == 0 { 0.0 } else { dy },
            z + if at & 4 == 0 { 0.0 } else { dz },
        ]
    };
    let sides = [[0, 2, 3, 1], [4, 5, 7, 6], [0, 1, 5, 4], [1, 3, 7, 5], [3, 2, 6, 7], [2, 0, 4, 6]];
    let surface = |side: [usize; 4]| Surface { rings: vec![side.map(corner).to_vec()], ..Surface::default() };
    Geometry { lod: Lod { major: 1, minor: 0 }, shell: 6, surfaces: sides.map(surface).to_vec() }
}

/// A square hole of 2 in the roof, turned as holes are or not.
fn hole(solid: &mut Geometry, x: f64, y: f64, right: bool) {
    let mut ring = vec![[x, y, 3.0], [x, y + 2.0, 3.0], [x + 2.0, y + 2.0, 3.0], [x + 2.0, y, 3.0]];
    if !right {
        ring.reverse();
    }
    solid.surfaces[1].rings.push(ring);
}

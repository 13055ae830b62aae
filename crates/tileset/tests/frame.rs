//! Frames and cells.

use proptest::prelude::*;
use tileset::{BLOCK_LEVEL, CGCS2000, Cell, Ellipsoid, Frame, Geodetic, MAX_LEVEL, WGS84};

/// The largest of the differences of coordinates.
fn apart(a: [f64; 3], b: [f64; 3]) -> f64 {
    (0..3).map(|i| (a[i] - b[i]).abs()).fold(0.0, f64::max)
}

/// A second way to local coordinates: not over the difference of two geocentric positions but from angles, with the
/// chord's parts written out (sums of small terms where the other subtracts large ones).
fn by_angles(origin: Geodetic, at: Geodetic) -> [f64; 3] {
    let e2 = WGS84.eccentricity_squared();
    let (p0, p) = (origin.lat.to_radians(), at.lat.to_radians());
    let turn = (at.lon - origin.lon).to_radians();
    let prime = |lat: f64| WGS84.semi_major / (1.0 - e2 * lat.sin().powi(2)).sqrt();
    let (n0, n) = (prime(p0), prime(p));
    let versine = 2.0 * (turn / 2.0).sin().powi(2);
    let east = (n + at.height) * p.cos() * turn.sin();
    // Both radii along the plane of the origin's meridian, then what the turn of longitude takes away.
    let across = (n + at.height) * p.cos() - (n0 + origin.height) * p0.cos();
    let along = (n * (1.0 - e2) + at.height) * p.sin() - (n0 * (1.0 - e2) + origin.height) * p0.sin();
    let inward = (n + at.height) * p.cos() * versine;
    let north = -p0.sin() * (across - inward) + p0.cos() * along;
    let up = p0.cos() * (across - inward) + p0.sin() * along;
    [east, north, up]
}

#[test]
fn local_coordinates_agree_with_a_second_formula() {
    let origin = Geodetic { lon: 120.3, lat: 36.1, height: 12.0 };
    for (metres, bearing) in [0.0, 1.0, 20.0, 150.0, 2500.0]
        .map(|km| km * 1000.0)
        .into_iter()
        .flat_map(|metres| (0..8).map(move |i| (metres, f64::from(i) * std::f64::consts::FRAC_PI_4)))
    {
        let degrees = metres / 111_320.0;
        let lon = origin.lon + degrees * bearing.sin() / origin.lat.to_radians().cos();
        let at = Geodetic { lon, lat: origin.lat + degrees * bearing.cos(), height: 85.5 };
        let local = Frame::at(origin).from_geodetic(at);
        assert!(apart(local, by_angles(origin, at)) < 1e-7, "{metres} m: {local:?}");
        let back = Frame::at(origin).to_geodetic(local);
        assert!(apart(WGS84.to_ecef(back), WGS84.to_ecef(at)) < 1e-7, "{metres} m: {back:?}");
    }
}

/// Answers of PROJ 9 (`+proj=cart`, `+proj=topocentric`), given to a tenth of a micrometre.
#[test]
fn answers_of_proj() {
    let frame = Frame::at(Geodetic { lon: 120.3, lat: 36.1, height: 12.0 });
    let cases = [
        (
            [120.31, 36.1, 50.0],
            [-2603892.4116235, 4454242.9633838, 3737192.2862430],
            [900.5042436, 0.0463013, 37.9365051],
        ),
        (
            [120.48, 36.22, 0.0],
            [-2613091.2465453, 4439691.7222904, 3747913.3407127],
            [16184.2404783, 13330.4052603, -46.4847872],
        ),
        (
            [121.5, 37.1, 300.0],
            [-2661370.3717767, 4342961.7312583, 3826431.4332826],
            [106671.1749173, 111627.9617998, -1583.0501692],
        ),
        (
            [103.8, 18.2, 1500.0],
            [-1446098.6562566, 5887459.1073220, 1979893.8732869],
            [-1721830.6081749, -1804797.4504201, -507501.3403228],
        ),
    ];
    for ([lon, lat, height], ecef, local) in cases {
        let at = Geodetic { lon, lat, height };
        assert!(apart(WGS84.to_ecef(at), ecef) < 2e-7, "{at:?}");
        assert!(apart(frame.from_geodetic(at), local) < 2e-7, "{at:?}");
    }
}

#[test]
fn the_two_ellipsoids_differ_by_a_tenth_of_a_millimetre() {
    let at = |ellipsoid: Ellipsoid, lat: f64| ellipsoid.to_ecef(Geodetic { lon: 117.0, lat, height: 0.0 });
    let most = (0..=90).map(|lat| apart(at(WGS84, lat.into()), at(CGCS2000, lat.into()))).fold(0.0, f64::max);
    assert!((1.0e-4..1.2e-4).contains(&most), "{most}");
}

proptest! {
    #[test]
    fn geodetic_comes_back(lon in -180.0..180.0f64, lat in -90.0..=90.0f64, height in -500.0..100_000.0f64) {
        let at = Geodetic { lon, lat, height };
        for ellipsoid in [WGS84, CGCS2000] {
            let ecef = ellipsoid.to_ecef(at);
            let back = ellipsoid.from_ecef(ecef);
            prop_assert!(apart(ellipsoid.to_ecef(back), ecef) < 1e-8);
            prop_assert!((back.height - height).abs() < 1e-8);
        }
    }

    /// A frame turns and moves: lengths stay, and its matrix does what it does.
    #[test]
    fn a_frame_is_rigid(
        lon in -180.0..180.0f64, lat in -90.0..90.0f64,
        a in [-2e4..2e4f64, -2e4..2e4, -500.0..900.0], b in [-2e4..2e4f64, -2e4..2e4, -500.0..900.0],
    ) {
        let frame = Frame::at(Geodetic { lon, lat, height: 40.0 });
        let (p, q) = (frame.to_ecef(a), frame.to_ecef(b));
        let length = |a: [f64; 3], b: [f64; 3]| (0..3).map(|i| (a[i] - b[i]).powi(2)).sum::<f64>().sqrt();
        prop_assert!((length(p, q) - length(a, b)).abs() < 1e-8);
        prop_assert!(apart(frame.from_ecef(p), a) < 1e-8);
        let m = frame.transform_at(a);
        let moved = std::array::from_fn(|i| m[i] * b[0] + m[4 + i] * b[1] + m[8 + i] * b[2] + m[12 + i]);
        prop_assert!(apart(moved, frame.to_ecef([a[0] + b[0], a[1] + b[1], a[2] + b[2]])) < 1e-8);
    }

    #[test]
    fn a_position_lies_in_its_cells(lon in -180.0..180.0f64, lat in -90.0..=90.0f64) {
        let mut above: Option<Cell> = None;
        for level in 0..=MAX_LEVEL {
            let cell = Cell::at(lon, lat, level).unwrap();
            let [west, south, east, north] = cell.bounds();
            prop_assert!(west <= lon && lon <= east && south <= lat && lat <= north);
            prop_assert_eq!(cell.parent(), above);
            prop_assert_eq!(cell.to_string().parse::<Cell>(), Ok(cell));
            if let Some(above) = above {
                prop_assert!(above.children().any(|child| child == cell));
                prop_assert_eq!(cell.morton() >> 2, above.morton());
            }
            above = Some(cell);
        }
    }

    #[test]
    fn a_cell_holds_its_own_corner(level in 0..=MAX_LEVEL, x in any::<u32>(), y in any::<u32>()) {
        let cell = Cell::new(level, x % (2 << level), y % (1 << level)).unwrap();
        let [west, _, _, north] = cell.bounds();
        prop_assert_eq!(Cell::at(west, north, level), Some(cell));
        prop_assert_eq!(Cell::at(west + 360.0, north, level).map(|c| c.y()), Some(cell.y()));
    }

    #[test]
    fn any_text_is_a_cell_or_not(text in "[0-9/+. -]{0,14}") {
        if let Ok(cell) = text.parse::<Cell>() { prop_assert_eq!(cell.to_string(), text); }
    }
}

#[test]
fn cells_of_a_block_share_one_frame() {
    let here = Cell::at(120.38, 36.07, 17).unwrap();
    let there = Cell::at(120.30, 36.10, 16).unwrap();
    assert_eq!(here.block(), there.block());
    assert_eq!(here.frame(), there.frame());
    assert_eq!(here.block().level(), BLOCK_LEVEL);
    let [west, south, east, north] = here.block().bounds();
    let widest = here.frame().from_geodetic(Geodetic { lon: west, lat: south, height: 0.0 });
    assert!(widest[0].hypot(widest[1]) < 14_000.0 && (east - west, north - south) == (0.17578125, 0.17578125));
}

#[test]
fn addresses_outside_the_world_are_none() {
    assert_eq!(Cell::new(0, 2, 0), None);
    assert_eq!(Cell::new(MAX_LEVEL + 1, 0, 0), None);
    assert_eq!(Cell::at(f64::NAN, 0.0, 3), None);
    for text in ["", "1/2", "1/2/3/4", "01/0/0", "+1/0/0", "1/9/0", "25/0/0", "1/0/-1"] {
        assert!(text.parse::<Cell>().is_err(), "{text}");
    }
}

//! Transformations, and what they refuse.

use crs::{Crs, CrsError, DatumStep, Transform};

fn check(from: &str, to: &str, point: [f64; 2], want: [f64; 2], tolerance: f64) {
    let crs = |text| Crs::from_user_input(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    let transform = Transform::new(&crs(from), &crs(to)).unwrap_or_else(|error| panic!("{from} to {to}: {error}"));
    let got = transform.point(point).unwrap_or_else(|| panic!("{from} to {to}: no image"));
    let apart = (got[0] - want[0]).abs().max((got[1] - want[1]).abs());
    assert!(apart <= tolerance, "{from} to {to}: {got:?}, want {want:?}");
}

/// A point in Shinan, in the systems that its maps come in (values computed with PROJ 9.5).
#[test]
fn shinan() {
    let place = [120.385, 36.067];
    for (to, want) in [
        ("EPSG:4549", [534_683.714_274_504_9, 3_993_045.569_732_146]),
        ("EPSG:4528", [40_534_683.714_274_5, 3_993_045.569_732_146]),
        ("EPSG:4548", [805_000.588_808_472_4, 3_998_284.802_438_528_3]),
        ("EPSG:4550", [264_396.243_619_840_94, 3_996_143.567_600_937]),
        ("EPSG:3857", [13_401_196.899_148_24, 4_309_844.389_303_125]),
    ] {
        check("EPSG:4490", to, place, want, 1e-6);
        check(to, "EPSG:4490", want, place, 1e-11);
    }
    check("CRS84", "4490", place, place, 0.0);
}

#[test]
fn datums() {
    let step = |from: &str, to: &str| {
        Transform::new(&Crs::from_user_input(from).unwrap(), &Crs::from_user_input(to).unwrap())
            .map(|transform| transform.datum_step())
    };
    assert_eq!(step("4490", "4549"), Ok(DatumStep::Same));
    assert_eq!(step("4326", "4549"), Ok(DatumStep::Equivalent));
    assert_eq!(step("2385", "4610"), Ok(DatumStep::Same));
    for (from, to) in [("2385", "4549"), ("2364", "4326"), ("2437", "4490"), ("4490", "4214"), ("4555", "4490")] {
        assert!(
            matches!(step(from, to), Err(CrsError::DatumShiftUnknown { .. })),
            "{from} to {to}: {:?}",
            step(from, to)
        );
    }
    let given = "+proj=tmerc +lon_0=120 +x_0=500000 +ellps=krass +towgs84=15.8,-154.4,-82.3,0,0,0,0";
    assert_eq!(step(given, "4549"), Ok(DatumStep::GivenParameters));
    assert!(matches!(step("LOCAL_CS[\"site\",UNIT[\"metre\",1]]", "4549"), Err(CrsError::Local { .. })));
}

/// Points without an image are named and hold NaN; the others are transformed.
#[test]
fn failures_are_named() {
    let transform = Transform::new(&Crs::CGCS2000_LONLAT, &Crs::cgcs2000_3_degree(120).unwrap()).unwrap();
    let mut points = [[120.385, 36.067], [f64::NAN, 36.0], [120.0, f64::INFINITY], [120.0, 36.0]];
    let failures = transform.apply(&mut points).unwrap_err();
    assert_eq!(failures.indices, [1, 2]);
    assert!(points[1][0].is_nan() && (points[3][0] - 500_000.0).abs() < 1e-6);
}

/// Parameters to WGS 84 are applied (values computed with PROJ 9.5); the engines differ by a tenth of a millimetre, as
/// one of them takes the ellipsoids of CGCS2000 and WGS 84 for one.
#[test]
fn given_parameters() {
    let place = [120.385, 36.067];
    let three = "+proj=longlat +ellps=krass +towgs84=15.8,-154.4,-82.3,0,0,0,0 +no_defs";
    check(three, "4490", place, [120.385_715_612_270_1, 36.067_172_722_037_42], 2e-9);
    let seven = "+proj=longlat +ellps=krass +towgs84=15.8,-154.4,-82.3,1,2,3,4 +no_defs";
    check(seven, "4549", place, [534_800.874_454_922_6, 3_993_123.009_431_331], 2e-4);
}

/// Systems beyond China's, by PROJ's database or the list of PROJ strings.
#[test]
fn foreign_systems() {
    check("EPSG:3826", "EPSG:4326", [302_000.0, 2_770_000.0], [121.515_308_434_596_59, 25.037_228_190_358_057], 1e-9);
    check("EPSG:3826", "EPSG:4490", [302_000.0, 2_770_000.0], [121.515_308_434_596_59, 25.037_228_190_358_057], 1e-9);
}

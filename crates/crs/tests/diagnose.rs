//! Every fault of coordinates is named, with a remedy that puts the layer on its place; sound layers are left alone.

use crs::{Crs, CrsFault, CrsFaultKind, Reference, Remedy, Severity, Transform, diagnose};

/// A few points of Shinan in a system.
fn shinan(crs: &Crs) -> Vec<[f64; 2]> {
    let mut points: Vec<[f64; 2]> =
        (0..36).map(|n| [120.34 + 0.015 * f64::from(n % 6), 36.05 + 0.008 * f64::from(n / 6)]).collect();
    Transform::new(&Crs::CGCS2000_LONLAT, crs).unwrap().apply(&mut points).unwrap();
    points
}

fn reference() -> Reference {
    Reference { crs: Crs::CGCS2000_LONLAT, bbox: [120.28, 36.03, 120.43, 36.10] }
}

fn crs(text: &str) -> Crs {
    Crs::from_user_input(text).unwrap()
}

/// The kinds found, by the first word of their debug text.
fn kinds(faults: &[CrsFault]) -> Vec<String> {
    let name = |fault: &CrsFault| format!("{:?}", fault.kind).split([' ', '(', '{']).next().unwrap().to_owned();
    faults.iter().map(name).collect()
}

/// Declares `declared` over points written in `actual` and changed by `spoil`; wants these kinds, and with all remedies
/// applied the points back on their places.
fn check(actual: &str, spoil: fn(&mut [f64; 2]), declared: Option<&str>, with_reference: bool, want: &[&str]) {
    let mut points = shinan(&crs(actual));
    points.iter_mut().for_each(spoil);
    let mut declared = declared.map(crs);
    let reference = with_reference.then(reference);
    let faults = diagnose(&points, declared.as_ref(), reference.as_ref());
    assert_eq!(kinds(&faults), want, "{actual} declared {declared:?}: {faults:?}");
    for fault in &faults {
        fault.remedy.apply(&mut declared, &mut points).unwrap();
    }
    if faults.iter().all(|fault| fault.remedy != Remedy::AskForParameters) {
        let transform = Transform::new(declared.as_ref().unwrap(), &Crs::CGCS2000_LONLAT).unwrap();
        transform.apply(&mut points).unwrap();
        let right = shinan(&Crs::CGCS2000_LONLAT);
        let off = points.iter().zip(&right).map(|(a, b)| (a[0] - b[0]).hypot(a[1] - b[1])).fold(0.0, f64::max);
        assert!(off < 1e-8, "{actual} declared {declared:?}: off by {off} degrees after {faults:?}");
    }
}

const AS_IS: fn(&mut [f64; 2]) = |_| {};
const SWAP: fn(&mut [f64; 2]) = |point| point.swap(0, 1);

#[test]
fn sound_layers() {
    for code in ["4490", "4326", "4549", "4528", "4548", "3857", "32651"] {
        // CM 117 at Shinan is outside its zone: a warning.
        let want: &[&str] = if code == "4548" { &["OutsideAreaOfUse"] } else { &[] };
        for with_reference in [false, true] {
            check(code, AS_IS, Some(code), with_reference, want);
        }
    }
}

#[test]
fn spoilt_layers() {
    for with_reference in [false, true] {
        let check = |actual, spoil, declared, want: &[&str]| check(actual, spoil, Some(declared), with_reference, want);
        check("4490", AS_IS, "4549", &["DegreesDeclaredMetres"]);
        check("4490", SWAP, "4549", &["SwappedAxes", "DegreesDeclaredMetres"]);
        check("4490", SWAP, "4490", &["SwappedAxes"]);
        check("4549", SWAP, "4549", &["SwappedAxes"]);
        check("4528", SWAP, "4528", &["SwappedAxes"]);
        check("4528", AS_IS, "4549", &["ZonePrefixPresent"]);
        check("4549", AS_IS, "4528", &["ZonePrefixAbsent"]);
        check("4528", SWAP, "4549", &["SwappedAxes", "ZonePrefixPresent"]);
        check("4528", AS_IS, "4548", &["WrongCentralMeridian"]);
        check("4528", AS_IS, "4490", &["MetresDeclaredDegrees"]);
    }
    check("4549", AS_IS, Some("4548"), true, &["WrongCentralMeridian"]);
    check("4549", AS_IS, Some("4527"), true, &["ZonePrefixAbsent", "WrongCentralMeridian"]);
    check("4549", AS_IS, Some("4490"), true, &["MetresDeclaredDegrees"]);
    check("4549", SWAP, Some("4490"), true, &["SwappedAxes", "MetresDeclaredDegrees"]);
    check("4549", SWAP, Some("4547"), true, &["SwappedAxes", "WrongCentralMeridian"]);
}

/// Without a declaration the right system leads the list where a reference or a zone number tells.
#[test]
fn nothing_declared() {
    for code in ["4490", "4549", "4528", "3857"] {
        for (spoil, swapped) in [(AS_IS, false), (SWAP, true)] {
            let mut points = shinan(&crs(code));
            points.iter_mut().for_each(spoil);
            let faults = diagnose(&points, None, Some(&reference()));
            let CrsFaultKind::Missing { candidates } = &faults[0].kind else { panic!("{faults:?}") };
            assert_eq!((&candidates[0].crs, candidates[0].swapped), (&crs(code), swapped), "{code}: {candidates:?}");
            assert_eq!(faults[0].remedy, Remedy::AssumeCrs(crs(code)));
            assert_eq!(faults.len(), if swapped { 2 } else { 1 });
        }
    }
    // Without a reference eastings without zone number fit many meridians: asked, not guessed.
    let faults = diagnose(&shinan(&crs("4549")), None, None);
    assert_eq!(faults[0].remedy, Remedy::AskForParameters);
    let CrsFaultKind::Missing { candidates } = &faults[0].kind else { panic!("{faults:?}") };
    assert!(candidates.iter().any(|candidate| candidate.crs == crs("4549")) && candidates.len() > 10);
}

#[test]
fn other_faults() {
    let points = shinan(&crs("4549"));
    for code in ["2385", "2437"] {
        let faults = diagnose(&points, Some(&crs(code)), Some(&reference()));
        assert_eq!(kinds(&faults), ["OldDatum"]);
        assert_eq!(faults[0].remedy, Remedy::AskForParameters);
    }
    let local = Crs::Definition("LOCAL_CS[\"site\",UNIT[\"metre\",1]]".to_owned());
    assert_eq!(kinds(&diagnose(&points, Some(&local), None)), ["Local"]);
    let nonsense = Crs::Definition("gibberish".to_owned());
    assert_eq!(kinds(&diagnose(&points, Some(&nonsense), None)), ["Unreadable"]);
    let mut spoilt = points.clone();
    spoilt[3] = [f64::NAN, 1.0];
    let faults = diagnose(&spoilt, Some(&crs("4549")), None);
    assert_eq!(faults[0].kind, CrsFaultKind::NonFinite { count: 1, first: 3 });
    // A meridian of one's own making is estimated, and asked for.
    let own = crs("+proj=tmerc +lon_0=118.8333333 +x_0=500000 +ellps=GRS80 +units=m");
    let faults = diagnose(&shinan(&own), Some(&crs("4549")), Some(&reference()));
    let CrsFaultKind::WrongCentralMeridian { fits, .. } = faults[0].kind else { panic!("{faults:?}") };
    assert!((fits - 118.83).abs() < 0.05 && faults[0].remedy == Remedy::AskForParameters, "{faults:?}");
    assert!(diagnose(&shinan(&own), Some(&own), Some(&reference())).is_empty());
    // Small numbers lie nowhere.
    let site: Vec<[f64; 2]> = (0..20).map(|n| [1000.0 + f64::from(n), 2000.0]).collect();
    assert_eq!(kinds(&diagnose(&site, Some(&crs("4549")), Some(&reference()))), ["Elsewhere"]);
}

/// Laishan straddles the edge of the zone: a warning, nothing more.
#[test]
fn straddling_the_edge() {
    let mut points = vec![[121.3, 37.4], [121.45, 37.45], [121.56, 37.4]];
    Transform::new(&Crs::CGCS2000_LONLAT, &crs("4549")).unwrap().apply(&mut points).unwrap();
    let faults = diagnose(&points, Some(&crs("4549")), None);
    assert_eq!(kinds(&faults), ["OutsideAreaOfUse"]);
    assert!(
        matches!(faults[0].kind, CrsFaultKind::OutsideAreaOfUse { count: 1, of: 3, degrees } if (degrees - 0.06).abs() < 1e-6)
    );
    assert_eq!(faults[0].severity, Severity::Warning);
}

/// A definition against itself; the parameters win.
#[test]
fn contradictions() {
    let wkt = crs("4549").to_wkt1().unwrap().replace("AUTHORITY[\"EPSG\",\"4549\"]", "AUTHORITY[\"EPSG\",\"4547\"]");
    let faults = diagnose(&shinan(&crs("4549")), Some(&Crs::Definition(wkt)), Some(&reference()));
    assert_eq!(kinds(&faults), ["Contradiction"]);
    assert_eq!(faults[0].remedy, Remedy::AssumeCrs(crs("4549")));
}

#[test]
fn offsets_undone_in_any_system() {
    for code in ["4490", "4549"] {
        let shifted: Vec<[f64; 2]> = shinan(&Crs::CGCS2000_LONLAT)
            .iter()
            .map(|[lon, lat]| crs::LonLat { lon: *lon, lat: *lat }.to_gcj02())
            .map(|place| [place.lon, place.lat])
            .collect();
        let mut points = shifted;
        Transform::new(&Crs::CGCS2000_LONLAT, &crs(code)).unwrap().apply(&mut points).unwrap();
        Remedy::InverseGcj02.apply(&mut Some(crs(code)), &mut points).unwrap();
        let right = shinan(&crs(code));
        let off = points.iter().zip(&right).map(|(a, b)| (a[0] - b[0]).hypot(a[1] - b[1])).fold(0.0, f64::max);
        assert!(off < 1e-4, "{code}: {off}");
    }
}

//! The geometry checks against val3dity's own files: what it holds for valid has no defect here, what it names is named
//! here. Skipped where the files are not at hand.

#![allow(clippy::print_stderr)]

use std::{collections::BTreeSet, fs, path::Path};

use citymodel::{Geometry, Lod, Surface, Tolerances, triangulate};

/// What is named otherwise than the file says, and why that is right.
const OTHERWISE: &[(&str, u16)] = &[
    // The nested holes stand in a surface of their own, where both rings run the same way.
    ("207_2", 208),
    // A dangling surface has edges that no other has.
    ("303", 302),
    // The file's own note: of a solid it is 302.
    ("303_cs", 302),
    // 304 was merged into 303.
    ("304_1", 303),
];

#[test]
fn invalid_files_are_named() {
    let Some(files) = files("test_geometry_generic", "poly") else { return };
    let mut wrong = Vec::new();
    for (name, text) in files.iter().filter(|(name, _)| name.starts_with(['1', '2', '3']) && !name.contains("valid")) {
        let expected = OTHERWISE.iter().find(|(known, _)| known == name);
        let expected = expected.map_or_else(|| name[..3].parse().expect("a number"), |(_, code)| *code);
        let codes = codes(text);
        if !codes.contains(&expected) {
            wrong.push(format!("{name}: {codes:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn valid_files_have_no_defect() {
    let generic = files("test_geometry_generic", "poly").unwrap_or_default();
    let lone = files("test_valid", "poly").unwrap_or_default();
    let lone = lone.into_iter().filter(|(name, _)| !name.starts_with("inner_shell"));
    for (name, text) in generic.into_iter().filter(|(name, _)| name.contains("valid")).chain(lone) {
        assert_eq!(codes(&text), BTreeSet::new(), "{name}");
    }
    for (name, text) in files("test_valid", "off").unwrap_or_default() {
        let geometry = off(&text).expect("an OFF file");
        // Those with one surface are surfaces, not solids.
        let shell = if geometry.surfaces.len() > 1 { geometry.surfaces.len() } else { 0 };
        let defects = Geometry { shell, ..geometry }.defects(&Tolerances::default());
        assert!(defects.is_empty(), "{name}: {defects:?}");
    }
}

#[test]
fn nothing_makes_triangles_fail() {
    for folder in ["poly", "test_geometry_generic", "test_valid", "parse_poly"] {
        for (name, text) in files(folder, "poly").unwrap_or_default() {
            for surface in poly(&text).map(|geometry| geometry.surfaces).unwrap_or_default() {
                let count: usize = surface.rings.iter().map(Vec::len).sum();
                for triangle in triangulate(&surface).unwrap_or_default() {
                    assert!(triangle.iter().all(|at| *at < count), "{name}");
                }
            }
        }
    }
}

fn codes(text: &str) -> BTreeSet<u16> {
    let geometry = poly(text).expect("a file that can be read");
    geometry.defects(&Tolerances::default()).iter().map(|defect| defect.code.number()).collect()
}

fn files(folder: &str, kind: &str) -> Option<Vec<(String, String)>> {
    let here = std::env::var_os("CARGO_MANIFEST_DIR")?;
    let folder = Path::new(&here).join("../../../shared/data/3d/val3dity/data").join(folder);
    let Ok(entries) = fs::read_dir(&folder) else {
        eprintln!("skipped: {} is not at hand", folder.display());
        return None;
    };
    let mut found: Vec<_> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|one| one == kind))
        .filter_map(|path| Some((path.file_stem()?.to_string_lossy().into_owned(), fs::read_to_string(&path).ok()?)))
        .collect();
    found.sort();
    Some(found)
}

/// val3dity's POLY: points, then for each facet its outer ring, its holes, and points in the holes, which say nothing.
fn poly(text: &str) -> Option<Geometry> {
    let lines = text.lines().map(|line| line.split_whitespace().map_while(|word| word.parse::<f64>().ok()).collect());
    let mut lines = lines.filter(|line: &Vec<f64>| !line.is_empty());
    let mut next = || lines.next();
    let count = *next()?.first()? as usize;
    let mut points = std::collections::BTreeMap::new();
    for _ in 0..count {
        let line = next()?;
        points.insert(*line.first()? as i64, [*line.get(1)?, *line.get(2)?, *line.get(3)?]);
    }
    let facets = *next()?.first()? as usize;
    let mut surfaces = Vec::new();
    for _ in 0..facets {
        let head = next()?;
        let mut surface = Surface::default();
        for _ in 0..*head.first()? as usize {
            let corners = next()?;
            surface.rings.push(corners.iter().skip(1).filter_map(|at| points.get(&(*at as i64)).copied()).collect());
        }
        for _ in 0..*head.get(1)? as usize {
            next()?;
        }
        surfaces.push(surface);
    }
    Some(Geometry { lod: Lod { major: 2, minor: 0 }, shell: surfaces.len(), surfaces })
}

fn off(text: &str) -> Option<Geometry> {
    let mut words = text.split_whitespace().skip(1).map(|word| word.parse::<f64>());
    let mut next = || words.next()?.ok();
    let (count, facets) = (next()? as usize, next()? as usize);
    next()?;
    let points: Vec<[f64; 3]> = (0..count).filter_map(|_| Some([next()?, next()?, next()?])).collect();
    let mut surfaces = Vec::new();
    for _ in 0..facets {
        let corners = next()? as usize;
        let ring = (0..corners).filter_map(|_| points.get(next()? as usize).copied()).collect();
        surfaces.push(Surface { rings: vec![ring], ..Surface::default() });
    }
    Some(Geometry { lod: Lod { major: 2, minor: 0 }, shell: surfaces.len(), surfaces })
}

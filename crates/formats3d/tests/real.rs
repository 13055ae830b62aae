//! Real files: counts that other tools give. Skipped where the files are not at hand.

#![allow(clippy::print_stderr)]

use std::{collections::BTreeMap, fs, path::PathBuf};

use citymodel::{CityObject, Paint, Semantic, Tolerances, triangulate};
use formats3d::{Format, Objects, Order, Source, Unreadable};
use model::{Rule, Severity};

#[test]
fn delfshaven_is_whole() {
    let Some(all) = read("rotterdam-delfshaven/delfshaven-textured/3-20-DELFSHAVEN.city.json") else { return };
    // Counted with Python's json: 853 MultiSurfaces, 148 textures.
    assert_eq!(classes(&all), [("Building".to_owned(), 853)].into());
    assert_eq!((all.objects.iter().map(|one| one.geometries.len()).sum::<usize>(), all.images.len()), (853, 148));
    let head = all.head.as_ref().unwrap();
    assert_eq!((head.format, head.version.as_str()), (Format::CityJson, "2.0"));
    assert_eq!(head.reference.as_deref(), Some("https://www.opengis.net/def/crs/EPSG/0/28992"));
    let painted = surfaces(&all).filter(|surface| matches!(surface.paint, Some(Paint::Texture { .. }))).count();
    assert!(painted * 2 > surfaces(&all).count(), "{painted} surfaces have a texture");
    // Three of its atlases are at hand.
    let missing = all.findings.iter().filter(|finding| finding.rule == Rule::TextureMissing).count();
    assert_eq!(missing, 145);
    extents(&all);
}

#[test]
fn versions_of_delfshaven_differ_by_one_building() {
    let names = ["initial", "initial_moved_roof", "initial_deleted_building"];
    let read = |name: &&str| read(&format!("versioning/Examples/rotterdam/{name}.json"));
    let Some(versions) = names.iter().map(read).collect::<Option<Vec<_>>>() else { return };
    assert_eq!(versions.iter().map(|all| all.objects.len()).collect::<Vec<_>>(), [853, 853, 852]);
    let by_id = |all: &Objects| -> BTreeMap<String, CityObject> {
        all.objects.iter().map(|one| (one.id.clone(), one.clone())).collect()
    };
    let (old, moved, deleted) = (by_id(&versions[0]), by_id(&versions[1]), by_id(&versions[2]));
    assert_eq!(old.iter().filter(|(id, one)| moved.get(*id) != Some(one)).count(), 1);
    assert_eq!(old.iter().filter(|(id, one)| deleted.get(*id) != Some(one)).count(), 1);
    versions.iter().for_each(extents);
}

#[test]
fn vienna_is_read_line_by_line() {
    let Some(all) = read("vienna/vienna.jsonl") else { return };
    assert_eq!(all.head.as_ref().unwrap().format, Format::CityJsonSeq);
    assert_eq!(classes(&all), [("Building".to_owned(), 149), ("BuildingPart".to_owned(), 443)].into());
    // 490 MultiSurfaces and as many solids.
    let solids = all.objects.iter().flat_map(|one| &one.geometries).filter(|one| one.shell > 0).count();
    assert_eq!((all.objects.iter().map(|one| one.geometries.len()).sum::<usize>(), solids), (980, 490));
    extents(&all);
}

#[test]
fn plateau_is_whole() {
    let Some(all) = read("plateau/yokosuka-shi/udx/bldg/52397519_bldg_6697_op.gml") else { return };
    assert_eq!(classes(&all), [("Building".to_owned(), 13), ("BuildingPart".to_owned(), 2)].into());
    let head = all.head.as_ref().unwrap();
    assert_eq!((head.format, head.version.as_str(), head.order), (Format::CityGml, "2.0", Order::Authority));
    assert_eq!(head.reference.as_deref(), Some("http://www.opengis.net/def/crs/EPSG/0/6697"));
    assert_eq!(all.images.len(), 3);
    // 335 rings have texture coordinates; the file has 17 solids.
    let painted = surfaces(&all).filter(|surface| matches!(surface.paint, Some(Paint::Texture { .. }))).count();
    assert_eq!(painted, 335);
    let solids = all.objects.iter().flat_map(|one| &one.geometries).filter(|one| one.shell > 0).count();
    assert_eq!(solids, 17);
    let roofs = surfaces(&all).filter(|surface| surface.semantic == Semantic::Roof).count();
    assert!(roofs > 0);
    let names: Vec<_> = all.objects.iter().flat_map(|one| &one.attributes).map(|(name, _)| name.as_str()).collect();
    for name in ["measuredHeight", "総建物階数", "uro.buildingIDAttribute.buildingID"] {
        assert!(names.contains(&name), "{name} is not among {names:?}");
    }
    extents(&all);
}

#[test]
fn triangles_of_cities_lose_no_area() {
    let files = ["rotterdam-delfshaven/delfshaven-textured/3-20-DELFSHAVEN.city.json", "vienna/vienna.jsonl"];
    for all in files.into_iter().filter_map(read) {
        for surface in surfaces(&all) {
            let points: Vec<_> = surface.rings.iter().flatten().copied().collect();
            let one = |triangle: [usize; 3]| {
                let ring = triangle.map(|at| points[at]).to_vec();
                citymodel::Surface { rings: vec![ring], ..Default::default() }.area()
            };
            let defects = surface.defects(&Tolerances::default());
            let area: f64 = triangulate(surface).unwrap_or_default().into_iter().map(one).sum();
            // Of what is right nothing is lost; bent surfaces gain a little.
            let lost = surface.area() - area;
            assert!(lost <= 1e-5 * surface.area().max(1.0) || !defects.is_empty(), "{lost} of {}", surface.area());
        }
    }
}

#[test]
fn val3ditys_files_never_fail() {
    let Some(root) = root() else { return };
    let mut read = 0;
    for folder in ["cityjson", "cityjsonseq", "gml", "test_cityjson", "test_cjseq", "test_duplicates", "test_empty"]
        .into_iter()
        .chain(["test_file_format", "test_geometry_generic", "test_geometry_specific", "test_valid", "test_indoorgml"])
    {
        let files = Folder::of(root.join("val3dity/data").join(folder));
        for name in
            files.0.iter().filter(|name| name.ends_with("json") || name.ends_with("jsonl") || name.ends_with("gml"))
        {
            let all = Objects::read(&files, name).unwrap();
            assert!(!all.objects.is_empty() || !all.findings.is_empty(), "{name} says nothing");
            for geometry in all.objects.iter().flat_map(|one| &one.geometries) {
                geometry.defects(&Tolerances::default());
                geometry.surfaces.iter().for_each(|surface| drop(triangulate(surface)));
            }
            read += 1;
        }
    }
    assert!(read > 40, "{read} files");
}

#[test]
fn val3ditys_faults_are_named() {
    for (name, rule) in [
        ("test_empty/completely_empty.json", Rule::FormatUnknown),
        ("test_file_format/invalid_json_cityjson.json", Rule::FileDamaged),
        ("test_file_format/invalid_schema_cityjson_2.json", Rule::VertexUnknown),
        ("test_cjseq/notransform.city.jsonl", Rule::TransformMissing),
        ("test_cjseq/unclosedbracket.city.jsonl", Rule::FileDamaged),
        ("test_file_format/invalid_indoorgml_1.gml", Rule::FileDamaged),
    ] {
        let Some(all) = read(&format!("val3dity/data/{name}")) else { return };
        assert!(all.findings.iter().any(|finding| finding.rule == rule), "{name}: {:?}", all.findings);
    }
}

#[test]
fn val3ditys_solids_are_named() {
    for (name, codes) in [
        ("test_valid/composite_solid.json", &[][..]),
        ("test_valid/multi_solid.json", &[]),
        ("test_cityjson/cube_v10.city.json", &[]),
        ("test_cityjson/cube_v11.city.json", &[]),
        ("test_cityjson/torus.city.json", &[]),
        ("test_geometry_generic/302_2.gml", &[302]),
    ] {
        let Some(all) = read(&format!("val3dity/data/{name}")) else { return };
        let defects =
            all.objects.iter().flat_map(|one| &one.geometries).flat_map(|one| one.defects(&Tolerances::default()));
        let mut found: Vec<u16> = defects.map(|defect| defect.code.number()).collect();
        found.dedup();
        assert_eq!(found, codes, "{name}: {:?}", all.findings);
        assert!(all.objects.iter().any(|one| !one.geometries.is_empty()), "{name}: {:?}", all.findings);
    }
}

/// No point lies outside of what the file declares.
fn extents(all: &Objects) {
    let [low, high] = all.head.as_ref().unwrap().extent.expect("the file declares one");
    for point in surfaces(all).flat_map(|surface| surface.rings.iter().flatten()) {
        assert!((0..3).all(|axis| point[axis] >= low[axis] - 0.01 && point[axis] <= high[axis] + 0.01), "{point:?}");
    }
    assert!(all.findings.iter().all(|finding| finding.severity < Severity::Error), "{:?}", all.findings);
}

fn surfaces(all: &Objects) -> impl Iterator<Item = &citymodel::Surface> {
    all.objects.iter().flat_map(|one| &one.geometries).flat_map(|one| &one.surfaces)
}

fn classes(all: &Objects) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    all.objects.iter().for_each(|one| *counts.entry(format!("{:?}", one.class)).or_default() += 1);
    counts
}

fn root() -> Option<PathBuf> {
    let root = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR")?).join("../../../shared/data/3d");
    if !root.exists() {
        eprintln!("skipped: {} is absent", root.display());
        return None;
    }
    Some(root)
}

fn read(path: &str) -> Option<Objects> {
    let file = root()?.join(path);
    let files = Folder::of(file.parent()?.to_owned());
    Some(Objects::read(&files, file.file_name()?.to_str()?).unwrap())
}

/// A folder with the folders in it.
struct Folder(Vec<String>, PathBuf);

impl Folder {
    fn of(folder: PathBuf) -> Self {
        let mut names = Vec::new();
        for entry in fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
            let name = entry.file_name().unwrap().to_string_lossy().into_owned();
            match fs::read_dir(&entry) {
                Ok(inner) => {
                    let inner = inner.map(|one| format!("{name}/{}", one.unwrap().file_name().to_string_lossy()));
                    names.extend(inner);
                }
                Err(_) => names.push(name),
            }
        }
        names.sort();
        Folder(names, folder)
    }
}

impl Source for Folder {
    fn names(&self) -> &[String] {
        &self.0
    }

    fn read(&self, name: &str) -> Result<Vec<u8>, Unreadable> {
        fs::read(self.1.join(name)).map_err(|fault| Unreadable { name: name.to_owned(), detail: fault.to_string() })
    }
}

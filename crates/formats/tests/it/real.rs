//! Files of real authorities, where the machine has them.

use std::path::{Path, PathBuf};

use formats::{Bundle, ReadOptions, Reading, read};
use geo::Area;
use model::{Severity, Table};

/// The folder of real data beside the workspace.
fn data() -> Option<PathBuf> {
    let root = Path::new(&std::env::var_os("CARGO_MANIFEST_DIR")?).canonicalize().ok()?;
    let folder = root.ancestors().map(|up| up.join("../shared/data")).find(|folder| folder.is_dir());
    if folder.is_none() {
        eprintln!("skipped: no ../shared/data beside the workspace");
    }
    folder
}

fn open(path: &Path) -> Reading {
    let bytes = std::fs::read(path).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()));
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    read(&Bundle::from_file(name, bytes), &ReadOptions::default())
}

fn area(table: &Table) -> f64 {
    table.rows.iter().filter_map(|row| row.geometry.as_ref()).map(Area::unsigned_area).sum()
}

#[test]
fn regions_are_read_whole() {
    let Some(data) = data() else { return };
    let check = |file: &str, units: usize, households: f64, epsg: u32| {
        let reading = open(&data.join("regions").join(file));
        // The gapped copy's rings run clockwise, as shrinking left them: one note.
        assert!(reading.findings.iter().all(|finding| finding.severity == Severity::Note), "{:?}", reading.findings);
        assert_eq!(reading.findings.len(), usize::from(epsg == 4326), "{file}");
        let table = &reading.tables[0];
        assert_eq!(table.rows.len(), units);
        assert_eq!(table.crs, Some(crs::Crs::Epsg(epsg)), "{file}");
        let column = table.field_idx("households").expect("households");
        let sum: f64 = table.rows.iter().filter_map(|row| row.values[column].to_number()).sum();
        assert_eq!(sum, households, "{file}");
        let told = table.field_idx("area_m2").expect("area_m2");
        let told: f64 = table.rows.iter().filter_map(|row| row.values[told].to_number()).sum();
        if epsg != 4326 {
            assert!((area(table) - told).abs() < told * 1e-4, "{file}: {} {told}", area(table));
        }
    };
    check("taipei_oldcity.gpkg", 1_334, 130_261.0, 3826);
    check("taipei_city.gpkg", 11_490, 1_048_986.0, 3826);
    check("taipei_oldcity_gapped.geojson", 1_334, 130_261.0, 4326);
}

#[test]
fn every_geojson_of_the_chinese_set_is_read() {
    let Some(data) = data() else { return };
    let mut seen = 0;
    for folder in std::fs::read_dir(data.join("china")).expect("china").flatten() {
        let Ok(files) = std::fs::read_dir(folder.path()) else { continue };
        for file in files.flatten().filter(|file| file.path().extension().is_some_and(|end| end == "geojson")) {
            let reading = open(&file.path());
            let table = &reading.tables[0];
            assert!(!table.rows.is_empty(), "{:?}", file.path());
            assert_eq!(reading.rows_unread, 0);
            let errors = reading.findings.iter().filter(|finding| finding.severity == Severity::Error);
            assert_eq!(errors.count(), 0, "{:?}", file.path());
            seen += 1;
        }
    }
    assert!(seen >= 10, "{seen}");
}

#[test]
fn lyon_keeps_its_declared_system() {
    let Some(data) = data() else { return };
    let reading = open(&data.join("3d/lyon/buildings_lyon1.geojson"));
    let table = &reading.tables[0];
    assert_eq!((table.rows.len(), table.crs.clone()), (2_576, Some(crs::Crs::Epsg(3946))));
}

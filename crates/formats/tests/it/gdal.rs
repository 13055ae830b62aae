//! The same files through GDAL's eyes, where its programs are installed.

use std::path::Path;
use std::process::Command;

use formats::{Bundle, Encoding, Format, GeoJsonCrs, ReadOptions, WriteOptions};
use model::{FieldKind, Row, Table, Value};

use crate::tables::{assert_same_shape, only_table, tricky, written};

fn gdal() -> bool {
    let there = Command::new("ogrinfo").arg("--version").output().is_ok();
    if !there {
        eprintln!("skipped: GDAL's ogrinfo is not on the PATH");
    }
    there
}

/// Standard output; anything on standard error is a warning and fails the test.
fn run(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output().expect("runs");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && errors.trim().is_empty(), "{program} {arguments:?}: {errors}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn save(bundle: &Bundle, folder: &Path) -> String {
    for (path, bytes) in &bundle.files {
        std::fs::write(folder.join(path), bytes).expect("written");
    }
    folder.join(&bundle.files[0].0).to_string_lossy().into_owned()
}

/// A folder's files as a bundle.
fn load(folder: &Path) -> Bundle {
    let mut files: Vec<(String, Vec<u8>)> = std::fs::read_dir(folder)
        .expect("a folder")
        .flatten()
        .map(|file| (file.file_name().to_string_lossy().into_owned(), std::fs::read(file.path()).expect("readable")))
        .collect();
    files.sort();
    Bundle { name: "gdal".into(), files }
}

#[test]
fn gdal_opens_what_we_write() {
    if !gdal() {
        return;
    }
    let check = |format: Format, options: &WriteOptions, epsg: &str, name: &str| {
        let folder = tempfile::tempdir().expect("a folder");
        let path = save(&written(&tricky(), format, options).bundle, folder.path());
        let told = run("ogrinfo", &["-al", "-ro", &path]);
        for part in [epsg, "Feature Count: 4", name, "12345678901234567890", "00370202001002003004"] {
            assert!(told.contains(part), "{format:?} {options:?}: no {part} in\n{told}");
        }
    };
    let plain = WriteOptions::default();
    let alias = WriteOptions { aliases: vec![("户数".into(), "居民户数".into())], ..plain.clone() };
    let gb = WriteOptions { encoding: Encoding::Gb18030, ..plain.clone() };
    let native = WriteOptions { geojson_crs: GeoJsonCrs::Native, ..plain.clone() };
    check(Format::GeoPackage, &plain, "ID[\"EPSG\",4549]", "云霄路㙟𠀀号院");
    check(Format::GeoPackage, &alias, "ID[\"EPSG\",4549]", "云霄路㙟𠀀号院");
    check(Format::Shapefile, &plain, "ID[\"EPSG\",4549]", "云霄路㙟𠀀号院");
    check(Format::Shapefile, &gb, "ID[\"EPSG\",4549]", "编码");
    check(Format::FlatGeobuf, &plain, "ID[\"EPSG\",4549]", "云霄路㙟𠀀号院");
    check(Format::GeoJson, &native, "ID[\"EPSG\",4549]", "云霄路㙟𠀀号院");
    check(Format::GeoJson, &plain, "ID[\"EPSG\",4326]", "云霄路㙟𠀀号院");
    check(Format::Csv, &plain, "WKT", "云霄路㙟𠀀号院");
}

/// Rows without what GDAL itself does not keep.
fn compare(ours: &Table, theirs: &Table, skip_null_geometry: bool) {
    let key = |table: &Table| {
        let code = table.field_idx("编码").expect("the code");
        let mut rows: Vec<Row> = table.rows.clone();
        rows.retain(|row| !skip_null_geometry || row.geometry.is_some());
        rows.sort_by_key(|row| row.values[code].to_text());
        rows
    };
    let (a, b) = (key(ours), key(theirs));
    assert_eq!(a.len(), b.len(), "{theirs:?}");
    for field in &ours.fields {
        let (from, to) = (ours.field_idx(&field.name), theirs.field_idx(&field.name));
        let (from, to) =
            (from.expect("ours"), to.unwrap_or_else(|| panic!("no {} in {:?}", field.name, theirs.fields)));
        for (a, b) in a.iter().zip(&b) {
            let text = |value: &Value| match (field.kind, value) {
                (FieldKind::Bool, Value::Bool(flag)) => u8::from(*flag).to_string(),
                (FieldKind::Real, value) => value.to_number().map(|n| format!("{n:.9}")).unwrap_or_default(),
                (_, value) => value.to_text().unwrap_or_default(),
            };
            assert_eq!(text(&a.values[from]), text(&b.values[to]), "{}", field.name);
        }
    }
    for (a, b) in a.iter().zip(&b) {
        assert_same_shape(&a.geometry, &b.geometry, 1e-6);
    }
}

#[test]
fn we_read_what_gdal_writes() {
    if !gdal() {
        return;
    }
    let mut table = tricky();
    // GDAL's Shapefile driver would cut this name, and its real fields hold 15 decimals.
    table.fields[5].name = "日期".into();
    let source = tempfile::tempdir().expect("a folder");
    let path = save(&written(&table, Format::GeoPackage, &WriteOptions::default()).bundle, source.path());
    let check = |driver: &str, file: &str, more: &[&str], table: &Table, shapeless: bool| {
        let folder = tempfile::tempdir().expect("a folder");
        let target = folder.path().join(file).to_string_lossy().into_owned();
        let arguments = [&["-q", "-f", driver, &target, &path], more].concat();
        Command::new("ogr2ogr").args(&arguments).output().expect("runs");
        let (theirs, _) = only_table(&load(folder.path()), &ReadOptions::default());
        assert!(shapeless || theirs.crs == table.crs, "{driver}: {:?}", theirs.crs);
        // GDAL's FlatGeobuf leaves rows without geometry out.
        compare(table, &theirs, driver == "FlatGeobuf");
    };
    check("GPKG", "a.gpkg", &[], &table, false);
    check("FlatGeobuf", "a.fgb", &["-lco", "SPATIAL_INDEX=NO"], &table, false);
    check("ESRI Shapefile", "a.shp", &["-lco", "ENCODING=UTF-8"], &table, false);
    check("GeoJSON", "a.geojson", &["-lco", "RFC7946=NO"], &table, false);
    check("CSV", "a.csv", &["-lco", "GEOMETRY=AS_WKT", "-lco", "CREATE_CSVT=YES"], &table, true);
    check("CSV", "a.csv", &["-lco", "GEOMETRY=AS_WKT"], &table, true);
}

#[test]
fn we_read_gdal_shapefiles_in_gbk() {
    if !gdal() {
        return;
    }
    let mut table = tricky();
    table.fields[5].name = "日期".into();
    table.rows[0].values[1] = Value::Text("云霄路号院".into());
    let (source, folder) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let path = save(&written(&table, Format::GeoPackage, &WriteOptions::default()).bundle, source.path());
    let target = folder.path().join("a.shp").to_string_lossy().into_owned();
    let arguments = ["-q", "-f", "ESRI Shapefile", &target, &path, "-lco", "ENCODING=GBK"];
    Command::new("ogr2ogr").args(arguments).output().expect("runs");
    let mut bundle = load(folder.path());
    compare(&table, &only_table(&bundle, &ReadOptions::default()).0, false);
    bundle.files.retain(|(path, _)| !path.ends_with(".cpg"));
    compare(&table, &only_table(&bundle, &ReadOptions::default()).0, false);
}

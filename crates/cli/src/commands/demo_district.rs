//! `jingwei demo-district`: the synthetic district as the files an office would send.

use std::path::{Path, PathBuf};

use formats::{Encoding, Format, WriteOptions};
use model::{FieldKind, Table};
use serde_json::json;
use synthetic::{District, SeededFault, layer};

use crate::args::DemoDistrict;
use crate::failure::Failure;
use crate::files;
use crate::say::Voice;

pub(crate) fn run(args: &DemoDistrict, voice: &Voice) -> Result<(), Failure> {
    let district = synthetic::district(args.seed);
    let (faulty, faults) = synthetic::with_faults(&district);
    write(&args.folder, &district)?;
    write(&beside(&args.folder, "-with-faults"), &faulty)?;
    answers(&beside(&args.folder, "-answers"), &district, &faults)?;
    let rows = |name: &str| district.table(name).map_or(0, |table| table.rows.len());
    let counted = [
        ("subdistricts", layer::SUBDISTRICTS),
        ("communities", layer::COMMUNITIES),
        ("courtyards", layer::COURTYARDS),
        ("compounds", layer::COMPOUNDS),
        ("buildings", layer::BUILDINGS),
    ];
    let mut figures = vec![("path", args.folder.display().to_string())];
    figures.extend(counted.map(|(name, layer)| (name, rows(layer).to_string())));
    voice.line("demo-written", &figures);
    voice.answer(&json!({ "folder": args.folder, "courtyards": rows(layer::COURTYARDS), "faults": faults.len() }));
    Ok(())
}

/// The folder's neighbour with a longer name.
fn beside(folder: &Path, ending: &str) -> PathBuf {
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    folder.with_file_name(format!("{name}{ending}"))
}

/// Courtyards as offices send them (a zipped Shapefile in GBK without .cpg), the base map as one GeoPackage, lists and
/// rosters as workbooks.
fn write(folder: &Path, district: &District) -> Result<(), Failure> {
    std::fs::create_dir_all(folder).map_err(|fault| Failure::file(folder, fault))?;
    let mut base_map = Vec::new();
    let mut lists = Vec::new();
    for table in &district.tables {
        if table.name == layer::REFERENCE {
            // The reference list is the answer, not part of what an office would send.
            continue;
        } else if table.name == layer::COURTYARDS {
            courtyards(folder, table)?;
        } else if table.rows.iter().any(|row| row.geometry.is_some()) {
            base_map.push(table.clone());
        } else {
            lists.push(table.clone());
        }
    }
    put(folder, "底图.gpkg", &base_map, Format::GeoPackage)?;
    for table in &lists {
        put(folder, &format!("{}.xlsx", table.name), std::slice::from_ref(table), Format::Xlsx)?;
    }
    Ok(())
}

fn courtyards(folder: &Path, table: &Table) -> Result<(), Failure> {
    let options = WriteOptions { encoding: Encoding::Gbk, name: Some(table.name.clone()), ..WriteOptions::default() };
    let path = folder.join(format!("{}.zip", table.name));
    let written = formats::write(std::slice::from_ref(table), Format::Shapefile, &options)
        .map_err(|fault| Failure::file(&path, fault))?;
    let mut bundle = written.bundle;
    // Survey units often leave the .cpg out; the reader must find the encoding from the text.
    bundle.files.retain(|(name, _)| !name.ends_with(".cpg"));
    let bytes = bundle.to_zip().map_err(|fault| Failure::file(&path, fault))?;
    files::write_whole(&path, &bytes)
}

fn put(folder: &Path, name: &str, tables: &[Table], format: Format) -> Result<(), Failure> {
    let path = folder.join(name);
    let written =
        formats::write(tables, format, &WriteOptions::default()).map_err(|fault| Failure::file(&path, fault))?;
    // A CSV comes with a sidecar of column types for GDAL; these small lists do without.
    written.bundle.files.first().map_or(Ok(()), |(_, bytes)| files::write_whole(&path, bytes))
}

/// Questions for the search, as people type them.
const QUERIES: usize = 500;

/// The reference list and the key to the seeded faults, kept apart from what a planner would get.
fn answers(folder: &Path, district: &District, faults: &[SeededFault]) -> Result<(), Failure> {
    std::fs::create_dir_all(folder).map_err(|fault| Failure::file(folder, fault))?;
    let mut key = Table::new("faults", None, &[("rule", FieldKind::Text), ("code", FieldKind::Text)]);
    for fault in faults {
        key.push(None, vec![fault.rule.id().into(), fault.code.clone().unwrap_or_default().into()]);
    }
    put(folder, "faults.csv", &[key], Format::Csv)?;
    put(folder, "queries.csv", &[synthetic::queries(district, QUERIES)], Format::Csv)?;
    let reference: Vec<Table> = district.table(layer::REFERENCE).cloned().into_iter().collect();
    put(folder, "reference.csv", &reference, Format::Csv)
}

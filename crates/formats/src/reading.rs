//! From a bundle to tables: which files belong together, which reader takes them.

use std::panic::{AssertUnwindSafe, catch_unwind};

use model::{Finding, Place, Rule, Severity, Table};

use crate::{
    Bundle, Encoding, Format, ZipFault,
    bundle::{is_litter, split_extension},
    csv, flatgeobuf,
    format::is_zip,
    geojson, geopackage,
    notes::Notes,
    shapefile, xlsx,
};

/// What the reader may know about the files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// Full field names in use in the district's templates (户数, 名称 …): a Shapefile's name that was cut to ten bytes
    /// is completed from this list.
    pub full_names: Vec<String>,
    /// Read Shapefile and CSV texts in this encoding, whatever the files declare.
    pub encoding: Option<Encoding>,
}

/// Everything found in a bundle.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reading {
    /// The layers, in the order of the bundle's files and of the layers in them.
    pub tables: Vec<Table>,
    /// What is wrong, file by file, row by row.
    pub findings: Vec<Finding>,
    /// Rows that a file announces or begins and that could not be read at all; each is named by a finding.
    pub rows_unread: usize,
}

/// Reads every layer of a bundle. Zips inside are unpacked (one level). Never panics, whatever the bytes.
pub fn read(bundle: &Bundle, options: &ReadOptions) -> Reading {
    let mut reading = Reading::default();
    read_files(bundle, options, true, &mut reading);
    reading
}

fn read_files(bundle: &Bundle, options: &ReadOptions, unpack: bool, reading: &mut Reading) {
    for (path, bytes) in bundle.files.iter().filter(|(path, _)| !is_litter(path)) {
        let format = Format::detect(path, bytes);
        match format {
            Some(format) => guarded(reading, path, |reading| read_one(bundle, path, bytes, format, options, reading)),
            None if unpack && is_zip(bytes) => match Bundle::from_zip(path.as_str(), bytes) {
                Ok(inner) => read_files(&inner, options, false, reading),
                Err(fault) => zip_unreadable(reading, path, &fault),
            },
            None => read_nameless(bundle, path, bytes, options, reading),
        }
    }
}

fn read_one(bundle: &Bundle, path: &str, bytes: &[u8], format: Format, options: &ReadOptions, reading: &mut Reading) {
    match format {
        Format::GeoPackage => geopackage::read(bundle, path, bytes, reading),
        Format::Shapefile => shapefile::read(bundle, path, bytes, options, reading),
        Format::GeoJson => geojson::read(path, bytes, reading),
        Format::FlatGeobuf => flatgeobuf::read(path, bytes, reading),
        Format::Csv => csv::read(bundle, path, bytes, options, reading),
        Format::Xlsx => xlsx::read(bundle, path, bytes, reading),
    }
}

/// Files without a reader of their own: parts of a set, lone tables, or unknown.
fn read_nameless(bundle: &Bundle, path: &str, bytes: &[u8], options: &ReadOptions, reading: &mut Reading) {
    let (base, extension) = split_extension(path);
    let beside = |other: &str| bundle.find(&format!("{base}.{other}")).is_some();
    if extension == "dbf" && !beside("shp") {
        guarded(reading, path, |reading| shapefile::read_lone_dbf(bundle, path, bytes, options, reading));
    } else if extension == "shx" && !beside("shp") {
        let place = Place { file: path.to_owned(), ..Place::default() };
        reading
            .findings
            .push(Finding::new(Rule::FileMissing, Severity::Error, place).with("name", format!("{base}.shp")));
    } else if !SIDECARS.contains(&extension.as_str()) && !path.to_lowercase().ends_with("readme") {
        let place = Place { file: path.to_owned(), ..Place::default() };
        reading.findings.push(Finding::new(Rule::FormatUnknown, Severity::Warning, place).with("name", extension));
    }
}

/// Extensions of files that accompany others and hold no features of their own.
const SIDECARS: &[&str] = &[
    "dbf",
    "shx",
    "prj",
    "cpg",
    "qpj",
    "qix",
    "sbn",
    "sbx",
    "fbn",
    "fbx",
    "ain",
    "aih",
    "atx",
    "ixs",
    "mxs",
    "xml",
    "cst",
    "qmd",
    "qml",
    "sld",
    "lyr",
    "lyrx",
    "csvt",
    "gpkg-wal",
    "gpkg-shm",
    "gpkg-journal",
    "md",
    "pdf",
    "doc",
    "docx",
];

fn zip_unreadable(reading: &mut Reading, path: &str, fault: &ZipFault) {
    Notes::new(reading, path).damaged(fault);
}

/// The libraries under the readers promise not to panic; should one break the promise on hostile bytes, the file
/// becomes a finding and the other files are still read.
fn guarded(reading: &mut Reading, path: &str, work: impl FnOnce(&mut Reading)) {
    let mut inner = Reading::default();
    let whole = comes_to_its_end(|| work(&mut inner));
    reading.tables.append(&mut inner.tables);
    reading.findings.append(&mut inner.findings);
    reading.rows_unread += inner.rows_unread;
    if !whole {
        Notes::new(reading, path).damaged("the file's structure is inconsistent");
    }
}

/// Whether the work came to its end.
pub(crate) fn comes_to_its_end(work: impl FnOnce()) -> bool {
    catch_unwind(AssertUnwindSafe(work)).is_ok()
}

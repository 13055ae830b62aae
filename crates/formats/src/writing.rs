//! From tables to the files of a format.

use model::{Finding, Table};

use crate::{Bundle, Encoding, Format, csv, flatgeobuf, geojson, geopackage, shapefile, xlsx};

/// In which system GeoJSON is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum GeoJsonCrs {
    /// Longitude and latitude, as RFC 7946 §4 demands.
    #[default]
    LonLat,
    /// The table's own system, named by the `crs` member of the older GeoJSON of 2008.
    Native,
}

/// How to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WriteOptions {
    /// Name of the bundle and of the one file of formats that hold all layers; the first table's name when absent.
    pub name: Option<String>,
    /// Texts of Shapefile and CSV.
    pub encoding: Encoding,
    /// Pack the files into one zip.
    pub zip: bool,
    /// System of GeoJSON.
    pub geojson_crs: GeoJsonCrs,
    /// Spatial index in GeoPackage and FlatGeobuf. FlatGeobuf then holds the rows in Hilbert order.
    pub index: bool,
    /// When the data was last changed, UTC as `2026-11-21T08:00:00.000Z`: nothing here reads a clock. GeoPackage only.
    pub changed: Option<String>,
    /// Titles of fields (field, title) for formats that keep them: GeoPackage's `gpkg_data_columns`.
    pub aliases: Vec<(String, String)>,
}

impl Default for WriteOptions {
    fn default() -> Self {
        WriteOptions {
            name: None,
            encoding: Encoding::Utf8,
            zip: false,
            geojson_crs: GeoJsonCrs::LonLat,
            index: true,
            changed: None,
            aliases: Vec::new(),
        }
    }
}

/// The files, and what the format could not hold exactly.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Written {
    /// The files.
    pub bundle: Bundle,
    /// Notes on what was changed to fit the format, for example field names that were cut.
    pub findings: Vec<Finding>,
}

/// Why tables cannot be written in a format. Nothing is cut or changed without one of these or a finding.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum WriteError {
    /// There is nothing to write.
    #[error("there is no layer to write")]
    Empty,
    /// The text is longer than the format's cell.
    #[error("layer {layer}, row {row}, field {field}: the text has {bytes} bytes, {format} holds {limit}")]
    TextTooLong {
        /// Layer.
        layer: String,
        /// Row number.
        row: usize,
        /// Field.
        field: String,
        /// Length in the chosen encoding (XLSX: characters).
        bytes: usize,
        /// Most that the format holds.
        limit: usize,
        /// The format's name.
        format: &'static str,
    },
    /// The encoding lacks a character.
    #[error("layer {layer}, row {row}, field {field}: {encoding} has no character {character:?}")]
    Unencodable {
        /// Layer.
        layer: String,
        /// Row number; 0 for the field's own name.
        row: usize,
        /// Field.
        field: String,
        /// The character.
        character: char,
        /// The encoding's name.
        encoding: &'static str,
    },
    /// The value is of another kind than its field, or the format cannot hold it (a NaN in JSON).
    #[error("layer {layer}, row {row}, field {field}: {value} does not fit the field")]
    ValueUnfit {
        /// Layer.
        layer: String,
        /// Row number.
        row: usize,
        /// Field.
        field: String,
        /// The value as text.
        value: String,
    },
    /// The format does not tell letters' case apart in field names, and two fields differ in nothing else.
    #[error("layer {layer}: two fields are called {field}")]
    FieldTwice {
        /// Layer.
        layer: String,
        /// Field.
        field: String,
    },
    /// The format holds one type of geometry a layer.
    #[error("layer {layer}, row {row}: {format} cannot hold {found} in this layer of {expected}")]
    GeometryUnfit {
        /// Layer.
        layer: String,
        /// Row number.
        row: usize,
        /// Type of the geometry.
        found: &'static str,
        /// Type of the layer.
        expected: &'static str,
        /// The format's name.
        format: &'static str,
    },
    /// A coordinate is not finite.
    #[error("layer {layer}, row {row}: a coordinate is not finite")]
    NotFinite {
        /// Layer.
        layer: String,
        /// Row number.
        row: usize,
    },
    /// The CRS cannot be written in the format, or the coordinates cannot be brought to longitude and latitude.
    #[error("layer {layer}: {reason}")]
    Crs {
        /// Layer.
        layer: String,
        /// Why.
        reason: String,
    },
    /// The file would be larger than the format allows.
    #[error("layer {layer} is too large for {format}")]
    TooLarge {
        /// Layer.
        layer: String,
        /// The format's name.
        format: &'static str,
    },
    /// The library that packs the file refused.
    #[error("{format}: {reason}")]
    Library {
        /// The format's name.
        format: &'static str,
        /// The library's words.
        reason: String,
    },
}

/// Writes tables in a format; with [`WriteOptions::zip`] the bundle holds one zip.
///
/// What formats cannot tell apart: CSV and XLSX read an empty text back as null, all others keep the two apart; a
/// workbook has one kind of number, so that a column of whole reals comes back as whole numbers.
///
/// # Errors
/// When the format cannot hold the data as it is.
pub fn write(tables: &[Table], format: Format, options: &WriteOptions) -> Result<Written, WriteError> {
    let first = tables.first().ok_or(WriteError::Empty)?;
    let name = file_name(options.name.as_deref().unwrap_or(&first.name));
    let mut written = Written { bundle: Bundle { name: name.clone(), files: Vec::new() }, findings: Vec::new() };
    match format {
        Format::GeoPackage => {
            let bytes = geopackage::write(tables, options)?;
            written.bundle.files.push((format!("{name}.gpkg"), bytes));
        }
        Format::Xlsx => xlsx::write(tables, &name, &mut written)?,
        Format::Shapefile | Format::GeoJson | Format::FlatGeobuf | Format::Csv => {
            for (table, stem) in tables.iter().zip(layer_stems(tables, &name)) {
                write_layer(table, &stem, format, options, &mut written)?;
            }
        }
    }
    if options.zip {
        let zip = written.bundle.to_zip().map_err(|fault| library("zip", fault))?;
        written.bundle.files = vec![(format!("{name}.zip"), zip)];
    }
    Ok(written)
}

fn write_layer(
    table: &Table,
    stem: &str,
    format: Format,
    options: &WriteOptions,
    written: &mut Written,
) -> Result<(), WriteError> {
    match format {
        Format::Shapefile => shapefile::write(table, stem, options, written),
        Format::Csv => csv::write(table, stem, options, written),
        Format::FlatGeobuf => {
            let bytes = flatgeobuf::write(table, options)?;
            written.bundle.files.push((format!("{stem}.fgb"), bytes));
            Ok(())
        }
        _ => {
            let bytes = geojson::write(table, options)?;
            written.bundle.files.push((format!("{stem}.geojson"), bytes));
            Ok(())
        }
    }
}

/// One file stem a layer: the bundle's name for a single layer, the layers' own names for several.
fn layer_stems(tables: &[Table], name: &str) -> Vec<String> {
    if let [_] = tables {
        return vec![name.to_owned()];
    }
    crate::columns::unique_names(tables.iter().map(|table| file_name(&table.name)).collect())
}

/// A name that every file system takes.
fn file_name(name: &str) -> String {
    let keep = |c: char| if c.is_control() || "/\\:*?\"<>|".contains(c) { '_' } else { c };
    let name: String = name.trim().trim_matches('.').chars().map(keep).take(80).collect();
    if name.is_empty() { "layer".into() } else { name }
}

/// The library under a writer refused.
pub(crate) fn library(format: &'static str, reason: impl ToString) -> WriteError {
    WriteError::Library { format, reason: reason.to_string() }
}

/// A value that does not fit its field.
pub(crate) fn unfit(table: &Table, row: usize, field: usize, value: &model::Value) -> WriteError {
    WriteError::ValueUnfit {
        layer: table.name.clone(),
        row: table.rows[row].number,
        field: table.fields[field].name.clone(),
        value: value.to_text().unwrap_or_default(),
    }
}

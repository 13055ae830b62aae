//! Vector files of GIS and office programs: bytes in, [`model::Table`]s and [`model::Finding`]s out, and back.
//!
//! [`read`] takes a [`Bundle`] (a file, a folder's files or a zip), finds out what is in it and gives every layer as a
//! table with x-first coordinates and the CRS as declared. What is wrong becomes a finding; no bytes make it panic.
//! [`write`] gives the files of a [`Format`] as bytes, or a typed error where a format cannot hold the data.
//!
//! # Figures of the findings
//! `detail` (technical text in English), `name` (a file or format), `encoding` (the one used), `declared` and `found`
//! (what contradicts it), `full_name` and `cut_name` (fields), `value` (the cell or definition as it stands), `expected`
//! (an example of what would fit), `count`.

mod bundle;
mod columns;
mod csv;
mod encoding;
mod flatgeobuf;
mod format;
mod geojson;
mod geometry;
mod geopackage;
mod notes;
mod raw;
mod reading;
mod reference;
mod shapefile;
mod sheet;
mod wkb;
mod writing;
mod xlsx;

pub use bundle::{Bundle, ZipFault, ZipLimits};
pub use encoding::Encoding;
pub use format::Format;
pub use geopackage::{FileFault, GeoPackageFile};
pub use raw::{Sheets, read_sheets};
pub use reading::{ReadOptions, Reading, read};
pub use wkb::{from_wkb, to_wkb};
pub use writing::{GeoJsonCrs, WriteError, WriteOptions, Written, write};

//! OGC GeoPackage 1.3 (12-128r18), read from and written to memory, or kept on the disk and changed layer by layer. A
//! GeoPackage is an SQLite file, so here stands SQL.

mod blob;
mod file;
mod memory;
mod read;
mod schema;
mod wal;
mod write;

pub use file::{FileFault, GeoPackageFile};
pub(crate) use read::read;
pub(crate) use write::write;

/// An identifier in double quotes.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

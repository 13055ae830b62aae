//! 3D Tiles archives (3TZ, format 1.3): a zip file whose last entry, `@3dtilesIndex1@`, lists where every other one
//! begins, sorted by the MD5 of its path, so that a reader finds a tile without reading the directory.
//!
//! Zip as of ISO/IEC 21320-1 with the sizes in the local headers and ZIP64 where a file needs it. Entries are stored
//! or deflated; Zstandard, which the format also has, is not read.

mod reader;
mod records;
mod writer;

pub use reader::{Archive, Source};
pub use writer::Writer;

/// Name of the index.
pub const INDEX: &str = "@3dtilesIndex1@";

/// How an entry is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// As it is; quickest to read, and right for what is compressed already.
    Stored,
    /// Deflate (RFC 1951).
    Deflated,
}

/// Why an archive cannot be written or read.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// The bytes could not be written or read.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// A path that the format forbids: empty, absolute, with backslashes, holding `.3tz`, or the index's own name.
    #[error("{0:?} cannot be the path of an entry")]
    Path(String),
    /// A path was given twice.
    #[error("{0:?} is in the archive already")]
    Twice(String),
    /// An entry of 4 GiB or more.
    #[error("{0:?} is too large for the format")]
    TooLarge(String),
    /// There is no `tileset.json` at the top.
    #[error("the archive has no tileset.json")]
    NoTileset,
    /// Not a 3TZ file, or a broken one.
    #[error("not a 3TZ archive: {0}")]
    Broken(&'static str),
    /// An entry is kept by a method that is not read here.
    #[error("an entry is kept by method {0}")]
    Method(u16),
}

/// A path as the index hashes it.
fn normalized(path: &str) -> String {
    path.replace('\\', "/").trim_start_matches('/').to_owned()
}

/// MD5 of a path, as the two numbers that the index is sorted by.
fn key(path: &str) -> [u64; 2] {
    use md5::Digest;
    let hash: [u8; 16] = md5::Md5::digest(path.as_bytes()).into();
    halves(&hash)
}

fn halves(hash: &[u8; 16]) -> [u64; 2] {
    let value = u128::from_le_bytes(*hash);
    [value as u64, (value >> 64) as u64]
}

//! Objects: bytes under the hash of themselves, written once.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::{Arc, PoisonError, RwLock};

use serde::{Deserialize, Serialize};

/// BLAKE3 of an object's bytes, 256 bits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Hash(pub [u8; 32]);

/// What an object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A [`crate::Shape`].
    Shape,
    /// A [`crate::Node`] of the tree.
    Node,
    /// A tile's content as binary glTF.
    Tile,
    /// A tileset's JSON.
    Tileset,
    /// An image of a texture, as delivered.
    Image,
    /// A file, as delivered.
    Original,
}

/// Where objects are kept. Reading and writing happen from many threads.
pub trait Objects: Sync {
    /// Why one cannot be read or written.
    type Fault: std::error::Error + Send + 'static;

    /// The bytes of an object.
    ///
    /// # Errors
    /// When it is not there or cannot be read.
    fn get(&self, hash: Hash) -> Result<Arc<[u8]>, Self::Fault>;

    /// Keeps an object; one that is there already is not written again.
    ///
    /// # Errors
    /// When it cannot be written.
    fn put(&self, kind: Kind, bytes: Vec<u8>) -> Result<Hash, Self::Fault>;
}

/// Objects in memory: for tests, and for trees that nobody keeps.
#[derive(Debug, Default)]
pub struct Memory(RwLock<BTreeMap<Hash, Held>>);

type Held = (Kind, Arc<[u8]>);

/// An object that is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no object {0}")]
pub struct Absent(pub Hash);

impl Memory {
    /// All objects: hash, kind, bytes.
    pub fn all(&self) -> Vec<(Hash, Kind, Arc<[u8]>)> {
        let held = self.0.read().unwrap_or_else(PoisonError::into_inner);
        held.iter().map(|(hash, (kind, bytes))| (*hash, *kind, Arc::clone(bytes))).collect()
    }
}

impl Objects for Memory {
    type Fault = Absent;

    fn get(&self, hash: Hash) -> Result<Arc<[u8]>, Absent> {
        let held = self.0.read().unwrap_or_else(PoisonError::into_inner);
        held.get(&hash).map(|(_, bytes)| Arc::clone(bytes)).ok_or(Absent(hash))
    }

    fn put(&self, kind: Kind, bytes: Vec<u8>) -> Result<Hash, Absent> {
        let hash = Hash::of(&bytes);
        let mut held = self.0.write().unwrap_or_else(PoisonError::into_inner);
        held.entry(hash).or_insert_with(|| (kind, bytes.into()));
        Ok(hash)
    }
}

impl Hash {
    /// The hash of bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Hash(*blake3::hash(bytes).as_bytes())
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

/// A text that is no hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the hash of an object: 64 hexadecimal digits")]
pub struct BadHash;

impl FromStr for Hash {
    type Err = BadHash;

    fn from_str(text: &str) -> Result<Self, BadHash> {
        let digits = text.as_bytes();
        if digits.len() != 64 || digits.iter().any(|digit| !matches!(digit, b'0'..=b'9' | b'a'..=b'f')) {
            return Err(BadHash);
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            let value = |digit: u8| if digit <= b'9' { digit - b'0' } else { digit - b'a' + 10 };
            *byte = value(pair[0]) << 4 | value(pair[1]);
        }
        Ok(Hash(bytes))
    }
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 6] = [Kind::Shape, Kind::Node, Kind::Tile, Kind::Tileset, Kind::Image, Kind::Original];

    /// Stable name.
    pub fn id(self) -> &'static str {
        match self {
            Kind::Shape => "shape",
            Kind::Node => "node",
            Kind::Tile => "tile",
            Kind::Tileset => "tileset",
            Kind::Image => "image",
            Kind::Original => "original",
        }
    }
}

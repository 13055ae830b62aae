//! Why a tree cannot be made or read.

use crate::Hash;

/// Why a tree cannot be made or read.
#[derive(Debug, thiserror::Error)]
pub enum Fault<E: std::error::Error + Send + 'static> {
    /// Objects cannot be read or written.
    #[error(transparent)]
    Objects(E),
    /// An object is not what its place in the tree says.
    #[error("object {0} cannot be read: {1}")]
    Damaged(Hash, &'static str),
    /// A tile cannot be encoded.
    #[error("the tile {cell} cannot be made: {reason}")]
    Content {
        /// The tile's cell, level/x/y.
        cell: String,
        /// What stands in the way.
        reason: String,
    },
}

//! Tiles that were made, until others need the room.
//!
//! A tile is kept under what is in it. After a publication the tiles that it did not touch are found again; only which
//! places lie in a tile is looked up anew, once for each view.

use std::sync::Arc;

use jiff::Timestamp;
use model::{Day, Level};
use moka::policy::EvictionPolicy;
use moka::sync::Cache;

use super::address::Address;

/// Addresses of which it is known what is in them.
const ADDRESSES: u64 = 200_000;

/// A view's day, what was known, and the newest change that it knows.
pub(super) type Stamp = (Day, Option<Timestamp>, Timestamp);
type Which = (Address, Option<Level>);

/// A finished tile.
#[derive(Debug, Clone)]
pub(super) struct Tile {
    /// Hash of what is in it.
    pub(super) hash: u128,
    /// Compressed by gzip; empty where nothing is in the tile.
    pub(super) zipped: Arc<[u8]>,
}

pub(crate) struct TileCache {
    hashes: Cache<(Stamp, Which), u128>,
    tiles: Cache<(Which, u128), Arc<[u8]>>,
}

impl TileCache {
    /// Keeps tiles of so many bytes in all.
    pub(crate) fn new(room: u64) -> Self {
        let weigh = |_: &(Which, u128), bytes: &Arc<[u8]>| bytes.len() as u32 + 128;
        TileCache {
            hashes: Cache::builder().max_capacity(ADDRESSES).eviction_policy(EvictionPolicy::lru()).build(),
            tiles: Cache::builder().max_capacity(room).eviction_policy(EvictionPolicy::lru()).weigher(weigh).build(),
        }
    }

    /// Number of tiles that are kept.
    pub(crate) fn kept(&self) -> u64 {
        self.tiles.run_pending_tasks();
        self.tiles.entry_count()
    }

    /// A tile that is known.
    pub(super) fn known(&self, stamp: Stamp, which: Which) -> Option<Tile> {
        let hash = self.hashes.get(&(stamp, which))?;
        Some(Tile { hash, zipped: self.tiles.get(&(which, hash))? })
    }

    /// A tile with this content, made if it is not there; two who ask at once wait for one making.
    pub(super) fn tile<E: Send + Sync + 'static>(
        &self,
        stamp: Stamp,
        which: Which,
        hash: u128,
        make: impl FnOnce() -> Result<Vec<u8>, E>,
    ) -> Result<Tile, Arc<E>> {
        let zipped = self.tiles.try_get_with((which, hash), || make().map(Arc::from))?;
        self.hashes.insert((stamp, which), hash);
        Ok(Tile { hash, zipped })
    }
}

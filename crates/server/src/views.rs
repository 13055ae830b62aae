//! Days of the record in memory, made when they are asked for and kept while they are the newest.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Instant;

use jiff::Timestamp;
use model::Day;
use moka::sync::Cache;
use registry::View;
use store::AsOf;

use crate::dressed::{Dressed, Frames};
use crate::readers::Readers;

/// Days kept at once: today, the day before a publication, and a few that somebody looks back at.
const KEPT: u64 = 6;
/// How long the record is believed to be as it was, milliseconds: another process may write to it.
const BELIEVED_MS: u64 = 100;

type Key = (Day, Option<Timestamp>, i64);

pub(crate) struct Views {
    cache: Cache<Key, Arc<Dressed>>,
    /// Moment of the newest change seen, in microseconds.
    revision: AtomicI64,
    /// When it was looked up, milliseconds since `start`; 0 is never.
    looked: AtomicU64,
    start: Instant,
}

impl Views {
    pub(crate) fn new() -> Self {
        let cache = Cache::builder().max_capacity(KEPT).build();
        Views { cache, revision: AtomicI64::new(i64::MIN), looked: AtomicU64::new(0), start: Instant::now() }
    }

    /// A day of the record as it is now.
    pub(crate) fn get(
        &self,
        readers: &Readers,
        frames: &Frames,
        as_of: AsOf,
    ) -> Result<Arc<Dressed>, Arc<registry::Fault>> {
        let revision = self.revision(readers).map_err(Arc::new)?;
        let make = || readers.ask(|store| View::read(store, as_of)).map(|view| Arc::new(Dressed::new(view, frames)));
        self.cache.try_get_with((as_of.valid, as_of.known, revision), make)
    }

    /// Somebody has written: the next question looks again.
    pub(crate) fn changed(&self) {
        self.looked.store(0, Ordering::Release);
    }

    /// Moment of the newest change of the record, in microseconds.
    pub(crate) fn revision(&self, readers: &Readers) -> Result<i64, registry::Fault> {
        let now = self.start.elapsed().as_millis() as u64 + 1;
        let looked = self.looked.load(Ordering::Acquire);
        if looked != 0 && now < looked + BELIEVED_MS {
            return Ok(self.revision.load(Ordering::Acquire));
        }
        let last = readers.ask(|store| store.last_change().map_err(registry::Fault::from))?;
        let revision = last.map_or(0, |last| last.as_microsecond());
        self.revision.store(revision, Ordering::Release);
        self.looked.store(now, Ordering::Release);
        Ok(revision)
    }
}

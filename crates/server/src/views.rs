//! Days of the record in memory, made when they are asked for and kept while they are asked for.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use model::Day;
use moka::policy::EvictionPolicy;
use moka::sync::Cache;
use registry::View;
use store::AsOf;

use crate::dressed::{Dressed, Frames};
use crate::problem::{Kind, Problem};
use crate::readers::Readers;

/// Days kept at once: today, the day before a publication, and a few that somebody looks back at.
const KEPT: u64 = 6;
/// Views of other days than the usual one that are made at the same time; each reads the whole record.
const MADE_AT_ONCE: usize = 2;
/// Clients whose views are counted.
const CLIENTS: u64 = 10_000;
/// How long the record is believed to be as it was, milliseconds: another process may write to it.
const BELIEVED_MS: u64 = 100;
/// Over how long a client's views are counted.
const COUNTED: Duration = Duration::from_secs(60);

/// A day, and the newest change that is known.
type Key = (Day, Timestamp);

pub(crate) struct Views {
    cache: Cache<Key, Arc<Dressed>>,
    /// How many views each client has had made within the last minute.
    made: Cache<String, Arc<AtomicUsize>>,
    making: AtomicUsize,
    /// Moment of the newest change seen, in microseconds.
    revision: AtomicI64,
    /// When it was looked up, milliseconds since `start`; 0 is never.
    looked: AtomicU64,
    start: Instant,
}

/// Who wants a view, and how many a minute they may have made; `None` is the service itself.
pub(crate) type Client<'a> = Option<(&'a str, usize)>;

/// A view that is being made.
pub(crate) struct Making<'a>(&'a AtomicUsize);

impl Views {
    pub(crate) fn new() -> Self {
        Views {
            // The day of the newest change replaces the longest unasked one. By popularity it would not be let in: what
            // was asked for a thousand times before a publication is never asked for again.
            cache: Cache::builder().max_capacity(KEPT).eviction_policy(EvictionPolicy::lru()).build(),
            made: Cache::builder().max_capacity(CLIENTS).time_to_live(COUNTED).build(),
            making: AtomicUsize::new(0),
            revision: AtomicI64::new(i64::MIN),
            looked: AtomicU64::new(0),
            start: Instant::now(),
        }
    }

    /// A day of the record. What was known at a moment is what was known with the newest change before it, so equal
    /// states are one view. Views of other days than `usual` are rationed.
    pub(crate) fn get(
        &self,
        readers: &Readers,
        frames: &Frames,
        as_of: AsOf,
        usual: Day,
        client: Client<'_>,
    ) -> Result<Arc<Dressed>, Problem> {
        let newest = self.revision(readers)?;
        let newest = Timestamp::from_microsecond(newest).unwrap_or(Timestamp::UNIX_EPOCH);
        let known = match as_of.known {
            Some(moment) if moment < newest => {
                let last = readers.ask(|store| store.last_change_until(moment))?;
                // Before the first change nothing was known.
                last.unwrap_or(Timestamp::MIN)
            }
            _ => newest,
        };
        let key = (as_of.valid, known);
        let is_usual = key == (usual, newest);
        // Only whoever makes it is counted; others who ask for the same wait for it.
        let make = || {
            let _making = if is_usual { None } else { Some(self.spend(client)?) };
            let view = readers.ask(|store| View::read(store, AsOf::known(as_of.valid, known)))?;
            Ok::<_, Problem>(Arc::new(Dressed::new(view, frames)))
        };
        self.cache.try_get_with(key, make).map_err(|problem| Problem::clone(&problem))
    }

    /// Lets a client do something that reads the whole record, if it has not done so too often and not too many do.
    pub(crate) fn spend(&self, client: Client<'_>) -> Result<Making<'_>, Problem> {
        let too_often = |seconds: u64| Problem::new(Kind::TooOften).with("seconds", seconds);
        if self.making.fetch_add(1, Ordering::AcqRel) >= MADE_AT_ONCE {
            self.making.fetch_sub(1, Ordering::AcqRel);
            return Err(too_often(1));
        }
        let making = Making(&self.making);
        let Some((client, most)) = client else { return Ok(making) };
        let made = self.made.get_with_by_ref(client, Arc::default);
        if made.fetch_add(1, Ordering::AcqRel) >= most {
            return Err(too_often(COUNTED.as_secs()));
        }
        Ok(making)
    }

    /// Somebody has written: the next question looks again.
    pub(crate) fn changed(&self) {
        self.looked.store(0, Ordering::Release);
    }

    /// Number of days in memory.
    pub(crate) fn kept(&self) -> u64 {
        self.cache.run_pending_tasks();
        self.cache.entry_count()
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

impl Drop for Making<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

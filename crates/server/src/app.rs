//! What all handlers share.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crs::Crs;
use jiff::Timestamp;
use model::Day;
use store::{AsOf, Happened, Store};
use tokio::sync::Semaphore;
use words::{Language, Words};

use crate::accounts::{Gate, Sessions};
use crate::asked::Asked;
use crate::changes::Changes;
use crate::config::Config;
use crate::dressed::{Dressed, Frames};
use crate::identity_provider::IdentityProvider;
use crate::kept::Kept;
use crate::measures::Measures;
use crate::office::Letterbox;
use crate::ogc::TileCache;
use crate::plans::Desk;
use crate::problem::Problem;
use crate::readers::Readers;
use crate::serve::Fault;
use crate::told::Told;
use crate::views::{Making, Views};

/// The setting of the record that names its working CRS.
const WORKING_CRS: &str = "working_crs";

/// The service without its socket.
pub struct App {
    pub(crate) config: Config,
    pub(crate) readers: Readers,
    pub(crate) frames: Frames,
    /// Chinese, English.
    pub(crate) words: [Words; 2],
    pub(crate) sessions: Sessions,
    pub(crate) gate: Gate,
    pub(crate) tiles: TileCache,
    pub(crate) provider: Option<IdentityProvider>,
    /// Requests that may be worked on at the same time.
    pub(crate) turns: Arc<Semaphore>,
    pub(crate) measures: Measures,
    /// Files of imports that were checked and may be taken.
    pub(crate) brought: crate::api::Brought,
    pub(crate) desk: Desk,
    pub(crate) kept: Kept,
    writes: AtomicU64,
    pub(crate) changes: Arc<Changes>,
    pub(crate) letterbox: Letterbox,
    views: Views,
    writer: Mutex<Store>,
    told: Told,
}

impl App {
    /// Opens the record, bringing its schema forward if it is older.
    ///
    /// # Errors
    /// When the record does not open or names no working CRS that is understood.
    pub fn open(config: Config) -> Result<Self, Fault> {
        let store = Store::open(&config.data)?;
        let frames = working_frames(&store)?;
        let readers = Readers::new(config.data.clone(), config.readers);
        let words = [Words::new(Language::Chinese), Words::new(Language::English)];
        let provider = config.single_sign_on.clone().map(IdentityProvider::new).transpose()?;
        Ok(App {
            provider,
            turns: Arc::new(Semaphore::new(config.most_at_once)),
            tiles: TileCache::new(config.tile_room),
            changes: Arc::new(Changes::new(config.data.clone(), config.most_listeners)),
            desk: Desk::new(),
            kept: Kept::new(),
            writes: AtomicU64::new(0),
            config,
            readers,
            frames,
            words,
            sessions: Sessions::new(),
            gate: Gate::default(),
            measures: Measures::new(),
            brought: crate::api::Brought::default(),
            letterbox: Letterbox::default(),
            views: Views::new(),
            writer: Mutex::new(store),
            told: Told::default(),
        })
    }

    /// Writes to the record, one at a time. The next question sees it.
    pub(crate) fn write<T, E>(&self, work: impl FnOnce(&mut Store) -> Result<T, E>) -> Result<T, E> {
        // A write that panicked has rolled its transaction back; the connection is sound.
        let done = work(&mut self.writer.lock().unwrap_or_else(PoisonError::into_inner));
        self.writes.fetch_add(1, Ordering::AcqRel);
        self.views.changed();
        self.changes.look();
        done
    }

    /// What tells one state of the record from another: its newest change, and how often this process has written.
    pub(crate) fn moment(&self) -> Result<(i64, u64), registry::Fault> {
        let writes = self.writes.load(Ordering::Acquire);
        Ok((self.views.revision(&self.readers)?, writes))
    }

    /// Leaves a line in the audit: who asked did this to that. On the disk when it returns; many at once cost one write.
    /// A page that shows personal fields in full leaves one line, whatever their number.
    ///
    /// # Errors
    /// When the record cannot be written; what was asked must not be shown then.
    pub fn tell(&self, asked: &Asked, action: &str, object: &str, detail: &str) -> Result<(), Problem> {
        let author = asked.reader.account.clone().unwrap_or_else(|| "public".to_owned());
        let [action, object, detail] = [action, object, detail].map(str::to_owned);
        Ok(self.told.tell(&self.writer, Happened { author, action, object, detail })?)
    }

    /// The words of a language.
    pub(crate) fn words(&self, language: Language) -> &Words {
        &self.words[usize::from(language != Language::Chinese)]
    }

    /// Today in China, where the districts are.
    pub(crate) fn today(&self) -> Day {
        day_of(Timestamp::now())
    }

    /// Moment of the newest change of what is known about the district, in microseconds.
    pub(crate) fn record_revision(&self) -> Result<i64, Problem> {
        Ok(self.views.revision(&self.readers)?)
    }

    /// A day of the record, for the service itself.
    pub(crate) fn view(&self, as_of: AsOf) -> Result<Arc<Dressed>, Problem> {
        self.views.get(&self.readers, &self.frames, as_of, self.today(), None)
    }

    /// A day of the record, for a client.
    ///
    /// # Errors
    /// Too often, when the client looks at too many different days and moments; when the record fails.
    pub(crate) fn view_for(&self, asked: &Asked, as_of: AsOf) -> Result<Arc<Dressed>, Problem> {
        self.views.get(&self.readers, &self.frames, as_of, self.today(), Some(self.client(asked)))
    }

    /// Lets a client do something that reads the whole record besides a view; held while it is done.
    pub(crate) fn spend(&self, asked: &Asked) -> Result<Making<'_>, Problem> {
        self.views.spend(Some(self.client(asked)))
    }

    /// Number of days in memory.
    pub(crate) fn views_kept(&self) -> u64 {
        self.views.kept()
    }

    /// Who asks, as far as rations go: the account, else the address.
    fn client<'a>(&self, asked: &'a Asked) -> (&'a str, usize) {
        (asked.reader.account.as_deref().unwrap_or(&asked.address), self.config.views_a_minute)
    }
}

/// The systems of a record.
pub(crate) fn working_frames(store: &Store) -> Result<Frames, Fault> {
    let working = store.setting(WORKING_CRS)?.ok_or(Fault::NothingLoaded)?;
    Crs::from_user_input(&working).and_then(Frames::new).map_err(|fault| Fault::Crs(fault.to_string()))
}

/// The calendar day of a moment in China.
pub(crate) fn day_of(moment: Timestamp) -> Day {
    jiff::tz::Offset::constant(8).to_datetime(moment).date()
}

//! What all handlers share.

use std::sync::Arc;

use crs::Crs;
use jiff::Timestamp;
use model::Day;
use store::{AsOf, Store};
use words::{Language, Words};

use crate::config::Config;
use crate::dressed::{Dressed, Frames};
use crate::ogc::TileCache;
use crate::problem::{Kind, Problem};
use crate::readers::Readers;
use crate::serve::Fault;
use crate::views::Views;

/// The setting of the record that names its working CRS.
const WORKING_CRS: &str = "working_crs";

/// The service without its socket.
pub struct App {
    pub(crate) config: Config,
    pub(crate) readers: Readers,
    pub(crate) frames: Frames,
    /// Chinese, English.
    pub(crate) words: [Words; 2],
    pub(crate) tiles: TileCache,
    views: Views,
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
        Ok(App { config, readers, frames, words, tiles: TileCache::new(), views: Views::new() })
    }

    /// The words of a language.
    pub(crate) fn words(&self, language: Language) -> &Words {
        &self.words[usize::from(language != Language::Chinese)]
    }

    /// Today in China, where the districts are.
    pub(crate) fn today(&self) -> Day {
        day_of(Timestamp::now())
    }

    /// A day of the record as it is now.
    pub(crate) fn view(&self, as_of: AsOf) -> Result<Arc<Dressed>, Problem> {
        let found = self.views.get(&self.readers, &self.frames, as_of);
        found.map_err(|_| Problem::new(Kind::Internal))
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

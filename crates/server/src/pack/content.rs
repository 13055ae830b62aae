//! What a pack tells: the frozen figures, with the names and shapes that the places had then.

use std::collections::BTreeSet;

use coverage::{FrozenFigure, Metrics, Snapshot};
use jiff::Timestamp;
use model::{Code, Day, Level, PlaceKey};
use registry::{Place, View};
use store::{AsOf, Class, Store};
use words::{Language, Words};

use super::PackFault;
use super::map::Filled;
use crate::app::day_of;

/// Everything that the layout needs.
pub(super) struct Content {
    pub(super) name: String,
    /// Number of the pack: how many were kept up to it.
    pub(super) number: usize,
    pub(super) snapshot: Snapshot,
    pub(super) view: View,
    /// The day up to which the rows were known.
    pub(super) known: String,
    pub(super) words: [Words; 2],
    levels: Vec<Option<Level>>,
}

impl Content {
    pub(super) fn read(store: &Store, name: &str) -> Result<Self, PackFault> {
        let kept = registry::kept_snapshot(store, name)?.ok_or_else(|| PackFault::NotKept(name.to_owned()))?;
        let snapshot = kept.snapshot;
        let day: Day = snapshot.as_of.parse().map_err(|_| PackFault::Layout)?;
        let known: Timestamp = snapshot.known_as_of.parse().map_err(|_| PackFault::Layout)?;
        let view = View::read(store, AsOf::known(day, known))?;
        let metrics = Metrics::parse(&kept.definitions).ok();
        let level = |figure: &FrozenFigure| Some(metrics.as_ref()?.get(&figure.id)?.of.level);
        let levels = snapshot.figures.iter().map(level).collect();
        let words = [Words::new(Language::Chinese), Words::new(Language::English)];
        let known = day_of(known).to_string();
        Ok(Content { name: name.to_owned(), number: number(store, name)?, snapshot, view, known, words, levels })
    }

    /// A message in Chinese and in English.
    pub(super) fn say(&self, id: &str) -> [String; 2] {
        [self.words[0].say(id), self.words[1].say(id)]
    }

    /// A message with figures.
    pub(super) fn say_with(&self, id: &str, figures: &[(&str, String)]) -> [String; 2] {
        [self.words[0].say_with(id, figures), self.words[1].say_with(id, figures)]
    }

    /// What the district is called.
    pub(super) fn district(&self) -> String {
        let district = self.view.of_level(Level::District).next();
        district.map_or_else(|| self.words[0].say("service-title"), |place| place.name.clone())
    }

    /// The places behind a figure by their answers, as far as they are known by their codes.
    pub(super) fn behind(&self, at: usize) -> [(Filled, Vec<&Place>); 3] {
        let figure = &self.snapshot.figures[at];
        let all = |codes: &[String]| codes.iter().filter_map(|code| self.place(at, code)).collect::<Vec<_>>();
        [(Filled::Yes, all(&figure.yes)), (Filled::No, all(&figure.no)), (Filled::Unknown, all(&figure.unknown))]
    }

    /// The street that a place lies in; itself if it is one.
    pub(super) fn street(&self, place: &Place) -> Option<&Place> {
        self.view.places().at_level(place, Level::Subdistrict).and_then(|street| self.view.places().by_id(&street.id))
    }

    /// What a place is called.
    pub(super) fn name_of(place: &Place) -> &str {
        if place.name.is_empty() { place.key.code.as_str() } else { &place.name }
    }

    /// A place that a watch over terms names: `level:code`.
    pub(super) fn named(&self, text: &str) -> Option<&Place> {
        let (level, code) = text.split_once(':')?;
        self.view.places().by_key(&PlaceKey { level: Level::from_id(level)?, code: Code::new(code).ok()? })
    }

    /// Every character that may be set.
    pub(super) fn characters(&self) -> BTreeSet<char> {
        let mut all: BTreeSet<char> = self.name.chars().chain(' '..='~').collect();
        for id in Words::new(Language::Chinese).ids().into_iter().filter(|id| id.starts_with("pack-")) {
            all.extend(self.say(id).iter().flat_map(|text| text.chars().collect::<Vec<_>>()));
        }
        for figure in &self.snapshot.figures {
            all.extend(figure.zh.chars().chain(figure.caption_zh.chars()));
        }
        for place in self.view.places().list().iter().filter(|place| place.key.level < Level::Building) {
            all.extend(place.name.chars().chain(place.key.code.as_str().chars()));
        }
        all.retain(|one| !one.is_control());
        all
    }

    fn place(&self, at: usize, code: &str) -> Option<&Place> {
        let code = Code::new(code).ok()?;
        match self.levels.get(at).copied().flatten() {
            Some(level) => self.view.places().by_key(&PlaceKey { level, code }),
            None => self.view.places().by_code(&code).into_iter().next(),
        }
    }
}

fn number(store: &Store, name: &str) -> Result<usize, PackFault> {
    let this = store.get(Class::Snapshot, &format!("snapshot:{name}"), AsOf::day(Day::MAX))?;
    let recorded = this.map(|version| version.recorded);
    let kept = registry::kept_snapshots(store)?;
    Ok(kept.iter().filter(|(_, _, at)| Some(*at) <= recorded).count())
}

//! The places that a roster may name, and how a written place is found among them.

use std::collections::HashMap;

use model::{Code, Level, PlaceKey};

use crate::{
    near::{WORTH_SHOWING, likeness},
    sheet::WrittenPlace,
    text::{name_key, place_key, sound},
};

/// A place as a roster may name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownPlace {
    /// Level and code.
    pub key: PlaceKey,
    /// Its name.
    pub name: String,
    /// The larger places it lies in, in any order: community, subdistrict, courtyard.
    pub within: Vec<PlaceKey>,
}

/// All places of a district with what is needed to find them.
#[derive(Debug, Clone, Default)]
pub struct Places {
    list: Vec<KnownPlace>,
    by_code: HashMap<String, Vec<usize>>,
    by_name: HashMap<(Level, String), Vec<usize>>,
    by_key: HashMap<(Level, String), Vec<usize>>,
    by_sound: HashMap<(Level, String), Vec<usize>>,
}

/// What a written place is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Found {
    /// This place.
    One(usize),
    /// This place by the sound of its name alone.
    Sounds(usize),
    /// This place; its code had lost its leading zeros.
    Restored(usize),
    /// The code is this place's, the name another's.
    Contradiction(usize, usize),
    /// Several places have the name.
    Several(Vec<(usize, f64)>),
    /// Nothing has the name; these are near, the nearest first.
    Near(Vec<(usize, f64)>),
    /// The code has lost digits; these begin like it.
    Damaged(Vec<(usize, f64)>),
    /// Nothing like it.
    Nothing,
}

/// Most candidates that are shown.
const MOST: usize = 5;

impl Places {
    /// Indexes the places.
    pub fn new(list: Vec<KnownPlace>) -> Self {
        let mut places = Places { list, ..Places::default() };
        for (at, place) in places.list.iter().enumerate() {
            let (level, key) = (place.key.level, place_key(&place.name, place.key.level));
            places.by_code.entry(place.key.code.as_str().to_owned()).or_default().push(at);
            places.by_name.entry((level, name_key(&place.name))).or_default().push(at);
            places.by_sound.entry((level, sound(&key))).or_default().push(at);
            places.by_key.entry((level, key)).or_default().push(at);
        }
        places.add_short_names();
        places
    }

    /// Within its community 榆泉第1网格 is 第1网格, and some write 榆泉社区第1网格.
    fn add_short_names(&mut self) {
        for at in 0..self.list.len() {
            let level = self.list[at].key.level;
            let key = place_key(&self.list[at].name, level);
            let mut short = Vec::new();
            for around in self.list[at].within.iter().filter_map(|key| self.get(key)) {
                let stem = place_key(&around.name, around.key.level);
                let Some(rest) = key.strip_prefix(&stem).filter(|rest| !rest.is_empty()) else { continue };
                short.extend([rest.to_owned(), format!("{}{rest}", name_key(&around.name))]);
            }
            for key in short {
                let same = self.by_key.entry((level, key)).or_default();
                if same.last() != Some(&at) {
                    same.push(at);
                }
            }
        }
    }

    /// The places in the order given.
    pub fn list(&self) -> &[KnownPlace] {
        &self.list
    }

    /// The place with this key.
    pub fn get(&self, key: &PlaceKey) -> Option<&KnownPlace> {
        let found = self.by_code.get(key.code.as_str())?;
        found.iter().map(|&at| &self.list[at]).find(|place| place.key == *key)
    }

    /// Finds a written place of one of `levels`, in the larger places that the row names beside it.
    pub(crate) fn find(&self, written: &WrittenPlace, levels: &[Level], context: &[WrittenPlace]) -> Found {
        let around = self.context(context);
        let by_name = || self.by_written_name(&written.name, levels, &around);
        let Some(code) = &written.code else { return by_name() };
        if let Some(at) = self.with_code(&code.text, levels) {
            return match (!written.name.is_empty()).then(by_name) {
                Some(Found::One(other)) if other != at => Found::Contradiction(at, other),
                _ => Found::One(at),
            };
        }
        if code.damaged {
            return self.damaged(&code.safe_digits(), levels, by_name());
        }
        if let Some(at) = code.number.then(|| self.with_lost_zeros(&code.text, levels)).flatten() {
            return Found::Restored(at);
        }
        // An unknown code is not overruled by a name; the name's place is a candidate.
        match (!written.name.is_empty()).then(by_name) {
            Some(Found::One(at) | Found::Sounds(at)) => Found::Near(vec![(at, 1.0)]),
            _ => Found::Nothing,
        }
    }

    fn with_code(&self, code: &str, levels: &[Level]) -> Option<usize> {
        let found = self.by_code.get(code)?;
        found.iter().copied().find(|&at| levels.contains(&self.list[at].key.level))
    }

    fn with_lost_zeros(&self, digits: &str, levels: &[Level]) -> Option<usize> {
        (1..=4).find_map(|zeros| self.with_code(&format!("{}{digits}", "0".repeat(zeros)), levels))
    }

    /// Places whose codes begin like a damaged one; a name that fits goes first.
    fn damaged(&self, digits: &str, levels: &[Level], by_name: Found) -> Found {
        let mut found = match by_name {
            Found::One(at) | Found::Sounds(at) => vec![(at, 1.0)],
            _ => Vec::new(),
        };
        let alike = |at: &usize| {
            let key = &self.list[*at].key;
            levels.contains(&key.level) && key.code.as_str().starts_with(digits) && digits.len() >= 12
        };
        let alike = (0..self.list.len()).filter(alike).filter(|at| found.iter().all(|(other, _)| other != at));
        let more: Vec<(usize, f64)> = alike.take(MOST).map(|at| (at, 0.5)).collect();
        found.extend(more);
        found.truncate(MOST);
        Found::Damaged(found)
    }

    /// For each larger place that the row names: the places it may be. Nothing known is no context.
    fn context(&self, context: &[WrittenPlace]) -> Vec<Vec<PlaceKey>> {
        let known = |written: &WrittenPlace| {
            let levels = [written.level?];
            let found = match &written.code {
                Some(code) => self.with_code(&code.text, &levels).into_iter().collect(),
                None => self.by_text(&written.name, levels[0]),
            };
            Some(found.into_iter().map(|at| self.list[at].key.clone()).collect::<Vec<_>>())
        };
        let named = context.iter().filter(|place| place.code.is_some() || !place.name.is_empty());
        named.filter_map(known).collect()
    }

    fn by_text(&self, name: &str, level: Level) -> Vec<usize> {
        let key = place_key(name, level);
        let exact = self.by_name.get(&(level, name_key(name))).or_else(|| self.by_key.get(&(level, key.clone())));
        exact.or_else(|| self.by_sound.get(&(level, sound(&key)))).cloned().unwrap_or_default()
    }

    fn by_written_name(&self, name: &str, levels: &[Level], around: &[Vec<PlaceKey>]) -> Found {
        if name.is_empty() {
            return Found::Nothing;
        }
        let lies = |at: &usize| around.iter().all(|keys| keys.iter().any(|key| self.list[*at].within.contains(key)));
        let look = |index: &HashMap<(Level, String), Vec<usize>>, key: &dyn Fn(Level) -> String| {
            let of = levels.iter().filter_map(|&level| index.get(&(level, key(level))));
            of.flatten().copied().collect::<Vec<usize>>()
        };
        let exact = look(&self.by_name, &|_| name_key(name));
        let loose = look(&self.by_key, &|level| place_key(name, level));
        for tier in [&exact, &loose] {
            let inside: Vec<usize> = tier.iter().copied().filter(lies).collect();
            match inside[..] {
                [] => {}
                [one] => return Found::One(one),
                _ => return Found::Several(inside.into_iter().map(|at| (at, 1.0)).collect()),
            }
        }
        let sounds = look(&self.by_sound, &|level| sound(&place_key(name, level)));
        let inside: Vec<usize> = sounds.into_iter().filter(lies).collect();
        if let ([one], false) = (&inside[..], around.is_empty()) {
            return Found::Sounds(*one);
        }
        self.near(name, levels, &lies)
    }

    /// The nearest names, those in the larger places of the row first.
    fn near(&self, name: &str, levels: &[Level], lies: &dyn Fn(&usize) -> bool) -> Found {
        let mut found: Vec<(usize, f64)> = Vec::new();
        for &level in levels {
            let key = place_key(name, level);
            let key_sound = sound(&key);
            let of_level = self.list.iter().enumerate().filter(|(_, place)| place.key.level == level);
            for (at, place) in of_level {
                let inside = if lies(&at) { 1.0 } else { 0.9 };
                let score = likeness(&key, &key_sound, &place_key(&place.name, level)) * inside;
                if score >= WORTH_SHOWING {
                    found.push((at, score));
                }
            }
        }
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        found.truncate(MOST);
        if found.is_empty() { Found::Nothing } else { Found::Near(found) }
    }

    pub(crate) fn at(&self, index: usize) -> &KnownPlace {
        &self.list[index]
    }
}

impl KnownPlace {
    /// A place without anything around it.
    pub fn new(level: Level, code: Code, name: impl Into<String>) -> Self {
        KnownPlace { key: PlaceKey { level, code }, name: name.into(), within: Vec::new() }
    }

    /// The same place inside another.
    #[must_use]
    pub fn inside(mut self, key: PlaceKey) -> Self {
        self.within.push(key);
        self
    }
}

//! Search as people type: names, addresses with door numbers, codes, pinyin, initials, mixed and misspelt.
//!
//! Every place has a few texts; each text is cut into pairs of neighbouring signs, of syllables and of initials, and
//! numbers with the word behind them. A question is cut the same way; a place is as good as the weight of what they
//! share, rare pairs weighing more (inverse document frequency, Spärck Jones 1972). Nothing is ever answered for the
//! person: several candidates come, best first.

mod grams;
mod texts;

use std::collections::HashMap;

use model::Level;

use crate::PlaceIndex;
use grams::{Family, Gram};

/// A place that a question may mean.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// Its id.
    pub id: String,
    /// From 0 to 1: how much of the question it answers.
    pub score: f64,
}

/// All places of a day, ready to be searched.
#[derive(Debug, Default)]
pub struct SearchIndex {
    ids: Vec<(String, Level)>,
    codes: HashMap<String, Vec<u32>>,
    /// Places that have a gram, in rising order.
    postings: HashMap<Gram, Vec<Posting>>,
    /// For each place the weight of all grams of its own texts.
    weights: Vec<f64>,
}

/// A place has a gram in a text of its own, or only in the names of what is around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Posting {
    place: u32,
    own: bool,
}

/// A candidate answers at least this much of the question.
const LEAST: f64 = 0.34;
/// What is found around a place counts less than what is its own.
const AROUND: f64 = 0.6;
/// Syllables may be other words, initials almost anything.
const SYLLABLES: f64 = 0.93;
const INITIALS: f64 = 0.85;

impl SearchIndex {
    /// Indexes the places of a day.
    pub fn new(places: &PlaceIndex) -> Self {
        let mut index = SearchIndex::default();
        for place in places.list() {
            let number = index.ids.len() as u32;
            index.ids.push((place.id.clone(), place.key.level));
            index.codes.entry(place.key.code.as_str().to_lowercase()).or_default().push(number);
            let texts = texts::of(places, place);
            let own: std::collections::BTreeSet<Gram> =
                texts.own.iter().flat_map(|text| grams::of_text(text)).collect();
            let around = texts.around.iter().flat_map(|text| grams::of_text(text)).filter(|gram| !own.contains(gram));
            let around: std::collections::BTreeSet<Gram> = around.collect();
            for (grams, own) in [(own, true), (around, false)] {
                for gram in grams {
                    index.postings.entry(gram).or_default().push(Posting { place: number, own });
                }
            }
        }
        index.weigh();
        index
    }

    /// The places that a question may mean, best first.
    pub fn search(&self, question: &str, most: usize) -> Vec<Hit> {
        let wanted = texts::key(question);
        if let Some(found) = self.codes.get(&wanted) {
            return found.iter().take(most).map(|&place| self.hit(place, 1.0)).collect();
        }
        let mut best: HashMap<u32, f64> = HashMap::new();
        for (family, factor) in [(Family::Signs, 1.0), (Family::Syllables, SYLLABLES), (Family::Initials, INITIALS)] {
            for (place, score) in self.family(&wanted, family) {
                let score = score * factor;
                best.entry(place).and_modify(|known| *known = known.max(score)).or_insert(score);
            }
        }
        best.extend(self.by_part_of_code(&wanted));
        let mut hits: Vec<(u32, f64)> = best.into_iter().filter(|(_, score)| *score >= LEAST).collect();
        hits.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| self.rank(a.0).cmp(&self.rank(b.0))));
        hits.into_iter().take(most).map(|(place, score)| self.hit(place, score)).collect()
    }

    /// Among equals the larger place first, then in the order of the list.
    fn rank(&self, place: u32) -> (Level, u32) {
        (self.ids[place as usize].1, place)
    }

    fn hit(&self, place: u32, score: f64) -> Hit {
        Hit { id: self.ids[place as usize].0.clone(), score }
    }

    /// Places that share grams of one family with the question.
    fn family(&self, wanted: &str, family: Family) -> Vec<(u32, f64)> {
        let grams = grams::of_question(wanted, family);
        let all: f64 = grams.iter().map(|gram| self.rarity(gram)).sum();
        if all <= 0.0 {
            return Vec::new();
        }
        let mut shared: HashMap<u32, (f64, f64)> = HashMap::new();
        for gram in &grams {
            let weight = self.rarity(gram);
            for posting in self.postings.get(gram).into_iter().flatten() {
                let sums = shared.entry(posting.place).or_default();
                sums.0 += weight * if posting.own { 1.0 } else { AROUND };
                sums.1 += if posting.own { weight } else { 0.0 };
            }
        }
        // How much of the question is answered; a little also how much of the place was asked for, so that 1号 goes
        // before 1号2号楼 when only 1号 was typed.
        let score = |(place, (answered, own)): (u32, (f64, f64))| {
            let asked = own / self.weights[place as usize].max(f64::MIN_POSITIVE);
            (place, 0.94 * answered / all + 0.06 * asked.min(1.0))
        };
        shared.into_iter().filter(|(_, (_, own))| *own > 0.0).map(score).collect()
    }

    /// The end of a code is what people remember of it, the beginning what they have in common.
    fn by_part_of_code(&self, wanted: &str) -> Vec<(u32, f64)> {
        let code = wanted.len() >= 4
            && wanted.chars().all(|c| c.is_ascii_alphanumeric())
            && wanted.contains(|c: char| c.is_ascii_digit());
        if !code {
            return Vec::new();
        }
        let part = |code: &String| {
            let share = wanted.len() as f64 / code.len().max(1) as f64;
            match (code.ends_with(wanted), code.starts_with(wanted)) {
                (true, _) => Some(0.8 + 0.2 * share),
                (_, true) => Some(0.7 + 0.2 * share),
                _ => None,
            }
        };
        let found = self.codes.iter().filter_map(|(code, places)| Some((part(code)?, places)));
        found.flat_map(|(score, places)| places.iter().map(move |&place| (place, score))).collect()
    }

    /// Inverse document frequency; what no place has is as rare as can be and lowers every candidate.
    fn rarity(&self, gram: &Gram) -> f64 {
        let having = self.postings.get(gram).map_or(0, Vec::len);
        gram.weight() * (1.0 + self.ids.len() as f64 / (1.0 + having as f64)).ln()
    }

    fn weigh(&mut self) {
        let mut weights = vec![0.0; self.ids.len()];
        for (gram, postings) in &self.postings {
            let weight = self.rarity(gram);
            // The signs only: syllables and initials are the same text again.
            if gram.family() == Family::Signs {
                postings.iter().filter(|one| one.own).for_each(|one| weights[one.place as usize] += weight);
            }
        }
        self.weights = weights;
    }
}

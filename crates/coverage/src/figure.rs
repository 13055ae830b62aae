//! A figure: n, N and unknown, the places behind each, and the same by street, community and kind.

use std::collections::BTreeMap;

use model::{Code, Day, Level};

use crate::metric::{Filter, Metric, Population, Test};
use crate::percent::{Percent, Rate, Rounding};
use crate::rows::{Known, PlaceRow, Rows};
use crate::standing::Standing;
use crate::verdict::answers;

/// Three numbers; together they are the denominator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Places that have it.
    pub yes: usize,
    /// Places that lack it.
    pub no: usize,
    /// Places of which nobody knows.
    pub unknown: usize,
}

/// A metric's figure on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// The metric's stable name.
    pub metric: String,
    /// Level of the places.
    pub level: Level,
    /// The day.
    pub as_of: Day,
    /// The three numbers.
    pub tally: Tally,
    /// The places behind each.
    pub behind: Behind,
    /// By subdistrict.
    pub by_street: Vec<Part>,
    /// By community.
    pub by_community: Vec<Part>,
    /// By kind.
    pub by_kind: Vec<Part>,
    /// Places whose survey says otherwise than the rows that count.
    pub contradicted: Vec<Code>,
    /// How its rate is rounded.
    pub rounding: Rounding,
}

/// The places behind each number, by code.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Behind {
    /// They have it.
    pub yes: Vec<Code>,
    /// They lack it: the gap list.
    pub no: Vec<Code>,
    /// Nobody knows.
    pub unknown: Vec<Code>,
}

/// A part of a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Code of the street or community, or the kind; `None` for places that have none.
    pub key: Option<String>,
    /// Its numbers.
    pub tally: Tally,
}

/// A metric's figure from rows on a day. For many figures of a day make a [`Standing`] once.
pub fn figure(metric: &Metric, rows: &Rows, as_of: Day) -> Figure {
    Standing::on(rows, as_of).figure(metric)
}

impl Standing<'_> {
    /// A metric's figure on the day.
    pub fn figure(&self, metric: &Metric) -> Figure {
        let range = self.level(metric.of.level);
        let (answers, contradicted) = answers(metric, self);
        let mut sorted: [Vec<u32>; 3] = Default::default();
        let mut parts = Parts::default();
        for (place, &answer) in range.clone().zip(&answers) {
            let row = self.places()[place];
            if metric.of.holds(row, self.day()) {
                sorted[answer as usize].push(place as u32);
                parts.add(row, answer);
            }
        }
        let counted = |&place: &u32| metric.of.holds(self.places()[place as usize], self.day());
        let contradicted: Vec<u32> = contradicted.into_iter().filter(counted).collect();
        let [yes, no, unknown] = &sorted;
        Figure {
            metric: metric.id.clone(),
            level: metric.of.level,
            as_of: self.day(),
            tally: Tally { yes: yes.len(), no: no.len(), unknown: unknown.len() },
            behind: Behind { yes: self.codes(yes), no: self.codes(no), unknown: self.codes(unknown) },
            by_street: listed(parts.street),
            by_community: listed(parts.community),
            by_kind: listed(parts.kind),
            contradicted: self.codes(&contradicted),
            rounding: metric.rounding,
        }
    }
}

#[derive(Default)]
struct Parts<'a> {
    street: BTreeMap<Option<&'a str>, Tally>,
    community: BTreeMap<Option<&'a str>, Tally>,
    kind: BTreeMap<Option<&'a str>, Tally>,
}

impl<'a> Parts<'a> {
    fn add(&mut self, row: &'a PlaceRow, answer: Known) {
        self.street.entry(row.street.as_ref().map(Code::as_str)).or_default().add(answer);
        self.community.entry(row.community.as_ref().map(Code::as_str)).or_default().add(answer);
        self.kind.entry(row.kind.as_deref()).or_default().add(answer);
    }
}

fn listed(parts: BTreeMap<Option<&str>, Tally>) -> Vec<Part> {
    parts.into_iter().map(|(key, tally)| Part { key: key.map(str::to_owned), tally }).collect()
}

impl Tally {
    /// N.
    pub fn denominator(self) -> usize {
        self.yes + self.no + self.unknown
    }

    /// The rate where all places are known, else its bounds; `None` of no places.
    pub fn rate(self, rounding: Rounding) -> Option<Rate> {
        let least = rounding.percent(self.yes, self.denominator())?;
        let most = rounding.percent(self.yes + self.unknown, self.denominator())?;
        Some(if self.unknown == 0 { Rate::Exact(least) } else { Rate::Between(least, most) })
    }

    fn add(&mut self, answer: Known) {
        match answer {
            Known::Yes => self.yes += 1,
            Known::No => self.no += 1,
            Known::Unknown => self.unknown += 1,
        }
    }
}

impl Figure {
    /// N.
    pub fn denominator(&self) -> usize {
        self.tally.denominator()
    }

    /// The rate by the metric's rounding.
    pub fn rate(&self) -> Option<Rate> {
        self.tally.rate(self.rounding)
    }

    /// Whole percent for a headline; `None` while places are unknown, for then there is no one percentage.
    pub fn headline(&self) -> Option<Percent> {
        match self.tally.rate(Rounding::WHOLE)? {
            Rate::Exact(percent) => Some(percent),
            Rate::Between(..) => None,
        }
    }
}

impl Population {
    /// Whether a place of the level belongs to it on a day.
    pub fn holds(&self, place: &PlaceRow, as_of: Day) -> bool {
        let kind = self.kinds.is_empty() || place.kind.as_ref().is_some_and(|kind| self.kinds.contains(kind));
        place.key.level == self.level && kind && self.filters.iter().all(|filter| filter.holds(place, as_of))
    }
}

impl Filter {
    fn holds(&self, place: &PlaceRow, as_of: Day) -> bool {
        let Some(fact) = place.attributes.get(&self.attribute) else { return false };
        match &self.test {
            Test::OneOf(list) => list.contains(&fact.text()),
            Test::NoneOf(list) => !list.contains(&fact.text()),
            Test::Last(window) => fact.day().is_some_and(|day| window.contains(as_of, day)),
            Test::AtLeast(number) => fact.number().is_some_and(|value| value >= *number),
            Test::AtMost(number) => fact.number().is_some_and(|value| value <= *number),
        }
    }
}

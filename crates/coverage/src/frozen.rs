//! Figures as a snapshot keeps them: plain texts and numbers, in an order that does not change.

use std::collections::BTreeMap;

use model::{Code, Holder, PlaceKey};
use serde::{Deserialize, Serialize};

use crate::figure::{Figure, Part, Tally};
use crate::load::Load;
use crate::metric::{Bilingual, LoadMetric, Metric, TermWatch};
use crate::standing::Standing;

/// A figure with its definition and the places behind it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrozenFigure {
    /// The metric's stable name.
    pub id: String,
    /// Chinese title.
    pub zh: String,
    /// English title.
    pub en: String,
    /// How it was counted, in Chinese.
    pub caption_zh: String,
    /// How it was counted, in English.
    pub caption_en: String,
    /// How it was counted, exactly: [`Metric::counting`].
    pub counting: String,
    /// Whether it is a cumulative counter.
    pub cumulative: bool,
    /// N.
    pub denominator: usize,
    /// The rate as printed, or its bounds; empty of no places.
    pub rate: Vec<String>,
    /// Codes of the places that have it.
    pub yes: Vec<String>,
    /// Codes of the places that lack it.
    pub no: Vec<String>,
    /// Codes of the places of which nobody knew.
    pub unknown: Vec<String>,
    /// Codes of the places whose survey said otherwise.
    pub contradicted: Vec<String>,
    /// By subdistrict.
    pub by_street: Vec<FrozenPart>,
    /// By community.
    pub by_community: Vec<FrozenPart>,
    /// By kind.
    pub by_kind: Vec<FrozenPart>,
}

/// A part of a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrozenPart {
    /// Code or kind; `None` for places without.
    pub key: Option<String>,
    /// Places that have it.
    pub yes: usize,
    /// Places that lack it.
    pub no: usize,
    /// Places of which nobody knew.
    pub unknown: usize,
}

/// A load.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrozenLoad {
    /// The metric's stable name.
    pub id: String,
    /// Chinese title.
    pub zh: String,
    /// English title.
    pub en: String,
    /// Number of places → number of holders.
    pub histogram: BTreeMap<usize, usize>,
    /// Places of each holder, `level:code`, by the holder's code.
    pub holders: BTreeMap<String, Vec<String>>,
}

/// A watch over terms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrozenTerms {
    /// The watch's stable name.
    pub id: String,
    /// Chinese title.
    pub zh: String,
    /// English title.
    pub en: String,
    /// Within so many days.
    pub days: u16,
    /// What ended, the soonest first.
    pub ending: Vec<FrozenTerm>,
}

/// A contract or term that ended soon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrozenTerm {
    /// `level:code` of the place.
    pub place: String,
    /// Role.
    pub role: String,
    /// The holder's code.
    pub holder: String,
    /// Last day in force.
    pub last_day: String,
    /// Whether somebody followed.
    pub followed: bool,
}

pub(crate) fn freeze_figure(metric: &Metric, standing: &Standing<'_>) -> FrozenFigure {
    let Figure { tally, behind, by_street, by_community, by_kind, contradicted, rounding, .. } =
        standing.figure(metric);
    let Bilingual { zh: caption_zh, en: caption_en } = metric.caption.clone();
    FrozenFigure {
        id: metric.id.clone(),
        zh: metric.title.zh.clone(),
        en: metric.title.en.clone(),
        caption_zh,
        caption_en,
        counting: metric.counting(),
        cumulative: metric.since.is_some(),
        denominator: tally.denominator(),
        rate: rate(tally, rounding),
        yes: texts(&behind.yes),
        no: texts(&behind.no),
        unknown: texts(&behind.unknown),
        contradicted: texts(&contradicted),
        by_street: parts(by_street),
        by_community: parts(by_community),
        by_kind: parts(by_kind),
    }
}

pub(crate) fn freeze_load(metric: &LoadMetric, standing: &Standing<'_>) -> FrozenLoad {
    let Load { holders, histogram, .. } = standing.load(metric);
    let one = |(holder, places): (Holder, Vec<PlaceKey>)| (named(&holder), places.iter().map(place).collect());
    FrozenLoad {
        id: metric.id.clone(),
        zh: metric.title.zh.clone(),
        en: metric.title.en.clone(),
        histogram,
        holders: holders.into_iter().map(one).collect(),
    }
}

pub(crate) fn freeze_terms(watch: &TermWatch, standing: &Standing<'_>) -> FrozenTerms {
    let mut ending: Vec<FrozenTerm> = Vec::new();
    for end in standing.ending(&watch.roles, watch.days) {
        ending.push(FrozenTerm {
            place: place(&end.assignment.place),
            role: end.assignment.role.0.clone(),
            holder: named(&end.assignment.holder),
            last_day: end.last_day.to_string(),
            followed: end.followed,
        });
    }
    FrozenTerms {
        id: watch.id.clone(),
        zh: watch.title.zh.clone(),
        en: watch.title.en.clone(),
        days: watch.days,
        ending,
    }
}

pub(crate) fn rate(tally: Tally, rounding: crate::Rounding) -> Vec<String> {
    match tally.rate(rounding) {
        None => Vec::new(),
        Some(crate::Rate::Exact(percent)) => vec![percent.to_string()],
        Some(crate::Rate::Between(least, most)) => vec![least.to_string(), most.to_string()],
    }
}

fn parts(parts: Vec<Part>) -> Vec<FrozenPart> {
    let one = |Part { key, tally: Tally { yes, no, unknown } }| FrozenPart { key, yes, no, unknown };
    parts.into_iter().map(one).collect()
}

fn texts(codes: &[Code]) -> Vec<String> {
    codes.iter().map(ToString::to_string).collect()
}

fn place(key: &PlaceKey) -> String {
    format!("{}:{}", key.level.id(), key.code)
}

/// A person and an organisation may carry the same code.
fn named(holder: &Holder) -> String {
    match holder {
        Holder::Person(code) => format!("person:{code}"),
        Holder::Organisation(code) => format!("organisation:{code}"),
    }
}

//! What changed between two snapshots, and counters that fell though they only add up.

use std::collections::BTreeSet;

use model::{Finding, Place, Rule, Severity};

use crate::frozen::FrozenFigure;
use crate::snapshot::Snapshot;

/// How a figure changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The metric's stable name.
    pub metric: String,
    /// n before and after.
    pub yes: (usize, usize),
    /// N before and after.
    pub denominator: (usize, usize),
    /// Codes that are among the yes now and were not.
    pub gained: Vec<String>,
    /// Codes that were among the yes and are not now.
    pub lost: Vec<String>,
    /// Whether it is counted otherwise than before: then the numbers do not compare.
    pub redefined: bool,
    /// Whether it is a cumulative counter now.
    pub cumulative: bool,
}

/// The change of each figure that both snapshots have, in the order of the later one.
pub fn changes(before: &Snapshot, after: &Snapshot) -> Vec<Change> {
    let both = after.figures.iter().filter_map(|now| Some((before.get(&now.id)?, now)));
    both.map(|(was, now)| change(was, now)).collect()
}

/// A finding for each cumulative counter that fell: it needs a note of correction. The snapshots may come in any order;
/// the one of the earlier day is the earlier.
pub fn falls(a: &Snapshot, b: &Snapshot) -> Vec<Finding> {
    // Days as `YYYY-MM-DD` sort as texts.
    let (before, after) = if a.as_of <= b.as_of { (a, b) } else { (b, a) };
    let fell = |change: &Change| change.cumulative && change.yes.1 < change.yes.0;
    let finding = |change: Change| {
        let place = Place { layer: Some(after.as_of.clone()), field: Some(change.metric), ..Place::default() };
        Finding::new(Rule::CounterFell, Severity::Warning, place)
            .with("before", change.yes.0)
            .with("after", change.yes.1)
            .with("since", &before.as_of)
            .with("places", change.lost.join(" "))
    };
    changes(before, after).into_iter().filter(fell).map(finding).collect()
}

fn change(was: &FrozenFigure, now: &FrozenFigure) -> Change {
    Change {
        metric: now.id.clone(),
        yes: (was.yes.len(), now.yes.len()),
        denominator: (was.denominator, now.denominator),
        gained: without(&now.yes, &was.yes),
        lost: without(&was.yes, &now.yes),
        redefined: was.counting != now.counting,
        cumulative: now.cumulative,
    }
}

fn without(list: &[String], other: &[String]) -> Vec<String> {
    let other: BTreeSet<&String> = other.iter().collect();
    list.iter().filter(|code| !other.contains(code)).cloned().collect()
}

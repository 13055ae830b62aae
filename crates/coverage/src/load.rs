//! Load: how many places each holder has.

use std::collections::{BTreeMap, BTreeSet};

use model::{Day, Holder, PlaceKey};

use crate::metric::LoadMetric;
use crate::rows::Rows;
use crate::standing::Standing;

/// The places of each holder, and how many holders have how many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Load {
    /// The metric's stable name.
    pub metric: String,
    /// The day.
    pub as_of: Day,
    /// Each holder with the places, sorted; those on the roster who have none are here too.
    pub holders: Vec<(Holder, Vec<PlaceKey>)>,
    /// Number of places → number of holders.
    pub histogram: BTreeMap<usize, usize>,
}

/// Load from rows on a day.
pub fn load(metric: &LoadMetric, rows: &Rows, as_of: Day) -> Load {
    Standing::on(rows, as_of).load(metric)
}

impl Standing<'_> {
    /// Load on the day. A place counts once for a holder, whatever roles they hold there.
    pub fn load(&self, metric: &LoadMetric) -> Load {
        let mut places: BTreeMap<&Holder, BTreeSet<u32>> = BTreeMap::new();
        for row in self.rostered().iter().filter(|row| metric.roles.contains(&row.role)) {
            places.entry(&row.holder).or_default();
        }
        let held = metric.roles.iter().flat_map(|role| self.held(role));
        for held in held.filter(|held| held.row.period.contains(self.day())) {
            if metric.levels.is_empty() || metric.levels.contains(&held.row.place.level) {
                places.entry(&held.row.holder).or_default().insert(held.place);
            }
        }
        let mut histogram = BTreeMap::new();
        for places in places.values() {
            *histogram.entry(places.len()).or_default() += 1;
        }
        let keys = |places: BTreeSet<u32>| places.iter().map(|&p| self.places()[p as usize].key.clone()).collect();
        let holders = places.into_iter().map(|(holder, places)| (holder.clone(), keys(places))).collect();
        Load { metric: metric.id.clone(), as_of: self.day(), holders, histogram }
    }
}

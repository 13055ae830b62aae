//! Places of every level but grids, as rows to put on record.

use std::collections::{BTreeMap, BTreeSet};

use geo_types::MultiPolygon;
use model::{Code, Day, Level, Period, PlaceKey};
use serde_json::Value;
use store::{AsOf, Class, Filter, Record, Writing};

use crate::Fault;

/// A place as a file tells it.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceRow {
    /// Level and code.
    pub key: PlaceKey,
    /// The place of a larger level that it lies in; a grid is not told here but follows from the plan.
    pub parent: Option<PlaceKey>,
    /// Everything that its row says, `name` and `households` among them.
    pub body: Value,
    /// Its area in the working CRS.
    pub shape: Option<MultiPolygon<f64>>,
}

/// What a load changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PlacesPut {
    /// New places, and places of which something else is told.
    pub changed: usize,
    /// Places of the same levels that are no longer told of.
    pub ended: usize,
}

/// Puts places in force from a day on. Of each level that is told of, all are told: a place on record that is not among
/// the rows ends on the day.
///
/// # Errors
/// When the record fails.
pub fn put_places(writing: &mut Writing<'_>, rows: &[PlaceRow], from: Day) -> Result<PlacesPut, Fault> {
    let mut put = PlacesPut::default();
    let mut told: BTreeMap<Level, BTreeSet<String>> = BTreeMap::new();
    for row in rows {
        let record = record(row);
        told.entry(row.key.level).or_default().insert(record.key.clone());
        put.changed += usize::from(writing.put_if_new(Class::Place, &record, Period::since(from))?);
    }
    for (level, ids) in told {
        let of_level = Filter { kind: Some(level.id().to_owned()), bare: true, ..Filter::default() };
        for held in writing.list(Class::Place, &of_level, AsOf::day(from))? {
            if !ids.contains(&held.record.key) {
                writing.end(Class::Place, &held.record.key, from)?;
                put.ended += 1;
            }
        }
    }
    Ok(put)
}

/// Id of a place that is no grid.
pub(crate) fn place_id(level: Level, code: &Code) -> String {
    format!("{}:{code}", level.id())
}

fn record(row: &PlaceRow) -> Record {
    let PlaceKey { level, code } = &row.key;
    Record {
        code: Some(code.to_string()),
        parent: row.parent.as_ref().map(|outer| place_id(outer.level, &outer.code)),
        shape: row.shape.clone(),
        ..Record::new(place_id(*level, code), level.id(), row.body.clone())
    }
}

//! A version: what holds for one thing over a period, and when the record believed it.

use geo_types::{Geometry, MultiPolygon};
use jiff::Timestamp;
use model::Period;
use rusqlite::Row;
use serde_json::Value;

use crate::Fault;
use crate::as_of::day_of;

/// What a version says.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// What makes the thing the same over time; never shown, never reused.
    pub key: String,
    /// What it is within its class: the level of a place, the role of an assignment, the kind of evidence.
    pub kind: String,
    /// Its official code at the time.
    pub code: Option<String>,
    /// The key of what it lies in or belongs to.
    pub parent: Option<String>,
    /// Everything else, by field.
    pub body: Value,
    /// Its area in the working CRS.
    pub shape: Option<MultiPolygon<f64>>,
}

/// A record with its times.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// Number, rising with every version of the class.
    pub number: i64,
    /// The days for which it holds.
    pub valid: Period,
    /// From when on the record believed it.
    pub recorded: Timestamp,
    /// When it was superseded; `None` while it is believed.
    pub superseded: Option<Timestamp>,
    /// Who wrote it.
    pub author: String,
    /// The version that it was made from.
    pub base: Option<i64>,
    /// What it says.
    pub record: Record,
}

impl Record {
    /// A record without code, parent and shape.
    pub fn new(key: impl Into<String>, kind: impl Into<String>, body: Value) -> Self {
        Record { key: key.into(), kind: kind.into(), code: None, parent: None, body, shape: None }
    }

    /// With an official code.
    #[must_use]
    pub fn with_code(self, code: impl Into<String>) -> Self {
        Record { code: Some(code.into()), ..self }
    }

    /// In a parent.
    #[must_use]
    pub fn within(self, parent: impl Into<String>) -> Self {
        Record { parent: Some(parent.into()), ..self }
    }

    /// With an area.
    #[must_use]
    pub fn with_shape(self, shape: MultiPolygon<f64>) -> Self {
        Record { shape: Some(shape), ..self }
    }
}

/// The columns that [`Version::read`] wants, of a version table named `v` joined with its change `c`.
pub(crate) const COLUMNS: &str = "v.version, v.key, v.kind, v.code, v.parent, v.valid_from, v.valid_to, \
     v.recorded_at, v.superseded_at, v.base, v.body, c.author";
/// The column after these, or NULL.
pub(crate) const SHAPE: &str = "v.shape";

impl Version {
    pub(crate) fn read(row: &Row<'_>) -> Result<Self, Fault> {
        let number: i64 = row.get(0)?;
        let damaged = |reason: &str| Fault::Damaged { version: number, reason: reason.to_owned() };
        let (from, to): (i64, Option<i64>) = (row.get(5)?, row.get(6)?);
        let valid = Period::new(day_of(from), to.map(day_of)).map_err(|fault| damaged(&fault.to_string()))?;
        let moment = |at: i64| Timestamp::from_microsecond(at).map_err(|_| damaged("moment"));
        let body: String = row.get(10)?;
        let shape: Option<Vec<u8>> = row.get(12)?;
        let shape = shape.map(|bytes| areas(&bytes).ok_or_else(|| damaged("shape"))).transpose()?;
        let record = Record {
            key: row.get(1)?,
            kind: row.get(2)?,
            code: row.get(3)?,
            parent: row.get(4)?,
            body: serde_json::from_str(&body).map_err(|_| damaged("body"))?,
            shape,
        };
        Ok(Version {
            number,
            valid,
            recorded: moment(row.get(7)?)?,
            superseded: row.get::<_, Option<i64>>(8)?.map(moment).transpose()?,
            author: row.get(11)?,
            base: row.get(9)?,
            record,
        })
    }
}

fn areas(bytes: &[u8]) -> Option<MultiPolygon<f64>> {
    match formats::from_wkb(bytes)? {
        Geometry::MultiPolygon(shape) => Some(shape),
        Geometry::Polygon(polygon) => Some(MultiPolygon(vec![polygon])),
        _ => None,
    }
}

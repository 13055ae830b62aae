//! Why the registry refuses or fails.

use model::Day;

/// What can go wrong between the record and a rim.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The record itself.
    #[error(transparent)]
    Record(#[from] store::Fault),
    /// Nothing is on record for the day.
    #[error("no territory is on record for {0}")]
    NoTerritory(Day),
    /// A place that is not there on the day.
    #[error("there is no {level} {code}")]
    NoPlace {
        /// Its level.
        level: &'static str,
        /// Its code.
        code: String,
    },
    /// Somebody has written since the record was read for a change.
    #[error("the record has changed since this was prepared: prepare it again")]
    Changed,
    /// Figures are frozen once under a name.
    #[error("there is a snapshot named {0} already")]
    SnapshotThere(String),
    /// A row that another program wrote, or a damaged one.
    #[error("{key} does not read back: {reason}")]
    Unreadable {
        /// The thing.
        key: String,
        /// What is wrong.
        reason: String,
    },
}

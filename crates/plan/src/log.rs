//! A draft as rows: what is stored, and what a draft is restored from.

use serde::{Deserialize, Serialize};

use crate::{Delta, Edit, GridId, GridRow};

/// An edit as it was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its number in the draft, from 1; never given again.
    pub number: u64,
    /// Who made it.
    pub author: String,
    /// What was asked for.
    pub edit: Edit,
    /// What it changed; the inverse of this undoes it.
    pub delta: Delta,
}

/// An edit that was taken back and can be made again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undone {
    /// The edit.
    pub entry: Entry,
    /// The revision of each grid that it touches, as it was when the edit had been taken back.
    pub revisions: Vec<(GridId, u64)>,
}

/// A draft as rows. Restoring it gives the same draft, and that one the same rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftLog {
    /// The territory's fingerprint.
    pub territory: u64,
    /// The plan that the draft began with.
    pub base: Vec<GridRow>,
    /// Edits in the order in which they hold.
    pub done: Vec<Entry>,
    /// Edits taken back, the next to be made again last.
    pub undone: Vec<Undone>,
    /// Edits taken back that newer edits of their authors put aside; nothing is lost.
    pub aside: Vec<Entry>,
    /// The number of the next edit.
    pub next_number: u64,
    /// The number of the next grid.
    pub next_grid: u32,
}

/// Why rows are no draft.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// The draft was made on another territory.
    #[error("the draft was made on another territory")]
    OtherTerritory,
    /// The base is no plan.
    #[error("the draft's base is no plan ({} faults)", .0.len())]
    Base(Vec<crate::PlanFault>),
    /// An edit does not fit what was before it.
    #[error("edit {0} does not fit what was before it")]
    Entry(u64),
    /// A number is too small to be the next.
    #[error("the draft's counters are behind its edits")]
    Counters,
}

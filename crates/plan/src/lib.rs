//! Grid plans as drafts: edits with exact inverses, checks, compare, states, codes.
//!
//! A [`Plan`] says to which grid every cell of a [`Territory`] belongs. A [`Draft`] changes it by [`Edit`]s; each is
//! kept with the [`Delta`] that it made, so that undoing is exact. A [`Checker`] keeps the findings of every grid and
//! looks again only where an edit was. Nothing here opens a file, reads a clock or knows a user's words.

mod apply;
mod check;
mod codes;
mod compare;
mod delta;
mod draft;
mod edit;
mod grid;
mod log;
mod outline;
mod plan;
mod refused;
mod rules;
mod state;
mod territory;

pub use check::{Checker, GridFigures, check};
pub use codes::{CodeFault, CodeHistory, Numbering, Scheme, number};
pub use compare::{
    Attribute, Comparison, Fate, GridChange, Lineage, Merged, Moved, Split, StreetChange, compare, identified,
};
pub use delta::{CellMove, Delta, InfoChange};
pub use draft::{Applied, Command, Draft};
pub use edit::{Cut, Edit};
pub use grid::{Grid, GridId, GridInfo, GridKind};
pub use log::{Broken, DraftLog, Entry, Undone};
pub use outline::{outline, outlines};
pub use plan::{GridRow, Plan, PlanFault};
pub use refused::{Conflict, EditBy, Refused};
pub use rules::{Range, Rules};
pub use state::{Blocked, Reason, State, Step, missing_reasons, step};
pub use territory::{Cell, CellKind, Community, Courtyard, Territory, TerritoryFault, TerritoryRows};

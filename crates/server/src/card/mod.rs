//! What a place's card tells, before it becomes a page or a document: both tell the same, masked for the same readers.

mod duties;
mod facts;
mod history;

pub(crate) use duties::{DutyTold, HolderTold, StandingTold, standings};
pub(crate) use facts::{FactName, facts, inner, lots};
pub(crate) use history::{Event, history};

//! Rosters: people, organisations and assignments out of the workbooks that offices keep.
//!
//! [`import()`] reads raw sheets by the words of their headers and by the district's [`Config`], matches every row to a
//! place and a holder, and accounts for each: matched, to choose, rejected. [`ImportPlan`] compares what was listed with
//! what is known; importing the same file again changes nothing. [`carry_over`] takes assignments over a redraw.
//! Nothing here opens a file, asks a clock or keeps anything: sheets, places, what is known and the day come in as values.

mod carry;
mod cell;
mod config;
mod holders;
mod import;
mod import_plan;
mod mapping;
mod near;
mod places;
mod sheet;
mod standing;
mod text;

pub use carry::{CarryOver, Descent, Moved, Redraw, ToDecide, carry_over};
pub use cell::mask_phone;
pub use config::{Config, ConfigFault, Detail, DetailValue, HolderKind, Problem, Role};
pub use holders::HolderRecord;
pub use import::{Candidate, Choice, Import, Known, Listed, Outcome, Request, RowAccount, RowAt, Target, import};
pub use import_plan::{AssignmentChange, FieldChange, HolderChange, ImportPlan};
pub use mapping::{Mapping, MappingFault, Mappings, Meaning};
pub use places::{KnownPlace, Places};
pub use sheet::{Layout, Skipped};
pub use standing::{Completeness, Load, completeness, ending, expired, load, overlaps};
pub use text::{name_key, place_key, syllables};

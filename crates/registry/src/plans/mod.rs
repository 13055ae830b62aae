//! Plans from the first edit to publication, and what becomes of assignments with them.

mod beginning;
mod carried;
mod carry;
mod changed;
mod difference;
mod draft_fault;
mod drafts;
mod ground;
mod listing;
mod publication;
mod rules;
mod rules_file;
mod standing;

pub use beginning::{Origin, plan_in_force};
pub use carried::{Carried, GridRef, Outcome, Settlement, decisions, settle};
pub use carry::CarryRules;
pub use changed::{Change, ChangedGrid, GridSide};
pub use difference::{Break, BreakKind, Difference, Side, difference, difference_between};
pub use draft_fault::DraftFault;
pub use drafts::{OpenDraft, Signature};
pub use ground::{cells_at, ground_in};
pub use listing::{DraftLine, drafts, grid_named, reason_named};
pub use publication::Publication;
pub use rules::{CARRY_THRESHOLD, DistrictRules, RulesFault, rules_text, set_rules};
pub use standing::{DraftStanding, rule_with_id};

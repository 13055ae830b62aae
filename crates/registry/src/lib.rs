//! What an office does with the record: places in, rosters in, plans from draft to publication, figures out.
//!
//! `store` keeps versions and knows no meaning; `plan`, `roster` and `coverage` know meanings and keep nothing. Here the
//! two meet, once for every rim: the command line and the service call the same functions. Nothing here prints, reads a
//! clock or opens a file but the record; authors, days and moments come in as values.

mod accounts;
mod assignments;
mod begin;
mod choices;
mod columns;
mod district;
mod evidence;
mod fault;
mod figures;
mod find;
mod number;
mod place_rows;
mod places;
mod plans;
mod roster_fault;
mod roster_import;
mod search;
mod sheets;
mod standing;
mod view;
mod who;

pub use accounts::{
    ADMINISTRATOR, AccountChange, AccountFault, By, NewAccount, PasswordRules, add_account, add_token, change_account,
    change_password, first_link, fresh_secret, hash_password, link_account, password_fits, reset_link, revoke,
    revoke_all, revoke_everything, secret_hash, use_link,
};
pub use assignments::{
    Held, assignments, change_assignment, end_assignment, holder_id, holder_of_id, holders, put_assignment, put_holder,
};
pub use begin::{NewAssignment, begin_assignment};
pub use choices::{WrittenChoice, read_choices};
pub use columns::{ColumnTold, told_mappings};
pub use district::{district, kept_district, mappings, put_district, put_mappings, read_district};
pub use evidence::{EvidencePut, put_evidence, unknown_places};
pub use fault::Fault;
pub use figures::{
    DEFINITIONS, KeptSnapshot, definitions, keep_snapshot, kept_snapshot, kept_snapshots, metrics, recount, rows,
    snapshot,
};
pub use find::{Found, find_places, place_at, smallest};
pub use number::feature_number;
pub use place_rows::{PlaceRow, PlacesPut, put_places};
pub use places::{Place, PlaceIndex};
pub use plans::{
    Break, BreakKind, CARRY_THRESHOLD, Carried, CarryRules, Change, ChangedGrid, Difference, DistrictRules, DraftFault,
    DraftLine, DraftStanding, GridRef, GridSide, OpenDraft, Origin, Outcome, Publication, RulesFault, Settlement, Side,
    Signature, cells_at, decisions, difference, difference_between, drafts, grid_named, ground_in, plan_in_force,
    reason_named, rule_with_id, rules_text, set_rules, settle,
};
pub use roster_fault::{ChoiceProblem, Misfit, RosterFault};
pub use roster_import::{PreparedRoster, RosterRequest, prepare_roster, put_roster, unchanged_since};
pub use search::{Hit, SearchIndex};
pub use sheets::{SheetRows, sheet_rows};
pub use standing::{RoleGaps, TermEnds, Wanted, end_held, gaps, holder_book, loads, term_ends, wanted};
pub use view::View;
pub use who::{Duty, Staff, Standing, chain, shown_phone};

//! One file a command.

pub(crate) mod as_of;
pub(crate) mod assignments;
pub(crate) mod check;
pub(crate) mod coverage;
pub(crate) mod coverage_kept;
pub(crate) mod demo_district;
pub(crate) mod evidence;
pub(crate) mod explain;
pub(crate) mod export;
pub(crate) mod import;
pub(crate) mod inspect;
pub(crate) mod merge;
pub(crate) mod plan;
pub(crate) mod plan_edit;
pub(crate) mod plan_state;
pub(crate) mod record;
pub(crate) mod record_export;
pub(crate) mod record_load;
pub(crate) mod record_places;
pub(crate) mod render;
pub(crate) mod report;
pub(crate) mod roster;
pub(crate) mod roster_account;
pub(crate) mod serve;
pub(crate) mod territory;
pub(crate) mod who;

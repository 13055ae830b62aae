//! What an office does with the record: places in, rosters in, plans from draft to publication, figures out.
//!
//! `store` keeps versions and knows no meaning; `plan`, `roster` and `coverage` know meanings and keep nothing. Here the
//! two meet, once for every rim: the command line and the service call the same functions. Nothing here prints, reads a
//! clock or opens a file but the record; authors, days and moments come in as values.

mod assignments;
mod evidence;
mod fault;
mod figures;
mod place_rows;
mod places;
mod view;

pub use assignments::{
    Held, assignments, change_assignment, end_assignment, holder_id, holders, put_assignment, put_holder,
};
pub use evidence::{EvidencePut, put_evidence, unknown_places};
pub use fault::Fault;
pub use figures::{DEFINITIONS, KeptSnapshot, keep_snapshot, kept_snapshot, kept_snapshots, recount, rows, snapshot};
pub use place_rows::{PlaceRow, PlacesPut, put_places};
pub use places::{Place, PlaceIndex};
pub use view::View;

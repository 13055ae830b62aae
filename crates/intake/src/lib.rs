//! From tables to a checked district: which layer is what, which column means what, and every fault in one pass.
//!
//! The walk: [`Role`] says what a layer is and [`Columns`] what its columns mean; [`settle`] brings all layers into the
//! working CRS and says what was wrong with their coordinates; [`check`] lists every fault of every layer;
//! [`repair_safely`] mends what may be mended; [`Survey`] hands over typed courtyards and communities.

mod check;
mod column;
mod coordinates;
mod dissolve;
mod layer;
mod repair;
mod role;
mod survey;

pub use check::{Limits, check, check_membership};
pub use column::{Column, Columns};
pub use coordinates::{CoordinateOptions, Settled, settle};
pub use dissolve::dissolve_by_code;
pub use layer::Layer;
pub use repair::{RepairLog, repair_safely};
pub use role::Role;
pub use survey::{Area, Community, Courtyard, NotReady, Road, Survey};

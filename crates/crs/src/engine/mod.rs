//! The programs that compute: PROJ with the feature `proj`, `proj4rs` without.

#[cfg(feature = "proj")]
mod linked;
#[cfg_attr(feature = "proj", allow(dead_code))]
mod pure;

#[cfg(feature = "proj")]
pub(crate) use linked::{Engine, wkt};
#[cfg(not(feature = "proj"))]
pub(crate) use pure::{Engine, wkt};

//! Coordinate reference systems: what they are called, how to get from one to another, and what is wrong with a
//! layer's coordinates.
//!
//! Coordinates are `[f64; 2]`, x first (easting, longitude) whatever the authority's axis order. Angles are degrees.
//! This is the only crate that knows EPSG codes. With the feature `proj` it links PROJ 9.6; without it the pure Rust
//! `proj4rs` serves, with the same answers on the systems of China.

mod contradiction;
mod coordinate;
mod datum;
mod definition;
mod diagnose;
mod engine;
mod error;
mod facts;
mod offset;
mod parameters;
mod plane;
mod proj_string;
mod registry;
mod shift;
mod transform;
mod wkt;

pub use contradiction::{Contradiction, Declaration};
pub use coordinate::{Bd09, Gcj02, LonLat, Projected};
pub use datum::DatumFamily;
pub use definition::Crs;
pub use diagnose::{Candidate, CrsFault, CrsFaultKind, Reference, Remedy, Severity, diagnose};
pub use error::{CrsError, PointFailures};
pub use facts::{AxisOrder, CrsKind, Facts, Unit};
pub use shift::{Agreement, Shift, ShiftKind, ShiftVerdict, compare_inside, compare_outlines, shift_against};
pub use transform::{DatumStep, Transform};

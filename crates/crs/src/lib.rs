//! Coordinate reference systems.

mod definition;

pub use definition::Crs;

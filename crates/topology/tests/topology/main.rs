//! The crate on made-up, hostile and real input; checked by GEOS where shapely is at hand.

mod contiguity;
mod coverage;
mod hostile;
mod singles;
mod support;
mod tiling;

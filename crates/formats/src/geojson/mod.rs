//! GeoJSON: RFC 7946, and the `crs` member of the 2008 format that Chinese data still carries.

mod feature;
mod parse;
mod read;
mod write;

pub(crate) use read::read;
pub(crate) use write::write;

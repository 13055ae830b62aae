//! Tables as text: separators and encodings of Chinese offices, geometry as WKT or in coordinate columns.

mod cells;
mod raw;
mod read;
mod write;

pub(crate) use raw::read as read_raw;
pub(crate) use read::read;
pub(crate) use write::write;

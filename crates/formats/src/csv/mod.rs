//! Tables as text: separators and encodings of Chinese offices, geometry as WKT or in coordinate columns.

mod cells;
mod read;
mod write;

pub(crate) use read::read;
pub(crate) use write::write;

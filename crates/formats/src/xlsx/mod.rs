//! Excel workbooks: what offices keep their rosters in, with title rows, merged cells and codes eaten by Excel.

mod cells;
mod header;
mod read;
mod write;

pub(crate) use read::read;
pub(crate) use write::write;

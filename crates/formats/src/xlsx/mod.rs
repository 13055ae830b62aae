//! Excel workbooks: what offices keep their rosters in, with title rows, merged cells and codes eaten by Excel.

mod cells;
mod header;
mod raw;
mod read;
mod write;

use crate::ZipLimits;

pub(crate) use raw::read as read_raw;
pub(crate) use read::read;
pub(crate) use write::write;

/// Bounds of a workbook: its sheets are XML, which packs well.
const WORKBOOK: ZipLimits = ZipLimits { files: 20_000, bytes: 4 << 30, ratio: 1_200 };

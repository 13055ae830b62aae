//! What a cell says: a code that Excel may have damaged, a telephone number, a day in one of many spellings.

mod code;
mod day;
mod phone;

pub(crate) use code::WrittenCode;
pub(crate) use day::{Edge, WrittenDay, next_day};
pub use phone::mask_phone;
pub(crate) use phone::phone;

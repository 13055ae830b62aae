//! Who gets in, as what, and what each role may do and read.

mod entry;
mod locks;
mod managing;
mod matrix;
#[allow(dead_code, reason = "the tests of the API use it too")]
mod office;
mod single_sign_on;

//! Who gets in, as what, and what each role may do and read.

mod entry;
mod locks;
mod managing;
mod matrix;
mod office;
mod single_sign_on;

//! Files through the public door of `formats`.
#![allow(clippy::print_stderr)] // a skipped test says so

mod gdal;
mod hostile;
mod large;
mod real;
mod round_trip;
mod sheets;
mod tables;
mod trouble;

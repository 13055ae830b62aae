//! The service's own API, and the document that describes everything.
#![allow(unused_crate_dependencies)]

#[allow(dead_code)]
#[path = "../support/district.rs"]
mod district;
mod document;
mod imports;
#[allow(dead_code)]
#[path = "../../../plan/tests/plan/lattice.rs"]
mod lattice;
mod limits;
#[allow(dead_code)]
#[path = "../accounts/office.rs"]
mod office;
mod operate;
mod people;
mod places;
mod schema;

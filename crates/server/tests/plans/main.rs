//! Plans on the network: drafts edited by several clients, collections of them, changes as they happen, pages.
#![allow(unused_crate_dependencies)]

#[allow(dead_code)]
#[path = "../support/district.rs"]
mod district;
#[allow(dead_code)]
#[path = "../../../plan/tests/plan/lattice.rs"]
mod lattice;

mod bureau;
mod changes;
mod course;
mod editing;
mod features;
mod pages;

//! What people send, print and take along.

#[allow(dead_code, reason = "the accounts' tests use more of it")]
#[path = "../accounts/office.rs"]
mod office;

mod corrections;
mod documents;
mod packs;
mod parts;
mod phone;
mod sheets;

//! The record: everything that a district knows about its places, grids and people, dated and reversible, in one SQLite
//! file.
//!
//! What is known is a set of versions. A version says what holds for one thing over a period of days ([`model::Period`],
//! "valid"), and from which moment to which the record believed it ("known"). Nothing is changed or deleted: a new
//! version supersedes those that it replaces, and what the record said on any day, as known at any moment, is a query
//! ([`AsOf`]). Every transaction names its author and leaves a link in a chain of hashes ([`Store::verify_audit`]).
//!
//! One process writes at a time; readers never wait for it (SQLite's WAL). What [`Writing::commit`] has acknowledged is
//! on the disk (`synchronous=FULL`).

mod account;
mod as_of;
mod attempt;
mod audit;
mod backup;
mod class;
mod comment;
mod correction;
mod draft;
mod fault;
mod file;
mod import;
mod open;
mod pass;
mod plans;
mod read;
mod schema;
mod setting;
mod version;
mod write;

pub use account::Account;
pub use as_of::AsOf;
pub use attempt::Failures;
pub use audit::{AuditEntry, AuditFilter, Happened};
pub use backup::{restore, verify_file};
pub use class::Class;
pub use comment::Comment;
pub use correction::{Correction, CorrectionFilter};
pub use draft::{Draft, DraftHead, Pulse};
pub use fault::Fault;
pub use file::{FileHash, KeptFile};
pub use import::{ImportState, KeptImport};
pub use open::Store;
pub use pass::{NewPass, Pass, PassKind};
pub use plans::{Published, grid_records};
pub use read::Filter;
pub use version::{Record, Version};
pub use write::{Writing, bounds};

//! Accounts: signing in and out, the own page, managing accounts, the audit.
//!
//! A request is let in by the session of a browser (a cookie) or by an API token (`Authorization: Bearer`). Both are
//! secrets of which the record keeps only the hash. What a role may do and see stands in `access`, not here.

mod admin;
mod admin_pages;
mod audit_page;
mod begin;
mod fields;
mod from_here;
mod lock;
mod own;
mod session;
mod sign_in;
mod single_sign_on;

pub(crate) use admin::{change, create, list, one, reset, revoke};
pub(crate) use audit_page::{audit, audit_line};
pub(crate) use begin::{begin, begin_page, first_link};
pub(crate) use from_here::from_here;
pub(crate) use lock::Gate;
pub(crate) use own::{own_page, own_password, own_revoke, own_token};
pub use session::Session;
pub(crate) use session::{Sessions, cookie_name, session};
pub(crate) use sign_in::{sign_in, sign_in_page, sign_out};
pub(crate) use single_sign_on::{begin as begin_elsewhere, finish as finish_elsewhere};

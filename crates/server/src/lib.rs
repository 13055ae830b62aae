//! The service: the record on the network.
//!
//! Reads are answered from a [`registry::View`], a day of the record in memory that never changes; a publication makes a
//! new one. A handler is a plain function from [`Asked`] to an answer or a [`Problem`]; only `serve` knows sockets.

mod access;
mod accounts;
mod answer;
mod api;
mod app;
mod asked;
mod body;
mod card;
mod changes;
mod config;
mod counted;
mod door;
mod dressed;
mod headers;
mod html;
mod identity_provider;
mod kept;
mod measures;
mod multipart;
mod office;
mod ogc;
mod openapi;
mod options;
mod pack;
mod pages;
mod people;
mod plans;
mod problem;
mod readers;
mod refused;
mod routes;
mod serve;
mod tls;
mod told;
mod views;

pub use access::{Action, Reader, Role, Shown, allowed};
pub use accounts::Session;
pub use answer::Answer;
pub use app::App;
pub use asked::Asked;
pub use config::{Config, Entry, NameClaim, SingleSignOn, Tls};
pub use ogc::{TileArchive, write_tiles};
pub use pack::{PackFault, keep_pack, kept_pack, made_pack};
pub use problem::{Kind, Problem};
pub use registry::PasswordRules;
pub use routes::{router, routes};
pub use serve::{Fault, Ready, serve};

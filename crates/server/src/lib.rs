//! The service: the record on the network.
//!
//! Reads are answered from a [`registry::View`], a day of the record in memory that never changes; a publication makes a
//! new one. A handler is a plain function from [`Asked`] to an answer or a [`Problem`]; only `serve` knows sockets.

mod access;
mod answer;
mod app;
mod asked;
mod config;
mod counted;
mod dressed;
mod html;
mod ogc;
mod pages;
mod people;
mod problem;
mod readers;
mod routes;
mod serve;
mod views;

pub use access::{Action, Reader, Role, Shown, allowed};
pub use answer::Answer;
pub use app::App;
pub use asked::Asked;
pub use config::Config;
pub use problem::{Kind, Problem};
pub use routes::router;
pub use serve::{Fault, serve};

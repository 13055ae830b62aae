//! The service described for machines: a self-contained OpenAPI 3.0 document, put together from the routes' own words.
//!
//! # How to describe a route
//!
//! Next to a table of routes stands a function `docs() -> Vec<Doc>` with one [`Doc`] a route, and where answers have
//! schemas of their own a function `schemas()`; both are chained in [`parts`]. A description says what the route takes
//! and what it answers; what every route has in common is added here: the parts of the path, `lang`, the statuses of
//! the door (wrong parameters, not signed in, too often, too large, busy ...).
//!
//! ```text
//! Doc::get("/api/things/{id}", "getThing").queries(&TIMES).json(named("Thing")),
//! Doc::post("/api/things", "addThing").account().takes("application/json", named("NewThing")).json_as(201, named("Thing")),
//! ```
//!
//! The tests in `tests/api/document.rs` fail for a route that is not described, for a description without a route, and
//! for an answer that is not as described.

mod accounts;
mod doc;
mod document;
mod features;
mod pages;
pub(crate) mod schema;
mod tiles;

use serde_json::Value;

pub(crate) use doc::{Doc, paging, times};
pub(crate) use document::openapi;

/// A table's routes, and the schemas that they name.
pub(crate) type Part = (Vec<Doc>, Vec<(&'static str, Value)>);

/// All tables; whoever adds one adds its line.
fn parts() -> Vec<Part> {
    let mut parts = vec![
        (features::docs(), features::schemas()),
        (tiles::docs(), tiles::schemas()),
        (pages::docs(), Vec::new()),
        (accounts::docs(), accounts::schemas()),
    ];
    parts.push((crate::plans::docs(), Vec::new()));
    parts.extend(crate::api::described());
    parts.extend(crate::office::described());
    parts
}

//! The service's own resources under `/api/`, as JSON: places and their cards, who is responsible, coverage,
//! assignments, imports, snapshots, the audit, how the service is doing.
//!
//! A list is paged by key: `limit` and `after`, and a link `next`. `datetime` and `known` are read as in OGC Features.

mod assign;
mod assignments;
mod audit;
mod body;
mod card;
mod check;
mod coverage;
mod figure;
mod findings;
mod imports;
mod operate;
mod places;
mod question;
mod reason;
mod snapshots;
mod take;
mod told;
mod who;

use crate::openapi::Part;
use crate::routes::{Route, Verb, get, write};

pub(crate) use imports::Brought;

/// A document.
const JSON: &[&str] = &["application/json"];
const FILES: &[&str] = &["multipart/form-data"];

static ROUTES: &[Route] = &[
    get("/api/places", places::places),
    get("/api/places/{level}/{id}", card::card),
    get("/api/who", who::who),
    get("/api/coverage", coverage::coverage),
    get("/api/coverage/definitions", coverage::definitions),
    get("/api/coverage/{figure}", figure::figure),
    get("/api/assignments", assignments::assignments),
    get("/api/assignments/load", assignments::load),
    write(Verb::Post, "/api/assignments", JSON, assign::begin),
    write(Verb::Post, "/api/assignments/{id}/end", JSON, assign::end),
    get("/api/imports", imports::imports),
    get("/api/imports/{number}", imports::import),
    write(Verb::Post, "/api/imports", FILES, check::check),
    write(Verb::Post, "/api/imports/{number}/take", JSON, take::take),
    get("/api/snapshots", snapshots::snapshots),
    get("/api/snapshots/{name}", snapshots::snapshot),
    get("/api/snapshots/{name}/recount", snapshots::recount),
    write(Verb::Post, "/api/snapshots", JSON, snapshots::keep),
    get("/api/audit", audit::audit),
    get("/api/health", operate::health),
    get("/api/metrics", operate::metrics),
];

/// Paths and their handlers.
pub(crate) fn routes() -> impl Iterator<Item = &'static Route> {
    ROUTES.iter()
}

/// The same, described.
pub(crate) fn described() -> Vec<Part> {
    vec![
        (Vec::new(), told::schemas()),
        (places::docs(), Vec::new()),
        (card::docs(), card::schemas()),
        (who::docs(), who::schemas()),
        (coverage::docs(), coverage::schemas()),
        (figure::docs(), figure::schemas()),
        (assignments::docs(), assignments::schemas()),
        (assign::docs(), assign::schemas()),
        (imports::docs(), imports::schemas()),
        (check::docs(), Vec::new()),
        (take::docs(), take::schemas()),
        (snapshots::docs(), snapshots::schemas()),
        (audit::docs(), Vec::new()),
        (operate::docs(), operate::schemas()),
    ]
}

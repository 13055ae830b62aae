//! Plans on the network: drafts edited by several people, checked, compared, taken from step to step.

mod area;
mod begin;
mod check;
mod comments;
mod condition;
mod decisions;
mod desk;
mod differing;
mod doc;
mod edits;
mod fault;
mod given;
mod list;
mod one;
mod pages;
mod steps;

use crate::routes::{FORM_OR_JSON, Route, Verb, get, write};

pub(crate) use condition::Condition;
pub(crate) use desk::{Desk, Made, Opened, Shapes, change_named, open};
pub(crate) use doc::docs;
pub(crate) use edits::make;
pub(crate) use fault::problem as fault_problem;
pub(crate) use given::short;
pub(crate) use list::{address, lines};

static ROUTES: &[Route] = &[
    get("/plans", pages::list),
    get("/plans/{plan}", pages::plan),
    get("/plans/{plan}/compare", pages::compare),
    get("/api/plans", list::list),
    write(Verb::Post, "/api/plans", FORM_OR_JSON, begin::begin),
    get("/api/plans/{plan}", one::one),
    get("/api/plans/{plan}/log", one::log),
    get("/api/plans/{plan}/check", check::findings),
    write(Verb::Post, "/api/plans/{plan}/check", FORM_OR_JSON, check::take),
    get("/api/plans/{plan}/difference", differing::difference),
    write(Verb::Post, "/api/plans/{plan}/edits", FORM_OR_JSON, edits::edits),
    write(Verb::Post, "/api/plans/{plan}/undo", FORM_OR_JSON, edits::undo),
    write(Verb::Post, "/api/plans/{plan}/redo", FORM_OR_JSON, edits::redo),
    write(Verb::Post, "/api/plans/{plan}/number", FORM_OR_JSON, edits::number),
    write(Verb::Post, "/api/plans/{plan}/submit", FORM_OR_JSON, steps::submit),
    write(Verb::Post, "/api/plans/{plan}/approve", FORM_OR_JSON, steps::approve),
    write(Verb::Post, "/api/plans/{plan}/return", FORM_OR_JSON, steps::send_back),
    write(Verb::Post, "/api/plans/{plan}/withdraw", FORM_OR_JSON, steps::withdraw),
    write(Verb::Post, "/api/plans/{plan}/publish", FORM_OR_JSON, steps::publish),
    get("/api/plans/{plan}/decisions", decisions::list),
    write(Verb::Post, "/api/plans/{plan}/decisions", FORM_OR_JSON, decisions::decide),
    get("/api/plans/{plan}/comments", comments::list),
    write(Verb::Post, "/api/plans/{plan}/comments", FORM_OR_JSON, comments::say),
];

/// Paths and their handlers.
pub(crate) fn routes() -> impl Iterator<Item = &'static Route> {
    ROUTES.iter()
}

//! What an office keeps beside the record: corrections, documents, packs, sheets to print, cards to take along.

mod answers;
mod body;
mod correct;
mod corrections;
mod doc;
mod documents;
mod files;
mod letterbox;
mod notices;
mod offline;
mod packs;
mod picture;
mod take_along;

pub(crate) use documents::section as documents_section;
pub(crate) use letterbox::Letterbox;

use crate::routes::{FORM_OR_JSON, Route, Verb, get, write};

/// A page's form, with a photo or without.
const FORM_OR_FILES: &[&str] = &["multipart/form-data", "application/x-www-form-urlencoded"];
/// A document, or a form.
const ANY: &[&str] = &["application/json", "multipart/form-data", "application/x-www-form-urlencoded"];

static ROUTES: &[Route] = &[
    get("/correct/{level}/{id}", correct::page),
    write(Verb::Post, "/correct/{level}/{id}", FORM_OR_FILES, correct::send),
    write(Verb::Post, "/api/corrections", ANY, corrections::take),
    get("/corrections", corrections::list),
    write(Verb::Post, "/corrections/{id}", FORM_OR_JSON, answers::answer),
    get("/api/documents", documents::list),
    write(Verb::Post, "/api/documents", FORM_OR_FILES, documents::add),
    get("/files/{hash}", files::file),
    get("/notices", notices::notices),
    write(Verb::Post, "/packs", FORM_OR_JSON, packs::keep),
    get("/packs/{name}/pdf", packs::pdf),
    get("/take-along", take_along::page),
    get("/api/take-along", take_along::list),
    get("/worker.js", offline::worker),
    get("/manifest.webmanifest", offline::manifest),
    get("/offline", offline::page),
];

/// The routes of this folder as the API's description has them, and the schemas that they name.
pub(crate) fn described() -> Vec<crate::openapi::Part> {
    vec![(doc::docs(), doc::schemas())]
}

/// The routes of this folder.
pub(crate) fn routes() -> impl Iterator<Item = &'static Route> {
    ROUTES.iter()
}

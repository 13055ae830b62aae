//! The routes of this folder in the API's description.

use serde_json::{Value, json};

use crate::openapi::Doc;
use crate::openapi::schema::{anything, choice, day, moment, named, query, text};

const HTML: &str = "text/html";
const FORM: &str = "application/x-www-form-urlencoded";
const FILES: &str = "multipart/form-data";
const JSON: &str = "application/json";

pub(super) fn docs() -> Vec<Doc> {
    [sent(), kept(), printed(), offline()].into_iter().flatten().collect()
}

pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let whole = |required: &[&str], properties: Value| json!({ "type": "object", "required": required, "properties": properties });
    let file = || json!({ "type": "string", "format": "binary" });
    let place = json!({ "type": "object", "properties": { "id": text(), "name": {}, "href": {} } });
    let correction = json!({ "id": text(), "at": moment(), "author": text(), "place": place, "text": text(), "photo": {},
        "state": choice(&["open", "done", "refused"]), "answer": text(), "answered_by": text(), "answered_at": {} });
    let letter = json!({ "id": { "type": "string", "format": "uuid" }, "place": text(), "photo": file(),
        "text": { "type": "string", "minLength": 1, "maxLength": 2000 } });
    let paper = json!({ "place": text(), "title": text(), "day": day(), "file": file(),
        "kind": choice(&["photo", "contract", "approval", "decision", "drawing", "other"]) });
    vec![
        ("Correction", whole(&["id", "at", "author", "place", "text", "state"], correction)),
        ("NewCorrection", whole(&["place", "text"], letter)),
        ("CorrectionAnswer", whole(&["state"], json!({ "state": choice(&["done", "refused"]), "answer": text() }))),
        ("NewDocument", whole(&["place", "title", "file"], paper)),
        ("NewPack", whole(&["name", "as_of"], json!({ "name": text(), "as_of": day() }))),
    ]
}

fn sent() -> Vec<Doc> {
    let letter = |doc: Doc| doc.takes(FILES, named("NewCorrection")).takes(FORM, named("NewCorrection"));
    let sought = ["state", "place", "id"].map(|name| query(name, text()));
    let page = |path, id| Doc::get(path, id).queries([query("date", text()), query("sent", text())]).page();
    vec![
        page("/correct/{level}/{id}", "correctPage").fails(&[403]),
        letter(Doc::post("/correct/{level}/{id}", "sendCorrectionForm")).answers(303, "", anything()),
        letter(Doc::post("/api/corrections", "sendCorrection").takes(JSON, named("NewCorrection")))
            .json_as(201, named("Correction")),
        Doc::get("/corrections", "listCorrections").account().queries(sought).json(anything()).page().fails(&[406]),
        Doc::post("/corrections/{id}", "answerCorrection")
            .account()
            .takes(FORM, named("CorrectionAnswer"))
            .takes(JSON, named("CorrectionAnswer"))
            .json(named("Correction"))
            .answers(303, "", anything())
            .fails(&[412]),
    ]
}

fn kept() -> Vec<Doc> {
    let file = Doc::get("/files/{hash}", "getFile");
    let kinds = ["application/pdf", "image/jpeg", "image/png", "image/webp"];
    let sought = ["place", "date"].map(|name| query(name, text()));
    vec![
        Doc::get("/api/documents", "listDocuments").queries(sought).json(anything()),
        Doc::post("/api/documents", "addDocument")
            .account()
            .takes(FILES, named("NewDocument"))
            .json_as(201, anything())
            .answers(303, "", anything()),
        kinds
            .into_iter()
            .fold(file, |file, kind| file.answers(200, kind, json!({ "type": "string", "format": "binary" }))),
    ]
}

fn printed() -> Vec<Doc> {
    let sought = ["within", "form", "date"].map(|name| query(name, text()));
    let file = json!({ "type": "string", "format": "binary" });
    vec![
        Doc::get("/notices", "noticesPage").account().queries(sought).page(),
        Doc::post("/packs", "keepPack")
            .account()
            .takes(FORM, named("NewPack"))
            .takes(JSON, named("NewPack"))
            .json_as(201, anything())
            .answers(303, "", anything()),
        Doc::get("/packs/{name}/pdf", "getPack").answers(200, "application/pdf", file).fails(&[422]),
    ]
}

fn offline() -> Vec<Doc> {
    vec![
        Doc::get("/take-along", "takeAlongPage").account().page(),
        Doc::get("/api/take-along", "listCardsToTake").account().json(anything()),
        Doc::get("/worker.js", "getWorker").answers(200, "text/javascript", text()),
        Doc::get("/manifest.webmanifest", "getManifest").answers(200, "application/manifest+json", anything()),
        Doc::get("/offline", "offlinePage").answers(200, HTML, text()),
    ]
}

//! Drafts as collections of their grids, which clients may edit (OGC 20-002, Create, Replace, Update and Delete).
//!
//! A collection `draft-NAME` for each draft; an item is a grid by its number. A grid's area follows from its members.

mod grid;
mod outline;
mod properties;
mod read;
mod wanted;
mod write;

use serde_json::{Value, json};

use store::AsOf;

use super::collections::{extent, uris};
use super::landing::link;
use crate::access::Action;
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::html::Format;
use crate::plans::{address, lines};
use crate::problem::Problem;
use crate::routes::{Route, Verb, write as writes};

pub(super) use read::{item, items, queryables};

/// What the names of these collections begin with.
const BEFORE: &str = "draft-";
/// What a write may bring.
const FEATURE: &[&str] = &["application/geo+json", "application/json"];
/// What a change may bring.
const PATCH: &[&str] = &["application/merge-patch+json", "application/geo+json", "application/json"];

/// What is held to, by the standard's own names.
pub(super) const CONFORMS_TO: &[&str] = &[
    "http://www.opengis.net/spec/ogcapi-features-4/1.0/conf/create-replace-delete",
    "http://www.opengis.net/spec/ogcapi-features-4/1.0/conf/update",
    "http://www.opengis.net/spec/ogcapi-features-4/1.0/conf/features",
    "http://www.opengis.net/spec/ogcapi-features-4/1.0/conf/optimistic-locking-etags",
];

pub(crate) static ROUTES: &[Route] = &[
    writes(Verb::Post, "/collections/{collection}/items", FEATURE, write::create),
    writes(Verb::Put, "/collections/{collection}/items/{item}", FEATURE, write::replace),
    writes(Verb::Patch, "/collections/{collection}/items/{item}", PATCH, write::update),
    writes(Verb::Delete, "/collections/{collection}/items/{item}", FEATURE, write::delete),
];

/// The draft whose collection has this name.
pub(crate) fn draft_of(collection: &str) -> Option<&str> {
    collection.strip_prefix(BEFORE)
}

/// The drafts that can still be edited or approved, for those who may read drafts.
pub(super) fn described(app: &App, asked: &Asked) -> Result<Vec<Value>, Problem> {
    if !asked.reader.may(Action::ReadDrafts) {
        return Ok(Vec::new());
    }
    let open = |state: &plan::State| matches!(state.id(), "draft" | "checked" | "submitted" | "approved");
    let lines = lines(app)?;
    let lines = lines.iter().filter(|(line, _)| open(&line.state));
    lines.map(|(line, _)| describe(app, asked, &line.name)).collect()
}

/// `/collections/draft-NAME`
pub(super) fn collection(app: &App, asked: &Asked, name: &str) -> Result<Answer, Problem> {
    asked.may(Action::ReadDrafts)?;
    asked.only(&[])?;
    if Format::of(asked)? == Format::Html {
        return Ok(Answer::see_other(address("/plans/", name)));
    }
    crate::plans::open(app, name)?;
    Ok(Answer::json("application/json", &describe(app, asked, name)?).with("cache-control", "private, no-cache"))
}

fn describe(app: &App, asked: &Asked, name: &str) -> Result<Value, Problem> {
    // A draft divides the ground that the grids of today divide.
    let dressed = app.view_for(asked, AsOf::day(app.today()))?;
    let words = app.words(asked.language());
    let path = format!("{}{}", asked.base, address("/collections/draft-", name));
    let items = |format: &str| format!("{path}/items?f={format}");
    let queryables = "http://www.opengis.net/def/rel/ogc/1.0/queryables";
    let links = [
        link("self", &path, "application/json"),
        link("items", &items("json"), "application/geo+json"),
        link("items", &items("fgb"), "application/flatgeobuf"),
        link("alternate", &format!("{}{}", asked.base, address("/plans/", name)), "text/html"),
        link(queryables, &format!("{path}/queryables"), "application/schema+json"),
    ];
    let storage = format!("http://www.opengis.net/def/crs/EPSG/0/{}", app.frames.working.epsg().unwrap_or_default());
    Ok(json!({
        "id": format!("{BEFORE}{name}"),
        "extent": extent(&dressed, model::Level::Grid, None),
        "title": words.say_with("plan-collection", &[("name", name.to_owned())]),
        "description": words.say("plan-collection-about"),
        "itemType": "feature",
        "crs": uris(app),
        "storageCrs": storage,
        "links": links,
    }))
}

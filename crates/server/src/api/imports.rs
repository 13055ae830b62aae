//! Imports: those that were checked, and what was found in them.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use model::{Day, RoleName};
use moka::policy::EvictionPolicy;
use moka::sync::Cache;
use serde_json::{Value, json};
use store::{ImportState, KeptImport};

use super::audit::number as after_number;
use super::findings;
use super::question::{MOST, USUAL, limit};
use crate::access::Action;
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::ogc::link;
use crate::openapi::schema::{choice, count, day, flag, list, map, moment, named, object, or_null, text};
use crate::openapi::{Doc, paging};
use crate::problem::{Kind, Problem};

/// Bytes of files that wait to be taken.
const ROOM: u64 = 256 << 20;
/// How long they wait.
const WAIT: Duration = Duration::from_secs(3600);

/// What somebody brought in.
#[derive(Debug)]
pub(crate) struct Files {
    pub(super) kind: &'static str,
    pub(super) as_of: Day,
    pub(super) whole: Vec<RoleName>,
    /// Names and bytes.
    pub(super) files: Vec<(String, Vec<u8>)>,
    /// The newest change that was known when they were checked.
    pub(super) revision: Option<Timestamp>,
}

/// Files of imports that were checked and may be taken, by the import's number.
pub(crate) struct Brought(Cache<i64, Arc<Files>>);

impl Default for Brought {
    fn default() -> Self {
        let weigh = |_: &i64, files: &Arc<Files>| {
            let bytes: usize = files.files.iter().map(|(_, bytes)| bytes.len()).sum();
            u32::try_from(bytes).unwrap_or(u32::MAX)
        };
        Brought(
            Cache::builder()
                .max_capacity(ROOM)
                .eviction_policy(EvictionPolicy::lru())
                .weigher(weigh)
                .time_to_live(WAIT)
                .build(),
        )
    }
}

impl Brought {
    pub(super) fn keep(&self, id: i64, files: Files) {
        self.0.insert(id, Arc::new(files));
    }

    pub(super) fn get(&self, id: i64) -> Option<Arc<Files>> {
        self.0.get(&id)
    }

    pub(super) fn forget(&self, id: i64) {
        self.0.invalidate(&id);
    }
}

pub(super) fn docs() -> Vec<Doc> {
    vec![
        Doc::get("/api/imports", "listImports").account().queries(paging(MOST, USUAL)).json(named("Imports")),
        Doc::get("/api/imports/{number}", "getImport").account().queries(paging(MOST, USUAL)).json(named("Import")),
    ]
}

/// `GET /api/imports`: newest first; `after` is the number of the last one that was read.
pub(super) fn imports(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.may(Action::Import)?;
    asked.only(&["limit", "after"])?;
    let (limit, before) = (limit(asked)?, after_number(asked)?);
    let mut found = app.readers.ask(|store| store.imports(before, limit + 1))?;
    let more = found.len() > limit;
    found.truncate(limit);
    let last = found.last().filter(|_| more).map(|one| asked.address_with(&[("after", &one.id.to_string())]));
    let links: Vec<Value> = last.iter().map(|next| link("next", next, "application/json")).collect();
    let list: Vec<Value> = found.iter().map(|one| head(app, one)).collect();
    Ok(Answer::json("application/json", &json!({ "imports": list, "links": links })))
}

/// `GET /api/imports/{number}`: with a page of its findings.
pub(super) fn import(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.may(Action::Import)?;
    asked.only(&["limit", "after"])?;
    let kept = kept(app, asked)?;
    Ok(Answer::json("application/json", &document(app, asked, &kept)?))
}

/// The import of the path.
pub(super) fn kept(app: &App, asked: &Asked) -> Result<KeptImport, Problem> {
    let missing = || Problem::new(Kind::NotFound);
    let id: i64 = asked.part("number").parse().map_err(|_| missing())?;
    app.readers.ask(|store| store.import(id))?.ok_or_else(missing)
}

/// An import with the findings that are asked for.
pub(super) fn document(app: &App, asked: &Asked, kept: &KeptImport) -> Result<Value, Problem> {
    let outcome: Value = serde_json::from_str(&kept.outcome).map_err(|_| Problem::new(Kind::Internal))?;
    let (limit, after) = (limit(asked)?, after_number(asked)?.unwrap_or(0));
    let after = usize::try_from(after).unwrap_or(usize::MAX);
    let all = outcome["findings"].as_array().map_or(&[][..], Vec::as_slice);
    let words = app.words(asked.language());
    let page = all.iter().enumerate().skip(after).take(limit);
    let page: Vec<Value> = page.map(|(at, one)| findings::told(words, at + 1, one)).collect();
    let upto = after.saturating_add(page.len());
    let address = format!("{}/api/imports/{}?after={upto}&limit={limit}", asked.base, kept.id);
    let next = (upto < all.len() && !page.is_empty()).then(|| link("next", &address, "application/json"));
    let mut document = head(app, kept);
    document["as-of"] = outcome["as-of"].clone();
    document["settled"] = outcome["settled"].clone();
    document["rows"] = outcome["rows"].clone();
    document["changes"] = outcome["changes"].clone();
    document["sheets"] = outcome["sheets"].clone();
    document["found"] = json!(all.len());
    document["findings"] = json!(page);
    document["links"] = json!(next.into_iter().collect::<Vec<_>>());
    Ok(document)
}

fn head(app: &App, kept: &KeptImport) -> Value {
    json!({
        "id": kept.id,
        "at": kept.at.to_string(),
        "author": kept.author,
        "kind": kept.kind,
        "files": kept.name.lines().collect::<Vec<_>>(),
        "state": kept.state.id(),
        "can-be-taken": kept.state == ImportState::Checked && app.brought.get(kept.id).is_some(),
    })
}

pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let states: Vec<&str> = ImportState::ALL.into_iter().map(ImportState::id).collect();
    let head = [
        ("id", count()),
        ("at", moment()),
        ("author", text()),
        ("kind", choice(&super::check::KINDS)),
        ("files", list(text())),
        ("state", choice(&states)),
        ("can-be-taken", flag()),
    ];
    let sheet = object(&[
        ("file", text()),
        ("sheet", text()),
        ("role", or_null(text())),
        ("rows", count()),
        ("skipped", count()),
        ("matched", count()),
        ("to-choose", count()),
        ("rejected", count()),
    ]);
    let more = [
        ("as-of", day()),
        ("settled", flag()),
        ("rows", count()),
        ("changes", map(count())),
        ("sheets", list(sheet)),
        ("found", count()),
        ("findings", list(named("Finding"))),
        ("links", list(named("Link"))),
    ];
    vec![
        ("Finding", findings::schema()),
        ("Imports", object(&[("imports", list(object(&head))), ("links", list(named("Link")))])),
        ("Import", object(&[&head[..], &more].concat())),
    ]
}

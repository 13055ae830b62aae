//! Whether the service is well, for those who run it.

use serde_json::{Value, json};
use store::Store;

use crate::access::Action;
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::measures::{MEDIA_TYPE, Now};
use crate::openapi::Doc;
use crate::openapi::schema::{count, flag, moment, named, object, or_null, text};
use crate::problem::{Kind, Problem};

pub(super) fn docs() -> Vec<Doc> {
    vec![
        Doc::get("/api/health", "getHealth").json(named("Health")),
        Doc::get("/api/metrics", "getMetrics").account().answers(200, "application/openmetrics-text", text()),
    ]
}

/// `GET /api/health`: whether the record opens; anybody may ask.
pub(super) fn health(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.only(&[])?;
    let look = || -> Result<_, store::Fault> {
        let store = Store::open_read_only(&app.config.data)?;
        Ok((store.last_change()?, store.schema()?))
    };
    let (revision, schema) = look().map_err(|_| Problem::new(Kind::RecordClosed))?;
    let document = json!({
        "ok": true,
        "version": env!("CARGO_PKG_VERSION"),
        "revision": revision.map(|revision| revision.to_string()),
        "schema": schema,
    });
    Ok(Answer::json("application/json", &document).with("cache-control", "no-store"))
}

/// `GET /api/metrics`
pub(super) fn metrics(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.may(Action::Operate)?;
    asked.only(&[])?;
    let now = Now {
        views: app.views_kept(),
        tiles: app.tiles.kept(),
        sessions: app.sessions.in_use(),
        record_bytes: std::fs::metadata(Store::file(&app.config.data)).map_or(0, |file| file.len()),
    };
    let text = app.measures.text(now).map_err(|_| Problem::new(Kind::Internal))?;
    Ok(Answer::of(MEDIA_TYPE, text).with("cache-control", "no-store"))
}

pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let health = object(&[("ok", flag()), ("version", text()), ("revision", or_null(moment())), ("schema", count())]);
    vec![("Health", health)]
}

//! What makes the pages an application that opens without a network.

use maud::html;
use serde_json::json;
use words::Language;

use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::html::shell;
use crate::pages::{asset_address, fingerprint};
use crate::problem::Problem;

const WORKER: &str = include_str!("../../assets/worker.js");

/// `GET /worker.js`: the service worker, with the addresses of the shell as they are now.
pub(super) fn worker(_: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.only(&[])?;
    let shell: Vec<String> =
        ["style.css", "offline.js", "take-along.js", "icon.svg"].into_iter().map(asset_address).collect();
    let head = format!("const SHELL = {};\n", json!([&shell[..], &["/offline".to_owned()]].concat()));
    let text = format!("{head}const VERSION = '{:x}';\n{WORKER}", fingerprint(format!("{head}{WORKER}").as_bytes()));
    let tag = format!("\"{:x}\"", fingerprint(text.as_bytes()));
    let answer = Answer::of("text/javascript; charset=utf-8", text).tagged(tag);
    Ok(answer.with("cache-control", "no-cache").with("service-worker-allowed", "/"))
}

/// `GET /manifest.webmanifest`
pub(super) fn manifest(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.only(&[])?;
    let words = app.words(asked.language());
    let icon = |name: &str, purpose: &str| json!({ "src": format!("/assets/{name}"), "sizes": "any", "type": "image/svg+xml", "purpose": purpose });
    let manifest = json!({
        "id": "/",
        "name": words.say("service-title"),
        "short_name": words.say("service-name"),
        "lang": if words.language() == Language::Chinese { "zh-CN" } else { "en" },
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#f7f6f2",
        "theme_color": "#236f80",
        "icons": [icon("icon.svg", "any"), icon("icon-round.svg", "maskable")],
        "shortcuts": [
            { "name": words.say("page-near"), "url": "/near" },
            { "name": words.say("take-title"), "url": "/take-along" },
        ],
    });
    Ok(Answer::json("application/manifest+json", &manifest).with("cache-control", "no-cache"))
}

/// `GET /offline`: what is shown in place of a page that was not taken along.
pub(super) fn page(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.only(&[])?;
    let words = app.words(asked.language());
    let body = html! {
        section.card.problem {
            h1 { (words.say("offline-title")) }
            p { (words.say("offline-about")) }
            p { a.button href="/take-along" { (words.say("take-title")) } }
        }
    };
    Ok(Answer::page(shell(words, &words.say("offline-title"), &body)).with("cache-control", "no-cache"))
}

//! Pages for people.

use serde_json::json;

use super::Doc;
use super::schema::{anything, query, text};

pub(super) fn docs() -> Vec<Doc> {
    let page = |path, id, names: &[&str]| {
        let queries: Vec<_> = names.iter().chain(&["date"]).map(|name| query(name, text())).collect();
        Doc::get(path, id).queries(queries).page()
    };
    let binary = || json!({ "type": "string", "format": "binary" });
    vec![
        Doc::get("/assets/{name}", "getAsset")
            .queries([query("v", text())])
            .answers(200, "text/css", text())
            .answers(200, "text/javascript", text())
            .answers(200, "image/svg+xml", binary()),
        page("/place/{level}/{id}", "cardPage", &[]).fails(&[410]),
        page("/p/{code}", "shortAddress", &[]).answers(303, "", anything()),
        page("/near", "nearPage", &["lon", "lat", "at"]),
        page("/search", "searchPage", &["q"]),
        page("/coverage", "coveragePage", &["street"]),
        page("/coverage/{figure}", "figurePage", &["street", "kind", "by"]),
        page("/packs", "packsPage", &[]),
        page("/packs/{name}", "packPage", &[]),
        page("/notice/{code}", "noticePage", &[]),
    ]
}

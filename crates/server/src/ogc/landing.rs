//! Landing page and conformance.

use maud::html;
use serde_json::{Value, json};

use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::html::Format;
use crate::pages::{self, Page};
use crate::problem::Problem;

/// What is held to, by the standards' own names.
const CONFORMS_TO: &[&str] = &[
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables-query-parameters",
    "http://www.opengis.net/spec/json-fg-1/0.2/conf/core",
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/json",
];

/// A link of a document.
pub(crate) fn link(rel: &str, href: &str, media_type: &str) -> Value {
    json!({ "rel": rel, "href": href, "type": media_type })
}

/// `/`
pub(crate) fn landing(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    if Format::of(asked)? == Format::Html {
        return pages::home(app, asked);
    }
    asked.only(&[])?;
    let words = app.words(asked.language());
    let (title, about) = (words.say("service-title"), words.say("service-about"));
    let base = &asked.base;
    let links = [
        link("self", &format!("{base}/"), "application/json"),
        link("alternate", &format!("{base}/?f=html"), "text/html"),
        link("service-desc", &format!("{base}/api"), "application/vnd.oai.openapi+json;version=3.0"),
        link("conformance", &format!("{base}/conformance"), "application/json"),
        link("data", &format!("{base}/collections"), "application/json"),
        link("http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector", &format!("{base}/tiles"), "application/json"),
        link(
            "http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes",
            &format!("{base}/tileMatrixSets"),
            "application/json",
        ),
    ];
    Ok(Answer::json("application/json", &json!({ "title": title, "description": about, "links": links })))
}

/// `/conformance`
pub(crate) fn conformance(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.only(&[])?;
    let conforms_to =
        [CONFORMS_TO, super::cql2::CONFORMS_TO, super::tiles::CONFORMS_TO, super::drafts::CONFORMS_TO].concat();
    if Format::of(asked)? == Format::Html {
        let page = Page::of(app, asked)?;
        let title = page.say("ogc-conformance");
        let body = html! { section.card { h1 { (title) } ul { @for one in &conforms_to { li.code { (one) } } } } };
        return Ok(page.answer(&title, &body));
    }
    Ok(Answer::json("application/json", &json!({ "conformsTo": conforms_to })))
}

//! Collections: communities, grids, courtyards, compounds, sites, buildings.

use maud::html;
use model::{Day, Level};
use serde_json::{Value, json};
use store::AsOf;
use words::Language;

use super::landing::link;
use super::reference::{CRS84, Reference};
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::dressed::Dressed;
use crate::html::Format;
use crate::pages::Page;
use crate::problem::{Kind, Problem};

/// The collections and what they hold.
pub(crate) const COLLECTIONS: [(&str, Level); 7] = [
    ("subdistricts", Level::Subdistrict),
    ("communities", Level::Community),
    ("grids", Level::Grid),
    ("courtyards", Level::Courtyard),
    ("compounds", Level::Compound),
    ("sites", Level::Site),
    ("buildings", Level::Building),
];

/// The level of a collection's name.
pub(super) fn level(name: &str) -> Result<Level, Problem> {
    let found = COLLECTIONS.iter().find(|(id, _)| *id == name).map(|(_, level)| *level);
    found.ok_or_else(|| Problem::new(Kind::NotFound))
}

/// `/collections`
pub(crate) fn collections(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.only(&[])?;
    let all = COLLECTIONS.iter().map(|(id, level)| describe(app, asked, id, *level));
    let mut all = all.collect::<Result<Vec<_>, _>>()?;
    all.extend(super::drafts::described(app, asked)?);
    if Format::of(asked)? == Format::Html {
        let page = Page::of(app, asked)?;
        let title = page.say("ogc-collections");
        let text = |one: &Value, name: &str| one[name].as_str().unwrap_or_default().to_owned();
        let address =
            |one: &Value| page.link_with(&crate::plans::address("/collections/", &text(one, "id")), &[("f", "html")]);
        let body = html! {
            section.card {
                h1 { (title) }
                ul.choices { @for one in &all {
                    li {
                        a href=(address(one)) { b { (text(one, "title")) } span.quiet { (text(one, "description")) } }
                    }
                } }
                p {
                    a href=(page.link_with("/conformance", &[("f", "html")])) { (page.say("ogc-conformance")) } " · "
                    a href="/api" { (page.say("ogc-api")) }
                }
            }
        };
        return Ok(page.answer(&title, &body));
    }
    let address = format!("{}/collections", asked.base);
    let links =
        [link("self", &address, "application/json"), link("alternate", &format!("{address}?f=html"), "text/html")];
    let document = json!({ "links": links, "crs": uris(app), "collections": all });
    Ok(Answer::json("application/json", &document))
}

/// `/collections/{collection}`
pub(crate) fn collection(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.only(&[])?;
    let name = asked.part("collection");
    if let Some(draft) = super::drafts::draft_of(name) {
        return super::drafts::collection(app, asked, draft);
    }
    let one = describe(app, asked, name, level(name)?)?;
    if Format::of(asked)? == Format::Html {
        let page = Page::of(app, asked)?;
        let title = one["title"].as_str().unwrap_or_default().to_owned();
        let items = page.link_with(&format!("/collections/{name}/items"), &[("f", "html")]);
        let body = html! {
            section.card {
                h1 { (title) }
                p { (one["description"].as_str().unwrap_or_default()) }
                p { a.button href=(items) { (page.say("ogc-items")) } }
            }
        };
        return Ok(page.answer(&title, &body));
    }
    Ok(Answer::json("application/json", &one))
}

/// URIs of all systems that are offered.
pub(super) fn uris(app: &App) -> Vec<String> {
    Reference::offered(&app.frames).into_iter().map(|one| one.uri).collect()
}

/// Where the places of a level lie, and from which day on there are some.
pub(super) fn extent(dressed: &Dressed, level: Level, first: Option<Day>) -> Value {
    let shapes = dressed.view.of_level(level).filter_map(|place| dressed.lonlat(place)).filter_map(store::bounds);
    let around = shapes.reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]);
    json!({
        "spatial": { "bbox": around.map(|one| vec![one]).unwrap_or_default(), "crs": CRS84 },
        "temporal": { "interval": [[first.map(super::feature::instant), Value::Null]] },
    })
}

fn describe(app: &App, asked: &Asked, id: &str, level: Level) -> Result<Value, Problem> {
    let dressed = app.view_for(asked, AsOf::day(app.today()))?;
    let words = app.words(asked.language());
    let other = app.words(if asked.language() == Language::Chinese { Language::English } else { Language::Chinese });
    let first = dressed.view.of_level(level).map(|place| place.valid.from()).min();
    let address = format!("{}/collections/{id}", asked.base);
    let items = |format: &str| format!("{address}/items?f={format}");
    let links = [
        link("self", &address, "application/json"),
        link("items", &items("json"), "application/geo+json"),
        link("items", &items("html"), "text/html"),
        link("items", &items("fgb"), "application/flatgeobuf"),
        link(
            "http://www.opengis.net/def/rel/ogc/1.0/queryables",
            &format!("{address}/queryables"),
            "application/schema+json",
        ),
        link("http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector", &format!("{address}/tiles"), "application/json"),
    ];
    let storage = format!("http://www.opengis.net/def/crs/EPSG/0/{}", app.frames.working.epsg().unwrap_or_default());
    Ok(json!({
        "id": id,
        "title"
        : format!("{} {}", words.say(&format!("level-{}", level.id())), other.say(&format!("level-{}", level.id()))),
        "description": words.say(&format!("ogc-about-{id}")),
        "extent": extent(&dressed, level, first),
        "itemType": "feature",
        "crs": uris(app),
        "storageCrs": storage,
        "links": links,
    }))
}

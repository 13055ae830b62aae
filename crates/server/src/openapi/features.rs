//! Features and what describes them (OGC 17-069r4).

use model::Level;
use serde_json::{Value, json};

use super::Doc;
use super::doc::times;
use super::schema::{
    anything, choice, count, day, flag, list, map, moment, named, number, object, open_object, or_null, query, text,
};
use crate::ogc::feature;

/// Forms of items.
const FORMS: &[&str] = &["json", "jsonfg", "html", "fgb"];
/// What a reader who wants none of the forms gets.
const NONE_WANTED: &[u16] = &[406];

pub(super) fn docs() -> Vec<Doc> {
    let binary = || json!({ "type": "string", "format": "binary" });
    vec![
        Doc::get("/", "getLandingPage").json(named("Landing")).page().fails(NONE_WANTED),
        Doc::get("/conformance", "getConformance").json(named("Conformance")).page().fails(NONE_WANTED),
        Doc::get("/collections", "getCollections").json(named("Collections")).page().fails(NONE_WANTED),
        Doc::get("/collections/{collection}", "describe").json(named("Collection")).page().fails(NONE_WANTED),
        Doc::get("/collections/{collection}/queryables", "queryables").answers(
            200,
            "application/schema+json",
            named("Queryables"),
        ),
        Doc::get("/collections/{collection}/items", "items")
            .queries(item_parameters())
            .queries_of_level(equal)
            .forms(FORMS)
            .answers(200, "application/geo+json", named("FeatureCollection"))
            .answers(200, "application/flatgeobuf", binary())
            .page()
            .fails(NONE_WANTED),
        Doc::get("/collections/{collection}/items/{item}", "item")
            .queries(times())
            .queries([query("crs", text())])
            .forms(FORMS)
            .answers(200, "application/geo+json", named("Feature"))
            .answers(200, "application/flatgeobuf", binary())
            .page()
            .fails(&[406, 410]),
        Doc::get("/collections/{collection}/items/{item}/versions", "versions")
            .queries([query("known", text())])
            .forms(&["json", "link"])
            .json(named("Versions"))
            .answers(200, "application/link-format", text()),
        Doc::get("/collections/{collection}/items/{item}/versions/{version}", "version")
            .queries([query("crs", text())])
            .forms(&["json", "jsonfg"])
            .answers(200, "application/geo+json", named("Feature"))
            .fails(NONE_WANTED),
        Doc::get("/api", "getApi").answers(200, "application/vnd.oai.openapi+json", named("OpenApi")),
    ]
}

pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let links = || list(named("Link"));
    let extent = open_object(&[("spatial", open_object(&[("bbox", list(list(number())))])), ("temporal", anything())]);
    vec![
        ("Landing", object(&[("title", text()), ("description", text()), ("links", links())])),
        ("Conformance", object(&[("conformsTo", list(text()))])),
        (
            "Collections",
            object(&[("links", links()), ("crs", list(text())), ("collections", list(named("Collection")))]),
        ),
        (
            "Collection",
            object(&[
                ("id", text()),
                ("title", text()),
                ("description", text()),
                ("extent", extent),
                ("itemType", choice(&["feature"])),
                ("crs", list(text())),
                ("storageCrs", text()),
                ("links", links()),
            ]),
        ),
        (
            "Queryables",
            open_object(&[
                ("$schema", text()),
                ("$id", text()),
                ("type", choice(&["object"])),
                ("properties", map(anything())),
            ]),
        ),
        ("FeatureCollection", feature_collection()),
        ("Feature", one_feature()),
        ("Geometry", geometry()),
        ("Versions", object(&[("id", text()), ("links", links()), ("versions", list(version()))])),
        ("OpenApi", open_object(&[("openapi", text()), ("info", anything()), ("paths", map(anything()))])),
    ]
}

fn feature_collection() -> Value {
    open_object(&[
        ("type", choice(&["FeatureCollection"])),
        ("features", list(named("Feature"))),
        ("numberMatched", count()),
        ("numberReturned", count()),
        ("timeStamp", moment()),
        ("links", list(named("Link"))),
    ])
}

fn one_feature() -> Value {
    open_object(&[
        ("type", choice(&["Feature"])),
        ("id", text()),
        ("geometry", or_null(named("Geometry"))),
        ("properties", properties()),
        ("?links", list(named("Link"))),
        ("?featureType", text()),
        ("?time", anything()),
    ])
}

/// Properties of all levels: which of them a level has, its queryables say.
fn properties() -> Value {
    let mut members: Vec<(String, Value)> = Vec::new();
    for (name, kind) in Level::ALL.into_iter().flat_map(feature::properties) {
        let schema = match (name, kind) {
            ("code" | "name" | "kind", _) => text(),
            ("valid_from", _) => day(),
            ("version", _) => count(),
            ("valid_to", _) => or_null(day()),
            (_, "integer") => or_null(number()),
            (_, "boolean") => or_null(flag()),
            _ => or_null(text()),
        };
        members.push((name.to_owned(), schema));
    }
    let always = ["code", "name", "kind", "valid_from", "valid_to", "version"];
    let name = |name: &str| if always.contains(&name) { name.to_owned() } else { format!("?{name}") };
    members.sort_by(|a, b| a.0.cmp(&b.0));
    members.dedup_by(|a, b| a.0 == b.0);
    let members: Vec<(String, Value)> = members.into_iter().map(|(of, schema)| (name(&of), schema)).collect();
    let members: Vec<(&str, Value)> = members.iter().map(|(name, schema)| (name.as_str(), schema.clone())).collect();
    object(&members)
}

fn geometry() -> Value {
    let kinds = choice(&["Polygon", "MultiPolygon"]);
    open_object(&[("type", kinds), ("coordinates", list(list(list(anything()))))])
}

fn version() -> Value {
    object(&[
        ("version", count()),
        ("validFrom", day()),
        ("validTo", or_null(day())),
        ("recorded", moment()),
        ("links", list(named("Link"))),
    ])
}

fn equal(level: Level) -> Vec<Value> {
    feature::properties(level).into_iter().map(|(name, kind)| query(name, json!({ "type": kind }))).collect()
}

fn item_parameters() -> Vec<Value> {
    let numbers = json!({ "type": "array", "minItems": 4, "maxItems": 6, "items": { "type": "number" } });
    let limit = json!({ "type": "integer", "minimum": 1, "maximum": 10000, "default": 100 });
    let mut parameters = vec![query("limit", limit), query("bbox", numbers)];
    parameters.extend(["bbox-crs", "crs", "after", "filter", "filter-crs"].map(|name| query(name, text())));
    parameters.extend(times());
    let languages = json!({ "type": "string", "enum": ["cql2-text", "cql2-json"], "default": "cql2-text" });
    parameters.push(query("filter-lang", languages));
    parameters
}

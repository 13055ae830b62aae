//! The service described for machines: a self-contained OpenAPI 3.0 document.

use serde_json::{Map, Value, json};

use super::collections::COLLECTIONS;
use super::feature;
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::problem::Problem;

/// `/api`
pub(crate) fn openapi(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.only(&[])?;
    let words = app.words(asked.language());
    let (mut paths, mut tiles) = (Map::new(), Vec::new());
    let mut get = |path: &str, id: &str, parameters: Vec<Value>, media: &str| {
        let parameters: Vec<Value> =
            parameters.into_iter().chain([format_parameter(path), language_parameter()]).collect();
        paths.insert(path.to_owned(), operation(id, parameters, media));
    };
    get("/", "getLandingPage", vec![], "application/json");
    get("/conformance", "getConformance", vec![], "application/json");
    get("/collections", "getCollections", vec![], "application/json");
    for (name, level) in COLLECTIONS {
        let path = format!("/collections/{name}");
        get(&path, &format!("describe-{name}"), vec![], "application/json");
        get(&format!("{path}/queryables"), &format!("queryables-{name}"), vec![], "application/schema+json");
        let equal = feature::properties(level).into_iter().map(|(name, kind)| query(name, json!({ "type": kind })));
        let items = item_parameters().into_iter().chain(equal).collect();
        get(&format!("{path}/items"), &format!("items-{name}"), items, "application/geo+json");
        let id = json!({ "name": "item", "in": "path", "required": true, "schema": { "type": "string" } });
        let one = vec![id.clone(), text("crs"), text("datetime"), text("known")];
        get(&format!("{path}/items/{{item}}"), &format!("item-{name}"), one, "application/geo+json");
        let versions = format!("{path}/items/{{item}}/versions");
        get(&versions, &format!("versions-{name}"), vec![id.clone(), text("known")], "application/json");
        let one = vec![id, in_path("version", json!({ "type": "integer" })), text("crs")];
        get(&format!("{versions}/{{version}}"), &format!("version-{name}"), one, "application/geo+json");
    }
    get("/tileMatrixSets", "getTileMatrixSetsList", vec![], "application/json");
    get("/tileMatrixSets/{set}", "getTileMatrixSet", vec![set()], "application/json");
    for (root, of) in std::iter::once((String::new(), "dataset".to_owned()))
        .chain(COLLECTIONS.map(|(name, _)| (format!("/collections/{name}"), name.to_owned())))
    {
        get(&format!("{root}/tiles"), &format!("{of}.vector.getTileSetsList"), vec![], "application/json");
        get(&format!("{root}/tiles/{{set}}"), &format!("{of}.vector.getTileSet"), vec![set()], "application/json");
        let tile = |root: &str| format!("{root}/{{set}}/{{zoom}}/{{row}}/{{col}}");
        let dated = [address(), vec![text("datetime"), text("known")]].concat();
        tiles.push((tile(&format!("{root}/tiles")), format!("{of}.vector.getTile"), dated));
        let revision = in_path("revision", json!({ "type": "string" }));
        let fixed = [vec![revision], address()].concat();
        tiles.push((tile(&format!("{root}/tiles/r/{{revision}}")), format!("{of}.vector.getTileOfRevision"), fixed));
    }
    for (path, id, parameters) in tiles {
        paths.insert(path, tile_operation(&id, parameters));
    }
    let document = json!({
        "openapi": "3.0.3",
        "info": { "title": words.say("service-title"), "description": words.say("service-about"), "version": env!("CARGO_PKG_VERSION") },
        "servers": [{ "url": asked.base }],
        "paths": paths,
        "components": { "schemas": { "problem": problem() } },
    });
    Ok(Answer::json("application/vnd.oai.openapi+json;version=3.0", &document))
}

fn operation(id: &str, parameters: Vec<Value>, media: &str) -> Value {
    let problem = json!({ "$ref": "#/components/schemas/problem" });
    let failure =
        |text: &str| json!({ "description": text, "content": { "application/problem+json": { "schema": problem } } });
    json!({ "get": {
        "operationId": id,
        "parameters": parameters,
        "responses": {
            "200": { "description": "OK", "content": { media: { "schema": { "type": "object" } }, "text/html": { "schema": { "type": "string" } } } },
            "304": { "description": "Not Modified" },
            "400": failure("Bad Request"),
            "404": failure("Not Found"),
            "406": failure("Not Acceptable"),
            "410": failure("Gone"),
            "500": failure("Internal Server Error"),
            "503": failure("Service Unavailable"),
            "504": failure("Gateway Timeout"),
        },
    } })
}

/// A tile has a media type of its own, and may be empty.
fn tile_operation(id: &str, mut parameters: Vec<Value>) -> Value {
    parameters.extend([query("f", json!({ "type": "string", "enum": ["mvt"] })), language_parameter()]);
    let mut document = operation(id, parameters, "application/json");
    let bytes = json!({ "schema": { "type": "string", "format": "binary" } });
    document["get"]["responses"]["200"]["content"] = json!({ "application/vnd.mapbox-vector-tile": bytes });
    document["get"]["responses"]["204"] = json!({ "description": "No Content" });
    document
}

fn in_path(name: &str, schema: Value) -> Value {
    json!({ "name": name, "in": "path", "required": true, "schema": schema })
}

fn set() -> Value {
    in_path("set", json!({ "type": "string", "enum": ["WebMercatorQuad"] }))
}

/// The parts of a tile's address.
fn address() -> Vec<Value> {
    let number = |name: &str| in_path(name, json!({ "type": "integer", "minimum": 0 }));
    vec![set(), number("zoom"), number("row"), number("col")]
}

fn query(name: &str, schema: Value) -> Value {
    json!({ "name": name, "in": "query", "required": false, "style": "form", "explode": false, "schema": schema })
}

fn text(name: &str) -> Value {
    query(name, json!({ "type": "string" }))
}

fn format_parameter(path: &str) -> Value {
    let forms: &[&str] = match path {
        _ if path.ends_with("/versions") => &["json", "link"],
        _ if path.ends_with("/{version}") => &["json", "jsonfg"],
        _ if path.ends_with("/tiles/{set}") => &["json", "tilejson"],
        _ if path.ends_with("/tiles") || path.starts_with("/tileMatrixSets") => &["json"],
        _ => &["json", "jsonfg", "html", "fgb"],
    };
    query("f", json!({ "type": "string", "enum": forms }))
}

fn language_parameter() -> Value {
    query("lang", json!({ "type": "string", "enum": ["zh", "en"] }))
}

fn item_parameters() -> Vec<Value> {
    let numbers = json!({ "type": "array", "minItems": 4, "maxItems": 6, "items": { "type": "number" } });
    let limit = json!({ "type": "integer", "minimum": 1, "maximum": 10000, "default": 100 });
    let mut list = vec![query("limit", limit), query("bbox", numbers)];
    list.extend(["bbox-crs", "crs", "datetime", "known", "after", "filter", "filter-crs"].map(text));
    list.push(query(
        "filter-lang",
        json!({ "type": "string", "enum": ["cql2-text", "cql2-json"], "default": "cql2-text" }),
    ));
    list
}

fn problem() -> Value {
    let text = json!({ "type": "string" });
    json!({
        "type": "object",
        "required": ["type", "status", "title", "detail"],
        "properties": {
            "type": text, "status": { "type": "integer" }, "title": text, "detail": text,
            "title-other": text, "detail-other": text,
        },
    })
}

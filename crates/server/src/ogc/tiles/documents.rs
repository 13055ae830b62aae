//! What tiles there are: lists of tile sets, a tile set, and the same for MapLibre (TileJSON 3.0).

use geo_types::Coord;
use model::Level;
use serde_json::{Map, Value, json};
use store::AsOf;

use super::address::{Address, MOST_ZOOM, SET, lonlat};
use super::encode::{PROPERTIES, first_zoom};
use super::matrix::{CRS, URI, json_only};
use super::tile::{MEDIA_TYPE, revision_name};
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::dressed::Dressed;
use crate::ogc::collections::{COLLECTIONS, level};
use crate::ogc::landing::link;
use crate::ogc::reference::CRS84;
use crate::problem::{Kind, Problem};

/// The collections that a path is about.
fn meant(asked: &Asked) -> Result<Vec<(&'static str, Level)>, Problem> {
    let Some(name) = asked.parts.get("collection") else { return Ok(COLLECTIONS.to_vec()) };
    let level = level(name)?;
    Ok(COLLECTIONS.into_iter().filter(|(_, one)| *one == level).collect())
}

/// The address of all tiles that a path is about.
fn root(asked: &Asked) -> String {
    let of = |name: &String| format!("{}/collections/{name}/tiles", asked.base);
    asked.parts.get("collection").map_or_else(|| format!("{}/tiles", asked.base), of)
}

/// `/tiles` and `/collections/{collection}/tiles`
pub(super) fn tilesets(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    json_only(asked, &["json"])?;
    asked.only(&[])?;
    let root = root(asked);
    let one = brief(&title(app, asked, &meant(asked)?), &root, asked);
    let links = [link("self", &root, "application/json")];
    Ok(Answer::json("application/json", &json!({ "links": links, "tilesets": [one] })))
}

/// `/tiles/{set}` and `/collections/{collection}/tiles/{set}`
pub(super) fn tileset(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    json_only(asked, &["json", "tilejson"])?;
    asked.only(&[])?;
    if asked.part("set") != SET {
        return Err(Problem::new(Kind::NotFound));
    }
    let (meant, root) = (meant(asked)?, root(asked));
    let dressed = app.view_for(asked, AsOf::day(app.today()))?;
    let title = title(app, asked, &meant);
    let revision = revision_name(&dressed);
    let etag = format!("W/\"{revision}\"");
    let document = if asked.parameter("f") == Some("tilejson") {
        let tiles = format!("{root}/r/{revision}/{SET}/{{z}}/{{y}}/{{x}}");
        tilejson(&dressed, &meant, &title, &[tiles])
    } else {
        full(&dressed, &meant, brief(&title, &root, asked))
    };
    Ok(Answer::json("application/json", &document).tagged(etag).with("cache-control", "no-cache"))
}

fn title(app: &App, asked: &Asked, meant: &[(&str, Level)]) -> String {
    let words = app.words(asked.language());
    match meant {
        [(_, level)] => words.say(&format!("level-{}", level.id())),
        _ => words.say("service-title"),
    }
}

/// A tile set in a list.
fn brief(title: &str, root: &str, asked: &Asked) -> Value {
    let mut tile = link("item", &format!("{root}/{SET}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}"), MEDIA_TYPE);
    tile["templated"] = json!(true);
    let scheme = "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme";
    json!({
        "title": title,
        "dataType": "vector",
        "crs": CRS,
        "tileMatrixSetId": SET,
        "tileMatrixSetURI": URI,
        "links": [
            link("self", &format!("{root}/{SET}"), "application/json"),
            link("alternate", &format!("{root}/{SET}?f=tilejson"), "application/json"),
            link(scheme, &format!("{}/tileMatrixSets/{SET}", asked.base), "application/json"),
            tile,
        ],
    })
}

/// The whole description of a tile set.
fn full(dressed: &Dressed, meant: &[(&str, Level)], mut document: Value) -> Value {
    let limits = dressed.ground().bounds.map(|bounds| (0..=MOST_ZOOM).map(|zoom| limit(zoom, bounds)).collect());
    let limits: Vec<Value> = limits.unwrap_or_default();
    let layers: Vec<Value> = meant.iter().map(|(name, level)| layer(name, *level)).collect();
    document["layers"] = json!(layers);
    document["tileMatrixSetLimits"] = json!(limits);
    if let Some([west, south, east, north]) = bounds(dressed) {
        document["boundingBox"] = json!({ "lowerLeft": [west, south], "upperRight": [east, north], "crs": CRS84 });
    }
    document
}

fn limit(zoom: u8, bounds: [f64; 4]) -> Value {
    let [top, bottom, left, right] = Address::span(zoom, bounds);
    json!({ "tileMatrix": zoom.to_string(), "minTileRow": top, "maxTileRow": bottom, "minTileCol": left, "maxTileCol": right })
}

fn layer(name: &str, level: Level) -> Value {
    let property = |(name, kind): (&str, &str)| (name.to_owned(), json!({ "type": kind }));
    let properties: Map<String, Value> = PROPERTIES.into_iter().map(property).collect();
    json!({
        "id": name,
        "dataType": "vector",
        "geometryDimension": 2,
        "minTileMatrix": first_zoom(level).to_string(),
        "maxTileMatrix": MOST_ZOOM.to_string(),
        "propertiesSchema": { "type": "object", "properties": properties },
    })
}

/// What MapLibre and archives of tiles want to know.
pub(super) fn tilejson(dressed: &Dressed, meant: &[(&str, Level)], name: &str, tiles: &[String]) -> Value {
    let fields: Map<String, Value> =
        PROPERTIES.into_iter().map(|(name, kind)| (name.to_owned(), json!(kind))).collect();
    let layer = |(name, level): &(&str, Level)| json!({ "id": name, "fields": fields, "minzoom": first_zoom(*level), "maxzoom": MOST_ZOOM });
    let layers: Vec<Value> = meant.iter().map(layer).collect();
    let mut document = json!({
        "tilejson": "3.0.0",
        "name": name,
        "scheme": "xyz",
        "tiles": tiles,
        "minzoom": meant.iter().map(|(_, level)| first_zoom(*level)).min(),
        "maxzoom": MOST_ZOOM,
        "vector_layers": layers,
    });
    if let Some([west, south, east, north]) = bounds(dressed) {
        document["bounds"] = json!([west, south, east, north]);
        document["center"] = json!([(west + east) / 2.0, (south + north) / 2.0, 12]);
    }
    document
}

/// Longitudes and latitudes around everything: west, south, east, north.
pub(super) fn bounds(dressed: &Dressed) -> Option<[f64; 4]> {
    let [west, north, east, south] = dressed.ground().bounds?;
    let (low, high) = (lonlat(Coord { x: west, y: south }), lonlat(Coord { x: east, y: north }));
    Some([low.x, low.y, high.x, high.y])
}

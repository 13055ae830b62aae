//! Tiles (OGC 20-057).

use serde_json::{Value, json};

use super::Doc;
use super::doc::times;
use super::schema::{anything, choice, count, list, named, number, object, open_object, text};

const TILE: &str = "application/vnd.mapbox-vector-tile";

pub(super) fn docs() -> Vec<Doc> {
    let sets = |path, id| Doc::get(path, id).forms(&["json"]).json(named("TileSets"));
    let either = || json!({ "oneOf": [named("TileSet"), named("TileJson")] });
    let set = |path, id| Doc::get(path, id).forms(&["json", "tilejson"]).json(either());
    let tile = |path, id| {
        let bytes = json!({ "type": "string", "format": "binary" });
        Doc::get(path, id).forms(&["mvt"]).answers(200, TILE, bytes).answers(204, "", anything())
    };
    vec![
        Doc::get("/tileMatrixSets", "getTileMatrixSetsList").forms(&["json"]).json(named("TileMatrixSets")),
        Doc::get("/tileMatrixSets/{set}", "getTileMatrixSet").forms(&["json"]).json(named("TileMatrixSet")),
        sets("/tiles", "dataset.vector.getTileSetsList"),
        set("/tiles/{set}", "dataset.vector.getTileSet"),
        tile("/tiles/{set}/{zoom}/{row}/{col}", "dataset.vector.getTile").queries(times()),
        tile("/tiles/r/{revision}/{set}/{zoom}/{row}/{col}", "dataset.vector.getTileOfRevision"),
        sets("/collections/{collection}/tiles", "collection.vector.getTileSetsList"),
        set("/collections/{collection}/tiles/{set}", "collection.vector.getTileSet"),
        tile("/collections/{collection}/tiles/{set}/{zoom}/{row}/{col}", "collection.vector.getTile").queries(times()),
        tile(
            "/collections/{collection}/tiles/r/{revision}/{set}/{zoom}/{row}/{col}",
            "collection.vector.getTileOfRevision",
        ),
    ]
}

pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let links = || list(named("Link"));
    let brief = [("title", text()), ("dataType", choice(&["vector"])), ("crs", text()), ("tileMatrixSetId", text())];
    let brief = [&brief[..], &[("tileMatrixSetURI", text()), ("links", links())]].concat();
    let more =
        [("layers", list(named("TileLayer"))), ("tileMatrixSetLimits", list(limits())), ("?boundingBox", anything())];
    let named_set = [("id", text()), ("title", text()), ("uri", text()), ("crs", text()), ("links", links())];
    vec![
        ("TileSets", object(&[("links", links()), ("tilesets", list(object(&brief)))])),
        ("TileSet", object(&[&brief[..], &more].concat())),
        (
            "TileLayer",
            open_object(&[("id", text()), ("dataType", text()), ("minTileMatrix", text()), ("maxTileMatrix", text())]),
        ),
        (
            "TileJson",
            open_object(&[("tilejson", text()), ("tiles", list(text())), ("vector_layers", list(anything()))]),
        ),
        ("TileMatrixSets", object(&[("links", links()), ("tileMatrixSets", list(object(&named_set)))])),
        (
            "TileMatrixSet",
            open_object(&[
                ("id", text()),
                ("title", text()),
                ("uri", text()),
                ("crs", text()),
                ("tileMatrices", list(matrix())),
            ]),
        ),
    ]
}

fn limits() -> Value {
    object(&[
        ("tileMatrix", text()),
        ("minTileRow", count()),
        ("maxTileRow", count()),
        ("minTileCol", count()),
        ("maxTileCol", count()),
    ])
}

fn matrix() -> Value {
    open_object(&[
        ("id", text()),
        ("scaleDenominator", number()),
        ("cellSize", number()),
        ("pointOfOrigin", list(number())),
        ("tileWidth", count()),
        ("tileHeight", count()),
        ("matrixWidth", count()),
        ("matrixHeight", count()),
    ])
}

//! Vector tiles of the record (OGC 20-057, OGC 17-083r4): all collections in one tile, or one collection.

mod address;
mod archive;
mod cache;
mod cut;
mod documents;
mod encode;
mod ground;
mod matrix;
mod tile;

use crate::routes::{Route, get};

pub use archive::{TileArchive, write_tiles};
pub(crate) use cache::TileCache;
pub(crate) use ground::Ground;

/// What is held to, by the standards' own names.
pub(super) const CONFORMS_TO: &[&str] = &[
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tileset",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tilesets-list",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/dataset-tilesets",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/geodata-tilesets",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/datetime",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/mvt",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/tms/2.0/conf/tilematrixset",
    "http://www.opengis.net/spec/tms/2.0/conf/json-tilematrixset",
    "http://www.opengis.net/spec/tms/2.0/conf/tilesetmetadata",
    "http://www.opengis.net/spec/tms/2.0/conf/json-tilesetmetadata",
];

/// Paths of tiles. `{collection}` and `{revision}` are absent where all collections and the newest record are meant.
pub(super) static ROUTES: &[Route] = &[
    get("/tileMatrixSets", matrix::matrix_sets),
    get("/tileMatrixSets/{set}", matrix::matrix_set),
    get("/tiles", documents::tilesets),
    get("/tiles/{set}", documents::tileset),
    get("/tiles/{set}/{zoom}/{row}/{col}", tile::tile),
    get("/tiles/r/{revision}/{set}/{zoom}/{row}/{col}", tile::tile),
    get("/collections/{collection}/tiles", documents::tilesets),
    get("/collections/{collection}/tiles/{set}", documents::tileset),
    get("/collections/{collection}/tiles/{set}/{zoom}/{row}/{col}", tile::tile),
    get("/collections/{collection}/tiles/r/{revision}/{set}/{zoom}/{row}/{col}", tile::tile),
];

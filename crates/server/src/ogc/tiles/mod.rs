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

use crate::routes::Handler;

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
pub(super) const ROUTES: &[(&str, Handler)] = &[
    ("/tileMatrixSets", matrix::matrix_sets),
    ("/tileMatrixSets/{set}", matrix::matrix_set),
    ("/tiles", documents::tilesets),
    ("/tiles/{set}", documents::tileset),
    ("/tiles/{set}/{zoom}/{row}/{col}", tile::tile),
    ("/tiles/r/{revision}/{set}/{zoom}/{row}/{col}", tile::tile),
    ("/collections/{collection}/tiles", documents::tilesets),
    ("/collections/{collection}/tiles/{set}", documents::tileset),
    ("/collections/{collection}/tiles/{set}/{zoom}/{row}/{col}", tile::tile),
    ("/collections/{collection}/tiles/r/{revision}/{set}/{zoom}/{row}/{col}", tile::tile),
];

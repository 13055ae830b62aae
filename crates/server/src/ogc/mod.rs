//! OGC API Features, Tiles and their filters (OGC 17-069r4, 18-058r1, 19-079r2, 20-057).

mod collections;
mod cql2;
pub(crate) mod drafts;
pub(crate) mod feature;
pub(crate) mod geometry;
mod items;
mod landing;
mod parameters;
mod queryables;
mod reference;
mod tiles;
mod versions;

use crate::routes::Route;

pub(crate) use collections::{COLLECTIONS, collection, collections};
pub(crate) use items::{item, items};
pub(crate) use landing::{conformance, landing, link};
pub(crate) use parameters::time;
pub(crate) use queryables::queryables;
pub(crate) use tiles::{Ground, TileCache};
pub use tiles::{TileArchive, write_tiles};

/// Further paths and their handlers.
pub(crate) fn routes() -> impl Iterator<Item = &'static Route> {
    tiles::ROUTES.iter().chain(versions::ROUTES).chain(drafts::ROUTES)
}

//! OGC API Features: landing page, conformance, collections, items (OGC 17-069r4, 18-058r1).

mod collections;
pub(crate) mod feature;
pub(crate) mod geometry;
mod items;
mod landing;
mod openapi;
mod parameters;
mod queryables;
mod reference;

pub(crate) use collections::{collection, collections};
pub(crate) use items::{item, items};
pub(crate) use landing::{conformance, landing};
pub(crate) use openapi::openapi;
pub(crate) use queryables::queryables;

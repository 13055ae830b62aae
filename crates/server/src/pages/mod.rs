//! Pages for people: place cards, coverage, sheets to print. They work without JavaScript and need no map server.

mod assets;
mod bar;
mod behind;
mod choropleth;
mod coverage;
mod duties;
mod facts;
mod figure;
mod history;
mod home;
mod near;
mod notice;
mod packs;
mod page;
mod place;
mod plane;
pub(crate) mod qr;
mod search;
mod short;
mod standing;
mod surroundings;
#[cfg(test)]
mod tests;

pub(crate) use assets::{address as asset_address, asset, fingerprint, style_address};
pub(crate) use bar::share;
pub(crate) use coverage::coverage;
pub(crate) use figure::figure;
pub(crate) use home::home;
pub(crate) use near::near;
pub(crate) use notice::{notice, sheet as notice_sheet};
pub(crate) use packs::{pack, packs, path as pack_path};
pub(crate) use page::Page;
pub(crate) use place::{absent, named, place};
pub(crate) use plane::{Plane, length};
pub(crate) use qr::short_address;
pub(crate) use search::search;
pub(crate) use short::{Heirs, became, meant, short};

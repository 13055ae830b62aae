//! Maps of courtyards and grids as SVG and PNG, to print and to serve.
//!
//! A [`MapSheet`] is a value: title, page, layers, notes. [`svg`] draws it, always the same text for the same sheet;
//! [`png`] turns the text into a picture with fonts that the caller has found ([`Fonts`]). Geometry comes in the
//! working CRS in metres; page units are millimetres. Nothing here reads a file, a clock or the environment.

mod classes;
mod clip;
mod colouring;
mod draw;
mod feature;
mod furniture;
mod ink;
mod label;
mod outline;
mod page;
mod palette;
mod path;
mod png;
mod sheet;
mod style;
mod svg;
mod view;

pub use classes::Classes;
pub use feature::{Area, AreaRole, Content, Label, Layer, Line, LineRole, RoadClass, Spot};
pub use page::Page;
pub use png::{DrawError, Fonts, png};
pub use resvg::usvg::fontdb;
pub use sheet::{Furniture, Inset, MapSheet, Notes, Review};
pub use svg::svg;

//! Files of captures: CityJSON, CityGML, glTF, OBJ, OSGB folders, LAS/LAZ/COPC. Bytes in, [`citymodel`] values and
//! [`model::Finding`]s out; no bytes make it panic.

mod bytes;
mod citygml;
mod cityjson;
mod corners;
pub mod gltf;
mod kind;
mod notes;
pub mod obj;
mod objects;
pub mod osgb;
pub mod photo;
mod place;
pub mod points;
mod raster;
mod rings;
mod source;
mod text;

pub use kind::{Kind, kind_of};
pub use objects::{Format, Head, Item, Objects, Order, Sink, defect_finding, read_objects};
pub use source::{Source, Unreadable};

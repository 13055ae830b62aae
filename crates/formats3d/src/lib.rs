//! Files of captures: CityJSON, CityGML, glTF, OBJ, OSGB folders, LAS/LAZ/COPC. Bytes in, [`citymodel`] values and
//! [`model::Finding`]s out; no bytes make it panic.

mod citygml;
mod cityjson;
mod notes;
mod objects;
mod rings;
mod source;

pub use objects::{Format, Head, Item, Objects, Order, Sink, defect_finding, read_objects};
pub use source::{Source, Unreadable};

//! Files of captures: CityJSON, CityGML, glTF, OBJ, OSGB folders, LAS/LAZ/COPC. Bytes in, [`citymodel`] values and
//! [`model::Finding`]s out; no bytes make it panic.

mod bytes;
pub mod osgb;
mod place;
mod raster;
mod source;
mod text;

pub use source::{Source, Unreadable};

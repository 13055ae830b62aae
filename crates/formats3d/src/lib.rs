//! Files of captures: CityJSON, CityGML, glTF, OBJ, OSGB folders, LAS/LAZ/COPC. Bytes in, [`citymodel`] values and
//! [`model::Finding`]s out; no bytes make it panic.

mod bytes;
mod corners;
pub mod gltf;
mod kind;
pub mod obj;
pub mod osgb;
pub mod photo;
mod place;
pub mod points;
mod raster;
mod source;
mod text;

pub use kind::{Kind, kind_of};
pub use source::{Source, Unreadable};

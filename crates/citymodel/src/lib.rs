//! Buildings and captures in three dimensions, free of file formats: city objects of planar surfaces with levels of
//! detail, meshes with textures, point clouds.
//!
//! Coordinates are f64, x first (easting or longitude), z up, in the system that the source declares; nothing here
//! transforms them. Levels of detail and semantics are those of CityGML 2.0 (OGC 12-019) and CityJSON 2.0.

mod defect;
mod measure;
mod mesh;
mod object;
mod plane;
mod points;
mod surface;
mod triangulate;
mod vector;

pub use defect::{Code, Defect, Tolerances};
pub use mesh::{Image, ImageFormat, Material, Mesh, Part};
pub use object::{Attribute, CityObject, Class, Geometry, Lod};
pub use plane::normal;
pub use points::Points;
pub use surface::{Paint, Semantic, Surface};
pub use triangulate::{Triangulator, triangulate};

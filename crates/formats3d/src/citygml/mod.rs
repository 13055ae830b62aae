//! CityGML 2.0 (OGC 12-019), 1.0 and the buildings of 3.0 (OGC 20-010), with application schemas such as i-UR.
//!
//! A file is read twice: appearances stand after the objects in many files, and surfaces may refer to surfaces of other
//! objects. In memory are one object, the appearances, and the surfaces that other objects refer to.

mod appearance;
mod attributes;
mod geometry;
mod object;
mod read;
mod survey;
mod tree;

pub(crate) use read::read;

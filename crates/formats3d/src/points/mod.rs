//! Point clouds: LAS 1.0 to 1.5 (ASPRS, "LAS Specification"), LAZ, and COPC 1.0, read as streams of bounded chunks or
//! by
//! nodes of the octree.

mod chunks;
mod cloud;
mod header;
mod octree;
mod record;

pub use cloud::Cloud;
pub use header::{Header, System};
pub use octree::{Key, Octree, OctreeNode};

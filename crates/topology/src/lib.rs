//! Exact topology on a 1 mm lattice: partitions of a territory by shared arcs, and what is wrong with shapes.
//!
//! Coordinates come in and go out as metres (`f64`) of one projected CRS; inside they are whole millimetres, so
//! equality, sidedness and areas are exact.

mod assemble;
mod contiguity;
mod cover;
mod defect;
mod dissolve;
mod duplicate;
mod gap;
mod lattice;
mod lines;
mod mesh;
mod node;
mod overlap;
mod partition;
mod regions;
mod relation;
mod repair;
mod shape;
mod share;
mod simple;
mod sweep;
mod territory;
mod tess;
mod union;

pub use contiguity::{Contact, Touching, contiguity};
pub use cover::{CoverError, CoverFault};
pub use defect::{Defect, DefectKind, defects};
pub use dissolve::{NotATiling, dissolve};
pub use duplicate::duplicates;
pub use gap::{Gap, gaps};
pub use lattice::{LIMIT_MM, Point, crossing, on_segment, orient, segments_meet};
pub use overlap::{Overlap, overlaps};
pub use partition::{Adjacency, Arc, Partition, Proof, Violation};
pub use repair::{Repaired, repair};
pub use share::{AreaIndex, shares};
pub use territory::{
    BarrierLine, Cell, LineKind, LineKinds, Note, Options, Part, Seed, Territory, TerritoryError, Tessellation,
};
pub use tess::tessellate;

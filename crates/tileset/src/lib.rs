//! 3D Tiles 1.1 (OGC 22-025r4): addresses of cells, local frames, tiles' contents as binary glTF, tilesets as JSON,
//! what every client accepts, archives (3TZ). Shared by the tiler, the service and the viewer; pure functions, no file,
//! no clock. The feature `encode` adds writing of compressed tiles, which needs a C++ compiler; everything else builds
//! for browsers.

pub mod cell;
pub mod codec;
pub mod content;
pub mod frame;
pub mod glb;
pub mod json;
pub mod rules;
pub mod threetz;

pub use cell::{BLOCK_LEVEL, BadCell, Cell, MAX_LEVEL};
pub use frame::{CGCS2000, Ellipsoid, Frame, Geodetic, WGS84};

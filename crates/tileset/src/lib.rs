//! 3D Tiles.

//! Point clouds.

/// Some points of a cloud, in columns.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Points {
    /// Positions in the file's system.
    pub positions: Vec<[f64; 3]>,
    /// Red, green, blue, as many as positions, or none.
    pub colours: Vec<[u8; 3]>,
    /// Strength of the echo from 0 to 65,535, as many as positions, or none.
    pub intensities: Vec<u16>,
    /// ASPRS class (LAS 1.4 R15, table 17), as many as positions.
    pub classes: Vec<u8>,
}

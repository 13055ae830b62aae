//! Addresses of cells in a quadtree anchored to the world.
//!
//! Cells are the tiles of the OGC two-dimensional tile matrix set `WorldCRS84Quad` (OGC 17-083r4, annex D): level 0
//! is two squares of 180 degrees, x counts from longitude -180 eastward, y from latitude 90 southward, every level
//! halves. A cell's address never depends on any data, so a new building never moves another one's tile, and data sets,
//! captures and days share their cells.
//!
//! Geographic cells and not metric blocks carry the addresses because one scheme reaches from the world to the
//! courtyard without seams, `level/x/y` means the same to any other program, and a building has one cell by its
//! longitude and latitude alone. Metric coordinates come from the *block*: the ancestor at [`BLOCK_LEVEL`], some 20 km
//! wide, has one local frame ([`Cell::frame`]) in which everything below it is measured, so a wall shared by two
//! tiles falls on the same lattice points in both. In China's latitudes a cell is 5 to 40 % narrower than high.

use std::fmt;
use std::str::FromStr;

use crate::frame::{Frame, Geodetic};

/// The deepest level: cells of about 1.2 m.
pub const MAX_LEVEL: u8 = 24;

/// The level whose cells have a local frame of their own: 0.176 degrees, 19.6 km from north to south.
pub const BLOCK_LEVEL: u8 = 10;

/// A cell of the quadtree. Sorted by level, then in Morton order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Cell {
    level: u8,
    x: u32,
    y: u32,
}

/// A text that is no address of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the address of a cell: level/x/y with level up to {MAX_LEVEL}")]
pub struct BadCell;

impl Cell {
    /// The cell with this address; `None` outside the world or below [`MAX_LEVEL`].
    pub fn new(level: u8, x: u32, y: u32) -> Option<Self> {
        let inside = level <= MAX_LEVEL && x < 2 << level && y < 1 << level;
        inside.then_some(Self { level, x, y })
    }

    /// The cell of a level that holds a position in degrees; longitudes wrap around, a latitude beyond a pole belongs
    /// to the pole's cell. Western and northern sides belong to the cell. `None` for numbers that are not finite and
    /// for levels below [`MAX_LEVEL`].
    pub fn at(lon: f64, lat: f64, level: u8) -> Option<Self> {
        if !lon.is_finite() || !lat.is_finite() || level > MAX_LEVEL {
            return None;
        }
        let across = f64::from(1u32 << level);
        // One division, then exact doublings: a position's cells of all levels are each other's ancestors.
        let x = ((lon + 180.0).rem_euclid(360.0) / 180.0 * across) as u32;
        let y = ((90.0 - lat).clamp(0.0, 180.0) / 180.0 * across) as u32;
        Some(Self { level, x: x.min((2 << level) - 1), y: y.min((1 << level) - 1) })
    }

    /// Its level, 0 for the two halves of the world.
    pub fn level(&self) -> u8 {
        self.level
    }

    /// Its column, from the west.
    pub fn x(&self) -> u32 {
        self.x
    }

    /// Its row, from the north.
    pub fn y(&self) -> u32 {
        self.y
    }

    /// The cell around it; `None` at level 0.
    pub fn parent(&self) -> Option<Self> {
        self.ancestor(self.level.checked_sub(1)?)
    }

    /// The cell of a coarser level (or its own) around it.
    pub fn ancestor(&self, level: u8) -> Option<Self> {
        let up = self.level.checked_sub(level)?;
        Some(Self { level, x: self.x >> up, y: self.y >> up })
    }

    /// Its four quarters in Morton order: north-west, north-east, south-west, south-east; none at [`MAX_LEVEL`].
    pub fn children(&self) -> impl Iterator<Item = Self> + use<> {
        let Self { level, x, y } = *self;
        let places = if level < MAX_LEVEL { 0..4u32 } else { 0..0 };
        places.map(move |i| Self { level: level + 1, x: 2 * x + (i & 1), y: 2 * y + (i >> 1) })
    }

    /// Its number along the Morton curve of its level: descendants of one cell are neighbours in it.
    pub fn morton(&self) -> u64 {
        spread(self.x) | spread(self.y) << 1
    }

    /// West, south, east, north in degrees, exact.
    pub fn bounds(&self) -> [f64; 4] {
        let side = 180.0 / f64::from(1u32 << self.level);
        let (west, north) = (f64::from(self.x) * side - 180.0, 90.0 - f64::from(self.y) * side);
        [west, north - side, west + side, north]
    }

    /// The cell whose local frame its coordinates are measured in: its ancestor at [`BLOCK_LEVEL`], or itself where it
    /// is coarser than a block.
    pub fn block(&self) -> Self {
        self.ancestor(BLOCK_LEVEL).unwrap_or(*self)
    }

    /// The local frame of its block: origin at the block's middle, on the ellipsoid.
    pub fn frame(&self) -> Frame {
        let [west, south, east, north] = self.block().bounds();
        Frame::at(Geodetic { lon: (west + east) / 2.0, lat: (south + north) / 2.0, height: 0.0 })
    }
}

impl Ord for Cell {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.level, self.morton()).cmp(&(other.level, other.morton()))
    }
}

impl PartialOrd for Cell {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.level, self.x, self.y)
    }
}

impl FromStr for Cell {
    type Err = BadCell;

    /// Reads `level/x/y`; no signs, no leading zeros, so that a cell has one name.
    fn from_str(text: &str) -> Result<Self, BadCell> {
        let mut parts = text.split('/').map(|part| part.parse::<u32>().ok());
        let (Some(Some(level)), Some(Some(x)), Some(Some(y)), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(BadCell);
        };
        let cell = u8::try_from(level).ok().and_then(|level| Self::new(level, x, y)).ok_or(BadCell)?;
        if cell.to_string() == text { Ok(cell) } else { Err(BadCell) }
    }
}

/// Moves bit i to bit 2 i.
fn spread(value: u32) -> u64 {
    let mut v = u64::from(value);
    v = (v | v << 16) & 0x0000_FFFF_0000_FFFF;
    v = (v | v << 8) & 0x00FF_00FF_00FF_00FF;
    v = (v | v << 4) & 0x0F0F_0F0F_0F0F_0F0F;
    v = (v | v << 2) & 0x3333_3333_3333_3333;
    (v | v << 1) & 0x5555_5555_5555_5555
}

//! What a plan is made on and what edits do not change.

mod fault;
mod shape;

use std::collections::BTreeMap;

use geo_types::MultiPolygon;
use model::Code;
use topology::{Adjacency, NotATiling};

pub use fault::TerritoryFault;
pub(crate) use shape::CellShape;

/// An open courtyard.
#[derive(Debug, Clone, PartialEq)]
pub struct Courtyard {
    /// Its code, unique in the territory.
    pub code: Code,
    /// Its name; may be empty.
    pub name: String,
    /// Index of its community.
    pub community: usize,
    /// Households; `None` is unknown, not zero.
    pub households: Option<u32>,
    /// Index of its cell of the tiling.
    pub cell: usize,
}

/// A community.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Community {
    /// Its code, 12 digits where it is official.
    pub code: Code,
    /// Its name.
    pub name: String,
    /// Code of its street.
    pub street: String,
}

/// What a cell of the tiling grew around.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CellKind {
    /// A courtyard.
    Courtyard,
    /// A closed compound.
    Compound,
    /// A site with a grid of its own.
    Exclusive,
    /// A park or square.
    Green,
    /// Nothing: ground that is nobody's.
    Remainder,
}

/// A cell of the tiling.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// What it grew around.
    pub kind: CellKind,
    /// Index of its community.
    pub community: usize,
    /// Its ground, on the 1 mm lattice, metres.
    pub shape: MultiPolygon<f64>,
}

/// Plain rows of a territory.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TerritoryRows {
    /// Communities.
    pub communities: Vec<Community>,
    /// Courtyards.
    pub courtyards: Vec<Courtyard>,
    /// Cells of the tiling.
    pub cells: Vec<Cell>,
    /// Which cells border on each other, sorted by (a, b), a < b.
    pub borders: Vec<Adjacency>,
}

/// Courtyards, communities and the cells that tile them: checked rows with what follows from them.
#[derive(Debug, Clone)]
pub struct Territory {
    rows: TerritoryRows,
    courtyard_by_code: BTreeMap<Code, u32>,
    courtyard_of_cell: Vec<Option<u32>>,
    shapes: Vec<CellShape>,
    /// For each cell the start of its part of `beside`; one more at the end.
    first: Vec<u32>,
    /// (Other cell, border) pairs.
    beside: Vec<(u32, u32)>,
    fingerprint: u64,
}

impl Territory {
    /// Checks rows: indices, courtyards and courtyard cells one to one, communities that agree, sound borders, ground.
    ///
    /// # Errors
    /// All faults at once.
    pub fn new(rows: TerritoryRows) -> Result<Self, Vec<TerritoryFault>> {
        let mut faults = fault::find(&rows);
        let shapes: Vec<Option<CellShape>> = rows.cells.iter().map(|cell| CellShape::of(&cell.shape)).collect();
        let bare = shapes.iter().enumerate().filter(|(_, shape)| shape.is_none());
        faults.extend(bare.map(|(cell, _)| TerritoryFault::NoGround { cell }));
        if !faults.is_empty() {
            return Err(faults);
        }
        let code = |(idx, courtyard): (usize, &Courtyard)| (courtyard.code.clone(), idx as u32);
        let courtyard_by_code = rows.courtyards.iter().enumerate().map(code).collect();
        let mut courtyard_of_cell = vec![None; rows.cells.len()];
        for (idx, courtyard) in rows.courtyards.iter().enumerate() {
            courtyard_of_cell[courtyard.cell] = Some(idx as u32);
        }
        let (first, beside) = neighbours(&rows);
        let shapes = shapes.into_iter().flatten().collect();
        let fingerprint = fault::fingerprint(&rows);
        Ok(Territory { rows, courtyard_by_code, courtyard_of_cell, shapes, first, beside, fingerprint })
    }

    /// Proves that the cells of every community tile it: none overlap, areas add up to the square millimetre.
    ///
    /// # Errors
    /// When cells overlap or do not share whole sides; the label is the community.
    pub fn prove(&self) -> Result<(), NotATiling> {
        let shapes: Vec<MultiPolygon<f64>> = self.rows.cells.iter().map(|cell| cell.shape.clone()).collect();
        let label: Vec<u32> = self.rows.cells.iter().map(|cell| cell.community as u32).collect();
        topology::dissolve(&shapes, &label).map(drop)
    }

    /// Communities.
    pub fn communities(&self) -> &[Community] {
        &self.rows.communities
    }

    /// Courtyards.
    pub fn courtyards(&self) -> &[Courtyard] {
        &self.rows.courtyards
    }

    /// Cells of the tiling.
    pub fn cells(&self) -> &[Cell] {
        &self.rows.cells
    }

    /// Which cells border on each other.
    pub fn borders(&self) -> &[Adjacency] {
        &self.rows.borders
    }

    /// The courtyard with a code.
    pub fn courtyard(&self, code: &str) -> Option<usize> {
        let code = Code::new(code).ok()?;
        self.courtyard_by_code.get(&code).map(|&idx| idx as usize)
    }

    /// The courtyard of a cell; `None` for ground.
    pub fn courtyard_of_cell(&self, cell: u32) -> Option<usize> {
        self.courtyard_of_cell.get(cell as usize).copied().flatten().map(|idx| idx as usize)
    }

    /// The area of a cell in m².
    pub fn area_m2(&self, cell: u32) -> f64 {
        self.shapes[cell as usize].area2_mm2 as f64 / 2e6
    }

    /// A point inside a cell, metres.
    pub fn point(&self, cell: u32) -> [f64; 2] {
        self.shapes[cell as usize].point
    }

    /// A number that differs when courtyards, cells or borders differ: a draft names the territory it was made on.
    pub fn fingerprint(&self) -> u64 {
        self.fingerprint
    }

    /// The cells beside a cell with their common borders.
    pub(crate) fn beside(&self, cell: u32) -> impl Iterator<Item = (u32, &Adjacency)> {
        let range = self.first[cell as usize] as usize..self.first[cell as usize + 1] as usize;
        self.beside[range].iter().map(|&(other, border)| (other, &self.rows.borders[border as usize]))
    }

    pub(crate) fn shape(&self, cell: u32) -> &CellShape {
        &self.shapes[cell as usize]
    }

    /// Whether part of a cell's outline is the outline of the territory.
    pub(crate) fn at_rim(&self, cell: u32) -> bool {
        let (shared, n) = self.beside(cell).fold((0, 0), |(sum, n), (_, border)| (sum + border.length_mm, n + 1));
        // Lengths of borders are whole millimetres.
        self.shape(cell).perimeter_mm - shared as f64 > f64::from(n + 2)
    }

    pub(crate) fn is_courtyard(&self, cell: u32) -> bool {
        self.courtyard_of_cell[cell as usize].is_some()
    }

    pub(crate) fn community_of(&self, cell: u32) -> usize {
        self.rows.cells[cell as usize].community
    }
}

impl CellKind {
    /// All kinds.
    pub const ALL: [CellKind; 5] =
        [CellKind::Courtyard, CellKind::Compound, CellKind::Exclusive, CellKind::Green, CellKind::Remainder];

    /// Stable name in files and stores.
    pub fn id(self) -> &'static str {
        match self {
            CellKind::Courtyard => "courtyard",
            CellKind::Compound => "compound",
            CellKind::Exclusive => "exclusive",
            CellKind::Green => "green",
            CellKind::Remainder => "remainder",
        }
    }

    /// The kind with this stable name.
    pub fn from_id(id: &str) -> Option<Self> {
        CellKind::ALL.into_iter().find(|kind| kind.id() == id)
    }
}

fn neighbours(rows: &TerritoryRows) -> (Vec<u32>, Vec<(u32, u32)>) {
    let mut first = vec![0_u32; rows.cells.len() + 1];
    for border in &rows.borders {
        first[border.a + 1] += 1;
        first[border.b + 1] += 1;
    }
    for cell in 0..rows.cells.len() {
        first[cell + 1] += first[cell];
    }
    let mut next = first.clone();
    let mut beside = vec![(0, 0); rows.borders.len() * 2];
    for (idx, border) in rows.borders.iter().enumerate() {
        for (cell, other) in [(border.a, border.b), (border.b, border.a)] {
            beside[next[cell] as usize] = (other as u32, idx as u32);
            next[cell] += 1;
        }
    }
    (first, beside)
}

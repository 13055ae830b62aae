//! Made-up territories of square cells, for tests and benches.

use std::collections::BTreeMap;

use geo_types::{MultiPolygon, Polygon};
use model::Code;
use plan::{Cell, CellKind, Community, Courtyard, GridId, GridInfo, GridRow, Plan, Territory, TerritoryRows};
use topology::Adjacency;

/// Side of a cell in metres.
pub(crate) const SIDE: f64 = 60.0;

/// `columns` × `rows` cells, row by row from the south-west; communities are blocks of `block` cells.
pub(crate) struct Lattice {
    pub(crate) columns: usize,
    pub(crate) rows: usize,
    pub(crate) block: (usize, usize),
    /// Cells that are ground.
    pub(crate) ground: Vec<(usize, CellKind)>,
    /// Columns with a main road along their western side.
    pub(crate) roads: Vec<usize>,
}

impl Lattice {
    /// One community without ground or roads.
    pub(crate) fn plain(columns: usize, rows: usize) -> Self {
        Lattice { columns, rows, block: (columns, rows), ground: Vec::new(), roads: Vec::new() }
    }

    pub(crate) fn territory(&self) -> Territory {
        Territory::new(self.rows()).expect("a sound territory")
    }

    pub(crate) fn rows(&self) -> TerritoryRows {
        let mut rows = TerritoryRows { communities: self.communities(), ..TerritoryRows::default() };
        for idx in 0..self.columns * self.rows {
            let kind = self.ground.iter().find(|(cell, _)| *cell == idx).map_or(CellKind::Courtyard, |ground| ground.1);
            let community = self.community(idx);
            if kind == CellKind::Courtyard {
                let code = Code::new(&format!("C{idx}")).expect("a code");
                let households = Some(20 + (idx * 37 % 180) as u32);
                rows.courtyards.push(Courtyard { code, name: format!("Yard {idx}"), community, households, cell: idx });
            }
            rows.cells.push(Cell { kind, community, shape: self.square(idx) });
            let (x, y) = (idx % self.columns, idx / self.columns);
            if x + 1 < self.columns {
                rows.borders.push(border(idx, idx + 1, self.roads.contains(&(x + 1))));
            }
            if y + 1 < self.rows {
                rows.borders.push(border(idx, idx + self.columns, false));
            }
        }
        rows
    }

    /// A plan by a label for each cell; ground with label 0 belongs to nobody.
    pub(crate) fn plan(&self, territory: &Territory, label: impl Fn(usize) -> u32) -> Plan {
        let mut cells: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for cell in 0..self.columns * self.rows {
            cells.entry(label(cell)).or_default().push(cell as u32);
        }
        cells.remove(&0);
        let rows = cells.into_iter().map(|(id, cells)| GridRow { id: GridId(id), info: info(id), cells });
        Plan::new(territory, rows.collect()).expect("a partition")
    }

    fn community(&self, cell: usize) -> usize {
        let (x, y) = (cell % self.columns / self.block.0, cell / self.columns / self.block.1);
        y * self.columns.div_ceil(self.block.0) + x
    }

    fn communities(&self) -> Vec<Community> {
        let n = self.columns.div_ceil(self.block.0) * self.rows.div_ceil(self.block.1);
        let community = |idx: usize| Community {
            code: Code::new(&format!("990101{:03}{:03}", 1 + idx / 100, 1 + idx % 100)).expect("a code"),
            name: format!("Community {idx}"),
            street: format!("990101{:03}", 1 + idx / 100),
        };
        (0..n).map(community).collect()
    }

    fn square(&self, cell: usize) -> MultiPolygon<f64> {
        let (x, y) = ((cell % self.columns) as f64 * SIDE, (cell / self.columns) as f64 * SIDE);
        let ring = vec![(x, y), (x + SIDE, y), (x + SIDE, y + SIDE), (x, y + SIDE), (x, y)];
        MultiPolygon::new(vec![Polygon::new(ring.into(), Vec::new())])
    }
}

pub(crate) fn info(number: u32) -> GridInfo {
    GridInfo { code: Some(format!("G{number}")), name: format!("Grid {number}"), ..GridInfo::default() }
}

fn border(a: usize, b: usize, road: bool) -> Adjacency {
    let length_mm = (SIDE * 1000.0) as u64;
    let (open_mm, main_road_mm) = if road { (0, length_mm) } else { (length_mm, 0) };
    Adjacency { a, b, length_mm, open_mm, main_road_mm, ..Adjacency::default() }
}

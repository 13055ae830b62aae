//! Ground by place, for edits that people draw.

use geo_types::{Coord, MultiPolygon};
use plan::{CellKind, Territory};

/// The cells that points lie in, each once.
///
/// # Errors
/// The first point that lies in none.
pub fn cells_at(territory: &Territory, points: &[[f64; 2]]) -> Result<Vec<u32>, [f64; 2]> {
    let shapes: Vec<MultiPolygon<f64>> = territory.cells().iter().map(|cell| cell.shape.clone()).collect();
    let index = topology::AreaIndex::new(&shapes);
    let cell = |&[x, y]: &[f64; 2]| index.locate(Coord { x, y }).map(|cell| cell as u32).ok_or([x, y]);
    let mut cells: Vec<u32> = points.iter().map(cell).collect::<Result<_, _>>()?;
    cells.sort_unstable();
    cells.dedup();
    Ok(cells)
}

/// The cells without a courtyard whose inner point lies in an area.
pub fn ground_in(territory: &Territory, area: &MultiPolygon<f64>) -> Vec<u32> {
    let index = topology::AreaIndex::new(std::slice::from_ref(area));
    let cells = territory.cells().iter().zip(0..).filter(|(cell, _)| cell.kind != CellKind::Courtyard);
    let inside = |cell: u32| {
        let [x, y] = territory.point(cell);
        index.locate(Coord { x, y }).is_some()
    };
    cells.map(|(_, number)| number).filter(|&number| inside(number)).collect()
}

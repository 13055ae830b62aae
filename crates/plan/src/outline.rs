//! Grids as areas.

use std::collections::BTreeMap;

use geo_types::MultiPolygon;
use topology::NotATiling;

use crate::{GridId, Plan, Territory};

/// The outline of every grid: its cells with their common sides cancelled, so that neighbours share the very same
/// points. Areas are proved to add up.
///
/// # Errors
/// When cells of a grid overlap; the label counts grids by number.
pub fn outlines(territory: &Territory, plan: &Plan) -> Result<Vec<(GridId, MultiPolygon<f64>)>, NotATiling> {
    let label: BTreeMap<GridId, u32> = plan.grids().keys().copied().zip(0..).collect();
    let held = (0..territory.cells().len() as u32).filter_map(|cell| Some((cell, plan.grid_of_cell(cell)?)));
    let (shapes, labels): (Vec<_>, Vec<_>) =
        held.map(|(cell, grid)| (territory.cells()[cell as usize].shape.clone(), label[&grid])).unzip();
    let shapes = topology::dissolve(&shapes, &labels)?;
    Ok(label.into_keys().zip(shapes).collect())
}

/// The outline of one grid; `None` when the plan has no such grid.
///
/// # Errors
/// When its cells overlap.
pub fn outline(territory: &Territory, plan: &Plan, id: GridId) -> Result<Option<MultiPolygon<f64>>, NotATiling> {
    let Some(grid) = plan.grid(id) else { return Ok(None) };
    let shapes: Vec<_> = grid.cells().iter().map(|&cell| territory.cells()[cell as usize].shape.clone()).collect();
    Ok(topology::dissolve(&shapes, &vec![0; shapes.len()])?.pop())
}

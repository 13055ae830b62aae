//! Courtyards that change their grid.

use std::collections::BTreeSet;

use super::ground;
use super::work::Work;
use crate::{GridId, GridInfo, Refused};

/// Courtyards go to a grid that is there.
pub(super) fn put(work: &mut Work, courtyards: &[String], to: GridId) -> Result<(), Refused> {
    work.info(to)?;
    let cells = work.courtyard_cells(courtyards)?;
    hand_over(work, &cells, to);
    Ok(())
}

/// Grids end in one of them, or in another.
pub(super) fn merge(work: &mut Work, grids: &[GridId], into: GridId) -> Result<(), Refused> {
    work.info(into)?;
    for &grid in grids.iter().filter(|&&grid| grid != into).collect::<BTreeSet<_>>() {
        work.info(grid)?;
        for cell in work.cells_of(grid) {
            work.put(cell, Some(into));
        }
        work.end(grid);
    }
    Ok(())
}

/// A new grid of courtyards and ground.
pub(super) fn found(work: &mut Work, courtyards: &[String], cells: &[u32], info: GridInfo) -> Result<(), Refused> {
    let courtyards = work.courtyard_cells(courtyards)?;
    let ground = work.ground_cells(cells)?;
    if courtyards.is_empty() && ground.is_empty() {
        return Err(Refused::Nothing);
    }
    let grid = work.found(info);
    for &cell in &ground {
        work.put(cell, Some(grid));
    }
    hand_over(work, &courtyards, grid);
    Ok(())
}

/// The listed courtyards of a grid become a new one.
pub(super) fn split(work: &mut Work, grid: GridId, courtyards: &[String]) -> Result<(), Refused> {
    let info = heir(work.info(grid)?);
    let cells = work.courtyard_cells(courtyards)?;
    for &cell in &cells {
        if work.holder(cell) != Some(grid) {
            let courtyard = work.territory.courtyard_of_cell(cell);
            let code = courtyard.map(|idx| work.territory.courtyards()[idx].code.to_string());
            return Err(Refused::CourtyardUnknown(code.unwrap_or_default()));
        }
    }
    if cells.is_empty() {
        return Err(Refused::Nothing);
    }
    let part = work.found(info);
    hand_over(work, &cells, part);
    Ok(())
}

/// What is said about a part that becomes a grid of its own: it has no code and no name yet.
pub(super) fn heir(info: &GridInfo) -> GridInfo {
    GridInfo { kind: info.kind, exception: info.exception.clone(), ..GridInfo::default() }
}

/// Courtyards go to a grid, and ground of their old grids that would be cut off follows.
fn hand_over(work: &mut Work, cells: &BTreeSet<u32>, to: GridId) {
    let sources: BTreeSet<GridId> = cells.iter().filter_map(|&cell| work.holder(cell)).filter(|&id| id != to).collect();
    for &cell in cells {
        work.put(cell, Some(to));
    }
    for source in sources {
        ground::follow(work, source, to);
    }
}

//! Ground that changes its grid, and cells that look for a new one.

use std::collections::{BTreeMap, BTreeSet};

use super::work::Work;
use crate::{GridId, Refused};

/// Ground goes to a grid that it touches, or becomes an area of its own.
pub(super) fn reshape(work: &mut Work, cells: &[u32], to: Option<GridId>) -> Result<(), Refused> {
    let cells = work.ground_cells(cells)?;
    let Some(grid) = to else {
        cells.iter().for_each(|&cell| work.put(cell, None));
        return Ok(());
    };
    work.info(grid)?;
    let mut waiting = cells;
    while !waiting.is_empty() {
        let touches = |cell: &u32| work.territory.beside(*cell).any(|(other, _)| work.holder(other) == Some(grid));
        let ready: Vec<u32> = waiting.iter().copied().filter(touches).collect();
        if ready.is_empty() {
            return Err(Refused::Apart { cell: waiting.first().copied().unwrap_or_default(), grid });
        }
        for cell in ready {
            waiting.remove(&cell);
            work.put(cell, Some(grid));
        }
    }
    Ok(())
}

/// A grid ends in its neighbours.
pub(super) fn dissolve(work: &mut Work, grid: GridId) -> Result<(), Refused> {
    work.info(grid)?;
    let free: BTreeSet<u32> = work.cells_of(grid).into_iter().collect();
    let takes = |work: &Work, other: GridId| other != grid && work.info(other).is_ok_and(|info| !info.locked);
    let left = settle(work, free, takes);
    for cell in left {
        // Ground with nobody beside it becomes an area of its own; a courtyard cannot.
        if work.territory.is_courtyard(cell) {
            return Err(Refused::NoNeighbour(cell));
        }
        work.put(cell, None);
    }
    work.end(grid);
    Ok(())
}

/// Ground of a grid that no longer hangs together with any of its courtyards goes to `to` if it touches it.
pub(super) fn follow(work: &mut Work, grid: GridId, to: GridId) {
    let cells: BTreeSet<u32> = work.cells_of(grid).into_iter().collect();
    let mut queue: Vec<u32> = cells.iter().copied().filter(|&cell| work.territory.is_courtyard(cell)).collect();
    let mut reached: BTreeSet<u32> = queue.iter().copied().collect();
    while let Some(cell) = queue.pop() {
        for (other, _) in work.territory.beside(cell) {
            if cells.contains(&other) && reached.insert(other) {
                queue.push(other);
            }
        }
    }
    if !reached.is_empty() {
        let loose: BTreeSet<u32> = cells.difference(&reached).copied().collect();
        settle(work, loose, |_, other| other == to);
    }
}

/// Gives free cells, one by one, to the grid with which they share the longest border: first within their community;
/// ties go to lower numbers. Returns the cells that nobody could take.
pub(super) fn settle(work: &mut Work, mut free: BTreeSet<u32>, takes: impl Fn(&Work, GridId) -> bool) -> BTreeSet<u32> {
    while !free.is_empty() {
        let offers = free.iter().filter_map(|&cell| offer(work, cell, &free, &takes).map(|offer| (offer, cell)));
        let best = offers.max_by(|(a, one), (b, other)| (a.0, a.1).cmp(&(b.0, b.1)).then(other.cmp(one)));
        let Some(((_, _, grid), cell)) = best else { break };
        free.remove(&cell);
        work.put(cell, Some(grid));
    }
    free
}

/// The best offer for a cell: within its community, length of the border, grid.
fn offer(
    work: &Work,
    cell: u32,
    free: &BTreeSet<u32>,
    takes: &impl Fn(&Work, GridId) -> bool,
) -> Option<(bool, u64, GridId)> {
    let mut lengths: BTreeMap<(bool, GridId), u64> = BTreeMap::new();
    for (other, border) in work.territory.beside(cell).filter(|(other, _)| !free.contains(other)) {
        let within = work.territory.community_of(other) == work.territory.community_of(cell);
        if let Some(grid) = work.holder(other).filter(|&grid| takes(work, grid)) {
            *lengths.entry((within, grid)).or_default() += border.length_mm;
        }
    }
    let best = lengths.into_iter().max_by(|a, b| (a.0.0, a.1).cmp(&(b.0.0, b.1)).then(b.0.1.cmp(&a.0.1)));
    best.map(|((within, grid), length)| (within, length, grid))
}

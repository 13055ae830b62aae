//! Tiling of a territory: nearest courtyard by its edge, barriers respected.
//!
//! Linework is snap rounded and triangulated (constrained Delaunay); corners of open ground take the nearest
//! courtyard that no barrier hides; triangles are divided where the nearest courtyard changes. Everything that is
//! decided by floating point is a choice between lattice points, so the result is exact whatever the rounding.

mod cells;
mod cuts;
pub(crate) mod ground;
mod labels;
mod notes;
mod pieces;
mod refine;
mod wedges;

use crate::assemble::assemble;
use crate::territory::{Options, Territory, TerritoryError, Tessellation};

/// Tiles every community of a territory with cells.
///
/// # Errors
/// [`TerritoryError`] names the input that cannot be tiled.
pub fn tessellate(territory: &Territory, options: &Options) -> Result<Tessellation, TerritoryError> {
    let (mut ground, mut notes) = ground::Ground::new(territory)?;
    refine::refine(&mut ground, options);
    let n_seeds = territory.seeds.len();
    let labels = labels::Labels::new(&ground, n_seeds as u32);
    let cuts = cuts::Cuts::new(&ground, &labels);
    let pieces = pieces::Pieces::new(&ground, &cuts);
    let joined = cells::join(&ground, &cuts, &pieces, n_seeds, options);
    notes.extend(joined.notes);
    let partition = assemble(&pieces.points, joined.borders, joined.cells.len());
    let partition = partition.with_groups(joined.cells.iter().map(|c| c.area as u32).collect());
    let partition = if options.tidy_m > 0.0 { partition.tidied(options.tidy_m) } else { partition };
    Ok(Tessellation { partition, cells: joined.cells, notes })
}

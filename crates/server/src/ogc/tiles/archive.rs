//! All tiles of a day in one file (PMTiles 3): for a web server without a service, or for a machine without a network.

use std::fs::File;

use pmtiles::{Compression, PmTilesWriter, PmtError, TileCoord, TileId, TileType};
use registry::View;
use store::{AsOf, Store};

use super::address::{Address, MOST_ZOOM};
use super::documents;
use super::encode::Content;
use super::ground::Ground;
use super::tile::zipped;
use crate::app::working_frames;
use crate::dressed::Dressed;
use crate::ogc::collections::COLLECTIONS;
use crate::serve::Fault;

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TileArchive {
    /// Tiles that hold something.
    pub tiles: usize,
    /// Bytes of all of them, compressed.
    pub bytes: u64,
}

/// Writes the tiles of a day down to a zoom into a file. `progress` is told the share that is done.
///
/// # Errors
/// When the record does not read, or the file cannot be written.
pub fn write_tiles(
    store: &Store,
    as_of: AsOf,
    most_zoom: u8,
    file: File,
    progress: &dyn Fn(f64),
) -> Result<TileArchive, Fault> {
    let frames = working_frames(store)?;
    let dressed = Dressed::new(View::read(store, as_of)?, &frames);
    let ground = dressed.ground();
    let most_zoom = most_zoom.min(MOST_ZOOM);
    let mut addresses = Vec::new();
    descend(ground, Address { zoom: 0, row: 0, col: 0 }, most_zoom, &mut addresses)?;
    addresses.sort_by_key(|(number, _)| *number);
    let mut writer = settings(&dressed, most_zoom).create(file).map_err(failed)?;
    let mut written = TileArchive { tiles: 0, bytes: 0 };
    for (done, (_, address)) in addresses.iter().enumerate() {
        progress(done as f64 / addresses.len() as f64);
        let bytes = zipped(&Content::new(&dressed, ground, *address, None)).map_err(|_| Fault::Tile)?;
        writer.add_tile(coordinates(*address)?, &bytes).map_err(failed)?;
        written.tiles += usize::from(!bytes.is_empty());
        written.bytes += bytes.len() as u64;
    }
    writer.finalize().map_err(failed)?;
    Ok(written)
}

/// The tiles that something lies in, with their numbers in the archive, from a tile to a zoom.
fn descend(ground: &Ground, address: Address, most_zoom: u8, found: &mut Vec<(u64, Address)>) -> Result<(), Fault> {
    if ground.within(address.window()).is_empty() {
        return Ok(());
    }
    found.push((TileId::from(coordinates(address)?).value(), address));
    if address.zoom == most_zoom {
        return Ok(());
    }
    let Address { zoom, row, col } = address;
    let child = |row, col| Address { zoom: zoom + 1, row, col };
    let quarters = [(0, 0), (0, 1), (1, 0), (1, 1)].map(|(south, east)| child(2 * row + south, 2 * col + east));
    quarters.into_iter().try_for_each(|quarter| descend(ground, quarter, most_zoom, found))
}

fn coordinates(address: Address) -> Result<TileCoord, Fault> {
    TileCoord::new(address.zoom, address.col, address.row).map_err(failed)
}

fn settings(dressed: &Dressed, most_zoom: u8) -> PmTilesWriter {
    let mut metadata = documents::tilejson(dressed, &COLLECTIONS, "jingwei", &[]);
    metadata["maxzoom"] = most_zoom.into();
    metadata["date"] = dressed.view.as_of().valid.to_string().into();
    let writer = PmTilesWriter::new(TileType::Mvt).precompressed(Compression::Gzip);
    let writer = writer.min_zoom(0).max_zoom(most_zoom).metadata(metadata.to_string());
    let Some([west, south, east, north]) = documents::bounds(dressed) else { return writer };
    writer
        .bounds(west, south, east, north)
        .center((west + east) / 2.0, (south + north) / 2.0)
        .center_zoom(most_zoom.min(12))
}

fn failed(fault: PmtError) -> Fault {
    Fault::Archive(fault.to_string())
}

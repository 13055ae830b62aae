//! `jingwei export`: layers of the project as files of other formats.

use std::cell::Cell;
use std::path::Path;

use crs::{Crs, Transform};
use formats::{Format, GeoJsonCrs, WriteOptions};
use geo::MapCoordsInPlace;
use model::Table;
use serde_json::json;

use crate::args::Export;
use crate::failure::Failure;
use crate::files;
use crate::project::{GRIDS, MEMBERSHIP, Project};
use crate::reading;
use crate::say::Voice;

pub(crate) fn run(args: &Export, voice: &Voice) -> Result<(), Failure> {
    let mut project = Project::open(&args.project)?;
    let names: Vec<String> =
        if args.layers.is_empty() { vec![GRIDS.into(), MEMBERSHIP.into()] } else { args.layers.clone() };
    let known = project.names().collect::<Vec<_>>().join(", ");
    let mut tables = Vec::new();
    for name in &names {
        let missing = || Failure::usage("layer-not-there", &[("layer", name.clone()), ("layers", known.clone())]);
        tables.push(project.take(name)?.ok_or_else(missing)?);
    }
    if let Some(crs) = &args.crs {
        let target = reading::crs(crs)?;
        for table in &mut tables {
            transform(table, &target)?;
        }
    }
    write(&tables, &args.output, &args.encoding, voice)?;
    let features: usize = tables.iter().map(|table| table.rows.len()).sum();
    let path = args.output.display().to_string();
    let figures = [("path", path), ("layers", tables.len().to_string()), ("features", features.to_string())];
    voice.line("exported", &figures);
    voice.answer(&json!({ "path": args.output, "layers": names, "features": features }));
    Ok(())
}

/// Writes tables to a file, in the format of its ending; `.zip` and `.shp` are Shapefiles.
pub(crate) fn write(tables: &[Table], output: &Path, encoding: &str, voice: &Voice) -> Result<(), Failure> {
    let extension = files::extension(output);
    let zip = extension == "zip";
    let format = if zip { Some(Format::Shapefile) } else { Format::from_extension(&extension) };
    let unknown = || Failure::usage("format-of-output", &[("path", output.display().to_string())]);
    let format = format.ok_or_else(unknown)?;
    let name = output.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let options = WriteOptions {
        name,
        encoding: reading::encoding(encoding)?,
        zip,
        geojson_crs: GeoJsonCrs::LonLat,
        ..WriteOptions::default()
    };
    let written = if format == Format::GeoJson {
        formats::write(&lon_lat(tables)?, format, &options)
    } else {
        formats::write(tables, format, &options)
    };
    let written = written.map_err(|fault| Failure::file(output, fault))?;
    if !written.findings.is_empty() {
        voice.findings(&written.findings);
    }
    let folder = output.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match written.bundle.files.as_slice() {
        [(_, bytes)] => files::write_whole(output, bytes),
        several => several.iter().try_for_each(|(name, bytes)| files::write_whole(&folder.join(name), bytes)),
    }
}

/// GeoJSON's longitudes and latitudes are CGCS2000's here: they differ from WGS 84 by centimetres.
fn lon_lat(tables: &[Table]) -> Result<Vec<Table>, Failure> {
    let mut tables = tables.to_vec();
    for table in &mut tables {
        transform(table, &Crs::CGCS2000_LONLAT)?;
    }
    Ok(tables)
}

/// Brings a layer into another CRS; lists without geometry stay as they are.
pub(crate) fn transform(table: &mut Table, target: &Crs) -> Result<(), Failure> {
    let spatial = table.rows.iter().any(|row| row.geometry.is_some());
    let Some(source) = table.crs.clone().filter(|source| spatial && source != target) else { return Ok(()) };
    let failed = |reason: String| Failure::usage("crs-not-understood", &[("value", target.name()), ("reason", reason)]);
    let transform = Transform::new(&source, target).map_err(|fault| failed(fault.to_string()))?;
    for row in &mut table.rows {
        let Some(geometry) = &mut row.geometry else { continue };
        let refused = Cell::new(false);
        geometry.map_coords_in_place(|coord| {
            let mut point = [[coord.x, coord.y]];
            if transform.apply(&mut point).is_err() {
                refused.set(true);
            }
            geo_types::Coord { x: point[0][0], y: point[0][1] }
        });
        if refused.get() {
            return Err(failed(format!("{}, {}", table.name, row.number)));
        }
    }
    table.crs = Some(target.clone());
    Ok(())
}

//! Coordinates of tables: reading them in bulk, putting remedies and transformations to work.

use std::cell::Cell;

use crs::{Crs, CrsError, Remedy, Transform};
use geo::{CoordsIter, MapCoordsInPlace};
use geo_types::Coord;
use model::{Finding, Rule, Severity, Table};

use crate::Layer;

/// Whether any row has a geometry.
pub(super) fn is_spatial(table: &Table) -> bool {
    table.rows.iter().any(|row| row.geometry.is_some())
}

/// All coordinates, or a fair sample of at most about `most`.
pub(super) fn points(table: &Table, most: usize) -> Vec<[f64; 2]> {
    let geometries = || table.rows.iter().filter_map(|row| row.geometry.as_ref());
    let count: usize = geometries().map(CoordsIter::coords_count).sum();
    let stride = count.div_ceil(most.max(1)).max(1);
    geometries().flat_map(CoordsIter::coords_iter).step_by(stride).map(|coord| [coord.x, coord.y]).collect()
}

/// The bounding box of the finite coordinates: least x, least y, greatest x, greatest y.
pub(super) fn bbox(table: &Table) -> Option<[f64; 4]> {
    let mut bbox: Option<[f64; 4]> = None;
    for row in &table.rows {
        for Coord { x, y } in row.geometry.iter().flat_map(CoordsIter::coords_iter) {
            if x.is_finite() && y.is_finite() {
                let [west, south, east, north] = bbox.unwrap_or([x, y, x, y]);
                bbox = Some([west.min(x), south.min(y), east.max(x), north.max(y)]);
            }
        }
    }
    bbox
}

/// Carries out a remedy on the declaration and on every coordinate.
///
/// # Errors
/// When an offset is to be undone in a system that cannot be transformed.
pub(super) fn remedy(table: &mut Table, remedy: &Remedy) -> Result<(), CrsError> {
    let mut crs = table.crs.clone();
    // A remedy that only renames the system has to do so for tables without coordinates, too.
    remedy.apply(&mut crs, &mut [])?;
    let mut declared = table.crs.clone();
    every_coordinate(table, |points| remedy.apply(&mut declared, points))?;
    table.crs = crs;
    Ok(())
}

/// Brings a layer into the working CRS; `false`, with a finding, when that cannot be.
pub(super) fn transform(layer: &mut Layer, working: &Crs, findings: &mut Vec<Finding>) -> bool {
    let Some(source) = layer.table.crs.clone() else { return !is_spatial(&layer.table) };
    let outcome = Transform::new(&source, working).and_then(|transform| {
        if transform.is_identity() {
            return Ok(());
        }
        // Points without an image become NaN; the check of each row names them.
        every_coordinate(&mut layer.table, |points| {
            let _ = transform.apply(points);
            Ok(())
        })
    });
    match outcome {
        Ok(()) => {
            layer.table.crs = Some(working.clone());
            true
        }
        Err(fault) => {
            let rule = match fault {
                CrsError::DatumShiftUnknown { .. } => Rule::CrsDatum,
                _ => Rule::CrsUnknown,
            };
            let finding = Finding::new(rule, Severity::Error, layer.place());
            findings.push(finding.with("value", source.name()).with("declared", source.name()).with("detail", fault));
            false
        }
    }
}

/// Runs over all coordinates, geometry by geometry.
fn every_coordinate(
    table: &mut Table,
    mut change: impl FnMut(&mut [[f64; 2]]) -> Result<(), CrsError>,
) -> Result<(), CrsError> {
    for row in &mut table.rows {
        let Some(geometry) = &mut row.geometry else { continue };
        let mut points: Vec<[f64; 2]> = geometry.coords_iter().map(|coord| [coord.x, coord.y]).collect();
        change(&mut points)?;
        let next = Cell::new(0);
        geometry.map_coords_in_place(|coord| {
            let idx = next.replace(next.get() + 1);
            points.get(idx).map_or(coord, |&[x, y]| Coord { x, y })
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::{Geometry, polygon};

    #[test]
    fn coordinates_come_back_in_their_places() {
        let square = polygon![
            exterior: [(x: 0.0, y: 1.0), (x: 4.0, y: 1.0), (x: 4.0, y: 5.0), (x: 0.0, y: 5.0)],
            interiors: [[(x: 1.0, y: 2.0), (x: 2.0, y: 2.0), (x: 2.0, y: 3.0)]],
        ];
        let mut table = Table::new("t", None, &[]);
        table.push(Some(Geometry::Polygon(square.clone())), vec![]);
        remedy(&mut table, &Remedy::SwapAxes).unwrap();
        remedy(&mut table, &Remedy::SwapAxes).unwrap();
        assert_eq!(table.rows[0].geometry, Some(Geometry::Polygon(square)));
    }
}

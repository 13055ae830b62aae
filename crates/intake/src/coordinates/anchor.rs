//! The layer that tells where the district is.

use crs::{Reference, Transform};
use geo::CoordsIter;
use geo_types::Geometry;
use model::Table;

use super::CoordinateOptions;
use super::apply;
use crate::{Layer, Role};

/// A layer that the others are held against.
pub(super) struct Anchor {
    /// Its position among the layers; `None` when it is a reference given apart.
    pub(super) layer: Option<usize>,
    /// Its box.
    pub(super) reference: Reference,
}

impl Anchor {
    /// The reference given apart; else the district, the communities, the subdistricts or the courtyards, whichever
    /// first has a CRS and nothing wrong with it by itself.
    pub(super) fn find(layers: &[Layer], options: &CoordinateOptions) -> Option<Anchor> {
        if let Some(reference) = options.reference.iter().find_map(boxed) {
            return Some(Anchor { layer: None, reference });
        }
        for role in [Role::District, Role::Communities, Role::Subdistricts, Role::Courtyards] {
            for (idx, layer) in layers.iter().enumerate().filter(|(_, layer)| layer.role == role) {
                let Some(reference) = boxed(&layer.table) else { continue };
                let faults = crs::diagnose(&apply::points(&layer.table, 5_000), layer.table.crs.as_ref(), None);
                if faults.iter().all(|fault| fault.severity == crs::Severity::Warning) {
                    return Some(Anchor { layer: Some(idx), reference });
                }
            }
        }
        None
    }
}

fn boxed(table: &Table) -> Option<Reference> {
    Some(Reference { crs: table.crs.clone()?, bbox: apply::bbox(table)? })
}

/// The rings and lines of a table in longitude and latitude, for measuring shifts.
pub(super) fn lon_lat_lines<'a>(
    geometries: impl Iterator<Item = &'a Geometry<f64>>,
    to_lon_lat: &Transform,
) -> Vec<Vec<[f64; 2]>> {
    let mut lines = Vec::new();
    for geometry in geometries {
        for line in outlines(geometry) {
            let mut points = line;
            // Points without an image are NaN, which measuring leaves out.
            let _ = to_lon_lat.apply(&mut points);
            points.retain(|point| point[0].is_finite() && point[1].is_finite());
            lines.push(points);
        }
    }
    lines
}

fn outlines(geometry: &Geometry<f64>) -> Vec<Vec<[f64; 2]>> {
    let points = |line: &geo_types::LineString<f64>| line.coords_iter().map(|coord| [coord.x, coord.y]).collect();
    match geometry {
        Geometry::Polygon(polygon) => vec![points(polygon.exterior())],
        Geometry::MultiPolygon(polygons) => polygons.iter().map(|polygon| points(polygon.exterior())).collect(),
        Geometry::LineString(line) => vec![points(line)],
        Geometry::MultiLineString(lines) => lines.iter().map(points).collect(),
        _ => Vec::new(),
    }
}

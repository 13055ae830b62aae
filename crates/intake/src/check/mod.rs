//! Every fault of every layer, in one pass.

mod attributes;
mod lists;
mod pairs;
mod position;
mod shape;

pub use lists::check_membership;

use geo_types::MultiPolygon;
use model::Finding;

use crate::{Layer, Role};

/// From where on something is a fault; every figure is the district's to set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// An area thinner than this (twice the area over the perimeter), in metres, is no place.
    pub sliver_width_m: f64,
    /// Overlaps and gaps up to this many square metres are noise of drawing.
    pub area_m2: f64,
    /// Overlaps up to this many metres wide are noise of drawing.
    pub width_m: f64,
    /// A courtyard holds at most `households_free` plus this many households a square metre.
    pub households_per_m2: f64,
    /// Households that any courtyard may hold, however small.
    pub households_free: f64,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { sliver_width_m: 1.0, area_m2: 1.0, width_m: 0.2, households_per_m2: 0.5, households_free: 40.0 }
    }
}

/// A layer with its areas, repaired where that is safe so that one fault is not reported as several.
struct Prepared<'a> {
    layer: &'a Layer,
    /// One entry a row; empty where the row has no usable area.
    shapes: Vec<MultiPolygon<f64>>,
}

/// Lists all faults of the layers; their coordinates must have been settled ([`crate::settle`]).
///
/// `placed` says for each layer whether its coordinates can be trusted; a layer that lies somewhere else is checked by
/// itself and left out of comparisons, so that one wrong CRS is one finding and not one per feature.
pub fn check(layers: &[Layer], placed: &[bool], limits: &Limits) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut prepared = Vec::new();
    for (layer, &placed) in layers.iter().zip(placed) {
        findings.extend(attributes::check(layer, limits));
        let shapes = shape::check(layer, limits, &mut findings);
        if placed {
            prepared.push(Prepared { layer, shapes });
        }
    }
    pairs::check(&prepared, limits, &mut findings);
    position::check(&prepared, limits, &mut findings);
    lists::check(&prepared, &mut findings);
    sort(&mut findings, layers);
    findings
}

/// Errors before warnings before notes; within them in the order of files, layers and rows.
fn sort(findings: &mut [Finding], layers: &[Layer]) {
    let position = |finding: &Finding| {
        let name = finding.place.layer.as_deref();
        layers.iter().position(|layer| layer.file == finding.place.file && Some(layer.table.name.as_str()) == name)
    };
    findings.sort_by_cached_key(|finding| {
        (std::cmp::Reverse(finding.severity), position(finding), finding.place.row, finding.rule)
    });
}

fn of_role<'p, 'a>(prepared: &'p [Prepared<'a>], role: Role) -> impl Iterator<Item = &'p Prepared<'a>> {
    prepared.iter().filter(move |layer| layer.layer.role == role)
}

//! Safe repairs: only what moves no boundary beyond the tolerance of drawing, each written down.

use geo_types::Geometry;
use model::{Finding, Repair};

use crate::Layer;
use crate::layer::areas_of;

/// Most square metres that a safe repair may move in one feature.
const MOVED_M2: f64 = 0.1;

/// What was mended.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RepairLog {
    /// One line a repair: file, layer, row, rule, area moved.
    pub entries: Vec<String>,
    /// The findings that hold no longer.
    pub mended: Vec<Finding>,
}

/// Mends every finding marked [`Repair::Safe`] whose repair moves less than a tenth of a square metre; everything else
/// is left as it is.
pub fn repair_safely(layers: &mut [Layer], findings: &[Finding]) -> RepairLog {
    let mut log = RepairLog::default();
    for finding in findings.iter().filter(|finding| finding.repair == Repair::Safe) {
        let place = &finding.place;
        let Some(number) = place.row else { continue };
        let layer = layers.iter_mut().find(|layer| place.layer.as_deref() == Some(layer.table.name.as_str()));
        let Some(row) = layer.and_then(|layer| layer.table.rows.iter_mut().find(|row| row.number == number)) else {
            continue;
        };
        let Some(geometry) = &row.geometry else { continue };
        let repaired = topology::repair(&areas_of(geometry));
        if repaired.shape.0.is_empty() || repaired.moved_area_m2 > MOVED_M2 {
            continue;
        }
        row.geometry = Some(simplest(repaired.shape));
        let layer = place.layer.as_deref().unwrap_or_default();
        let moved = repaired.moved_area_m2;
        log.entries.push(format!("{} {layer} row {number}: {}, {moved:.4} m² moved", place.file, finding.rule.id()));
        log.mended.push(finding.clone());
    }
    log
}

fn simplest(mut shape: geo_types::MultiPolygon<f64>) -> Geometry<f64> {
    if shape.0.len() == 1
        && let Some(single) = shape.0.pop()
    {
        return Geometry::Polygon(single);
    }
    Geometry::MultiPolygon(shape)
}

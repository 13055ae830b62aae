//! Duplicates, overlaps and gaps between the features of a layer.

use std::collections::BTreeSet;

use geo::{BoundingRect, Distance, Euclidean};
use geo_types::{MultiPolygon, Polygon};
use model::{Finding, Place, Rule, Severity};

use super::{Limits, Prepared, of_role};
use crate::{Layer, Role};

/// Layers whose features must not overlap.
const EXCLUSIVE: [Role; 5] =
    [Role::Subdistricts, Role::Communities, Role::Courtyards, Role::Compounds, Role::Exclusive];

pub(super) fn check(prepared: &[Prepared<'_>], limits: &Limits, findings: &mut Vec<Finding>) {
    for layer in prepared.iter().filter(|layer| EXCLUSIVE.contains(&layer.layer.role)) {
        let duplicates = duplicates(layer, findings);
        overlaps(layer, &duplicates, limits, findings);
    }
    let outline: Vec<_> = of_role(prepared, Role::District).flat_map(|layer| layer.shapes.iter().flatten()).collect();
    let outline = MultiPolygon(outline.into_iter().cloned().collect());
    for layer in of_role(prepared, Role::Communities) {
        gaps(layer, (!outline.0.is_empty()).then_some(&outline), limits, findings);
    }
}

fn duplicates(layer: &Prepared<'_>, findings: &mut Vec<Finding>) -> BTreeSet<(usize, usize)> {
    let pairs: BTreeSet<_> = topology::duplicates(&layer.shapes).into_iter().collect();
    for &(first, second) in &pairs {
        let rows = &layer.layer.table.rows;
        let finding = Finding::new(Rule::DuplicateGeometry, Severity::Error, layer.layer.place_of(&rows[second]));
        findings.push(other(finding, layer.layer, first));
    }
    pairs
}

fn overlaps(layer: &Prepared<'_>, duplicates: &BTreeSet<(usize, usize)>, limits: &Limits, findings: &mut Vec<Finding>) {
    let twins: BTreeSet<usize> = duplicates.iter().map(|&(_, second)| second).collect();
    for overlap in topology::overlaps(&layer.shapes) {
        // What overlaps a twin overlaps its original too: once is enough.
        if twins.contains(&overlap.a) || twins.contains(&overlap.b) {
            continue;
        }
        let large = overlap.area_m2 > limits.area_m2 && overlap.width_m > limits.width_m;
        let noise = overlap.area_m2 <= limits.area_m2 && overlap.width_m <= limits.width_m;
        let severity = if large { Severity::Error } else { Severity::Note };
        let row = &layer.layer.table.rows[overlap.b];
        let place = Place { position: Some([overlap.at.x, overlap.at.y]), ..layer.layer.place_of(row) };
        let finding = Finding::new(Rule::Overlap, severity, place)
            .with("area_m2", format!("{:.2}", overlap.area_m2))
            .with("width_m", format!("{:.2}", overlap.width_m));
        let finding = other(finding, layer.layer, overlap.a);
        findings.push(if noise { finding.safe() } else { finding });
    }
}

fn gaps(layer: &Prepared<'_>, outline: Option<&MultiPolygon<f64>>, limits: &Limits, findings: &mut Vec<Finding>) {
    for gap in topology::gaps(&layer.shapes, outline) {
        let large = gap.area_m2 > limits.area_m2;
        let severity = if large { Severity::Error } else { Severity::Note };
        let place = Place { position: Some([gap.at.x, gap.at.y]), ..layer.layer.place() };
        let finding = Finding::new(Rule::Gap, severity, place)
            .with("area_m2", format!("{:.2}", gap.area_m2))
            .with("width_m", format!("{:.2}", gap.width_m))
            .with("communities", neighbours(layer, &gap.shape));
        findings.push(if large { finding } else { finding.safe() });
    }
}

/// The codes of the communities that a gap lies between.
fn neighbours(layer: &Prepared<'_>, gap: &Polygon<f64>) -> String {
    const TOUCHES_M: f64 = 0.05;
    let Some(near) = gap.bounding_rect() else { return String::new() };
    let beside = |shape: &MultiPolygon<f64>| {
        shape.bounding_rect().is_some_and(|rect| {
            let reaches = |end: f64, start: f64| start - end <= TOUCHES_M;
            let (min, max) = (rect.min(), rect.max());
            reaches(max.x, near.min().x)
                && reaches(near.max().x, min.x)
                && reaches(max.y, near.min().y)
                && reaches(near.max().y, min.y)
        })
    };
    let touches = |shape: &MultiPolygon<f64>| beside(shape) && Euclidean.distance(shape, gap) <= TOUCHES_M;
    let rows = layer.layer.table.rows.iter().zip(&layer.shapes).filter(|(_, shape)| touches(shape));
    let codes: Vec<String> = rows.filter_map(|(row, _)| layer.layer.columns.text(row, crate::Column::Code)).collect();
    codes.join(" / ")
}

/// Names the other feature of a pair by code where it has one, and by row.
fn other(finding: Finding, layer: &Layer, row_idx: usize) -> Finding {
    let row = &layer.table.rows[row_idx];
    let code = layer.columns.text(row, crate::Column::Code).unwrap_or_default();
    finding.with("other_row", row.number).with("other", code)
}

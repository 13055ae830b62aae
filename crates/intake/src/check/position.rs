//! Where courtyards lie: inside the district, inside one community, off the main roads.

use std::collections::HashSet;

use geo::{Area, BoundingRect, InteriorPoint, Intersects};
use geo_types::MultiPolygon;
use model::{Finding, Place, Row, Rule, Severity};
use rayon::prelude::*;
use topology::AreaIndex;

use super::{Limits, Prepared, of_role};
use crate::survey::is_main_road;
use crate::{Column, Layer, Role};

/// The communities with their codes and names, for look-ups.
struct Communities {
    codes: Vec<[Option<String>; 2]>,
    /// All codes and names.
    names: HashSet<String>,
    index: AreaIndex,
}

pub(super) fn check(prepared: &[Prepared<'_>], limits: &Limits, findings: &mut Vec<Finding>) {
    let Some(communities) = of_role(prepared, Role::Communities).next().map(Communities::new) else {
        return;
    };
    let places = prepared.iter().filter(|layer| matches!(layer.layer.role, Role::Courtyards | Role::Compounds));
    for layer in places {
        let rows = layer.layer.table.rows.par_iter().zip(&layer.shapes).filter(|(_, shape)| !shape.0.is_empty());
        let found = rows.flat_map_iter(|(row, shape)| check_row(layer.layer, row, shape, &communities, limits));
        findings.par_extend(found);
        roads_inside(layer, prepared, findings);
    }
}

impl Communities {
    fn new(layer: &Prepared<'_>) -> Self {
        let columns = &layer.layer.columns;
        let names = |row: &Row| [columns.text(row, Column::Code), columns.text(row, Column::Name)];
        let codes: Vec<_> = layer.layer.table.rows.iter().map(names).collect();
        let names = codes.iter().flatten().flatten().cloned().collect();
        Communities { codes, names, index: AreaIndex::new(&layer.shapes) }
    }

    fn label(&self, idx: usize) -> String {
        self.codes[idx].iter().flatten().cloned().collect::<Vec<_>>().join(" ")
    }
}

fn check_row(
    layer: &Layer,
    row: &Row,
    shape: &MultiPolygon<f64>,
    communities: &Communities,
    limits: &Limits,
) -> Option<Finding> {
    let mut shares = topology::shares(shape, &communities.index);
    shares.sort_by(|a, b| b.1.total_cmp(&a.1));
    let area = shape.unsigned_area();
    let inside: f64 = shares.iter().map(|share| share.1).sum();
    let outside = area - inside;
    // A share counts when it is more than drawing noise along the whole line.
    let noise = limits.area_m2.max(area * 0.01);
    let place = || Place { position: interior(shape), ..layer.place_of(row) };
    if outside > noise {
        let finding = Finding::new(Rule::OutsideDistrict, Severity::Error, place());
        let share = 100.0 * outside / area;
        return Some(finding.with("area_m2", format!("{outside:.1}")).with("percent", format!("{share:.0}")));
    }
    let within: Vec<_> = shares.iter().filter(|share| share.1 > noise).collect();
    if within.len() > 1 {
        let names: Vec<String> = within.iter().map(|share| communities.label(share.0)).collect();
        let finding = Finding::new(Rule::AcrossCommunityLine, Severity::Error, place());
        let second = format!("{:.1}", within[1].1);
        return Some(finding.with("communities", names.join(" / ")).with("area_m2", second));
    }
    let (share, stated) = (within.first()?, layer.columns.text(row, Column::Community)?);
    if communities.codes[share.0].iter().flatten().any(|name| *name == stated) {
        return None;
    }
    let known = communities.names.contains(&stated);
    let rule = if known { Rule::CommunityMismatch } else { Rule::ReferenceUnknown };
    let finding = Finding::new(rule, Severity::Warning, place());
    Some(finding.with("value", stated).with("found", communities.label(share.0)))
}

fn interior(shape: &MultiPolygon<f64>) -> Option<[f64; 2]> {
    shape.interior_point().map(|point| [point.x(), point.y()])
}

/// Main roads whose centre line runs through a courtyard.
fn roads_inside(layer: &Prepared<'_>, prepared: &[Prepared<'_>], findings: &mut Vec<Finding>) {
    let items = layer.shapes.iter().enumerate().filter_map(|(idx, shape)| {
        let rect = shape.bounding_rect()?;
        let corners = rstar::AABB::from_corners(rect.min().into(), rect.max().into());
        Some(rstar::primitives::GeomWithData::new(rstar::primitives::Rectangle::from_aabb(corners), idx))
    });
    let tree: rstar::RTree<rstar::primitives::GeomWithData<rstar::primitives::Rectangle<(f64, f64)>, usize>> =
        rstar::RTree::bulk_load(items.collect());
    let mut crossed: Vec<(usize, String)> = Vec::new();
    for roads in of_role(prepared, Role::Roads) {
        for row in roads.layer.table.rows.iter().filter(|row| is_main_road(roads.layer, row)) {
            let name = roads.layer.columns.text(row, Column::Name).unwrap_or_default();
            for line in Layer::lines_of(row) {
                let Some(rect) = line.bounding_rect() else { continue };
                let bounds = rstar::AABB::from_corners(rect.min().into(), rect.max().into());
                let candidates = tree.locate_in_envelope_intersecting(bounds).map(|item| item.data);
                let hit = candidates.filter(|&idx| crosses_well(&layer.shapes[idx], &line));
                crossed.extend(hit.map(|idx| (idx, name.clone())));
            }
        }
    }
    crossed.sort();
    crossed.dedup();
    for (idx, name) in crossed {
        let row = &layer.layer.table.rows[idx];
        let place = Place { position: interior(&layer.shapes[idx]), ..layer.layer.place_of(row) };
        findings.push(Finding::new(Rule::AcrossMainRoad, Severity::Warning, place).with("road", name));
    }
}

/// Whether the line runs more than a metre inside the shape.
fn crosses_well(shape: &MultiPolygon<f64>, line: &geo_types::LineString<f64>) -> bool {
    use geo::{BooleanOps, Euclidean, Length};
    if !shape.intersects(line) {
        return false;
    }
    let inside = shape.clip(&geo_types::MultiLineString(vec![line.clone()]), false);
    inside.iter().map(|part| Euclidean.length(part)).sum::<f64>() > 1.0
}

//! Faults of single geometries.

use geo::{Area, BoundingRect, Euclidean, Length};
use geo_types::{Geometry, MultiPolygon};
use model::{Finding, Place, Row, Rule, Severity};
use rayon::prelude::*;
use topology::{Defect, DefectKind};

use super::Limits;
use crate::layer::areas_of;
use crate::{Layer, Role};

/// Adds the faults of each row's geometry; returns the areas to go on with, one a row, repaired where that is safe.
pub(super) fn check(layer: &Layer, limits: &Limits, findings: &mut Vec<Finding>) -> Vec<MultiPolygon<f64>> {
    if layer.role.is_list() {
        return Vec::new();
    }
    let one = |row: &Row| {
        let mut found = Vec::new();
        let shape = check_row(layer, row, limits, &mut found);
        (shape, found)
    };
    let (shapes, found): (Vec<_>, Vec<_>) = layer.table.rows.par_iter().map(one).unzip();
    findings.extend(found.into_iter().flatten());
    shapes
}

fn check_row(layer: &Layer, row: &Row, limits: &Limits, findings: &mut Vec<Finding>) -> MultiPolygon<f64> {
    let nothing = MultiPolygon(vec![]);
    let Some(geometry) = &row.geometry else {
        findings.push(Finding::new(Rule::GeometryNull, Severity::Error, layer.place_of(row)));
        return nothing;
    };
    if !type_fits(layer.role, geometry) {
        let finding = Finding::new(Rule::GeometryType, Severity::Error, layer.place_of(row));
        findings.push(finding.with("found", type_name(geometry)));
        return nothing;
    }
    let shape = areas_of(geometry);
    if shape.0.is_empty() {
        return nothing;
    }
    let before = findings.len();
    // Which way a ring runs is the format's business: its reader has said it.
    let mut defects = topology::defects(&shape);
    defects.retain(|defect| defect.kind != DefectKind::RingOrder);
    // A ring may have a hundred repeated points: one finding a kind and feature says it, with the number.
    for group in by_kind(&defects) {
        findings.push(of_defects(layer, row, group));
    }
    let broken = findings[before..].iter().any(|finding| finding.severity > Severity::Note);
    if !broken && layer.role != Role::Buildings {
        sliver(layer, row, &shape, limits, findings);
    }
    if broken { topology::repair(&shape).shape } else { shape }
}

fn by_kind(defects: &[Defect]) -> impl Iterator<Item = &[Defect]> {
    let mut sorted: Vec<&[Defect]> = Vec::new();
    let mut start = 0;
    // `topology::defects` sorts by kind first.
    for end in 1..=defects.len() {
        if end == defects.len() || defects[end].kind != defects[start].kind {
            sorted.push(&defects[start..end]);
            start = end;
        }
    }
    sorted.into_iter()
}

fn of_defects(layer: &Layer, row: &Row, group: &[Defect]) -> Finding {
    let (rule, severity, safe) = match group[0].kind {
        DefectKind::CoordinateInvalid => (Rule::CoordinateInvalid, Severity::Error, false),
        DefectKind::RingOpen => (Rule::RingOpen, Severity::Warning, true),
        DefectKind::RingDegenerate => (Rule::RingDegenerate, Severity::Error, false),
        DefectKind::RingOrder => (Rule::RingOrder, Severity::Note, true),
        DefectKind::RepeatedPoint => (Rule::RepeatedPoint, Severity::Note, true),
        DefectKind::Spike => (Rule::Spike, Severity::Warning, true),
        DefectKind::SelfIntersection => (Rule::SelfIntersection, Severity::Error, false),
        DefectKind::HoleOutside => (Rule::HoleOutside, Severity::Error, false),
        DefectKind::MultiPart => (Rule::MultiPart, Severity::Note, false),
        DefectKind::Sliver => (Rule::Sliver, Severity::Warning, false),
    };
    let at = group[0].at;
    let place = Place { position: Some([at.x, at.y]), ..layer.place_of(row) };
    let finding = Finding::new(rule, severity, place)
        .with("count", group.len())
        .with("measure", format!("{:.2}", group[0].measure));
    if safe { finding.safe() } else { finding }
}

fn sliver(layer: &Layer, row: &Row, shape: &MultiPolygon<f64>, limits: &Limits, findings: &mut Vec<Finding>) {
    let area = shape.unsigned_area();
    let ring_length = |ring: &geo_types::LineString<f64>| Euclidean.length(ring);
    let perimeter: f64 = shape.iter().map(|polygon| ring_length(polygon.exterior())).sum();
    let width = 2.0 * area / perimeter.max(f64::MIN_POSITIVE);
    if width < limits.sliver_width_m {
        let position = shape.bounding_rect().map(|rect| rect.center()).map(|centre| [centre.x, centre.y]);
        let place = Place { position, ..layer.place_of(row) };
        let finding = Finding::new(Rule::Sliver, Severity::Warning, place);
        findings.push(finding.with("width_m", format!("{width:.2}")).with("area_m2", format!("{area:.1}")));
    }
}

fn type_fits(role: Role, geometry: &Geometry<f64>) -> bool {
    let areal = matches!(geometry, Geometry::Polygon(_) | Geometry::MultiPolygon(_));
    let linear = matches!(geometry, Geometry::LineString(_) | Geometry::MultiLineString(_) | Geometry::Line(_));
    if role.is_areal() {
        areal
    } else if role.is_linear() {
        linear
    } else {
        areal || linear
    }
}

fn type_name(geometry: &Geometry<f64>) -> &'static str {
    match geometry {
        Geometry::Point(_) => "Point",
        Geometry::Line(_) | Geometry::LineString(_) => "LineString",
        Geometry::Polygon(_) | Geometry::Rect(_) | Geometry::Triangle(_) => "Polygon",
        Geometry::MultiPoint(_) => "MultiPoint",
        Geometry::MultiLineString(_) => "MultiLineString",
        Geometry::MultiPolygon(_) => "MultiPolygon",
        Geometry::GeometryCollection(_) => "GeometryCollection",
    }
}

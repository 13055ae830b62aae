//! GCJ-02 and BD-09 shifts, found against what is known to be right.

use std::collections::BTreeMap;

use crs::{Crs, Remedy, Shift, ShiftKind, ShiftVerdict, Transform};
use geo::InteriorPoint;
use geo_types::Geometry;
use model::{Finding, Rule, Severity};

use super::CoordinateOptions;
use super::anchor::lon_lat_lines;
use super::apply;
use crate::layer::areas_of;
use crate::survey::is_main_road;
use crate::{Column, Layer, Role};

/// Measures each placed layer against the reference given apart, or against the communities.
pub(super) fn examine(
    layers: &mut [Layer],
    placed: &mut [bool],
    working: &Crs,
    options: &CoordinateOptions,
    findings: &mut Vec<Finding>,
) {
    // Made once: looking up an operation in PROJ's database takes longer than a thousand features.
    let Ok(to_lon_lat) = Transform::new(working, &Crs::CGCS2000_LONLAT) else { return };
    let given = reference_lines(options);
    let communities =
        layers.iter().zip(&*placed).position(|(layer, placed)| *placed && layer.role == Role::Communities);
    let regions = communities.and_then(|idx| Regions::new(&layers[idx], &to_lon_lat));
    for idx in 0..layers.len() {
        if !placed[idx] || !apply::is_spatial(&layers[idx].table) {
            continue;
        }
        let verdict = match (&given, &regions) {
            (Some(lines), _) => against_lines(&layers[idx], lines, &to_lon_lat),
            (None, Some(regions)) if Some(idx) != communities => {
                against_communities(&layers[idx], regions, &to_lon_lat)
            }
            _ => None,
        };
        if let Some(ShiftVerdict::Shifted(shift)) = verdict {
            placed[idx] = report(&mut layers[idx], shift, options.convert, findings);
        }
    }
}

/// Most features of a layer that are looked at.
const SAMPLES: usize = 5_000;

/// The communities' outlines in longitude and latitude, and which is which.
struct Regions {
    rings: Vec<Vec<[f64; 2]>>,
    owner: BTreeMap<String, usize>,
}

impl Regions {
    fn new(layer: &Layer, to_lon_lat: &Transform) -> Option<Self> {
        let mut rings = Vec::new();
        let mut owner = BTreeMap::new();
        for row in &layer.table.rows {
            let outlines = lon_lat_lines(row.geometry.iter(), to_lon_lat);
            // The largest outline stands for a community of several parts.
            let Some(ring) = outlines.into_iter().max_by_key(Vec::len) else { continue };
            for column in [Column::Code, Column::Name] {
                if let Some(name) = layer.columns.text(row, column) {
                    owner.insert(name, rings.len());
                }
            }
            rings.push(ring);
        }
        (!rings.is_empty()).then_some(Regions { rings, owner })
    }
}

fn reference_lines(options: &CoordinateOptions) -> Option<Vec<Vec<[f64; 2]>>> {
    let table = options.reference.iter().find(|table| apply::is_spatial(table))?;
    let to_lon_lat = Transform::new(table.crs.as_ref()?, &Crs::CGCS2000_LONLAT).ok()?;
    Some(lon_lat_lines(table.rows.iter().filter_map(|row| row.geometry.as_ref()), &to_lon_lat))
}

fn against_lines(layer: &Layer, reference: &[Vec<[f64; 2]>], to_lon_lat: &Transform) -> Option<ShiftVerdict> {
    let lines = lon_lat_lines(layer.table.rows.iter().filter_map(|row| row.geometry.as_ref()), to_lon_lat);
    Some(crs::compare_outlines(reference, &lines))
}

/// Main roads run along community lines; courtyards and compounds lie in the community that they name.
fn against_communities(layer: &Layer, regions: &Regions, to_lon_lat: &Transform) -> Option<ShiftVerdict> {
    match layer.role {
        Role::Roads => {
            let main = layer.table.rows.iter().filter(|row| is_main_road(layer, row));
            let lines = lon_lat_lines(main.filter_map(|row| row.geometry.as_ref()), to_lon_lat);
            Some(crs::compare_outlines(&regions.rings, &lines))
        }
        Role::Courtyards | Role::Compounds | Role::Exclusive => inside_own(layer, regions, to_lon_lat),
        Role::Subdistricts | Role::District => against_lines(layer, &regions.rings, to_lon_lat),
        _ => None,
    }
}

fn inside_own(layer: &Layer, regions: &Regions, to_lon_lat: &Transform) -> Option<ShiftVerdict> {
    let mut points = Vec::new();
    let mut owners = Vec::new();
    // A layer is shifted as a whole: some thousand of its features, spread over the file, tell it.
    let step = layer.table.rows.len().div_ceil(SAMPLES).max(1);
    for row in layer.table.rows.iter().step_by(step) {
        let owner = layer.columns.text(row, Column::Community).and_then(|name| regions.owner.get(&name).copied());
        let middle = row.geometry.as_ref().and_then(middle).and_then(|point| to_lon_lat.point(point));
        if let (Some(owner), Some(point)) = (owner, middle) {
            points.push(point);
            owners.push(owner);
        }
    }
    Some(crs::compare_inside(&regions.rings, &points, Some(&owners)))
}

fn middle(geometry: &Geometry<f64>) -> Option<[f64; 2]> {
    areas_of(geometry).interior_point().map(|point| [point.x(), point.y()])
}

/// Names the shift; undoes it when allowed. Whether the layer lies right afterwards.
fn report(layer: &mut Layer, shift: Shift, convert: bool, findings: &mut Vec<Finding>) -> bool {
    let mended = convert && apply::remedy(&mut layer.table, &Remedy::for_shift(shift.kind)).is_ok();
    let rule = match shift.kind {
        ShiftKind::Gcj02 => Rule::ShiftGcj02,
        ShiftKind::Bd09 => Rule::ShiftBd09,
    };
    let severity = if mended { Severity::Warning } else { Severity::Error };
    let finding = Finding::new(rule, severity, layer.place())
        .with("east_m", format!("{:.0}", shift.east_m))
        .with("north_m", format!("{:.0}", shift.north_m))
        .with("before_m", format!("{:.1}", shift.residual_before_m))
        .with("after_m", format!("{:.1}", shift.residual_after_m));
    findings.push(finding);
    mended
}

//! Bringing all layers into one working CRS, and saying what was wrong with their coordinates.

mod anchor;
mod apply;
mod faults;
mod shifts;

use crs::Crs;
use model::{Finding, Rule, Table};

use crate::{Layer, Role};
use anchor::Anchor;

/// What the user says about coordinates.
#[derive(Debug, Clone, Default)]
pub struct CoordinateOptions {
    /// The CRS to work in; `None` takes the communities' own if it is projected, else the CGCS2000 3-degree zone.
    pub working: Option<Crs>,
    /// Undo what is found wrong, where that needs nobody's decision.
    pub convert: bool,
    /// Layers whose position is known to be right.
    pub reference: Vec<Table>,
}

/// The layers in the working CRS.
#[derive(Debug, Clone, Default)]
pub struct Settled {
    /// The layers; those that could not be placed keep their coordinates.
    pub layers: Vec<Layer>,
    /// Whether the layer lies where it belongs; one entry a layer.
    pub placed: Vec<bool>,
    /// The working CRS; `None` when no layer says where it is.
    pub working: Option<Crs>,
}

/// Examines every layer, undoes what `options` allow, and transforms to the working CRS.
///
/// A layer with a fault that stays is not placed: it keeps its coordinates, and later checks leave it out of comparisons.
pub fn settle(mut layers: Vec<Layer>, options: &CoordinateOptions, findings: &mut Vec<Finding>) -> Settled {
    forget_readers_crs_notes(&layers, findings);
    let anchor = Anchor::find(&layers, options);
    let mut placed = vec![true; layers.len()];
    for (idx, layer) in layers.iter_mut().enumerate() {
        if layer.role.is_list() || !apply::is_spatial(&layer.table) {
            continue;
        }
        let is_anchor = anchor.as_ref().is_some_and(|anchor| anchor.layer == Some(idx));
        let reference = anchor.as_ref().filter(|_| !is_anchor);
        placed[idx] = faults::examine(layer, reference, options.convert, findings);
    }
    let working = options.working.clone().or_else(|| working(&layers, &placed));
    for (layer, placed) in layers.iter_mut().zip(&mut placed) {
        if let (true, Some(working)) = (*placed, &working) {
            *placed = apply::transform(layer, working, findings);
        } else if apply::is_spatial(&layer.table) {
            *placed = false;
        }
    }
    if let Some(working) = &working {
        shifts::examine(&mut layers, &mut placed, working, options, findings);
    }
    Settled { layers, placed, working }
}

/// Readers note a missing CRS; here more is known (candidates, what the user said), so their note gives way.
fn forget_readers_crs_notes(layers: &[Layer], findings: &mut Vec<Finding>) {
    let spatial = |finding: &Finding| {
        let name = finding.place.layer.as_deref();
        layers.iter().any(|layer| name == Some(layer.table.name.as_str()))
    };
    findings.retain(|finding| finding.rule != Rule::CrsMissing || !spatial(finding));
}

/// The first projected system among the placed layers, communities and courtyards first; else the 3-degree zone of
/// the layers' middle.
fn working(layers: &[Layer], placed: &[bool]) -> Option<Crs> {
    let mut candidates: Vec<(&Layer, &Crs)> = Vec::new();
    for role in [Role::Communities, Role::Courtyards, Role::District].into_iter().chain(Role::ALL.iter().copied()) {
        let of_role = layers.iter().zip(placed).filter(|(layer, placed)| **placed && layer.role == role);
        candidates.extend(of_role.filter_map(|(layer, _)| Some((layer, layer.table.crs.as_ref()?))));
    }
    let projected = candidates.iter().find(|(_, crs)| crs.is_geographic() == Some(false) && **crs != Crs::WEB_MERCATOR);
    if let Some((_, crs)) = projected {
        return Some((*crs).clone());
    }
    candidates.iter().find_map(|(layer, crs)| {
        let bbox = apply::bbox(&layer.table)?;
        let middle = [(bbox[0] + bbox[2]) / 2.0, (bbox[1] + bbox[3]) / 2.0];
        let lon_lat = crs::Transform::new(crs, &Crs::CGCS2000_LONLAT).ok()?.point(middle)?;
        Crs::cgcs2000_3_degree_at(lon_lat[0])
    })
}

//! What `crs` finds wrong with a layer, as findings.

use crs::{Candidate, CrsFault, CrsFaultKind};
use model::{Finding, Rule, Severity};

use super::anchor::Anchor;
use super::apply;
use crate::Layer;

/// Examines a layer; carries remedies out when `convert` allows. `false` when a fault stays that misplaces the layer.
pub(super) fn examine(layer: &mut Layer, anchor: Option<&Anchor>, convert: bool, findings: &mut Vec<Finding>) -> bool {
    let points = apply::points(&layer.table, 20_000);
    let reference = anchor.map(|anchor| &anchor.reference);
    let declared = layer.table.crs.clone();
    let mut placed = true;
    for fault in crs::diagnose(&points, declared.as_ref(), reference) {
        // The parameters of a definition win over the code it claims; that needs nobody's leave.
        let settled = matches!(fault.kind, CrsFaultKind::Contradiction(_)) || convert;
        let mended = settled && fault.remedy.is_automatic() && apply::remedy(&mut layer.table, &fault.remedy).is_ok();
        let severity = match (fault.severity, mended) {
            (_, true) | (crs::Severity::Warning, false) => Severity::Warning,
            (crs::Severity::Error, false) => Severity::Error,
        };
        let Some(finding) = finding(layer, &fault, severity) else { continue };
        placed &= severity != Severity::Error;
        findings.push(finding);
    }
    if placed && layer.table.crs.as_ref().is_some_and(|crs| crs.epsg().is_none()) {
        let name = layer.table.crs.as_ref().map(crs::Crs::name).unwrap_or_default();
        findings.push(Finding::new(Rule::CrsLocal, Severity::Note, layer.place()).with("value", name));
    }
    placed
}

/// `None` for what other checks name with its row.
fn finding(layer: &Layer, fault: &CrsFault, severity: Severity) -> Option<Finding> {
    let new = |rule| Finding::new(rule, severity, layer.place()).with("remedy", remedy_text(fault));
    let declared = || layer.table.crs.as_ref().map(crs::Crs::name).unwrap_or_default();
    Some(match &fault.kind {
        CrsFaultKind::NonFinite { .. } => return None,
        CrsFaultKind::Missing { candidates } => new(Rule::CrsMissing).with("candidates", names(candidates)),
        CrsFaultKind::Unreadable { reason, .. } => {
            new(Rule::CrsUnknown).with("declared", declared()).with("value", reason).with("detail", reason)
        }
        CrsFaultKind::Contradiction(contradiction) => new(Rule::CrsContradiction)
            .with("declared", &contradiction.claimed)
            .with("found", &contradiction.found)
            .with("detail", format!("{} ≠ {}", contradiction.claimed, contradiction.found)),
        CrsFaultKind::Local { name } => new(Rule::CrsLocal).with("value", name),
        CrsFaultKind::OldDatum { family } => new(Rule::CrsDatum).with("value", format!("{family:?}")),
        CrsFaultKind::DegreesDeclaredMetres { x, .. } => units(new(Rule::CrsUnits), "m", "°", x),
        CrsFaultKind::MetresDeclaredDegrees { x, .. } => units(new(Rule::CrsUnits), "°", "m", x),
        CrsFaultKind::SwappedAxes { .. } => new(Rule::AxesSwapped),
        CrsFaultKind::ZonePrefixPresent { prefix } => new(Rule::ZonePrefix).with("detail", format!("+{prefix}")),
        CrsFaultKind::ZonePrefixAbsent { prefix } => new(Rule::ZonePrefix).with("detail", format!("−{prefix}")),
        CrsFaultKind::WrongCentralMeridian { declared, fits, .. } => {
            new(Rule::CentralMeridian).with("declared", round(*declared)).with("found", round(*fits))
        }
        CrsFaultKind::OutsideAreaOfUse { count, of, degrees } => {
            new(Rule::OutsideAreaOfUse).with("detail", format!("{count}/{of}, {degrees:.2}°"))
        }
        CrsFaultKind::Elsewhere { off_m, at } => {
            let off = off_m.map(|metres| format!("{:.1} km", metres / 1000.0));
            let at = at.map(|[lon, lat]| format!("({lon:.3}°, {lat:.3}°)"));
            new(Rule::OutsideAreaOfUse).with("detail", [off, at].into_iter().flatten().collect::<Vec<_>>().join(" "))
        }
    })
}

fn units(finding: Finding, declared: &str, found: &str, x: &[f64; 2]) -> Finding {
    finding.with("declared", declared).with("found", format!("{found} ({:.1} … {:.1})", x[0], x[1]))
}

fn names(candidates: &[Candidate]) -> String {
    let name = |candidate: &Candidate| candidate.crs.name();
    candidates.iter().take(4).map(name).collect::<Vec<_>>().join("; ")
}

fn remedy_text(fault: &CrsFault) -> String {
    match &fault.remedy {
        crs::Remedy::AssumeCrs(crs) => crs.name(),
        _ => String::new(),
    }
}

fn round(degrees: f64) -> String {
    let text = format!("{degrees:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

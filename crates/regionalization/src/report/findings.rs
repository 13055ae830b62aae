//! What does not hold in a plan, as findings. Grids and units are named by index; the rim knows their codes.

use super::{Report, contiguity};
use crate::Problem;
use crate::range::Ranges;
use model::{Finding, Place, Rule, Severity};

pub(super) fn findings(problem: &Problem, report: &Report) -> Vec<Finding> {
    let mut found = Vec::new();
    let ranges = Ranges::new(problem);
    let crossing = contiguity::parents(problem, &report.labels, true);
    for (grid, figures) in report.grids.iter().enumerate() {
        let Some(&first) = figures.communities.first() else { continue };
        let range = ranges.of(first);
        let finding = |rule, severity| {
            Finding::new(rule, severity, Place::default()).with("grid", grid).with("households", figures.households)
        };
        if figures.households < range.minimum {
            found.push(finding(Rule::GridBelowMinimum, Severity::Warning).with("minimum", range.minimum));
        }
        if figures.households > range.maximum {
            found.push(finding(Rule::GridAboveMaximum, Severity::Warning).with("maximum", range.maximum));
        }
        if problem.constraints.inside_communities && figures.communities.len() > 1 {
            let communities = figures.communities.len();
            found.push(finding(Rule::GridAcrossCommunities, Severity::Error).with("communities", communities));
        }
        if figures.parts > 1 {
            let whole = figures.units.iter().filter(|&&unit| crossing[unit as usize] == unit).count() == 1;
            let across = whole && figures.communities.len() == 1;
            let rule = if across { Rule::GridAcrossBarrier } else { Rule::GridNotContiguous };
            found.push(finding(rule, Severity::Error).with("parts", figures.parts));
        }
        for &unit in &figures.units {
            let households = problem.households[unit as usize];
            if u64::from(households) > range.maximum {
                let finding = Finding::new(Rule::UnitAboveMaximum, Severity::Warning, Place::default());
                let finding = finding.with("unit", unit).with("grid", grid);
                found.push(finding.with("households", households).with("maximum", range.maximum));
            }
        }
    }
    for &group in &report.together_broken {
        let units = &problem.constraints.keep_together[group];
        let finding = Finding::new(Rule::KeepTogetherBroken, Severity::Error, Place::default());
        found.push(finding.with("unit", units[0]).with("units", units.len()).with("group", group));
    }
    for &(a, b) in &report.apart_broken {
        let finding = Finding::new(Rule::KeepApartBroken, Severity::Error, Place::default());
        found.push(finding.with("unit", a).with("other", b).with("grid", report.labels[a as usize]));
    }
    found
}

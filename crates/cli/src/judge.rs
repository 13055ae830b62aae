//! The project's plan, judged: the report's figures, and its findings with codes in place of numbers.

use std::collections::BTreeMap;

use geo_types::{Geometry, MultiPolygon};
use model::{Finding, Place, Row};
use regionalization::{Barrier, Constraints, Objective, Problem, Report, ReportShapes, canonical_labels};

use crate::failure::Failure;
use crate::plan::Units;
use crate::project::{GRIDS, MEMBERSHIP, Project};

/// A plan with everything that was said about it.
pub(crate) struct Judged {
    pub(crate) units: Units,
    pub(crate) problem: Problem,
    pub(crate) report: Report,
    /// Code of each grid, by canonical label.
    pub(crate) codes: Vec<String>,
    pub(crate) findings: Vec<Finding>,
}

/// Reads the project's plan and judges it under the constraints it was made with.
pub(crate) fn judge(project: &mut Project) -> Result<Judged, Failure> {
    project.need(MEMBERSHIP, "merge")?;
    project.table(GRIDS)?;
    let units = Units::open(project)?;
    let problem = units.problem(constraints(project, &units), objectives(project));
    let (labels, names) = units.labels(project)?;
    let (canonical, n_grids) = canonical_labels(&labels);
    let mut codes = vec![String::new(); n_grids as usize];
    for (label, &number) in labels.iter().zip(&canonical) {
        codes[number as usize].clone_from(&names[*label as usize]);
    }
    let shapes = outlines(project, &codes);
    let invalid =
        |fault: regionalization::InvalidProblem| Failure::usage("problem-invalid", &[("detail", fault.to_string())]);
    let shapes = ReportShapes { grids: if shapes.iter().all(Option::is_some) { &flat(shapes) } else { &[] } };
    let report = regionalization::report(&problem, &canonical, &shapes).map_err(invalid)?;
    let mut findings: Vec<Finding> =
        report.findings.iter().map(|finding| named(finding, &report, &units, &codes)).collect();
    let list = project.need(MEMBERSHIP, "merge")?;
    findings.extend(units.list_faults(list, MEMBERSHIP));
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    Ok(Judged { units, problem, report, codes, findings })
}

fn flat(shapes: Vec<Option<MultiPolygon<f64>>>) -> Vec<MultiPolygon<f64>> {
    shapes.into_iter().flatten().collect()
}

/// The constraints that the plan was made with.
fn constraints(project: &Project, units: &Units) -> Constraints {
    let number = |key: &str| project.setting(key).and_then(|text| text.parse().ok());
    let crossed = project.setting("not_crossed").unwrap_or_default();
    let barrier = |name: &str| match name {
        "main-road" => Some(Barrier::MainRoad),
        "wall" => Some(Barrier::Wall),
        "water" => Some(Barrier::Water),
        _ => None,
    };
    let together = units.survey.keep_together.iter();
    Constraints {
        minimum: number("minimum").unwrap_or(0),
        maximum: number("maximum"),
        inside_communities: project.setting("across_communities").as_deref() != Some("yes"),
        not_crossed: crossed.split(',').filter_map(barrier).collect(),
        keep_together: together.map(|group| group.iter().map(|&idx| idx as u32).collect()).collect(),
        keep_apart: units.survey.keep_apart.iter().map(|&(a, b)| (a as u32, b as u32)).collect(),
        ..Constraints::default()
    }
}

fn objectives(project: &Project) -> Vec<Objective> {
    let names = project.setting("objectives").unwrap_or_default();
    let objective = |name: &str| match name {
        "balance" => Some(Objective::Balance),
        "cut-length" => Some(Objective::CutLength),
        "cut-edges" => Some(Objective::CutEdges),
        "barriers" => Some(Objective::Barriers),
        "stability" => Some(Objective::Stability),
        _ => None,
    };
    names.split(',').filter_map(objective).collect()
}

/// The dissolved outline of each grid.
fn outlines(project: &Project, codes: &[String]) -> Vec<Option<MultiPolygon<f64>>> {
    let Some(table) = project.known(GRIDS) else { return vec![None; codes.len()] };
    let Some(code) = table.field_idx("code") else { return vec![None; codes.len()] };
    let rows: BTreeMap<String, &Row> =
        table.rows.iter().filter_map(|row| Some((row.values[code].to_text()?, row))).collect();
    let find = |wanted: &String| match &rows.get(wanted)?.geometry {
        Some(Geometry::Polygon(polygon)) => Some(MultiPolygon(vec![polygon.clone()])),
        Some(Geometry::MultiPolygon(polygons)) => Some(polygons.clone()),
        _ => None,
    };
    codes.iter().map(find).collect()
}

/// Puts codes and names where the report has indices.
fn named(finding: &Finding, report: &Report, units: &Units, codes: &[String]) -> Finding {
    let figure = |name: &str| {
        let found = finding.figures.iter().find(|(known, _)| *known == name);
        found.and_then(|(_, value)| value.parse::<usize>().ok())
    };
    let courtyard = |unit: usize| units.survey.courtyards[unit].code.to_string();
    let grid = figure("grid");
    let unit = figure("unit");
    let code = unit.map(courtyard).or_else(|| grid.map(|grid| codes[grid].clone()));
    let place = Place { file: GRIDS.to_owned(), code, ..Place::default() };
    let mut named = Finding { place, ..finding.clone() };
    let mut say = |name: &'static str, value: String| {
        named.figures.retain(|(known, _)| *known != name);
        named.figures.push((name, value));
    };
    if let Some(grid) = grid {
        let communities = report.grids[grid].communities.iter();
        let names = communities.map(|&idx| units.survey.communities[idx as usize].code.to_string());
        say("communities", names.collect::<Vec<_>>().join(" / "));
    }
    let group = figure("group").and_then(|group| units.survey.keep_together.get(group));
    if let Some(group) = group {
        say("courtyards", group.iter().map(|&idx| courtyard(idx)).collect::<Vec<_>>().join(" "));
    }
    if let (Some(unit), Some(other)) = (unit, figure("other")) {
        say("courtyards", [courtyard(unit), courtyard(other)].join(" "));
    }
    say("barrier", "main-road".to_owned());
    named
}

//! The command line's edits as values.

use std::path::Path;

use geo_types::{Geometry, MultiPolygon};
use model::Finding;
use plan::{Cut, Edit, GridId, GridKind};
use serde_json::json;

use crate::commands::plan::Work;
use crate::commands::plan_drawn::{self, Drawing};
use crate::failure::Failure;
use crate::files;
use crate::plan_edit_args as args;
use crate::project::MEMBERSHIP;
use crate::say::Voice;

/// The edit that is asked for; grids are named by code or #number.
pub(crate) fn edit(asked: &args::Edit, work: &Work<'_>) -> Result<Edit, Failure> {
    let grid = |text: &String| grid(text, work);
    Ok(match asked {
        args::Edit::Move { courtyards, to } => Edit::Move { courtyards: courtyards.clone(), to: grid(to)? },
        args::Edit::Merge { grids, into } => {
            Edit::Merge { grids: grids.iter().map(grid).collect::<Result<_, _>>()?, into: grid(into)? }
        }
        args::Edit::Split { grid: from, parts: Some(parts), .. } => {
            Edit::Split { grid: grid(from)?, by: Cut::Parts { parts: *parts } }
        }
        args::Edit::Split { grid: from, line: Some(line), lonlat, .. } => {
            Edit::Split { grid: grid(from)?, by: Cut::Line { line: drawn_line(line, *lonlat, work)? } }
        }
        args::Edit::Split { grid: from, courtyards, .. } => {
            Edit::Split { grid: grid(from)?, by: Cut::List { courtyards: courtyards.clone() } }
        }
        args::Edit::Redraw { left, right, drawn } => {
            let line = drawn_line(&drawn.line, drawn.lonlat, work)?;
            Edit::Redraw { left: grid(left)?, right: grid(right)?, line }
        }
        args::Edit::Reshape { to, cells, points, lonlat } => {
            let to = if to == "none" { None } else { Some(grid(to)?) };
            let cells = match points {
                Some(points) => drawn_ground(points, *lonlat, work)?,
                None => cells.clone(),
            };
            Edit::Reshape { cells, to }
        }
        args::Edit::New { courtyards, name } => Edit::New {
            courtyards: courtyards.clone(),
            cells: Vec::new(),
            name: name.clone(),
            kind: GridKind::Governance,
            exception: None,
        },
        args::Edit::Dissolve { grid: from } => Edit::Dissolve { grid: grid(from)? },
        args::Edit::Rename { grid: of, name } => Edit::Rename { grid: grid(of)?, name: name.clone() },
        args::Edit::Recode { grid: of, code } => Edit::Recode { grid: grid(of)?, code: Some(code.clone()) },
        args::Edit::Lock { grid: of } => Edit::Lock { grid: grid(of)?, locked: true },
        args::Edit::Unlock { grid: of } => Edit::Lock { grid: grid(of)?, locked: false },
        args::Edit::Exception { grid: of, document } => {
            Edit::Exception { grid: grid(of)?, document: Some(document.clone()) }
        }
    })
}

fn grid(text: &str, work: &Work<'_>) -> Result<GridId, Failure> {
    let unknown = || Failure::usage("refused-grid", &[("grid", text.to_owned())]);
    work.draft.grid_named(text).ok_or_else(unknown)
}

/// A line in whole millimetres of the working CRS.
fn drawn_line(text: &str, lonlat: bool, work: &Work<'_>) -> Result<Vec<[i64; 2]>, Failure> {
    let points = match plan_drawn::read(text, lonlat, work)? {
        Drawing::Points(points) => points,
        Drawing::Shape(Geometry::LineString(line)) => line.coords().map(|at| [at.x, at.y]).collect(),
        Drawing::Shape(_) => return Err(Failure::usage("drawing-no-line", &[("value", text.to_owned())])),
    };
    // A float beyond the lattice becomes its end, which the edit refuses.
    Ok(points.into_iter().map(|point| point.map(|metres| (metres * 1000.0).round() as i64)).collect())
}

/// Cells that points lie in, or ground inside an area.
fn drawn_ground(text: &str, lonlat: bool, work: &Work<'_>) -> Result<Vec<u32>, Failure> {
    let territory = work.draft.territory();
    let points = match plan_drawn::read(text, lonlat, work)? {
        Drawing::Points(points) => points,
        Drawing::Shape(Geometry::Point(point)) => vec![[point.x(), point.y()]],
        Drawing::Shape(Geometry::MultiPoint(points)) => points.iter().map(|point| [point.x(), point.y()]).collect(),
        Drawing::Shape(Geometry::Polygon(area)) => {
            return Ok(registry::ground_in(territory, &MultiPolygon(vec![area])));
        }
        Drawing::Shape(Geometry::MultiPolygon(area)) => return Ok(registry::ground_in(territory, &area)),
        Drawing::Shape(_) => return Err(Failure::usage("drawing-no-ground", &[("value", text.to_owned())])),
    };
    let outside = |[x, y]: [f64; 2]| Failure::usage("drawing-outside", &[("value", format!("{x:.3},{y:.3}"))]);
    registry::cells_at(territory, &points).map_err(outside)
}

/// The courtyard → grid list of a file: the table of that name, as projects have it, else the first.
pub(crate) fn pairs(path: &Path) -> Result<Vec<(String, String)>, Failure> {
    let reading = formats::read(&files::bundle(path)?, &formats::ReadOptions::default());
    let none = || Failure::file(path, reading.findings.first().map_or("no table", |finding| finding.rule.id()));
    let named = reading.tables.iter().find(|table| table.name == MEMBERSHIP);
    let pairs = crate::plan::pairs(named.or(reading.tables.first()).ok_or_else(none)?);
    let empty = || Failure::usage("list-empty", &[("path", path.display().to_string())]);
    if pairs.is_empty() { Err(empty()) } else { Ok(pairs) }
}

/// A finding as `plan check --json` tells it.
pub(crate) fn finding_json(finding: &Finding, voice: &Voice) -> serde_json::Value {
    let figure = |name: &str| finding.figures.iter().find(|(own, _)| *own == name).map(|(_, value)| value.clone());
    json!({
        "rule": finding.rule.id(),
        "severity": finding.severity.id(),
        "code": finding.place.code,
        "grid": figure("grid").and_then(|grid| grid.parse::<u32>().ok()),
        "text": voice.message(finding),
    })
}

//! `jingwei plan export`: a draft as a GeoPackage or as a courtyard → grid list.

use std::path::Path;

use model::{FieldKind, Table, Value};
use registry::GridRef;
use serde_json::json;

use crate::commands::plan::Work;
use crate::commands::{export, record_export};
use crate::failure::Failure;

pub(crate) fn run(
    work: &Work<'_>,
    output: Option<&Path>,
    list: Option<&Path>,
    crs: Option<&str>,
) -> Result<(), Failure> {
    let members = membership(work);
    if let Some(path) = list {
        export::write(std::slice::from_ref(&members), path, "utf-8", work.voice)?;
        told(work, path, 1, members.rows.len());
    }
    let Some(path) = output else { return Ok(()) };
    let working = record_export::working_crs(&work.store, work.desk)?;
    let (territory, plan) = (work.draft.territory(), work.draft.plan());
    let records = store::grid_records(territory, plan).map_err(|fault| work.desk.failed(&fault))?;
    let mut grids = record_export::layer("grids", &working);
    for (record, &id) in records.iter().zip(plan.grids().keys()) {
        record_export::push(&mut grids, record, None);
        let households = plan.courtyards_of(territory, id).filter_map(|idx| territory.courtyards()[idx].households);
        let total = households.map(i64::from).sum();
        if let (Some(column), Some(row)) = (grids.field_idx("households"), grids.rows.last_mut()) {
            row.values[column] = Value::Int(total);
        }
    }
    if let Some(target) = crs {
        export::transform(&mut grids, &crate::reading::crs(target)?)?;
    }
    let features = grids.rows.len() + members.rows.len();
    record_export::write(&[grids, members], path)?;
    told(work, path, 2, features);
    Ok(())
}

/// Which grid each courtyard belongs to; a grid without a code goes by # and its number.
fn membership(work: &Work<'_>) -> Table {
    let fields = [("courtyard", FieldKind::Text), ("grid", FieldKind::Text)];
    let mut table = Table::new("grid_membership", None, &fields);
    let (territory, plan) = (work.draft.territory(), work.draft.plan());
    for (idx, courtyard) in territory.courtyards().iter().enumerate() {
        let grid = plan.grid_of(territory, idx).map(|id| GridRef::of(plan, id).label());
        table.push(None, vec![courtyard.code.as_str().into(), grid.map_or(Value::Null, Value::Text)]);
    }
    table
}

fn told(work: &Work<'_>, path: &Path, layers: usize, features: usize) {
    let shown = path.display().to_string();
    let figures = [("path", shown), ("layers", layers.to_string()), ("features", features.to_string())];
    work.voice.line("exported", &figures);
    work.voice.answer(&json!({ "path": path, "draft": work.draft.name(), "features": features }));
}

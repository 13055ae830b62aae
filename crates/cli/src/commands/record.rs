//! `jingwei record` and `jingwei audit`.

use std::collections::BTreeMap;
use std::path::Path;

use geo_types::MultiPolygon;
use model::{Day, Period, Value};
use plan::{Cell, CellKind, Community, Courtyard, GridId, GridInfo, GridKind, GridRow, Plan, Territory, TerritoryRows};
use serde_json::json;
use store::{Class, Fault, Record, Writing};

use crate::failure::Failure;
use crate::plan::Units;
use crate::project::{ADJACENCY, CELLS, GRIDS, MEMBERSHIP, Project};
use crate::record::{self, Desk};
use crate::record_args as args;
use crate::say::Voice;

pub(crate) fn run(args: &args::Record, desk: &Desk, voice: &Voice) -> Result<(), Failure> {
    match args {
        args::Record::Load { project, from } => load(project, *from, desk, voice),
        args::Record::Export(args) => super::record_export::run(args, desk, voice),
        args::Record::Backup { file } => {
            desk.read()?.backup(file).map_err(|fault| Failure::file(file, fault))?;
            verified(file, voice)
        }
        args::Record::Restore { file } => {
            store::restore(file, desk.folder()).map_err(|fault| Failure::file(file, fault))?;
            verified(&store::Store::file(desk.folder()), voice)
        }
        args::Record::Verify { file } => verified(file.as_deref().unwrap_or(&store::Store::file(desk.folder())), voice),
    }
}

pub(crate) fn audit(args: &args::Audit, desk: &Desk, voice: &Voice) -> Result<(), Failure> {
    let store = desk.read()?;
    match args {
        args::Audit::Verify => {
            let (lines, hash) = store.verify_audit().map_err(|fault| desk.failed(&fault))?;
            voice.line("audit-whole", &[("lines", lines.to_string()), ("hash", hash.clone())]);
            voice.answer(&json!({ "lines": lines, "hash": hash }));
        }
        args::Audit::List { most } => {
            let lines = store.audit(*most).map_err(|fault| desk.failed(&fault))?;
            let row = |line: &store::AuditEntry| {
                let text = [&line.author, &line.action, &line.object, &line.detail].map(String::clone);
                [vec![line.number.to_string(), line.at.to_string()], text.to_vec()].concat()
            };
            let heads = ["head-number", "head-time", "head-author", "head-action", "head-object", "head-detail"];
            voice.table(&heads, lines.iter().map(row).collect());
            voice.answer(&lines.iter().map(row).collect());
        }
    }
    Ok(())
}

fn verified(file: &Path, voice: &Voice) -> Result<(), Failure> {
    let lines = store::verify_file(file).map_err(|fault| Failure::file(file, fault))?;
    voice.line("record-verified", &[("path", file.display().to_string()), ("lines", lines.to_string())]);
    voice.answer(&json!({ "path": file, "lines": lines }));
    Ok(())
}

/// Puts a project on record: one transaction.
fn load(path: &Path, from: Day, desk: &Desk, voice: &Voice) -> Result<(), Failure> {
    let mut project = Project::open(path)?;
    for (layer, command) in [(CELLS, "territory"), (ADJACENCY, "territory"), (MEMBERSHIP, "merge"), (GRIDS, "merge")] {
        project.need(layer, command)?;
    }
    let columns = courtyard_columns(&mut project)?;
    let grids = project.take(GRIDS)?;
    let units = Units::open(&mut project)?;
    let labels = units.labels(&project)?;
    let territory = territory(&units)?;
    let plan = plan(&territory, &units, &labels, grids.as_ref())?;
    let crs = project.crs().map(|crs| crs.to_string()).unwrap_or_default();
    let mut store = desk.open()?;
    let held = store.setting(record::WORKING_CRS).map_err(|fault| desk.failed(&fault))?;
    if let Some(held) = held.filter(|held| *held != crs) {
        return Err(Failure::usage("record-crs", &[("found", crs), ("held", held)]));
    }
    let next = store.next_grid().map_err(|fault| desk.failed(&fault))?;
    let before = store.plan(&territory, store::AsOf::day(from)).ok().flatten();
    let plan = match before {
        // Grids go on under the numbers that they have.
        Some(before) => plan::identified(&territory, &before, &plan, next)
            .map_err(|faults| Failure::file(path, format!("{faults:?}")))?,
        None => plan,
    };
    let failed = |fault: Fault| desk.failed(&fault);
    let mut writing = store.write(&desk.author, "load", record::now()).map_err(failed)?;
    writing.set(record::WORKING_CRS, &crs).map_err(failed)?;
    put_places(&mut writing, &units, &territory, &columns, from).map_err(failed)?;
    writing.put_territory(&territory, from).map_err(failed)?;
    let published = writing.put_plan(&territory, &plan, from).map_err(failed)?;
    writing.note("plan", &path.display().to_string()).map_err(failed)?;
    let at = writing.commit().map_err(failed)?;
    let figures = [
        ("courtyards", territory.courtyards().len()),
        ("cells", territory.cells().len()),
        ("grids", plan.grids().len()),
        ("changed", published.grids),
        ("ended", published.ended),
        ("moved", published.courtyards),
    ];
    let texts: Vec<(&str, String)> = figures.iter().map(|(name, number)| (*name, number.to_string())).collect();
    voice.line("record-loaded", &[&texts[..], &[("day", from.to_string())]].concat());
    let numbers: serde_json::Map<String, serde_json::Value> =
        figures.iter().map(|(name, number)| ((*name).to_owned(), json!(number))).collect();
    voice.answer(&json!({ "figures": numbers, "from": from.to_string(), "recorded": at.to_string() }));
    Ok(())
}

/// Everything that the courtyards' rows say, by code.
fn courtyard_columns(project: &mut Project) -> Result<BTreeMap<String, serde_json::Value>, Failure> {
    let Some(table) = project.take(intake::Role::Courtyards.id())? else { return Ok(BTreeMap::new()) };
    let code = table.field_idx("code").unwrap_or(0);
    let cell = |value: &Value| match value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(flag) => json!(flag),
        Value::Int(number) => json!(number),
        Value::Real(number) => json!(number),
        Value::Text(text) | Value::Date(text) => json!(text),
    };
    let row = |row: &model::Row| {
        let fields = table.fields.iter().zip(&row.values).map(|(field, value)| (field.name.clone(), cell(value)));
        let fields: serde_json::Map<String, serde_json::Value> = fields.collect();
        (row.values[code].to_text().unwrap_or_default().trim().to_owned(), serde_json::Value::Object(fields))
    };
    Ok(table.rows.iter().map(row).collect())
}

fn territory(units: &Units) -> Result<Territory, Failure> {
    // In the order of their keys, which is the order in which the record gives them back.
    let mut order: Vec<usize> = (0..units.survey.communities.len()).collect();
    order.sort_by_key(|&idx| units.survey.communities[idx].code.as_str());
    let mut place = vec![0; order.len()];
    order.iter().enumerate().for_each(|(at, &idx)| place[idx] = at);
    let streets = streets(units);
    let communities = order.iter().map(|&idx| {
        let community = &units.survey.communities[idx];
        Community { code: community.code.clone(), name: community.name.clone(), street: streets[idx].clone() }
    });
    let kind = |kind: &str| CellKind::from_id(kind).unwrap_or(CellKind::Remainder);
    let cells = units.cells.iter().zip(&units.shapes).map(|(cell, shape)| Cell {
        kind: kind(&cell.kind),
        community: place[cell.community],
        shape: shape.clone(),
    });
    let mut courtyards: Vec<Courtyard> = (units.survey.courtyards.iter().zip(&units.cell_of))
        .map(|(courtyard, &cell)| Courtyard {
            code: courtyard.code.clone(),
            name: courtyard.name.clone(),
            community: place[courtyard.community],
            households: courtyard.households,
            cell,
        })
        .collect();
    courtyards.sort_by(|a, b| a.code.cmp(&b.code));
    let rows = TerritoryRows {
        communities: communities.collect(),
        courtyards,
        cells: cells.collect(),
        borders: units.lengths.clone(),
    };
    Territory::new(rows)
        .map_err(|faults| Failure::usage("territory-failed", &[("detail", format!("{:?}", faults.first()))]))
}

/// The code of each community's street: where most of it lies.
fn streets(units: &Units) -> Vec<String> {
    let shapes: Vec<MultiPolygon<f64>> = units.survey.subdistricts.iter().map(|area| area.shape.clone()).collect();
    let index = topology::AreaIndex::new(&shapes);
    let street = |community: &intake::Community| {
        let shares = topology::shares(&community.shape, &index);
        let most = shares.into_iter().max_by(|a, b| a.1.total_cmp(&b.1));
        most.map(|(idx, _)| units.survey.subdistricts[idx].code.clone()).unwrap_or_default()
    };
    units.survey.communities.iter().map(street).collect()
}

/// The project's plan on the territory; small ground belongs to the grid that the project gave it to.
fn plan(
    territory: &Territory,
    units: &Units,
    (labels, codes): &(Vec<u32>, Vec<String>),
    grids: Option<&model::Table>,
) -> Result<Plan, Failure> {
    let names = grid_names(grids);
    let row = |(idx, code): (usize, &String)| {
        let info = GridInfo {
            code: Some(code.clone()),
            name: names.get(code).cloned().unwrap_or_default(),
            kind: GridKind::Governance,
            ..GridInfo::default()
        };
        GridRow { id: GridId(idx as u32 + 1), info, cells: Vec::new() }
    };
    let mut rows: Vec<GridRow> = codes.iter().enumerate().map(row).collect();
    for (unit, &label) in labels.iter().enumerate() {
        rows[label as usize].cells.push(units.cell_of[unit] as u32);
    }
    for (cell, label) in crate::write_plan::ground(units, labels, codes) {
        rows[label as usize].cells.push(cell as u32);
    }
    rows.retain(|row| !row.cells.is_empty());
    let failed = |faults: Vec<plan::PlanFault>| {
        Failure::usage("problem-invalid", &[("detail", faults.first().map(ToString::to_string).unwrap_or_default())])
    };
    Plan::new(territory, rows).map_err(failed)
}

fn grid_names(grids: Option<&model::Table>) -> BTreeMap<String, String> {
    let Some(table) = grids else { return BTreeMap::new() };
    let (Some(code), Some(name)) = (table.field_idx("code"), table.field_idx("name")) else { return BTreeMap::new() };
    let pair = |row: &model::Row| Some((row.values[code].to_text()?, row.values[name].to_text()?));
    table.rows.iter().filter_map(pair).collect()
}

fn put_places(
    writing: &mut Writing<'_>,
    units: &Units,
    territory: &Territory,
    columns: &BTreeMap<String, serde_json::Value>,
    from: Day,
) -> Result<(), Fault> {
    let valid = Period::since(from);
    for area in &units.survey.subdistricts {
        let record = Record::new(format!("subdistrict:{}", area.code), "subdistrict", json!({ "name": area.name }));
        writing.put_if_new(Class::Place, &record.with_code(&area.code).with_shape(area.shape.clone()), valid)?;
    }
    let shapes: BTreeMap<&str, &MultiPolygon<f64>> =
        units.survey.communities.iter().map(|community| (community.code.as_str(), &community.shape)).collect();
    for community in territory.communities() {
        let code = community.code.as_str();
        let record = Record::new(format!("community:{code}"), "community", json!({ "name": community.name }));
        let record = record.with_code(code).within(format!("subdistrict:{}", community.street));
        let record = Record { shape: shapes.get(code).map(|&shape| shape.clone()), ..record };
        writing.put_if_new(Class::Place, &record, valid)?;
    }
    for courtyard in territory.courtyards() {
        let code = courtyard.code.as_str();
        let mut body = columns.get(code).cloned().unwrap_or_else(|| json!({}));
        (body["name"], body["households"]) = (json!(courtyard.name), json!(courtyard.households));
        body["cell"] = json!(courtyard.cell);
        let community = &territory.communities()[courtyard.community].code;
        let record = Record::new(format!("courtyard:{code}"), "courtyard", body).with_code(code);
        let shape = units.shapes[courtyard.cell].clone();
        writing.put_if_new(Class::Place, &record.within(format!("community:{community}")).with_shape(shape), valid)?;
    }
    Ok(())
}

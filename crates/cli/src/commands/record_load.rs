//! `jingwei record load`: a project's places, territory and plan on record, one transaction.

use std::collections::BTreeMap;

use geo_types::MultiPolygon;
use intake::{Column, Layer, Role};
use model::{Code, Level};
use plan::{Cell, CellKind, Community, Courtyard, GridId, GridInfo, GridKind, GridRow, Plan, Territory, TerritoryRows};
use serde_json::json;
use store::{AsOf, Fault, Store};

use super::record_places::{self, Places};
use crate::failure::Failure;
use crate::files;
use crate::plan::Units;
use crate::project::{ADJACENCY, CELLS, GRIDS, MEMBERSHIP, Project};
use crate::record::{self, Desk};
use crate::record_args as args;
use crate::say::Voice;

/// A project as it goes on record.
struct Loaded {
    crs: String,
    territory: Territory,
    places: Places,
    plan: Plan,
}

pub(crate) fn run(args: &args::Load, desk: &Desk, voice: &Voice) -> Result<(), Failure> {
    let loaded = read(args)?;
    let mut store = desk.open()?;
    let plan = going_on(&store, &loaded, args, desk)?;
    let failed = |fault: Fault| desk.failed(&fault);
    let mut writing = store.write(&desk.author, "load", record::now()).map_err(failed)?;
    writing.set(record::WORKING_CRS, &loaded.crs).map_err(failed)?;
    let places = registry::put_places(&mut writing, &loaded.places.rows, args.from);
    let places = places.map_err(|fault| desk.refused(&fault))?;
    writing.put_territory(&loaded.territory, args.from).map_err(failed)?;
    let published = writing.put_plan(&loaded.territory, &plan, args.from).map_err(failed)?;
    writing.note("plan", &args.project.display().to_string()).map_err(failed)?;
    let at = writing.commit().map_err(failed)?;
    let figures = [
        ("places", loaded.places.rows.len()),
        ("cells", loaded.territory.cells().len()),
        ("grids", plan.grids().len()),
        ("changed", published.grids + places.changed),
        ("ended", published.ended + places.ended),
        ("moved", published.courtyards),
        ("uncoded", loaded.places.without_code),
    ];
    tell(&figures, args, at, voice);
    Ok(())
}

fn tell(figures: &[(&'static str, usize)], args: &args::Load, at: jiff::Timestamp, voice: &Voice) {
    let texts: Vec<(&str, String)> = figures.iter().map(|(name, number)| (*name, number.to_string())).collect();
    voice.line("record-loaded", &[&texts[..], &[("day", args.from.to_string())]].concat());
    let numbers: serde_json::Map<String, serde_json::Value> =
        figures.iter().map(|(name, number)| ((*name).to_owned(), json!(number))).collect();
    voice.answer(&json!({ "figures": numbers, "from": args.from.to_string(), "recorded": at.to_string() }));
}

fn read(args: &args::Load) -> Result<Loaded, Failure> {
    let mut project = Project::open(&args.project)?;
    for (layer, command) in [(CELLS, "territory"), (ADJACENCY, "territory"), (MEMBERSHIP, "merge"), (GRIDS, "merge")] {
        project.need(layer, command)?;
    }
    let mut names = grid_names(project.take(GRIDS)?);
    if let Some(path) = &args.grids {
        let reading = formats::read(&files::bundle(path)?, &formats::ReadOptions::default());
        names.extend(reading.tables.into_iter().flat_map(|table| grid_names(Some(table))));
    }
    let units = Units::open(&mut project)?;
    let labels = units.labels(&project)?;
    let territory = territory(&units)?;
    let places = record_places::read(&mut project, &units, &territory)?;
    let plan = plan(&territory, &units, &labels, &places, &names)?;
    let crs = project.crs().map(|crs| crs.to_string()).unwrap_or_default();
    Ok(Loaded { crs, territory, places, plan })
}

/// The plan with the numbers that its grids have on record already.
fn going_on(store: &Store, loaded: &Loaded, args: &args::Load, desk: &Desk) -> Result<Plan, Failure> {
    let failed = |fault: Fault| desk.failed(&fault);
    let held = store.setting(record::WORKING_CRS).map_err(failed)?;
    if let Some(held) = held.filter(|held| *held != loaded.crs) {
        return Err(Failure::usage("record-crs", &[("found", loaded.crs.clone()), ("held", held)]));
    }
    let next = store.next_grid().map_err(failed)?;
    match store.plan(&loaded.territory, AsOf::day(args.from)).ok().flatten() {
        Some(before) => plan::identified(&loaded.territory, &before, &loaded.plan, next)
            .map_err(|faults| Failure::file(&args.project, format!("{faults:?}"))),
        None => Ok(loaded.plan.clone()),
    }
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

/// The project's plan on the territory; small ground belongs to the grid that the project gave it to, compounds and sites
/// to the grid that their rows name.
fn plan(
    territory: &Territory,
    units: &Units,
    (labels, codes): &(Vec<u32>, Vec<String>),
    places: &Places,
    names: &BTreeMap<String, String>,
) -> Result<Plan, Failure> {
    let row = |idx: usize, code: &str, kind: GridKind, cells: Vec<u32>| {
        let name = names.get(code).cloned().unwrap_or_default();
        let info = GridInfo { code: Some(code.to_owned()), name, kind, ..GridInfo::default() };
        GridRow { id: GridId(idx as u32 + 1), info, cells }
    };
    let governance = |(idx, code): (usize, &String)| row(idx, code, GridKind::Governance, Vec::new());
    let mut rows: Vec<GridRow> = codes.iter().enumerate().map(governance).collect();
    for (unit, &label) in labels.iter().enumerate() {
        rows[label as usize].cells.push(units.cell_of[unit] as u32);
    }
    for (cell, label) in crate::write_plan::ground(units, labels, codes) {
        rows[label as usize].cells.push(cell as u32);
    }
    rows.retain(|row| !row.cells.is_empty());
    for (code, (level, cells)) in &places.named_grids {
        match rows.iter_mut().find(|row| row.info.code.as_deref() == Some(code.as_str())) {
            Some(row) => row.cells.extend(cells),
            None if cells.is_empty() => {}
            None => rows.push(row(codes.len() + rows.len(), code.as_str(), kind(*level), cells.clone())),
        }
    }
    let failed = |faults: Vec<plan::PlanFault>| {
        Failure::usage("problem-invalid", &[("detail", faults.first().map(ToString::to_string).unwrap_or_default())])
    };
    Plan::new(territory, rows).map_err(failed)
}

fn kind(level: Level) -> GridKind {
    if level == Level::Compound { GridKind::Compound } else { GridKind::Exclusive }
}

/// Names of grids by code, of a layer of grids or a list.
fn grid_names(grids: Option<model::Table>) -> BTreeMap<String, String> {
    let Some(table) = grids else { return BTreeMap::new() };
    let layer = Layer::new(Role::Membership, "", table);
    let text = |row: &model::Row, column| layer.columns.text(row, column);
    let pair = |row: &model::Row| {
        let code = text(row, Column::Grid).or_else(|| text(row, Column::Code))?;
        Some((Code::new(&code).ok()?.to_string(), text(row, Column::Name)?))
    };
    layer.table.rows.iter().filter_map(pair).collect()
}

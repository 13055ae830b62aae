//! `jingwei territory`: tile each community, prove the tiling, keep cells and adjacency in the project.

use std::collections::BTreeMap;

use intake::{Role, Survey};
use model::{FieldKind, Table, Value};
use plan::CellKind;
use serde_json::json;
use topology::{Adjacency, BarrierLine, LineKind, Options, Partition, Proof, Seed, Tessellation};

use crate::args::Territory;
use crate::failure::Failure;
use crate::progress::Bar;
use crate::project::{ADJACENCY, CELLS, GRIDS, MEMBERSHIP, Project};
use crate::say::Voice;

/// A cell as a row of the project.
struct CellRow {
    kind: CellKind,
    code: String,
    name: String,
    community: usize,
}

pub(crate) fn run(args: &Territory, voice: &Voice) -> Result<(), Failure> {
    let mut project = Project::open(&args.project)?;
    let mut survey = project.survey()?;
    let bar = Bar::new(voice, "progress-territory", None);
    let (partition, rows) = tile(args, &mut survey)?;
    bar.finish();
    let proof = partition
        .verify()
        .map_err(|violations| Failure::usage("territory-failed", &[("detail", format!("{:?}", violations.first()))]))?;
    let crs = project.crs();
    project.put(cells_table(&partition, &rows, &survey, crs.clone()));
    project.put(adjacency_table(&partition.adjacency()));
    let communities = communities_table(&mut project, &partition, &rows, &survey)?;
    project.put(communities);
    // A plan made on other cells is no plan of these.
    project.drop(&[GRIDS, MEMBERSHIP]);
    project.log("territory", &format!("{} cells", rows.len()));
    project.save()?;
    tell(&proof, &rows, &survey, voice);
    Ok(())
}

fn tile(args: &Territory, survey: &mut Survey) -> Result<(Partition, Vec<CellRow>), Failure> {
    let failed = |fault: String| Failure::usage("territory-failed", &[("detail", fault)]);
    if args.touching {
        let taken = survey.courtyards.iter_mut().map(|courtyard| std::mem::take(&mut courtyard.shape.0));
        let shapes: Vec<_> = taken.map(geo_types::MultiPolygon).collect();
        let (partition, _) = Partition::from_shapes(&shapes).map_err(|fault| failed(fault.to_string()))?;
        drop(shapes);
        let row = |idx: usize| courtyard_row(survey, idx);
        return Ok((partition, (0..survey.courtyards.len()).map(row).collect()));
    }
    let (seeds, seed_rows) = seeds(survey);
    let territory = topology::Territory {
        areas: survey.communities.iter().map(|community| community.shape.clone()).collect(),
        seeds,
        lines: lines(args, survey),
    };
    let options = Options { sampling_m: args.sampling, ..Options::default() };
    let Tessellation { partition, cells, .. } =
        topology::tessellate(&territory, &options).map_err(|fault| failed(fault.to_string()))?;
    let row = |cell: &topology::Cell| match cell.seed {
        Some(seed) => CellRow { community: cell.area, ..seed_rows(seed) },
        None => CellRow { kind: CellKind::Remainder, code: String::new(), name: String::new(), community: cell.area },
    };
    Ok((partition, cells.iter().map(row).collect()))
}

fn courtyard_row(survey: &Survey, idx: usize) -> CellRow {
    let courtyard = &survey.courtyards[idx];
    CellRow {
        kind: CellKind::Courtyard,
        code: courtyard.code.to_string(),
        name: courtyard.name.clone(),
        community: courtyard.community,
    }
}

/// Everything that gets a cell of its own: courtyards first, then the areas that have other keepers.
fn seeds(survey: &Survey) -> (Vec<Seed>, impl Fn(usize) -> CellRow) {
    let shapes: Vec<_> = survey.communities.iter().map(|community| community.shape.clone()).collect();
    let index = topology::AreaIndex::new(&shapes);
    let mut seeds: Vec<Seed> = survey
        .courtyards
        .iter()
        .map(|courtyard| Seed { shape: courtyard.shape.clone(), area: courtyard.community })
        .collect();
    let mut others = Vec::new();
    let groups = [
        (CellKind::Compound, &survey.compounds),
        (CellKind::Exclusive, &survey.exclusive),
        (CellKind::Green, &survey.green),
    ];
    for (kind, areas) in groups {
        for area in areas {
            // A park may reach over several communities: it is a seed in each of them.
            for (community, share) in topology::shares(&area.shape, &index) {
                if share > 1.0 {
                    seeds.push(Seed { shape: area.shape.clone(), area: community });
                    others.push((kind, area.code.clone(), area.name.clone(), community));
                }
            }
        }
    }
    let n_courtyards = survey.courtyards.len();
    let courtyards: Vec<_> = (0..n_courtyards)
        .map(|idx| (CellKind::Courtyard, survey.courtyards[idx].code.to_string(), survey.courtyards[idx].name.clone()))
        .collect();
    let row = move |seed: usize| match seed.checked_sub(n_courtyards) {
        None => {
            let (kind, code, name) = courtyards[seed].clone();
            CellRow { kind, code, name, community: 0 }
        }
        Some(other) => {
            let (kind, code, name, community) = others[other].clone();
            CellRow { kind, code, name, community }
        }
    };
    (seeds, row)
}

fn lines(args: &Territory, survey: &Survey) -> Vec<BarrierLine> {
    let mut lines = Vec::new();
    if !args.ignore_roads {
        let main = survey.roads.iter().filter(|road| road.main);
        lines.extend(main.map(|road| BarrierLine { line: road.line.clone(), kind: LineKind::MainRoad }));
    }
    if !args.ignore_walls {
        lines.extend(survey.walls.iter().map(|line| BarrierLine { line: line.clone(), kind: LineKind::Wall }));
    }
    lines
}

fn cells_table(partition: &Partition, rows: &[CellRow], survey: &Survey, crs: Option<crs::Crs>) -> Table {
    use FieldKind::{Int, Real, Text};
    let fields =
        [("cell", Int), ("kind", Text), ("code", Text), ("name", Text), ("community", Text), ("area_m2", Real)];
    let mut table = Table::new(CELLS, crs, &fields);
    for (idx, row) in rows.iter().enumerate() {
        let shape = partition.cell(idx);
        let area = geo::Area::unsigned_area(&shape);
        let values = vec![
            Value::Int(idx as i64),
            row.kind.id().into(),
            row.code.clone().into(),
            row.name.clone().into(),
            survey.communities[row.community].code.as_str().into(),
            Value::Real((area * 1000.0).round() / 1000.0),
        ];
        table.push(Some(shape.into()), values);
    }
    table
}

/// The communities by the cells' own arcs, so that both share every point. Their outlines move by less than the
/// lattice's millimetre; all other columns stay.
fn communities_table(
    project: &mut Project,
    partition: &Partition,
    rows: &[CellRow],
    survey: &Survey,
) -> Result<Table, Failure> {
    let labels: Vec<u32> = rows.iter().map(|row| row.community as u32).collect();
    let outlines = partition.dissolve(&labels);
    let fields = [("code", FieldKind::Text), ("name", FieldKind::Text)];
    let crs = project.crs();
    let new = || Table::new(Role::Communities.id(), crs, &fields);
    let mut table = project.take(Role::Communities.id())?.unwrap_or_else(new);
    let code = table.field_idx("code");
    let mut given: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for row in std::mem::take(&mut table.rows) {
        let text = code.and_then(|code| row.values[code].to_text()).unwrap_or_default();
        given.entry(text.trim().to_owned()).or_insert(row.values);
    }
    for (idx, community) in survey.communities.iter().enumerate() {
        let plain = || vec![community.code.as_str().into(), community.name.as_str().into()];
        let values = given.remove(community.code.as_str()).unwrap_or_else(plain);
        table.push(Some(outlines.cell(idx).into()), values);
    }
    Ok(table)
}

fn adjacency_table(adjacency: &[Adjacency]) -> Table {
    use FieldKind::Int;
    let names = ["a", "b", "length_mm", "open_mm", "main_road_mm", "wall_mm", "water_mm"];
    let mut table = Table::new(ADJACENCY, None, &names.map(|name| (name, Int)));
    for pair in adjacency {
        let lengths = [pair.length_mm, pair.open_mm, pair.main_road_mm, pair.wall_mm, pair.water_mm];
        let ends = [pair.a as i64, pair.b as i64];
        let values = ends.into_iter().chain(lengths.map(|length| length as i64)).map(Value::Int);
        table.push(None, values.collect());
    }
    table
}

fn tell(proof: &Proof, rows: &[CellRow], survey: &Survey, voice: &Voice) {
    let count = |kind: CellKind| rows.iter().filter(|row| row.kind == kind).count();
    let area = proof.area2_mm2 as f64 / 2e12;
    voice.line(
        "territory-done",
        &[
            ("cells", rows.len().to_string()),
            ("communities", survey.communities.len().to_string()),
            ("area", format!("{area:.2}")),
        ],
    );
    let figures = CellKind::ALL.map(|kind| {
        let name = if kind == CellKind::Green || kind == CellKind::Remainder || kind == CellKind::Exclusive {
            kind.id().to_owned()
        } else {
            format!("{}s", kind.id())
        };
        (name, count(kind).to_string())
    });
    let figures: Vec<(&str, String)> = figures.iter().map(|(name, count)| (name.as_str(), count.clone())).collect();
    voice.line("territory-kinds", &figures);
    voice.line("territory-proof", &[("difference", "0".into()), ("arcs", proof.arcs.to_string())]);
    voice.answer(&json!({
        "cells": rows.len(),
        "communities": survey.communities.len(),
        "area_m2": proof.area2_mm2 as f64 / 2e6,
        "arcs": proof.arcs,
    }));
}

//! `jingwei report`: the plan's figures, with what is proven about them.

use regionalization::Summary;
use serde_json::{Value, json};

use crate::args::Report;
use crate::commands::inspect::findings_json;
use crate::failure::Failure;
use crate::judge::{Judged, judge};
use crate::project::Project;
use crate::say::Voice;

pub(crate) fn run(args: &Report, voice: &Voice) -> Result<(), Failure> {
    let mut project = Project::open(&args.project)?;
    let judged = judge(&mut project)?;
    let certificates = certificates(&project);
    voice.table(&["head-figure", "head-value"], figures(&judged, &certificates, voice));
    voice.table(
        &[
            "head-community",
            "head-courtyards",
            "head-households",
            "head-grids",
            "head-minimum",
            "head-maximum",
            "head-proof",
        ],
        communities(&judged, &certificates),
    );
    if args.grids {
        voice.table(&["head-grid", "head-courtyards", "head-households", "head-compactness"], grids(&judged));
    }
    voice.findings(&judged.findings);
    voice.answer(&json(&judged, &certificates, voice));
    Ok(())
}

/// What `merge` proved; null for a plan that was adopted.
fn certificates(project: &Project) -> Value {
    project.setting("certificates").and_then(|text| serde_json::from_str(&text).ok()).unwrap_or(Value::Null)
}

fn figures(judged: &Judged, certificates: &Value, voice: &Voice) -> Vec<Vec<String>> {
    let report = &judged.report;
    let spread = &report.households;
    let total: u64 = report.grids.iter().map(|grid| grid.households).sum();
    let km = |mm: u64| format!("{:.3} km", mm as f64 / 1e6);
    let contiguous = report.grids.iter().filter(|grid| grid.parts == 1).count();
    let mut rows = vec![
        ("figure-courtyards", report.labels.len().to_string()),
        ("figure-households", total.to_string()),
        ("figure-grids", report.grids.len().to_string()),
        ("figure-households-mean", format!("{:.1}", spread.mean)),
        ("figure-households-min", spread.min.to_string()),
        ("figure-households-max", spread.max.to_string()),
        ("figure-cv", format!("{:.3}", spread.cv)),
        ("figure-deviation", format!("{:.1} %", spread.max_deviation * 100.0)),
        ("figure-contiguous", format!("{contiguous} / {}", report.grids.len())),
        ("figure-cut-edges", report.cut_edges.to_string()),
        ("figure-cut-length", km(report.cut_length_mm)),
        ("figure-barriers", km(report.barrier_mm)),
    ];
    if let Some(compactness) = &report.compactness {
        let pair = |summary: &Summary| format!("{:.3} / {:.3}", summary.mean, summary.min);
        let names = ["figure-polsby-popper", "figure-reock", "figure-hull"];
        rows.extend(names.into_iter().zip(compactness.iter().map(pair)));
    }
    if let Some(list) = certificates["communities"].as_array() {
        let open = list.iter().filter(|certificate| certificate["kind"] == "bounded").count();
        rows.push(("figure-proven", format!("{} / {}", list.len() - open, list.len())));
        let bound = certificates["bound"].as_u64().unwrap_or(0);
        let grids = report.grids.len() as u64;
        let gap = if bound > 0 { bound.saturating_sub(grids) as f64 / bound as f64 } else { 0.0 };
        rows.push(("figure-bound", format!("{bound} / {:.1} %", gap * 100.0)));
    }
    if let Some(stability) = &report.stability {
        rows.push(("figure-moved", stability.households_moved.to_string()));
        rows.push(("figure-unchanged", format!("{} / {}", stability.unchanged_grids, stability.previous_grids)));
    }
    rows.into_iter().map(|(name, value)| vec![voice.words.say(name), value]).collect()
}

fn communities(judged: &Judged, certificates: &Value) -> Vec<Vec<String>> {
    let survey = &judged.units.survey;
    let proof = |code: &str| {
        let list = certificates["communities"].as_array()?;
        let found = list.iter().find(|certificate| certificate["community"] == code)?;
        found["text"].as_str().map(str::to_owned)
    };
    let row = |(idx, community): (usize, &intake::Community)| {
        let grids: Vec<_> =
            judged.report.grids.iter().filter(|grid| grid.communities.first() == Some(&(idx as u32))).collect();
        let courtyards = survey.courtyards.iter().filter(|courtyard| courtyard.community == idx).count();
        let households = grids.iter().map(|grid| grid.households);
        vec![
            format!("{} {}", community.code, community.name),
            courtyards.to_string(),
            households.clone().sum::<u64>().to_string(),
            grids.len().to_string(),
            households.clone().min().map(|least| least.to_string()).unwrap_or_default(),
            households.max().map(|most| most.to_string()).unwrap_or_default(),
            proof(community.code.as_str()).unwrap_or_default(),
        ]
    };
    survey.communities.iter().enumerate().map(row).collect()
}

fn grids(judged: &Judged) -> Vec<Vec<String>> {
    let row = |(grid, code): (&regionalization::GridFigures, &String)| {
        let compactness = grid.compactness.map(|figures| format!("{:.3}", figures.polsby_popper));
        vec![code.clone(), grid.units.len().to_string(), grid.households.to_string(), compactness.unwrap_or_default()]
    };
    let mut rows: Vec<_> = judged.report.grids.iter().zip(&judged.codes).map(row).collect();
    rows.sort();
    rows
}

fn json(judged: &Judged, certificates: &Value, voice: &Voice) -> Value {
    let report = &judged.report;
    let grids = report.grids.iter().zip(&judged.codes).map(|(grid, code)| {
        json!({
            "code": code,
            "courtyards": grid.units.iter().map(|&unit| judged.units.survey.courtyards[unit as usize].code.to_string()).collect::<Vec<_>>(),
            "households": grid.households,
            "parts": grid.parts,
            "border_mm": grid.border_mm,
            "barrier_mm": grid.barrier_mm,
            "polsby_popper": grid.compactness.map(|figures| figures.polsby_popper),
            "reock": grid.compactness.map(|figures| figures.reock),
            "convex_hull": grid.compactness.map(|figures| figures.convex_hull),
        })
    });
    let compactness = report.compactness.as_ref().map(|summaries| {
        summaries
            .iter()
            .map(|summary| json!({ "mean": summary.mean, "min": summary.min, "area_weighted": summary.area_weighted }))
            .collect::<Vec<_>>()
    });
    // The spanning trees, by courtyard code: anyone can check contiguity with them.
    let code = |unit: usize| judged.units.survey.courtyards[unit].code.to_string();
    let tree: serde_json::Map<String, Value> =
        report.parents.iter().enumerate().map(|(unit, &parent)| (code(unit), json!(code(parent as usize)))).collect();
    json!({
        "grids": report.grids.len(),
        "households": { "min": report.households.min, "mean": report.households.mean, "max": report.households.max,
            "cv": report.households.cv, "max_deviation": report.households.max_deviation },
        "cut_edges": report.cut_edges,
        "cut_length_mm": report.cut_length_mm,
        "barrier_mm": report.barrier_mm,
        "compactness": compactness,
        "stability": report.stability.as_ref().map(|stability| json!({
            "households_moved": stability.households_moved,
            "unchanged_grids": stability.unchanged_grids,
            "previous_grids": stability.previous_grids,
            "adjusted_rand": stability.adjusted_rand,
        })),
        "proof": certificates,
        "contiguity_tree": tree,
        "plan": grids.collect::<Vec<_>>(),
        "findings": findings_json(&judged.findings, voice),
    })
}

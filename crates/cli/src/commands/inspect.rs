//! `jingwei inspect`: every fault of the files, in one pass.

use model::{FieldKind, Finding, Severity, Table, Value};
use serde_json::json;

use crate::args::Inspect;
use crate::commands::export;
use crate::failure::Failure;
use crate::reading::{self, Intake};
use crate::say::Voice;

pub(crate) fn run(args: &Inspect, voice: &Voice) -> Result<(), Failure> {
    let intake = reading::intake(&args.reading)?;
    show(&intake, voice);
    voice.answer(&json!({ "layers": layers_json(&intake), "findings": findings_json(&intake.findings, voice) }));
    if let Some(output) = &args.output {
        let table = findings_table(&intake.findings, voice, intake.settled.working.clone());
        export::write(&[table], output, "utf-8", voice)?;
    }
    blocked(&intake.findings)
}

/// Errors end the command with exit code 1.
pub(crate) fn blocked(findings: &[Finding]) -> Result<(), Failure> {
    let error = findings.iter().any(|finding| finding.severity == Severity::Error);
    if error { Err(Failure::Findings) } else { Ok(()) }
}

/// The layers and what was found, on the terminal.
pub(crate) fn show(intake: &Intake, voice: &Voice) {
    let mut rows: Vec<Vec<String>> = intake.settled.layers.iter().map(|layer| layer_row(layer, voice)).collect();
    for (file, layer, features) in &intake.ignored {
        rows.push(vec![file.clone(), layer.clone(), voice.words.say("layer-ignored"), features.to_string(), "".into()]);
    }
    voice.table(&["head-file", "head-layer", "head-role", "head-features", "head-columns"], rows);
    if let Some(crs) = &intake.settled.working {
        voice.line("working-crs", &[("crs", crs.name())]);
    }
    voice.findings(&intake.findings);
}

fn layer_row(layer: &intake::Layer, voice: &Voice) -> Vec<String> {
    let meaning = |(idx, field): (usize, &model::Field)| {
        let column = layer.columns.meaning(idx)?;
        Some(format!("{}={}", voice.words.say(&format!("column-{}", column.id().replace('_', "-"))), field.name))
    };
    let columns: Vec<String> = layer.table.fields.iter().enumerate().filter_map(meaning).collect();
    vec![
        layer.file.clone(),
        layer.table.name.clone(),
        voice.words.say(&format!("role-{}", layer.role.id())),
        layer.table.rows.len().to_string(),
        columns.join(" "),
    ]
}

fn layers_json(intake: &Intake) -> serde_json::Value {
    let known = intake.settled.layers.iter().map(|layer| {
        json!({ "file": layer.file, "layer": layer.table.name, "role": layer.role.id(), "features": layer.table.rows.len() })
    });
    let ignored = intake
        .ignored
        .iter()
        .map(|(file, layer, features)| json!({ "file": file, "layer": layer, "role": null, "features": features }));
    known.chain(ignored).collect()
}

/// Findings as JSON.
pub(crate) fn findings_json(findings: &[Finding], voice: &Voice) -> serde_json::Value {
    findings.iter().map(|finding| voice.finding_json(finding)).collect()
}

/// Findings as a table with their places as points, for spreadsheets and maps.
fn findings_table(findings: &[Finding], voice: &Voice, crs: Option<crs::Crs>) -> Table {
    let names = ["severity", "rule", "file", "layer", "row", "code", "field", "message", "remedy"];
    let fields: Vec<(&str, FieldKind)> =
        names.iter().map(|&name| (name, if name == "row" { FieldKind::Int } else { FieldKind::Text })).collect();
    let mut table = Table::new("findings", crs, &fields);
    let text = |text: &Option<String>| text.clone().map_or(Value::Null, Value::Text);
    for finding in findings {
        let place = &finding.place;
        let point = place.position.map(|[x, y]| geo_types::Geometry::Point(geo_types::Point::new(x, y)));
        let values = vec![
            finding.severity.id().into(),
            finding.rule.id().into(),
            place.file.clone().into(),
            text(&place.layer),
            place.row.map_or(Value::Null, |row| Value::Int(row as i64)),
            text(&place.code),
            text(&place.field),
            voice.message(finding).into(),
            voice.remedy(finding).into(),
        ];
        table.push(point, values);
    }
    table
}

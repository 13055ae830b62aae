//! `jingwei import`: checked files into a project; all of them or nothing.

use intake::{Column, Layer, Role, Survey};
use model::{Field, Finding, Severity, Table};
use serde_json::json;

use crate::args::{Import, RepairMode};
use crate::commands::inspect::{blocked, findings_json, show};
use crate::failure::Failure;
use crate::project::Project;
use crate::reading;
use crate::say::Voice;

pub(crate) fn run(args: &Import, voice: &Voice) -> Result<(), Failure> {
    if args.output.exists() && !args.replace {
        return Err(Failure::usage("project-exists", &[("path", args.output.display().to_string())]));
    }
    let mut intake = reading::intake(&args.reading)?;
    let mut repairs = Vec::new();
    if args.repair == RepairMode::Safe {
        let log = intake::repair_safely(&mut intake.settled.layers, &intake.findings);
        intake.findings.retain(|finding| !log.mended.contains(finding));
        repairs = log.entries;
    }
    show(&intake, voice);
    let document = json!({ "findings": findings_json(&intake.findings, voice), "repairs": repairs });
    if let Err(failure) = blocked(&intake.findings) {
        voice.line("import-refused", &[]);
        voice.answer(&document);
        return Err(failure);
    }
    Survey::ready(&intake.settled.layers).map_err(|fault| Failure::file(&args.output, fault))?;
    let mut project = build(args, intake.settled.layers, &repairs, &intake.findings);
    project.save()?;
    voice.line("imported", &[("path", args.output.display().to_string()), ("repairs", repairs.len().to_string())]);
    voice.answer(&document);
    Ok(())
}

fn build(args: &Import, mut layers: Vec<Layer>, repairs: &[String], findings: &[Finding]) -> Project {
    let mut project = Project::new(&args.output);
    project.set("version", env!("CARGO_PKG_VERSION"));
    for layer in layers.iter().filter(|layer| layer.role == Role::About) {
        describe(&mut project, layer);
    }
    for &role in Role::ALL {
        let of_role = layers.extract_if(.., |layer| layer.role == role).collect();
        if let Some(table) = joined(role, of_role) {
            project.put(table);
        }
    }
    for file in &args.reading.files {
        project.log("import", &file.display().to_string());
    }
    for repair in repairs {
        project.log("repair", repair);
    }
    for finding in findings.iter().filter(|finding| finding.severity == Severity::Warning) {
        let row = finding.place.row.map(|row| row.to_string()).unwrap_or_default();
        project.log("warning", &format!("{} {} {row}", finding.rule.id(), finding.place.file));
    }
    project
}

/// What the data set says of itself: its name and date stand on the maps, and whether it is invented.
fn describe(project: &mut Project, layer: &Layer) {
    for row in &layer.table.rows {
        let text = |column| layer.columns.text(row, column).unwrap_or_default();
        let (item, content) = (text(Column::Item), text(Column::Content));
        match item.as_str() {
            "名称" | "name" => project.set("district_name", &content),
            "覆盖截至日期" | "as of" => project.set("as_of", &content),
            "性质" | "nature" if content.contains("虚构") || content.contains("ynthetic") => {
                project.set("synthetic", "yes");
            }
            _ => {}
        }
    }
}

/// The layers of a role as one table: columns with a meaning under their standard names, the others as they are.
fn joined(role: Role, layers: Vec<Layer>) -> Option<Table> {
    let first = layers.first()?;
    let mut table = Table { name: role.id().to_owned(), crs: first.table.crs.clone(), ..Table::default() };
    for layer in &layers {
        for (idx, field) in layer.table.fields.iter().enumerate() {
            let name = standard_name(layer, idx);
            if !table.fields.iter().any(|known| known.name == name) {
                table.fields.push(Field { name, kind: field.kind });
            }
        }
    }
    let names: Vec<String> = table.fields.iter().map(|field| field.name.clone()).collect();
    for mut layer in layers {
        let rows = std::mem::take(&mut layer.table.rows);
        let source: Vec<Option<usize>> = names
            .iter()
            .map(|name| (0..layer.table.fields.len()).find(|&idx| standard_name(&layer, idx) == *name))
            .collect();
        for mut row in rows {
            let mut value =
                |idx: &Option<usize>| idx.map(|idx| std::mem::take(&mut row.values[idx])).unwrap_or_default();
            let values = source.iter().map(&mut value).collect();
            table.push(row.geometry, values);
        }
    }
    Some(table)
}

fn standard_name(layer: &Layer, idx: usize) -> String {
    match layer.columns.meaning(idx) {
        Some(column) => column.id().to_owned(),
        None => layer.table.fields[idx].name.clone(),
    }
}

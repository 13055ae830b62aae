//! Codes, names and household counts of one layer.

use std::collections::BTreeMap;

use geo::Area;
use model::{Code, Finding, Row, Rule, Severity, Value};

use super::Limits;
use crate::layer::areas_of;
use crate::{Column, Layer, Role};

/// Faults of the attributes of a layer.
pub(super) fn check(layer: &Layer, limits: &Limits) -> Vec<Finding> {
    let mut findings = missing_columns(layer);
    if layer.role.is_list() {
        return findings;
    }
    codes(layer, &mut findings);
    names(layer, &mut findings);
    if layer.role == Role::Courtyards || layer.role == Role::Compounds {
        households(layer, limits, &mut findings);
    }
    findings
}

fn missing_columns(layer: &Layer) -> Vec<Finding> {
    let needed: &[Column] = match layer.role {
        Role::Courtyards => &[Column::Code, Column::Households],
        Role::Communities => &[Column::Code],
        Role::Membership => &[Column::Courtyard, Column::Grid],
        Role::KeepTogether => &[Column::Courtyard],
        Role::KeepApart => &[Column::Courtyard, Column::Other],
        _ => &[],
    };
    let absent = needed.iter().filter(|&&column| layer.columns.idx(column).is_none());
    absent
        .map(|column| {
            Finding::new(Rule::FieldMissing, Severity::Error, layer.place())
                .with("column", column.id())
                .with("known", column.names().join(" / "))
                .with("present", present(layer))
        })
        .collect()
}

fn present(layer: &Layer) -> String {
    let names: Vec<&str> = layer.table.fields.iter().map(|field| field.name.as_str()).collect();
    names.join(", ")
}

fn codes(layer: &Layer, findings: &mut Vec<Finding>) {
    let needed = matches!(layer.role, Role::Courtyards | Role::Communities);
    if layer.columns.idx(Column::Code).is_none() {
        return;
    }
    let mut first: BTreeMap<String, usize> = BTreeMap::new();
    for row in &layer.table.rows {
        let Some(text) = layer.columns.text(row, Column::Code) else {
            if needed {
                findings.push(Finding::new(Rule::CodeMissing, Severity::Error, layer.place_of(row)));
            }
            continue;
        };
        if let Err(invalid) = Code::new(&text) {
            let finding = Finding::new(Rule::ValueInvalid, Severity::Error, layer.place_of(row));
            findings.push(finding.with("value", &invalid.text).with("column", Column::Code.id()));
        }
        match first.get(&text) {
            Some(other) if needed || layer.role == Role::Compounds || layer.role == Role::Buildings => {
                let finding = Finding::new(Rule::DuplicateCode, Severity::Error, layer.place_of(row));
                findings.push(finding.with("other_row", other).with("value", &text));
            }
            Some(_) => {}
            None => {
                first.insert(text, row.number);
            }
        }
    }
}

fn names(layer: &Layer, findings: &mut Vec<Finding>) {
    let named = matches!(layer.role, Role::Courtyards | Role::Communities | Role::Subdistricts | Role::Compounds);
    if !named || layer.columns.idx(Column::Name).is_none() {
        return;
    }
    let mut first: BTreeMap<(Option<String>, String), usize> = BTreeMap::new();
    for row in &layer.table.rows {
        let Some(name) = layer.columns.text(row, Column::Name) else {
            findings.push(Finding::new(Rule::NameEmpty, Severity::Warning, layer.place_of(row)));
            continue;
        };
        let key = (layer.columns.text(row, Column::Community), name.clone());
        if let Some(other) = first.get(&key) {
            let finding = Finding::new(Rule::DuplicateName, Severity::Warning, layer.place_of(row));
            findings.push(finding.with("other_row", other).with("value", name));
        } else {
            first.insert(key, row.number);
        }
    }
}

fn households(layer: &Layer, limits: &Limits, findings: &mut Vec<Finding>) {
    if layer.columns.idx(Column::Households).is_none() {
        return;
    }
    for row in &layer.table.rows {
        let place = || {
            let mut place = layer.place_of(row);
            place.field = layer.columns.idx(Column::Households).map(|idx| layer.table.fields[idx].name.clone());
            place
        };
        let Some(value) = layer.columns.value(row, Column::Households) else {
            findings.push(Finding::new(Rule::HouseholdsMissing, Severity::Warning, place()));
            continue;
        };
        if let Some(reason) = absurd(value, row, limits) {
            let text = value.to_text().unwrap_or_default();
            // A count that is no count stops the import; an unlikely one asks for a look.
            let counts = value.to_number().is_some_and(|number| number >= 0.0 && number.fract() == 0.0);
            let severity = if counts { Severity::Warning } else { Severity::Error };
            let finding = Finding::new(Rule::HouseholdsAbsurd, severity, place());
            findings.push(finding.with("value", text).with("limit", reason));
        }
    }
}

/// The most households that the row can hold, when its count is above that or no count at all.
fn absurd(value: &Value, row: &Row, limits: &Limits) -> Option<String> {
    let area = row.geometry.as_ref().map_or(0.0, |geometry| areas_of(geometry).unsigned_area());
    let most = (limits.households_free + limits.households_per_m2 * area).floor();
    let number = value.to_number();
    let fits = number.is_some_and(|number| number >= 0.0 && number.fract() == 0.0 && (number <= most || area == 0.0));
    (!fits).then(|| format!("{most}"))
}

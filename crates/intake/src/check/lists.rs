//! Keep-together, keep-apart and membership lists against the courtyards they name.

use std::collections::{BTreeMap, BTreeSet};

use model::{Code, Finding, Membership, MembershipFault, Place, Rule, Severity};

use super::{Prepared, of_role};
use crate::{Column, Layer, Role};

pub(super) fn check(prepared: &[Prepared<'_>], findings: &mut Vec<Finding>) {
    let codes = courtyard_codes(prepared);
    if codes.is_empty() {
        return;
    }
    for role in [Role::KeepTogether, Role::KeepApart] {
        for list in of_role(prepared, role) {
            for column in [Column::Courtyard, Column::Other] {
                unknown(list.layer, column, &codes, findings);
            }
        }
    }
    for list in of_role(prepared, Role::Membership) {
        membership(list.layer, &codes, findings);
    }
}

fn courtyard_codes(prepared: &[Prepared<'_>]) -> BTreeSet<Code> {
    let code = |layer: &Layer, row| layer.columns.text(row, Column::Code).and_then(|text| Code::new(&text).ok());
    of_role(prepared, Role::Courtyards)
        .flat_map(|layer| layer.layer.table.rows.iter().filter_map(move |row| code(layer.layer, row)))
        .collect()
}

fn unknown(list: &Layer, column: Column, codes: &BTreeSet<Code>, findings: &mut Vec<Finding>) {
    for row in &list.table.rows {
        let Some(text) = list.columns.text(row, column) else { continue };
        let known = Code::new(&text).is_ok_and(|code| codes.contains(&code));
        if !known {
            let finding = Finding::new(Rule::ReferenceUnknown, Severity::Error, list.place_of(row));
            findings.push(finding.with("value", text).with("found", ""));
        }
    }
}

/// Faults of a courtyard → grid list against the courtyards there are; every row is accounted for.
pub fn check_membership(list: &Layer, courtyards: &BTreeSet<Code>) -> Vec<Finding> {
    let mut findings = Vec::new();
    membership(list, courtyards, &mut findings);
    findings
}

fn membership(list: &Layer, codes: &BTreeSet<Code>, findings: &mut Vec<Finding>) {
    let mut pairs = Vec::new();
    let mut rows: BTreeMap<Code, Vec<usize>> = BTreeMap::new();
    for row in &list.table.rows {
        let read = |column| list.columns.text(row, column).and_then(|text| Code::new(&text).ok());
        match (read(Column::Courtyard), read(Column::Grid)) {
            (Some(courtyard), Some(grid)) => {
                rows.entry(courtyard.clone()).or_default().push(row.number);
                pairs.push((courtyard, grid));
            }
            _ => findings.push(Finding::new(Rule::CodeMissing, Severity::Error, list.place_of(row))),
        }
    }
    let courtyards: Vec<Code> = codes.iter().cloned().collect();
    let Err(faults) = Membership::new(&courtyards, &pairs) else { return };
    for fault in faults {
        let row_of = |courtyard: &Code, nth: usize| rows.get(courtyard).and_then(|rows| rows.get(nth)).copied();
        let place = |courtyard: &Code, nth| Place {
            row: row_of(courtyard, nth),
            code: Some(courtyard.to_string()),
            ..list.place()
        };
        findings.push(match fault {
            MembershipFault::Twice { courtyard, first, second } => {
                Finding::new(Rule::MembershipTwice, Severity::Error, place(&courtyard, 1))
                    .with("first", first)
                    .with("second", second)
            }
            MembershipFault::Missing(courtyard) => {
                Finding::new(Rule::MembershipMissing, Severity::Error, place(&courtyard, 0))
            }
            MembershipFault::Unknown(courtyard) => {
                let finding = Finding::new(Rule::ReferenceUnknown, Severity::Error, place(&courtyard, 0));
                finding.with("value", courtyard).with("found", "")
            }
        });
    }
}

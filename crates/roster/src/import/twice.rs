//! The same assignment listed twice.

use std::collections::HashMap;

use model::{Finding, Holder, Place, PlaceKey, RoleName, Rule, Severity};

use super::{Import, Listed, Outcome, Request, RowAt};

/// Rejects every row that lists what an earlier one lists for overlapping days, and takes it off the list.
pub(super) fn judge(import: &mut Import, request: &Request<'_>) {
    let repeats = repeats(&import.listed, request);
    if repeats.is_empty() {
        return;
    }
    let mut places: Vec<Option<usize>> = Vec::with_capacity(import.listed.len());
    let mut kept = Vec::with_capacity(import.listed.len());
    for (at, listed) in std::mem::take(&mut import.listed).into_iter().enumerate() {
        let repeat = repeats.contains_key(&at);
        places.push((!repeat).then_some(kept.len()));
        if !repeat {
            kept.push(listed);
        }
    }
    import.listed = kept;
    for row in &mut import.rows {
        let Outcome::Matched { listed: Some(listed), .. } = &mut row.outcome else { continue };
        match places[*listed] {
            Some(place) => *listed = place,
            None => {
                row.findings.push(finding(&row.at, &repeats[&*listed]));
                row.outcome = Outcome::Rejected;
            }
        }
    }
}

/// Index of each repeat → code of the place and row of the first.
fn repeats(listed: &[Listed], request: &Request<'_>) -> HashMap<usize, (String, usize)> {
    let mut first: HashMap<(&Holder, &RoleName, &PlaceKey), Vec<usize>> = HashMap::new();
    let mut out = HashMap::new();
    for (at, one) in listed.iter().enumerate() {
        let same = first.entry((&one.holder, &one.role, &one.place)).or_default();
        let overlaps = |other: &&usize| {
            let day = request.as_of;
            let periods = one.period(day).zip(listed[**other].period(day));
            periods.is_none_or(|(a, b)| a.overlaps(&b))
        };
        match same.iter().find(overlaps) {
            Some(&other) => drop(out.insert(at, (one.place.code.to_string(), listed[other].at.row))),
            None => same.push(at),
        }
    }
    out
}

fn finding(at: &RowAt, (place, row): &(String, usize)) -> Finding {
    let here = Place { file: at.file.clone(), layer: Some(at.sheet.clone()), row: Some(at.row), ..Place::default() };
    Finding::new(Rule::AssignmentTwice, Severity::Error, here).with("value", place).with("other_row", row)
}

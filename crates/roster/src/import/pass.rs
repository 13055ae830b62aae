//! One pass over all sheets: holders first, then what they are sent to.

use std::collections::{BTreeSet, HashMap};

use model::{Finding, Place, RoleName, Rule, Severity, Sheet};

use super::{Choice, Import, Listed, Outcome, Request, RowAccount, RowAt, Target, case::Case, holder, place, twice};
use crate::{
    Layout, Role,
    cell::WrittenDay,
    holders::Holders,
    mapping::Meaning,
    sheet::{self, Entry},
};

/// A sheet with its entries.
pub(super) struct Read<'a> {
    pub(super) layout: Layout,
    entries: Vec<Entry>,
    pub(super) meanings: BTreeSet<Meaning>,
    role: Option<&'a Role>,
    /// Whether its rows say where their people serve.
    pub(super) assigns: bool,
}

/// The state of an import.
pub(super) struct Pass<'a> {
    pub(super) request: &'a Request<'a>,
    pub(super) holders: Holders,
    /// The row that listed each holder first in this import; those known before have none.
    pub(super) origin: HashMap<usize, RowAt>,
    pub(super) choices: HashMap<&'a RowAt, Vec<&'a Target>>,
}

pub(super) fn run(sheets: &[Sheet], request: &Request<'_>) -> Import {
    let reads: Vec<Read<'_>> = sheets.iter().map(|sheet| read(sheet, request)).collect();
    let mut pass = Pass { request, holders: Holders::default(), origin: HashMap::new(), choices: HashMap::new() };
    for record in &request.known.holders {
        pass.holders.add(record.clone());
    }
    for Choice { at, target } in request.choices {
        pass.choices.entry(at).or_default().push(target);
    }
    let mut cases: Vec<Case<'_, '_>> =
        reads.iter().flat_map(|read| read.entries.iter().map(|entry| case(read, entry, request))).collect();
    // Who has a code is sure; who has only a name is found among them; who is only referred to comes last.
    for round in [holder::Round::Coded, holder::Round::Named, holder::Round::Referred] {
        cases.iter_mut().filter(|case| holder::round(case) == round).for_each(|case| holder::settle(&mut pass, case));
    }
    let mut import = Import::default();
    for case in cases {
        account(&mut pass, case, &mut import);
    }
    twice::judge(&mut import, request);
    import.findings = reads.iter().filter_map(header_missing).collect();
    import.unsettled.sort();
    import.unsettled.dedup();
    let mut listed: Vec<usize> = pass.origin.keys().copied().collect();
    listed.sort_unstable();
    import.holders = listed.into_iter().map(|at| pass.holders.list[at].clone()).collect();
    import.layouts = reads.into_iter().map(|read| read.layout).collect();
    import
}

fn read<'a>(sheet: &Sheet, request: &Request<'a>) -> Read<'a> {
    let (layout, entries) = sheet::read(sheet, request.mappings, request.config);
    let role = layout.mapping.role.as_ref().and_then(|name| request.config.role(&RoleName(name.clone())));
    let meanings = layout.mapping.meanings(&layout.header);
    let by_cell = meanings.contains(&Meaning::Role);
    let held = role.map(|role| role.levels.as_slice()).filter(|_| !by_cell);
    let assigns = sheet::names_places(&meanings, held) && entries_assign(role, by_cell, &meanings);
    Read { layout, entries, meanings: meanings.into_iter().collect(), role, assigns }
}

/// A list of people of a unit with the community they work in is no list of assignments, unless a role is given.
fn entries_assign(role: Option<&Role>, by_cell: bool, meanings: &[Meaning]) -> bool {
    let open = meanings.iter().any(|meaning| matches!(meaning, Meaning::PlaceCode(_) | Meaning::PlaceName(None)));
    role.is_some() || by_cell || open
}

fn case<'a, 'e>(read: &'e Read<'a>, entry: &'e Entry, request: &Request<'a>) -> Case<'a, 'e> {
    let at =
        RowAt { file: read.layout.file.clone(), sheet: read.layout.sheet.clone(), row: entry.row, part: entry.part };
    let mut case = Case { entry, read, role: None, at, findings: Vec::new(), candidates: Vec::new(), holder: None };
    case.role = role(&mut case, request);
    case
}

/// The role of a row: its own column, else its sheet's, else the post where that is a role's word.
fn role<'a>(case: &mut Case<'a, '_>, request: &Request<'a>) -> Option<&'a Role> {
    let (read, entry) = (case.read, case.entry);
    if !entry.role.is_empty() {
        let found = request.config.role_called(&entry.role);
        if found.is_none() {
            case.error(Rule::RoleUnknown, |finding| finding.with("value", &entry.role));
        }
        return found;
    }
    let by_post = || request.config.role_called(&entry.post).filter(|_| !entry.post.is_empty());
    let found = read.role.or_else(by_post);
    if found.is_none() && read.assigns {
        let value = if entry.post.is_empty() { &read.layout.sheet } else { &entry.post };
        case.error(Rule::RoleUnknown, |finding| finding.with("value", value));
    }
    found
}

fn account(pass: &mut Pass<'_>, mut case: Case<'_, '_>, import: &mut Import) {
    let place = if case.read.assigns { place::settle(pass, &mut case) } else { None };
    let (from, to) = period(pass, &mut case);
    let details = details(&mut case);
    let rejected = case.findings.iter().any(|finding| finding.severity == Severity::Error);
    let holder = case.holder.map(|at| pass.holders.list[at].holder.clone());
    let outcome = match (rejected, case.candidates.is_empty(), holder) {
        (true, ..) | (false, true, None) => Outcome::Rejected,
        (false, false, _) => Outcome::ToChoose(std::mem::take(&mut case.candidates)),
        (false, true, Some(holder)) => {
            let listed = case.role.zip(place).map(|(role, place)| {
                let (at, role, holder) = (case.at.clone(), role.name.clone(), holder.clone());
                import.listed.push(Listed { at, holder, role, place, from, to, details });
                import.listed.len() - 1
            });
            Outcome::Matched { holder, listed }
        }
    };
    if !matches!(outcome, Outcome::Matched { .. }) && case.read.assigns {
        import.unsettled.push(case.role.map(|role| role.name.clone()));
    }
    import.rows.push(RowAccount { at: case.at, outcome, findings: case.findings });
}

/// First day, and first day after it.
fn period(pass: &Pass<'_>, case: &mut Case<'_, '_>) -> (Option<model::Day>, Option<model::Day>) {
    let entry = case.entry;
    let mut day = |written: &Option<WrittenDay>, column: Meaning| match written {
        Some(WrittenDay::On(day)) => Some(*day),
        Some(WrittenDay::Unreadable(text)) => {
            case.error_in(Rule::ValueInvalid, &column, |finding| {
                finding.with("value", text).with("expected", "2024-03-01")
            });
            None
        }
        _ => None,
    };
    let (from, last) = (day(&entry.from, Meaning::From), day(&entry.to, Meaning::To));
    if let (Some(from), Some(last)) = (from, last)
        && last < from
    {
        case.error(Rule::PeriodReversed, |finding| finding.with("from", from).with("to", last));
    } else if let Some(last) = last.filter(|last| *last < pass.request.as_of && case.read.assigns) {
        case.warning(Rule::AssignmentExpired, |finding| finding.with("value", last));
    }
    (from, last.map(crate::cell::next_day))
}

fn details(case: &mut Case<'_, '_>) -> Vec<(String, String)> {
    let Some(role) = case.role else { return Vec::new() };
    let mut out = Vec::new();
    for (field, text) in &case.entry.details {
        let Some(detail) = role.details.iter().find(|detail| detail.name == *field) else { continue };
        match detail.value_of(text) {
            Some(value) => out.push((field.clone(), value)),
            None => {
                let expected = detail.values.iter().map(|value| value.zh.as_str()).collect::<Vec<_>>().join("、");
                case.error_in(Rule::ValueInvalid, &Meaning::Detail(field.clone()), |finding| {
                    finding.with("value", text).with("expected", expected)
                });
            }
        }
    }
    out
}

fn header_missing(read: &Read<'_>) -> Option<Finding> {
    let empty = read.layout.skipped.iter().all(|(_, why)| *why == crate::Skipped::Blank);
    let place = Place { file: read.layout.file.clone(), layer: Some(read.layout.sheet.clone()), ..Place::default() };
    (!read.layout.understood && !empty).then(|| Finding::new(Rule::HeaderMissing, Severity::Error, place))
}

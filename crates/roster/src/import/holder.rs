//! Who a row is about.

use model::{Code, Rule, Severity};

use super::{
    case::{Case, chosen_holder},
    pass::Pass,
};
use crate::{
    HolderKind, HolderRecord,
    holders::{self, Who},
    mapping::Meaning,
    mask_phone,
};

/// Rows are settled in this order, so that a sheet may refer to people whom a later one lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Round {
    /// A code and a name.
    Coded,
    /// A name.
    Named,
    /// A code that another row or the store explains.
    Referred,
}

pub(super) fn round(case: &Case<'_, '_>) -> Round {
    match (names_holders(case), &case.entry.code) {
        (true, Some(_)) => Round::Coded,
        (true, None) => Round::Named,
        (false, _) => Round::Referred,
    }
}

/// Whether the sheet has a column for the names of its holders.
fn names_holders(case: &Case<'_, '_>) -> bool {
    let has = |meaning: Meaning| case.read.meanings.contains(&meaning);
    has(Meaning::PersonName) || has(Meaning::OrganisationName)
}

/// Finds or adds the holder of a row, and says what is wrong with what the row says of them.
pub(super) fn settle(pass: &mut Pass<'_>, case: &mut Case<'_, '_>) {
    phone_malformed(case);
    if round(case) == Round::Referred {
        return refer(pass, case);
    }
    let kind = case.kind();
    let code = case.entry.code.as_ref().and_then(|code| Code::new(&code.text).ok());
    let placeholder = || Code::new("-").ok();
    let Some(written) = code.clone().or_else(placeholder).map(|code| holders::written(kind, case.entry, code)) else {
        return;
    };
    if written.name.is_empty() {
        let column = if kind == HolderKind::Person { Meaning::PersonName } else { Meaning::OrganisationName };
        return case.error_in(Rule::NameEmpty, &column, |finding| finding);
    }
    if let Some(damaged) = case.entry.code.as_ref().filter(|code| code.damaged) {
        return case.error_in(Rule::CodeDamaged, &Meaning::HolderCode, |finding| {
            finding.with("value", &damaged.text).with("expected", "…")
        });
    }
    let found = match code {
        Some(code) => coded(pass, case, kind, &code, written),
        None => named(pass, case, kind, written),
    };
    if let Some(at) = found {
        phone_shared(pass, case, at);
        pass.origin.entry(at).or_insert_with(|| case.at.clone());
        case.holder = Some(at);
    }
}

/// A reference by code.
fn refer(pass: &mut Pass<'_>, case: &mut Case<'_, '_>) {
    if let Some(holder) = chosen_holder(pass, &case.at) {
        case.holder = pass.holders.with_code(HolderKind::of_holder(&holder), holder.code());
        return;
    }
    let Some(code) = &case.entry.code else {
        return case.error_in(Rule::CodeMissing, &Meaning::HolderCode, |finding| finding);
    };
    let known = Code::new(&code.text).ok().and_then(|code| pass.holders.with_code(case.kind(), &code));
    match known {
        Some(at) => case.holder = Some(at),
        None if code.damaged => case.error_in(Rule::CodeDamaged, &Meaning::HolderCode, |finding| {
            finding.with("value", &code.text).with("expected", "…")
        }),
        None => {
            case.error_in(Rule::ReferenceUnknown, &Meaning::HolderCode, |finding| finding.with("value", &code.text))
        }
    }
}

/// A row with a code and a name.
fn coded(
    pass: &mut Pass<'_>,
    case: &mut Case<'_, '_>,
    kind: HolderKind,
    code: &Code,
    written: HolderRecord,
) -> Option<usize> {
    if let Some(at) = pass.holders.with_code(kind, code) {
        if let Some(row) = pass.origin.get(&at).map(|first| first.row) {
            let same = crate::text::name_key(&pass.holders.list[at].name) == crate::text::name_key(&written.name);
            if !same {
                case.error_in(Rule::DuplicateCode, &Meaning::HolderCode, |finding| {
                    finding.with("value", code).with("other_row", row)
                });
                return None;
            }
            if !case.read.assigns && listed_here(pass, case, at) {
                return twice(pass, case, at, &written.name);
            }
        }
        pass.holders.update(at, written);
        return Some(at);
    }
    if let Some(at) = same_person(pass, kind, &written) {
        return twice(pass, case, at, &written.name);
    }
    Some(pass.holders.add(written))
}

/// Somebody whom this import lists under another code with the same name and telephone, or the same name and unit and
/// no telephone to tell them apart.
fn same_person(pass: &Pass<'_>, kind: HolderKind, written: &HolderRecord) -> Option<usize> {
    let same = |at: &&usize| {
        let other = &pass.holders.list[**at];
        let both = !other.phone.is_empty() && !written.phone.is_empty();
        let phone = both && other.phone == written.phone;
        let unit = other.unit == written.unit && (kind == HolderKind::Organisation || !written.unit.is_empty());
        pass.origin.contains_key(*at) && (phone || unit && !(both && other.phone != written.phone))
    };
    pass.holders.named(kind, &written.name).iter().find(same).copied()
}

fn listed_here(pass: &Pass<'_>, case: &Case<'_, '_>, at: usize) -> bool {
    pass.origin.get(&at).is_some_and(|first| first.file == case.at.file && first.sheet == case.at.sheet)
}

fn twice(pass: &Pass<'_>, case: &mut Case<'_, '_>, at: usize, name: &str) -> Option<usize> {
    let row = pass.origin.get(&at).map_or(0, |first| first.row);
    case.error(Rule::HolderTwice, |finding| finding.with("value", name).with("other_row", row));
    None
}

/// A row with a name alone.
fn named(pass: &mut Pass<'_>, case: &mut Case<'_, '_>, kind: HolderKind, written: HolderRecord) -> Option<usize> {
    if let Some(holder) = chosen_holder(pass, &case.at) {
        return pass.holders.with_code(HolderKind::of_holder(&holder), holder.code());
    }
    let choose = |pass: &Pass<'_>, case: &mut Case<'_, '_>, found: Vec<usize>, score: f64| {
        case.candidates.extend(found.into_iter().take(10).map(|at| Case::candidate_holder(pass, at, score)));
    };
    match pass.holders.who(kind, &written) {
        Who::One(at) => {
            if !case.read.assigns && listed_here(pass, case, at) {
                return twice(pass, case, at, &written.name);
            }
            pass.holders.update(at, written);
            Some(at)
        }
        Who::Several(found) => {
            case.warning(Rule::NameAmbiguous, |finding| {
                finding.with("value", &written.name).with("count", found.len())
            });
            choose(pass, case, found, 1.0);
            None
        }
        Who::Sounds(found) => {
            let nearest = pass.holders.list[found[0]].name.clone();
            case.warning(Rule::NameNear, |finding| finding.with("value", &written.name).with("found", nearest));
            choose(pass, case, found, 0.9);
            None
        }
        Who::New => {
            let code = free_code(pass, kind, &written)?;
            Some(pass.holders.add(HolderRecord { holder: kind.of(code), ..written }))
        }
    }
}

/// A code made from the name, numbered where another holder has it.
fn free_code(pass: &Pass<'_>, kind: HolderKind, written: &HolderRecord) -> Option<Code> {
    let unit = if kind == HolderKind::Person { written.unit.as_str() } else { "" };
    let first = holders::code_from(&written.name, unit)?;
    let numbered = |number: usize| holders::code_from(&format!("{}~{number}", written.name), unit);
    let mut codes = std::iter::once(Some(first)).chain((2..1_000).map(numbered));
    codes.find_map(|code| code.filter(|code| pass.holders.with_code(kind, code).is_none()))
}

fn phone_malformed(case: &mut Case<'_, '_>) {
    if let Some(Err(written)) = &case.entry.phone {
        case.note(Rule::PhoneMalformed, Severity::Warning, Some(&Meaning::Phone), |finding| {
            finding.with("value", mask_phone(written))
        });
    }
}

/// Another person of this import, or a known one, with the same number. Offices share telephones, people do not.
fn phone_shared(pass: &Pass<'_>, case: &mut Case<'_, '_>, at: usize) {
    let Some(Ok(phone)) = &case.entry.phone else { return };
    let own = &pass.holders.list[at];
    let other = |other: &&usize| {
        let record = &pass.holders.list[**other];
        **other != at && record.phone == *phone && record.name != own.name
    };
    let Some(other) = pass.holders.with_phone(phone).iter().find(other).filter(|_| case.kind() == HolderKind::Person)
    else {
        return;
    };
    let row = pass.origin.get(other).map_or(0, |first| first.row);
    let name = pass.holders.list[*other].name.clone();
    case.note(Rule::PhoneShared, Severity::Warning, Some(&Meaning::Phone), |finding| {
        finding.with("value", mask_phone(phone)).with("other", name).with("other_row", row)
    });
}

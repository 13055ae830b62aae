//! Where a row sends its holder.

use model::{Level, PlaceKey, Rule, Severity};

use super::{
    Candidate, Target,
    case::{Case, chosen_place},
    pass::Pass,
};
use crate::{
    mapping::{Meaning, level_called},
    places::Found,
    sheet::WrittenPlace,
};

/// Most candidates that a person is shown.
const MOST: usize = 10;

/// The place of a row; `None` where there is none yet, which findings or candidates tell.
pub(super) fn settle(pass: &Pass<'_>, case: &mut Case<'_, '_>) -> Option<PlaceKey> {
    if let Some(key) = chosen_place(pass, &case.at) {
        return pass.request.places.get(&key).map(|place| place.key.clone());
    }
    let stated = stated_level(case)?;
    let Some((written, context)) = target(case, stated) else {
        case.error(Rule::PlaceMissing, |finding| finding);
        return None;
    };
    let held = case.levels().to_vec();
    if let Some(level) = stated.or(written.level).filter(|level| !held.contains(level)) {
        role_level(case, level);
        return None;
    }
    let levels = match stated.or(written.level) {
        Some(level) => vec![level],
        None => held,
    };
    let found = pass.request.places.find(&written, &levels, &context);
    if found == Found::Nothing
        && let Some(level) = elsewhere(pass, &written, &levels)
    {
        role_level(case, level);
        return None;
    }
    judge(pass, case, &written, found)
}

/// The level that the row's own column states: `Some(None)` where no column does, `None` where it is no level.
fn stated_level(case: &mut Case<'_, '_>) -> Option<Option<Level>> {
    let word = &case.entry.level;
    if word.is_empty() {
        return Some(None);
    }
    let level = level_called(word);
    if level.is_none() {
        case.error_in(Rule::ValueInvalid, &Meaning::Level, |finding| {
            finding.with("value", word).with("expected", "社区、网格、小区")
        });
    }
    level.map(Some)
}

/// The place that the row is about, and the larger ones beside it: of those at whose level the role is held the
/// smallest; a column without a level goes first.
fn target(case: &Case<'_, '_>, stated: Option<Level>) -> Option<(WrittenPlace, Vec<WrittenPlace>)> {
    let named = |place: &&WrittenPlace| place.code.is_some() || !place.name.is_empty();
    let places: Vec<&WrittenPlace> = case.entry.places.iter().filter(named).collect();
    let open = places.iter().position(|place| place.level.is_none());
    let smallest = |test: &dyn Fn(Level) -> bool| {
        let fits = places.iter().enumerate().filter(|(_, place)| place.level.is_some_and(test));
        fits.max_by_key(|(_, place)| place.level).map(|(at, _)| at)
    };
    let has_column = |level: Level| case.read.meanings.iter().any(|meaning| is_place_at(meaning, level));
    let held = case.levels();
    let at = open.or_else(|| smallest(&|level| stated.map_or(held.contains(&level), |stated| stated == level)));
    // With a column for the right level left blank, the larger places of the row are no answer.
    let blank = held.iter().any(|&level| has_column(level));
    let at = at.or_else(|| if blank { None } else { smallest(&|_| true) })?;
    let context = places.iter().enumerate().filter(|(other, place)| *other != at && place.level.is_some());
    Some((places[at].clone(), context.map(|(_, place)| (*place).clone()).collect()))
}

fn is_place_at(meaning: &Meaning, level: Level) -> bool {
    matches!(meaning, Meaning::PlaceCode(Some(of)) | Meaning::PlaceName(Some(of)) if *of == level)
}

/// The level at which the place exists after all.
fn elsewhere(pass: &Pass<'_>, written: &WrittenPlace, levels: &[Level]) -> Option<Level> {
    let others: Vec<Level> = Level::ALL.into_iter().filter(|level| !levels.contains(level)).collect();
    match pass.request.places.find(written, &others, &[]) {
        Found::One(at) if written.level.is_none() => Some(pass.request.places.at(at).key.level),
        _ => None,
    }
}

fn role_level(case: &mut Case<'_, '_>, level: Level) {
    let role = case.role.map_or_else(String::new, |role| role.zh.clone());
    case.error(Rule::RoleLevel, |finding| finding.with("role", role).with("level", level.id()));
}

fn judge(pass: &Pass<'_>, case: &mut Case<'_, '_>, written: &WrittenPlace, found: Found) -> Option<PlaceKey> {
    let places = pass.request.places;
    let name = |at: usize| places.at(at).name.clone();
    let code = written.code.as_ref().map(|code| code.text.clone()).unwrap_or_default();
    let shown = if code.is_empty() { written.name.clone() } else { code.clone() };
    match found {
        Found::One(at) => return Some(places.at(at).key.clone()),
        Found::Sounds(at) => {
            case.warning(Rule::NameNear, |finding| finding.with("value", &written.name).with("found", name(at)));
            return Some(places.at(at).key.clone());
        }
        Found::Restored(at) => {
            let whole = &places.at(at).key.code;
            case.warning(Rule::CodeDamaged, |finding| finding.with("value", &code).with("expected", whole));
            return Some(places.at(at).key.clone());
        }
        Found::Contradiction(at, other) => {
            case.warning(Rule::CodeNameContradiction, |finding| {
                finding.with("code", &code).with("value", &written.name)
            });
            choose(pass, case, vec![(at, 0.5), (other, 0.5)]);
        }
        Found::Several(found) => {
            case.warning(Rule::NameAmbiguous, |finding| {
                finding.with("value", &written.name).with("count", found.len())
            });
            choose(pass, case, found);
        }
        Found::Near(found) => {
            let nearest = name(found[0].0);
            case.warning(Rule::NameNear, |finding| finding.with("value", &shown).with("found", nearest));
            choose(pass, case, found);
        }
        Found::Damaged(found) => {
            let expected = found.first().map_or_else(|| "…".to_owned(), |(at, _)| places.at(*at).key.code.to_string());
            let severity = if found.is_empty() { Severity::Error } else { Severity::Warning };
            case.note(Rule::CodeDamaged, severity, None, |finding| {
                finding.with("value", &code).with("expected", expected)
            });
            choose(pass, case, found);
        }
        Found::Nothing => case.error(Rule::ReferenceUnknown, |finding| finding.with("value", shown)),
    }
    None
}

fn choose(pass: &Pass<'_>, case: &mut Case<'_, '_>, found: Vec<(usize, f64)>) {
    case.candidates.extend(found.into_iter().take(MOST).map(|(at, score)| {
        let place = pass.request.places.at(at);
        Candidate { target: Target::Place(place.key.clone()), name: place.name.clone(), score }
    }));
}

//! Definitions from the tables of the text.

use std::collections::BTreeSet;

use model::{Day, Level, RoleName};

use super::fault::FaultKind;
use super::fields::Fields;
use crate::metric::{
    Absence, Bilingual, Condition, Counts, Filter, LoadMetric, Metric, Metrics, Missing, Population, TermWatch, Test,
};
use crate::{Rounding, Towards, Window};

pub(super) const LEVELS: &str =
    "a level (district, subdistrict, community, grid, courtyard, compound, site, building, entrance)";
const WINDOW: &str = "a window (\"5 years\", \"18 months\", \"90 days\")";

pub(super) fn metrics(root: &Fields<'_>) -> Option<Metrics> {
    let version = root.needed("version");
    let mut names = BTreeSet::new();
    let metrics = each(root, "metric", &mut names, metric);
    let loads = each(root, "load", &mut names, load);
    let terms = each(root, "term", &mut names, term);
    let surveys = root.tables("survey").iter().filter_map(super::surveys::survey).collect();
    if root.get("metric").is_none() {
        root.fault("metric", FaultKind::Missing);
    }
    root.finish();
    Some(Metrics { version: version?, metrics, loads, terms, surveys })
}

/// Reads all tables under a key; a name may be used once in the whole text.
fn each<T>(
    root: &Fields<'_>,
    key: &'static str,
    names: &mut BTreeSet<String>,
    read: impl Fn(&Fields<'_>, String) -> Option<T>,
) -> Vec<T> {
    let mut found = Vec::new();
    for fields in root.tables(key) {
        let id = fields.needed("id");
        if let Some(id) = id.as_ref().filter(|id| !names.insert((*id).clone())) {
            fields.fault("id", FaultKind::Twice(id.clone()));
        }
        found.extend(read(&fields, id.unwrap_or_default()));
        fields.finish();
    }
    found
}

fn metric(fields: &Fields<'_>, id: String) -> Option<Metric> {
    let title = bilingual(fields, "zh", "en");
    let caption = bilingual(fields, "caption-zh", "caption-en");
    let of = population(fields);
    let counts: Vec<Counts> = fields.tables("counts").iter().filter_map(counts).collect();
    if fields.get("counts").is_none() {
        fields.fault("counts", FaultKind::Missing);
    }
    let since = fields.parsed("since", "a day (\"2023-01-01\")", |text| text.parse::<Day>().ok());
    if since.is_some() && counts.iter().any(|counts| matches!(counts, Counts::Evidence { .. })) {
        // A survey tells the state of a day, not what once was.
        fields.fault("since", FaultKind::Excludes("evidence"));
    }
    let absence = absence(fields);
    let fresh = fields.parsed("fresh", WINDOW, Window::parse);
    let rounding = rounding(fields);
    Some(Metric { id, title: title?, caption: caption?, of: of?, counts, since, absence, fresh, rounding })
}

fn bilingual(fields: &Fields<'_>, zh: &'static str, en: &'static str) -> Option<Bilingual> {
    let (zh, en) = (fields.needed(zh), fields.needed(en));
    Some(Bilingual { zh: zh?, en: en? })
}

fn population(fields: &Fields<'_>) -> Option<Population> {
    let level = fields.parsed("level", LEVELS, Level::from_id);
    if fields.get("level").is_none() {
        fields.fault("level", FaultKind::Missing);
    }
    let kinds = fields.texts("kind");
    let filters = fields.tables("where").iter().filter_map(filter).collect();
    Some(Population { level: level?, kinds, filters })
}

fn filter(fields: &Fields<'_>) -> Option<Filter> {
    let attribute = fields.needed("attribute");
    let tests = [
        fields.get("is").map(|_| Test::OneOf(fields.texts("is"))),
        fields.get("not").map(|_| Test::NoneOf(fields.texts("not"))),
        fields.parsed("last", WINDOW, Window::parse).map(Test::Last),
        fields.number("at-least").map(Test::AtLeast),
        fields.number("at-most").map(Test::AtMost),
    ];
    let given = ["is", "not", "last", "at-least", "at-most"].into_iter().filter(|key| fields.get(key).is_some());
    if given.count() != 1 {
        fields.fault("attribute", FaultKind::ExactlyOne("is, not, last, at-least, at-most"));
    }
    fields.finish();
    Some(Filter { attribute: attribute?, test: tests.into_iter().flatten().next()? })
}

fn counts(fields: &Fields<'_>) -> Option<Counts> {
    let (role, kind) = (fields.text("role"), fields.text("evidence"));
    let when = fields.tables("when").iter().filter_map(condition).collect();
    fields.finish();
    match (role, kind) {
        (Some(role), None) => Some(Counts::Role { role: RoleName(role), when }),
        (None, Some(kind)) => {
            if fields.get("when").is_some() {
                fields.fault("when", FaultKind::Excludes("evidence"));
            }
            Some(Counts::Evidence { kind })
        }
        _ => {
            fields.fault("role", FaultKind::ExactlyOne("role, evidence"));
            None
        }
    }
}

fn condition(fields: &Fields<'_>) -> Option<Condition> {
    let detail = fields.needed("detail");
    let (is, not) = (fields.texts("is"), fields.texts("not"));
    if is.is_empty() && not.is_empty() {
        fields.fault("is", FaultKind::Missing);
    }
    let missing = fields.parsed("missing", "counts, fails or unknown", |text| {
        [Missing::Counts, Missing::Fails, Missing::Unknown].into_iter().find(|missing| missing.id() == text)
    });
    fields.finish();
    Some(Condition { detail: detail?, is, not, missing: missing.unwrap_or(Missing::Unknown) })
}

fn absence(fields: &Fields<'_>) -> Absence {
    let surveyed = fields.text("surveyed");
    let absent = fields.parsed("absent", "no or unknown", |text| match text {
        "no" => Some(Absence::No),
        "unknown" => Some(Absence::Unknown),
        _ => None,
    });
    if surveyed.is_some() && absent == Some(Absence::No) {
        fields.fault("absent", FaultKind::Excludes("surveyed"));
    }
    surveyed.map_or(absent.unwrap_or(Absence::Unknown), Absence::Surveyed)
}

fn rounding(fields: &Fields<'_>) -> Rounding {
    let decimals = fields.number("decimals").unwrap_or(1);
    if !(0..=3).contains(&decimals) {
        let (value, expected) = (decimals.to_string(), "0 to 3");
        fields.fault("decimals", FaultKind::Invalid { value, expected });
    }
    let towards = fields.parsed("rounding", "half-up or down", |text| match text {
        "half-up" => Some(Towards::HalfUp),
        "down" => Some(Towards::Down),
        _ => None,
    });
    Rounding { decimals: decimals.clamp(0, 3) as u8, towards: towards.unwrap_or(Towards::HalfUp) }
}

fn load(fields: &Fields<'_>, id: String) -> Option<LoadMetric> {
    let title = bilingual(fields, "zh", "en");
    let caption = bilingual(fields, "caption-zh", "caption-en");
    let roles = roles(fields);
    let named = fields.texts("levels");
    let level = |name: &String| {
        let level = Level::from_id(name);
        if level.is_none() {
            fields.fault("levels", FaultKind::Invalid { value: name.clone(), expected: LEVELS });
        }
        level
    };
    let levels = named.iter().filter_map(level).collect();
    Some(LoadMetric { id, title: title?, caption: caption?, roles, levels })
}

fn term(fields: &Fields<'_>, id: String) -> Option<TermWatch> {
    let title = bilingual(fields, "zh", "en");
    let roles = roles(fields);
    let days = fields.number("days");
    if fields.get("days").is_none() {
        fields.fault("days", FaultKind::Missing);
    }
    let days = days.and_then(|days| {
        let fits = u16::try_from(days).ok();
        if fits.is_none() {
            fields.fault("days", FaultKind::Invalid { value: days.to_string(), expected: "0 to 65535" });
        }
        fits
    });
    Some(TermWatch { id, title: title?, roles, days: days? })
}

fn roles(fields: &Fields<'_>) -> Vec<RoleName> {
    let roles = fields.texts("roles");
    if roles.is_empty() {
        fields.fault("roles", FaultKind::Missing);
    }
    roles.into_iter().map(RoleName).collect()
}

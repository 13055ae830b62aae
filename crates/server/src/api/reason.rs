//! Why a figure counts a place as it does: the row that decides, or that there is none.

use coverage::{Absence, Counts, Evidence, Known, Metric};
use model::{Assignment, Day, RoleName};
use registry::Place;
use serde_json::{Value, json};

use super::told;
use crate::app::App;
use crate::asked::Asked;
use crate::counted::Counted;
use crate::people::People;

/// Stable names of reasons; `api-reason-NAME` are their words.
pub(super) const KINDS: [&str; 6] = ["held", "held-otherwise", "surveyed", "surveyed-none", "nobody", "not-surveyed"];

/// What decided.
enum Why<'a> {
    Held(&'a Assignment),
    HeldOtherwise(&'a Assignment),
    Surveyed(&'a Evidence),
    SurveyedNone(&'a Evidence),
    Nobody,
    NotSurveyed,
}

/// The reason, with its words.
pub(super) fn reason(
    (app, asked): (&App, &Asked),
    (counted, people): (&Counted, &People),
    metric: &Metric,
    (place, known): (&Place, Known),
    day: Day,
) -> Value {
    let why = why((counted, people), metric, (place, known), day);
    let (kind, role, source, since) = match &why {
        Why::Held(one) => ("held", Some(&one.role), None, Some(one.period.from())),
        Why::HeldOtherwise(one) => ("held-otherwise", Some(&one.role), None, Some(one.period.from())),
        Why::Surveyed(one) => ("surveyed", None, Some(&one.source), Some(one.recorded)),
        Why::SurveyedNone(one) => ("surveyed-none", None, Some(&one.source), Some(one.recorded)),
        Why::Nobody => ("nobody", None, None, None),
        Why::NotSurveyed => ("not-surveyed", None, None, None),
    };
    let title = role.and_then(|role| people.config.role(role)).map(|role| told::role(app, asked, role));
    let since = since.map(|day| day.to_string());
    let figures = [
        ("role", title.unwrap_or_default()),
        ("source", source.cloned().unwrap_or_default()),
        ("day", since.clone().unwrap_or_default()),
    ];
    let text = app.words(asked.language()).say_with(&format!("api-reason-{kind}"), &figures);
    json!({ "kind": kind, "text": text, "role": role.map(|role| &role.0), "source": source, "since": since })
}

fn why<'a>(
    (counted, people): (&'a Counted, &'a People),
    metric: &Metric,
    (place, known): (&Place, Known),
    day: Day,
) -> Why<'a> {
    let roles: Vec<&RoleName> = metric.counts.iter().filter_map(role).collect();
    let held = people.held_at(&place.key).find(|one| {
        let in_time = match metric.since {
            None => one.period.contains(day),
            Some(since) => one.period.from() <= day && one.period.to().is_none_or(|to| since < to),
        };
        roles.contains(&&one.role) && in_time
    });
    let survey = |wanted: Known| {
        let of_kind = |one: &&Evidence| kinds(metric).any(|kind| kind == one.kind) && one.value == wanted;
        counted.evidence(&place.key).iter().filter(of_kind).find(|one| one.period.contains(day))
    };
    match (known, held) {
        (Known::Yes, Some(held)) => Why::Held(held),
        (Known::Yes, None) => survey(Known::Yes).map_or(Why::NotSurveyed, Why::Surveyed),
        (_, Some(held)) => Why::HeldOtherwise(held),
        (Known::No, None) => match survey(Known::No) {
            Some(survey) => Why::SurveyedNone(survey),
            // Somebody looked, and found nothing of what counts.
            None => survey(Known::Yes).map_or(Why::Nobody, Why::SurveyedNone),
        },
        (Known::Unknown, None) if roles.is_empty() || metric.absence != Absence::No => Why::NotSurveyed,
        (Known::Unknown, None) => Why::Nobody,
    }
}

fn role(counts: &Counts) -> Option<&RoleName> {
    match counts {
        Counts::Role { role, .. } => Some(role),
        Counts::Evidence { .. } => None,
    }
}

/// Kinds of evidence that a figure looks at.
fn kinds(metric: &Metric) -> impl Iterator<Item = &str> {
    let counted = metric.counts.iter().filter_map(|counts| match counts {
        Counts::Evidence { kind } => Some(kind.as_str()),
        Counts::Role { .. } => None,
    });
    let surveyed = match &metric.absence {
        Absence::Surveyed(kind) => Some(kind.as_str()),
        _ => None,
    };
    counted.chain(surveyed)
}

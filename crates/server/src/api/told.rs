//! Documents that several answers have in common.

use model::Day;
use registry::{Place, PlaceIndex};
use serde_json::{Value, json};

use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::card::{DutyTold, HolderTold, StandingTold};
use crate::dressed::Dressed;
use crate::ogc::feature;
use crate::openapi::schema::{choice, count, day, flag, level, list, moment, named, object, or_null, text};
use crate::pages::fingerprint;

/// A document about a day of the record, with a validator of everything that is in it.
pub(super) fn answer(dressed: &Dressed, document: &Value) -> Answer {
    let text = document.to_string();
    let tag = format!("W/\"{}-{:x}\"", dressed.view.revision().as_microsecond(), fingerprint(text.as_bytes()));
    Answer::of("application/json", text).tagged(tag).with("cache-control", "private, no-cache")
}

/// A document with the day that it is about and what was known.
pub(super) fn dated(dressed: &Dressed, mut document: Value) -> Value {
    document["day"] = json!(dressed.view.as_of().valid.to_string());
    document["revision"] = json!(dressed.view.revision().to_string());
    document
}

/// Members that [`dated`] adds.
pub(super) fn dated_schema() -> [(&'static str, Value); 2] {
    [("day", day()), ("revision", moment())]
}

/// What a place is called.
pub(super) fn place(place: &Place) -> Value {
    let id = feature::id(place);
    let address = place.body["address"].as_str().filter(|text| !text.is_empty());
    let mut document =
        json!({ "level": place.key.level.id(), "id": id, "code": place.key.code.as_str(), "name": place.name });
    if let Some(address) = address {
        document["address"] = json!(address);
    }
    document
}

/// The same with everything that it lies in, the smallest first.
pub(super) fn candidate(index: &PlaceIndex, one: &Place) -> Value {
    let around: Vec<Value> = index.around(one).into_iter().map(place).collect();
    json!({ "place": place(one), "around": around })
}

/// Who is responsible at a place.
pub(super) fn standing(app: &App, asked: &Asked, standing: &StandingTold<'_>) -> Value {
    let duties: Vec<Value> = standing.duties.iter().map(|one| duty(app, asked, one)).collect();
    json!({ "place": place(standing.place), "duties": duties })
}

/// A role in the reader's language.
pub(super) fn role(app: &App, asked: &Asked, role: &roster::Role) -> String {
    let chinese = app.words(asked.language()).language() == words::Language::Chinese;
    if chinese { role.zh.clone() } else { role.en.clone() }
}

fn duty(app: &App, asked: &Asked, duty: &DutyTold<'_>) -> Value {
    let holders: Vec<Value> = duty.holders.iter().map(holder).collect();
    let last = |day: Option<Day>| day.map(|day| day.to_string());
    json!({
        "role": duty.role.name.0,
        "title": role(app, asked, duty.role),
        "required": duty.required,
        "vacant": duty.holders.is_empty(),
        "holders": holders,
        "before": duty.before.as_ref().map(|before| json!({ "name": before.name, "last-day": last(before.last_day) })),
    })
}

fn holder(holder: &HolderTold<'_>) -> Value {
    let one = &holder.held.assignment;
    let mut document = json!({
        "name": holder.name,
        "phone": holder.phone.as_ref().map(|(phone, _)| phone),
        "phone-whole": holder.phone.as_ref().is_some_and(|(_, whole)| *whole),
        "from": one.period.from().to_string(),
        "last-day": last_day(one),
    });
    if let Some(record) = holder.post {
        document["holder"] = json!(registry::holder_id(&one.holder));
        document["assignment"] = json!(holder.held.id);
        document["unit"] = json!(record.unit);
        document["post"] = json!(record.post);
    }
    document
}

/// The last day of an assignment; `None` of one without end.
pub(super) fn last_day(one: &model::Assignment) -> Option<String> {
    one.period.to().and_then(|to| to.yesterday().ok()).map(|day| day.to_string())
}

/// Whether a telephone number is shown in full, which the audit tells.
pub(super) fn tells_phones(standings: &[StandingTold<'_>]) -> bool {
    let whole = |holder: &HolderTold<'_>| holder.phone.as_ref().is_some_and(|(_, whole)| *whole);
    standings.iter().flat_map(|one| &one.duties).flat_map(|duty| &duty.holders).any(whole)
}

pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let holder = object(&[
        ("name", or_null(text())),
        ("phone", or_null(text())),
        ("phone-whole", flag()),
        ("from", day()),
        ("last-day", or_null(day())),
        ("?holder", text()),
        ("?assignment", text()),
        ("?unit", text()),
        ("?post", text()),
    ]);
    let before = object(&[("name", or_null(text())), ("last-day", or_null(day()))]);
    let duty = object(&[
        ("role", text()),
        ("title", text()),
        ("required", flag()),
        ("vacant", flag()),
        ("holders", list(named("Holder"))),
        ("before", or_null(before)),
    ]);
    vec![
        (
            "Place",
            object(&[("level", level()), ("id", text()), ("code", text()), ("name", text()), ("?address", text())]),
        ),
        ("Candidate", object(&[("place", named("Place")), ("around", list(named("Place")))])),
        ("Holder", holder),
        ("Duty", duty),
        ("Standing", object(&[("place", named("Place")), ("duties", list(named("Duty")))])),
        (
            "Tally",
            object(&[
                ("yes", count()),
                ("no", count()),
                ("unknown", count()),
                ("of", count()),
                ("share", or_null(text())),
            ]),
        ),
        ("Answer", choice(&["yes", "no", "unknown"])),
    ]
}

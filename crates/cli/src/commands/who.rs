//! `jingwei who`: who is responsible at a point, a place or an address.

use crs::{Crs, Transform};
use registry::{Duty, Found, Place, Standing, shown_phone};
use serde_json::{Value, json};
use store::{AsOf, Store};

use crate::failure::Failure;
use crate::people::{People, holder_json, holder_label, place_json, place_label, role_label};
use crate::record::{self, Desk};
use crate::roster_args as args;
use crate::say::Voice;

pub(crate) fn run(args: &args::Who, desk: &Desk, voice: &Voice) -> Result<(), Failure> {
    let store = desk.read()?;
    let as_of = AsOf { known: args.known, ..record::on(args.date) };
    let people = People::read(&store, as_of, desk)?;
    let asked = [&args.at, &args.code, &args.address].into_iter().flatten().next().cloned().unwrap_or_default();
    let holding = match &args.at {
        Some(text) => holding(&store, text, &people, desk)?,
        None => Vec::new(),
    };
    let found = match (&args.at, &args.code) {
        (Some(_), _) => registry::smallest(&holding),
        (_, Some(code)) => coded(&people, code)?,
        _ => registry::find_places(&people.index, &asked),
    };
    match found {
        Found::One(place) => {
            let chain = registry::chain(&people.index, place, &holding);
            tell(&people, place, &chain, voice);
            Ok(())
        }
        Found::Several(candidates) => {
            offer(&people, &candidates, voice);
            Err(Failure::usage("who-several", &[("value", asked), ("count", candidates.len().to_string())]))
        }
        Found::Nothing => Err(people.nothing(&asked)),
    }
}

/// The places that hold the point.
fn holding<'a>(store: &Store, text: &str, people: &'a People, desk: &Desk) -> Result<Vec<&'a Place>, Failure> {
    let wrong = || Failure::usage("who-point-wrong", &[("value", text.to_owned())]);
    let (lon, lat) = text.split_once([',', '，']).ok_or_else(wrong)?;
    let number = |part: &str| part.trim().parse::<f64>().ok().filter(|number| number.is_finite());
    let (lon, lat) = number(lon).zip(number(lat)).ok_or_else(wrong)?;
    if lon.abs() > 180.0 || lat.abs() > 90.0 {
        return Err(wrong());
    }
    let working = super::record_export::working_crs(store, desk)?;
    let transform =
        Transform::new(&Crs::CGCS2000_LONLAT, &working).map_err(|fault| Failure::file(desk.folder(), fault))?;
    let point = transform.point([lon, lat]).ok_or_else(wrong)?;
    registry::place_at(store, &people.index, people.as_of, point).map_err(|fault| desk.refused(&fault))
}

/// The place with a code; codes may stand at several levels.
fn coded<'a>(people: &'a People, code: &str) -> Result<Found<'a>, Failure> {
    let found = people.index.by_code(&people.code(code)?);
    Ok(match found[..] {
        [] => Found::Nothing,
        [one] => Found::One(one),
        _ => Found::Several(found),
    })
}

/// Several places may be meant: they are told with their codes.
fn offer(people: &People, candidates: &[&Place], voice: &Voice) {
    let row = |place: &&Place| {
        let around: Vec<&str> = people.index.around(place).iter().map(|outer| outer.name.as_str()).collect();
        let address = place.body["address"].as_str().unwrap_or_default().to_owned();
        let around: Vec<&str> = around.into_iter().rev().filter(|name| !name.is_empty()).collect();
        vec![place_label(place, voice), address, around.join(" ")]
    };
    voice
        .table(&["assignment-head-place", "who-head-address", "who-head-within"], candidates.iter().map(row).collect());
    voice.answer(&json!({ "candidates": candidates.iter().map(|place| place_json(place)).collect::<Vec<_>>() }));
}

fn tell(people: &People, place: &Place, chain: &[&Place], voice: &Voice) {
    let day = people.as_of.valid;
    let standings = people.staff.responsible(&people.config, chain, day);
    let whole: Vec<String> = chain.iter().rev().map(|place| place_label(place, voice)).collect();
    voice.line("who-place", &[("place", whole.join(" › ")), ("day", day.to_string())]);
    let rows = standings.iter().flat_map(|one| one.duties.iter().flat_map(move |duty| rows(one, duty, voice)));
    let heads = ["assignment-head-place", "assignment-head-role", "assignment-head-holder", "assignment-head-unit"];
    voice.table(&[&heads[..], &["assignment-head-phone", "head-from", "head-to"]].concat(), rows.collect());
    let levels: Vec<Value> = standings.iter().map(standing_json).collect();
    let around: Vec<Value> = chain.iter().filter(|one| one.id != place.id).map(|one| place_json(one)).collect();
    let known = people.as_of.known.map(|at| at.to_string());
    voice.answer(&json!({
        "on": day.to_string(), "known": known, "place": place_json(place), "around": around, "responsible": levels,
    }));
}

/// A row a holder; one that says so where a required role is vacant, none where nobody is needed.
fn rows(standing: &Standing<'_>, duty: &Duty<'_>, voice: &Voice) -> Vec<Vec<String>> {
    let head = || vec![place_label(standing.place, voice), role_label(duty.role, voice)];
    if duty.is_vacant() {
        let blank = vec![String::new(); 4];
        return vec![[head(), vec![voice.words.say("who-vacant")], blank].concat()];
    }
    let row = |(held, record): &(&registry::Held, Option<&roster::HolderRecord>)| {
        let one = &held.assignment;
        let name = record.map(|record| record.name.clone()).unwrap_or_default();
        let cells = vec![
            holder_label(&name, &one.holder),
            record.map(|record| record.unit.clone()).unwrap_or_default(),
            record.map(|record| shown_phone(Some(duty.role), record)).unwrap_or_default(),
            one.period.from().to_string(),
            one.period.to().map(|day| day.to_string()).unwrap_or_default(),
        ];
        [head(), cells].concat()
    };
    duty.holders.iter().map(row).collect()
}

fn standing_json(standing: &Standing<'_>) -> Value {
    let mut document = place_json(standing.place);
    let role = |duty: &Duty<'_>| {
        let holders: Vec<Value> =
            duty.holders.iter().map(|(held, record)| holder_json(held, *record, Some(duty.role))).collect();
        json!({
            "role": duty.role.name.0, "zh": duty.role.zh, "en": duty.role.en, "required": duty.required,
            "vacant": duty.is_vacant(), "holders": holders,
        })
    };
    document["roles"] = standing.duties.iter().map(role).collect();
    document
}

//! Who holds what: lists of assignments, of what nobody holds, of terms that end; and how many places each holder has.

use model::{Assignment, Day};
use registry::{Held, Place, PlaceIndex};
use roster::Role;
use serde_json::{Value, json};

use super::question::{among, given, lies_in, page, place, whole};
use super::told;
use crate::access::{Action, Shown};
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::dressed::Dressed;
use crate::ogc::time;
use crate::openapi::schema::{choice, count, day, flag, list, map, named, object, or_null, query, text};
use crate::openapi::{Doc, paging, times};
use crate::people::{People, shown_name, shown_phone};
use crate::problem::Problem;

const STATES: [&str; 3] = ["held", "vacant", "ending"];
/// Days within which a term that ends is told, where nothing is asked.
const SOON: usize = 90;

pub(super) fn docs() -> Vec<Doc> {
    let texts = ["place", "role", "holder", "within"].map(|name| query(name, text()));
    let days = json!({ "type": "integer", "minimum": 1, "maximum": 3660, "default": SOON });
    vec![
        Doc::get("/api/assignments", "listAssignments")
            .account()
            .queries(texts)
            .queries([query("state", choice(&STATES)), query("within_days", days)])
            .queries(times())
            .queries(paging(1000, 100))
            .json(named("Assignments")),
        Doc::get("/api/assignments/load", "getLoad")
            .account()
            .queries([query("role", text())])
            .queries(times())
            .json(named("Loads")),
    ]
}

/// What is wanted of assignments.
struct Wanted<'a> {
    place: Option<&'a Place>,
    within: Option<&'a Place>,
    role: Option<&'a Role>,
    holder: Option<&'a str>,
    day: Day,
}

/// `GET /api/assignments`
pub(super) fn assignments(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.may(Action::ReadAssignments)?;
    let own = ["place", "role", "holder", "within", "state", "within_days"];
    asked.only(&[&own[..], &["datetime", "known", "limit", "after"]].concat())?;
    let dressed = app.view_for(asked, time(app, asked)?.as_of)?;
    let people = dressed.people(app)?;
    let wanted = Wanted {
        place: place(asked, &dressed, "place")?,
        within: place(asked, &dressed, "within")?,
        role: role(asked, people)?,
        holder: given(asked, "holder"),
        day: dressed.view.as_of().valid,
    };
    let days = whole(asked, "within_days", 1..=3660)?.unwrap_or(SOON);
    let state = among(asked, "state", &STATES)?.unwrap_or(0);
    let rows: Vec<(String, Value)> = match state {
        1 => vacant(app, asked, &dressed, people, &wanted),
        2 => held(app, asked, (&dressed, people), &wanted, |one| {
            one.period.ends_within(wanted.day, u32::try_from(days).unwrap_or(u32::MAX)).is_some()
        }),
        _ => held(app, asked, (&dressed, people), &wanted, |_| true),
    };
    let (rows, links) = page(asked, rows, |(key, _)| key)?;
    let rows: Vec<Value> = rows.into_iter().map(|(_, row)| row).collect();
    if rows.iter().any(|row| row["phone-whole"] == json!(true)) {
        app.tell(asked, "read phones", "assignments", &format!("{} rows", rows.len()))?;
    }
    let document = json!({ "state": STATES[state], "assignments": rows, "links": links });
    Ok(told::answer(&dressed, &told::dated(&dressed, document)))
}

fn role<'a>(asked: &Asked, people: &'a People) -> Result<Option<&'a Role>, Problem> {
    let Some(name) = given(asked, "role") else { return Ok(None) };
    let all = || people.config.roles.iter().map(|role| role.name.0.as_str()).collect::<Vec<_>>().join(", ");
    let found = people.config.role(&model::RoleName(name.to_owned()));
    found.map(Some).ok_or_else(|| Problem::parameter("role", name, &all()))
}

impl Wanted<'_> {
    fn is_here(&self, index: &PlaceIndex, place: &Place) -> bool {
        self.place.is_none_or(|wanted| wanted.id == place.id) && lies_in(index, place, self.within)
    }
}

/// Assignments of the day that are wanted, by their ids.
fn held(
    app: &App,
    asked: &Asked,
    (dressed, people): (&Dressed, &People),
    wanted: &Wanted<'_>,
    further: impl Fn(&Assignment) -> bool,
) -> Vec<(String, Value)> {
    let index = dressed.view.places();
    let in_force = people.held().iter().filter(|one| one.assignment.period.contains(wanted.day));
    let row = |one: &Held| {
        let it = &one.assignment;
        let place = index.by_key(&it.place)?;
        // Whose code is hidden cannot be asked for by it.
        let by_holder = wanted.holder.is_none_or(|holder| {
            let known = asked.reader.names(index, place) == Shown::Full;
            known && (registry::holder_id(&it.holder) == holder || it.holder.code().as_str() == holder)
        });
        let right = by_holder && wanted.role.is_none_or(|role| role.name == it.role) && wanted.is_here(index, place);
        (right && further(it)).then(|| (one.id.clone(), document(app, asked, (dressed, people), place, one)))
    };
    let mut rows: Vec<(String, Value)> = in_force.filter_map(row).collect();
    rows.sort_by(|a, b| a.0.cmp(&b.0));
    rows
}

fn document(app: &App, asked: &Asked, (dressed, people): (&Dressed, &People), place: &Place, one: &Held) -> Value {
    let (index, it, reader) = (dressed.view.places(), &one.assignment, &asked.reader);
    let (record, role) = (people.record(&it.holder), people.config.role(&it.role));
    let shown = reader.names(index, place);
    let phone = role.and_then(|role| shown_phone(reader, index, place, role, record));
    let details: serde_json::Map<String, Value> =
        it.details.iter().map(|(name, text)| (name.clone(), json!(text))).collect();
    let full = shown == Shown::Full;
    json!({
        "id": one.id,
        "number": one.version,
        "role": it.role.0,
        "title": role.map_or_else(|| it.role.0.clone(), |role| told::role(app, asked, role)),
        "place": told::place(place),
        "holder": full.then(|| registry::holder_id(&it.holder)),
        "name": shown_name(shown, &it.holder, record),
        "unit": record.filter(|_| full).map(|record| &record.unit),
        "phone": phone.as_ref().map(|(phone, _)| phone),
        "phone-whole": phone.as_ref().is_some_and(|(_, whole)| *whole),
        "from": it.period.from().to_string(),
        "last-day": told::last_day(it),
        "details": details,
    })
}

/// Places where a role is needed and nobody holds it.
fn vacant(app: &App, asked: &Asked, dressed: &Dressed, people: &People, wanted: &Wanted<'_>) -> Vec<(String, Value)> {
    let index = dressed.view.places();
    let gaps = registry::gaps(&people.config, index, people.held(), wanted.day, wanted.within.map(|outer| &outer.key));
    let mut rows = Vec::new();
    for of_role in gaps.iter().filter(|one| wanted.role.is_none_or(|role| role.name == one.role.name)) {
        for place in of_role.gaps.iter().filter(|place| wanted.is_here(index, place)) {
            let key = format!("{}|{}", of_role.role.name.0, place.id);
            let mut row = json!({
                "id": null, "number": null, "holder": null, "name": null, "unit": null, "phone": null,
                "phone-whole": false, "from": null, "last-day": null, "details": {},
            });
            row["role"] = json!(of_role.role.name.0);
            row["title"] = json!(told::role(app, asked, of_role.role));
            row["place"] = told::place(place);
            rows.push((key, row));
        }
    }
    rows.sort_by(|a, b| a.0.cmp(&b.0));
    rows
}

/// `GET /api/assignments/load`: how many places each holder of each role has, as a histogram.
pub(super) fn load(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.may(Action::ReadAssignments)?;
    asked.only(&["role", "datetime", "known"])?;
    let dressed = app.view_for(asked, time(app, asked)?.as_of)?;
    let people = dressed.people(app)?;
    let wanted = role(asked, people)?;
    let all = registry::loads(&people.config, people.held(), dressed.view.as_of().valid);
    let of_role = |(role, load): &(&Role, roster::Load)| {
        let histogram: serde_json::Map<String, Value> =
            load.histogram.iter().map(|(places, holders)| (places.to_string(), json!(holders))).collect();
        json!({
            "role": role.name.0, "title": told::role(app, asked, role), "holders": load.places.len(),
            "places": load.places.values().sum::<usize>(), "histogram": histogram,
        })
    };
    let roles: Vec<Value> =
        all.iter().filter(|(role, _)| wanted.is_none_or(|wanted| wanted.name == role.name)).map(of_role).collect();
    Ok(told::answer(&dressed, &told::dated(&dressed, json!({ "roles": roles }))))
}

pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let row = object(&[
        ("id", or_null(text())),
        ("number", or_null(count())),
        ("role", text()),
        ("title", text()),
        ("place", named("Place")),
        ("holder", or_null(text())),
        ("name", or_null(text())),
        ("unit", or_null(text())),
        ("phone", or_null(text())),
        ("phone-whole", flag()),
        ("from", or_null(day())),
        ("last-day", or_null(day())),
        ("details", map(text())),
    ]);
    let load = object(&[
        ("role", text()),
        ("title", text()),
        ("holders", count()),
        ("places", count()),
        ("histogram", map(count())),
    ]);
    let rows = [("state", choice(&STATES)), ("assignments", list(named("Assignment"))), ("links", list(named("Link")))];
    vec![
        ("Assignment", row),
        ("Assignments", object(&[&rows[..], &told::dated_schema()].concat())),
        ("Loads", object(&[&[("roles", list(load))][..], &told::dated_schema()].concat())),
    ]
}

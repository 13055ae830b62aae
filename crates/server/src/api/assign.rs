//! One assignment begins or ends.

use jiff::Timestamp;
use model::{Assignment, Period, RoleName};
use registry::{NewAssignment, PlaceIndex};
use roster::HolderRecord;
use serde_json::{Value, json};
use store::AsOf;

use super::body::Body;
use super::question::named as places_named;
use crate::access::Action;
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::openapi::Doc;
use crate::openapi::schema::{day, map, named, object, text};
use crate::problem::{Kind, Problem};

const BEGIN: [&str; 10] = ["holder", "role", "place", "from", "last-day", "details", "name", "unit", "post", "phone"];

pub(super) fn docs() -> Vec<Doc> {
    vec![
        Doc::post("/api/assignments", "beginAssignment")
            .account()
            .takes("application/json", named("NewAssignment"))
            .json_as(201, named("AssignmentChanged")),
        Doc::post("/api/assignments/{id}/end", "endAssignment")
            .account()
            .takes("application/json", object(&[("last-day", day())]))
            .json(named("AssignmentChanged")),
    ]
}

/// `POST /api/assignments`
pub(super) fn begin(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.may(Action::Import)?;
    asked.only(&[])?;
    let body = Body::read(asked, &BEGIN)?;
    let from = body.day("from")?.unwrap_or_else(|| app.today());
    let assignment = assignment(app, asked, &body, from)?;
    let author = asked.reader.account.clone().unwrap_or_default();
    let record = record(&body, &assignment)?;
    let new = NewAssignment { assignment, record };
    let id = app.write(|store| registry::begin_assignment(store, &new, &author, Timestamp::now()))?;
    let document = json!({ "id": id, "from": from.to_string(), "last-day": body.text("last-day")? });
    Ok(Answer::json("application/json", &document).with_status(201))
}

fn assignment(app: &App, asked: &Asked, body: &Body, from: model::Day) -> Result<Assignment, Problem> {
    let holder = body.needed("holder")?;
    let holder = registry::holder_of_id(holder)
        .ok_or_else(|| Problem::parameter("holder", holder, "person:…, organisation:…"))?;
    let last = body.day("last-day")?;
    let wrong =
        || Problem::parameter("last-day", &last.map(|day| day.to_string()).unwrap_or_default(), &format!("≥ {from}"));
    let to = last.map(|last| last.tomorrow().map_err(|_| wrong())).transpose()?;
    let period = Period::new(from, to).map_err(|_| wrong())?;
    let place = body.needed("place")?;
    let index = app.readers.ask(|store| PlaceIndex::read(store, AsOf::day(from)))?;
    let there = match places_named(&index, place)[..] {
        [one] => one,
        _ => return Err(Problem::parameter("place", place, "courtyard:…, grid:…, community:…")),
    };
    if !asked.reader.covers(&index, there) {
        return Err(Problem::new(Kind::Forbidden).with("role", asked.reader.role.id()));
    }
    let (role, details) = (RoleName(body.needed("role")?.to_owned()), body.texts("details")?);
    Ok(Assignment { holder, role, place: there.key.clone(), period, details })
}

/// What is told of the holder; nothing where not even a name is.
fn record(body: &Body, assignment: &Assignment) -> Result<Option<HolderRecord>, Problem> {
    let Some(name) = body.text("name")? else {
        return match ["unit", "post", "phone"].into_iter().find(|field| !matches!(body.text(field), Ok(None))) {
            Some(_) => Err(Problem::parameter("name", "", "\"…\"")),
            None => Ok(None),
        };
    };
    let text = |field: &str| Ok::<_, Problem>(body.text(field)?.unwrap_or_default().to_owned());
    let (unit, post, phone) = (text("unit")?, text("post")?, text("phone")?);
    Ok(Some(HolderRecord { holder: assignment.holder.clone(), name: name.to_owned(), unit, post, phone }))
}

/// `POST /api/assignments/{id}/end`: its last day is told; from the next day on it is no more.
pub(super) fn end(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.may(Action::Import)?;
    asked.only(&[])?;
    let body = Body::read(asked, &["last-day"])?;
    let last = body.day("last-day")?.ok_or_else(|| Problem::parameter("last-day", "", "2026-06-30"))?;
    let from = last.tomorrow().map_err(|_| Problem::parameter("last-day", &last.to_string(), "2026-06-30"))?;
    let (id, author) = (asked.part("id"), asked.reader.account.clone().unwrap_or_default());
    let index = app.readers.ask(|store| PlaceIndex::read(store, AsOf::day(last)))?;
    let held = app.readers.ask(|store| registry::assignments(store, &index, None))?;
    let meant = held.iter().find(|one| one.id == id || one.version.to_string() == id);
    let meant = meant.ok_or(Problem::new(Kind::NotFound))?;
    let covered = index.by_key(&meant.assignment.place).is_none_or(|place| asked.reader.covers(&index, place));
    if !covered {
        return Err(Problem::new(Kind::Forbidden).with("role", asked.reader.role.id()));
    }
    let ended = app.write(|store| {
        // Read again behind the lock: what was held a moment ago may have ended.
        let held = registry::assignments(store, &index, None)?;
        let mut writing = store.write(&author, "assignment end", Timestamp::now()).map_err(registry::Fault::from)?;
        let ended = registry::end_held(&mut writing, &held, id, from)?;
        writing.note(&ended.id, &format!("ended, last day {last}")).map_err(registry::Fault::from)?;
        writing.commit().map_err(registry::Fault::from)?;
        Ok::<_, registry::RosterFault>(ended)
    })?;
    let from = ended.assignment.period.from().to_string();
    Ok(Answer::json("application/json", &json!({ "id": ended.id, "from": from, "last-day": last.to_string() })))
}

pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let new = object(&[
        ("holder", text()),
        ("role", text()),
        ("place", text()),
        ("?from", day()),
        ("?last-day", day()),
        ("?details", map(text())),
        ("?name", text()),
        ("?unit", text()),
        ("?post", text()),
        ("?phone", text()),
    ]);
    let changed = object(&[("id", text()), ("from", day()), ("last-day", crate::openapi::schema::or_null(day()))]);
    vec![("NewAssignment", new), ("AssignmentChanged", changed)]
}

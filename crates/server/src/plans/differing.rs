//! A draft against the plan in force: what is new, gone, split, moved, and which assignments break.

use model::Day;
use registry::{Break, BreakKind, ChangedGrid, Difference, GridRef, GridSide, PlaceIndex};
use serde_json::{Map, Value, json};
use store::AsOf;

use super::desk::open;
use super::one;
use crate::access::{Action, Shown};
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::problem::Problem;

/// `GET /api/plans/{plan}/difference`: against the plan in force on `against`, else today.
pub(super) fn difference(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.may(Action::ReadDrafts)?;
    asked.only(&["against"])?;
    let opened = open(app, asked.part("plan"))?;
    let day = against(asked)?.unwrap_or_else(|| opened.usual_day(app));
    let found = opened.difference(app, day)?;
    let figures: Map<String, Value> =
        found.figures().into_iter().map(|(name, number)| (name.to_owned(), json!(number))).collect();
    let changed = found.changed()?;
    let dressed = app.view_for(asked, AsOf::day(day))?;
    let index = dressed.view.places();
    let document = json!({
        "plan": opened.head.name,
        "revision": opened.head.revision,
        "figures": figures,
        "streets": found.comparison.streets.iter().map(|one| street(one, &found)).collect::<Vec<_>>(),
        "grids": changed.iter().map(grid).collect::<Vec<_>>(),
        "breaks": found.breaks.iter().map(|one| broken(one, name_shown(asked, index, one))).collect::<Vec<_>>(),
    });
    let answer = one::answer(&opened, &document);
    // The plan in force changes without the draft.
    Ok(Answer { headers: answer.headers.into_iter().filter(|(name, _)| *name != "etag").collect(), ..answer })
}

/// The day that is asked for.
pub(crate) fn against(asked: &Asked) -> Result<Option<Day>, Problem> {
    let given = asked.parameter("against").filter(|text| !text.is_empty());
    given.map(|text| text.parse().map_err(|_| Problem::parameter("against", text, "2026-06-30"))).transpose()
}

fn street(one: &plan::StreetChange, found: &Difference) -> Value {
    let [assignments, contracts, committees] = BreakKind::ALL.map(|kind| found.broken(kind, Some(&one.street)));
    json!({
        "street": one.street, "new": one.new, "gone": one.gone, "moved": one.moved, "kept": one.kept,
        "courtyards": one.courtyards, "households": one.households, "area_m2": one.area_m2,
        "assignments": assignments, "contracts": contracts, "committees": committees,
    })
}

fn grid(one: &ChangedGrid) -> Value {
    let side = |side: &GridSide| {
        json!({ "code": side.grid.code, "name": side.grid.name, "courtyards": side.courtyards,
            "households": side.households, "area_m2": side.area_m2 })
    };
    json!({
        "grid": one.id.0, "changes": one.changes.iter().map(|change| change.id()).collect::<Vec<_>>(),
        "before": one.before.as_ref().map(side), "after": one.after.as_ref().map(side),
        "gained_m2": one.gained_m2, "lost_m2": one.lost_m2,
    })
}

/// The holder's name, where this reader may see it.
pub(crate) fn name_shown<'b>(asked: &Asked, index: &PlaceIndex, one: &'b Break) -> &'b str {
    let place = index.by_id(&format!("grid:{}", one.grid.id));
    let full = place.is_some_and(|place| asked.reader.names(index, place) == Shown::Full);
    if full { &one.holder_name } else { "" }
}

fn broken(one: &Break, name: &str) -> Value {
    let heir = |(grid, share): &(GridRef, f64)| json!({ "grid": grid.label(), "share": share });
    json!({
        "kind": one.kind.id(), "assignment": one.assignment, "role": one.role, "holder": one.holder,
        "name": name, "grid": one.grid.label(), "ends": one.ends,
        "heirs": one.heirs.iter().map(heir).collect::<Vec<_>>(), "street": one.street,
        "from": one.period.from().to_string(), "to": one.period.to().map(|day| day.to_string()),
    })
}

//! Places: what there is, by name, point or where it lies.

use geo::Intersects;
use geo_types::Point;
use model::Level;
use registry::Place;
use serde_json::{Value, json};

use super::question::{given, lies_in, limit, page, place};
use super::told;
use crate::access::Action;
use crate::answer::Answer;
use crate::app::App;
use crate::asked::{Asked, lonlat};
use crate::dressed::Dressed;
use crate::ogc::time;
use crate::openapi::schema::{level as levels, list, named, object, query, text};
use crate::openapi::{Doc, paging, times};
use crate::problem::Problem;

/// What is read of a question; nobody types more than an address.
const LONGEST: usize = 80;
/// Hits that are looked through for those that lie where they should.
const HITS: usize = 1000;

pub(super) fn docs() -> Vec<Doc> {
    let members = [("places", list(named("Candidate"))), ("links", list(named("Link")))];
    let places = object(&[&members[..], &told::dated_schema()].concat());
    let queries = [query("q", text()), query("level", levels()), query("within", text()), query("at", text())];
    vec![
        Doc::get("/api/places", "listPlaces").queries(queries).queries(times()).queries(paging(1000, 100)).json(places),
    ]
}

/// `GET /api/places`: by what people type (best first), at a point (the smallest first), or all of them by id.
pub(super) fn places(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.may(Action::Read)?;
    asked.only(&["q", "level", "within", "at", "datetime", "known", "limit", "after"])?;
    let dressed = app.view_for(asked, time(app, asked)?.as_of)?;
    let index = dressed.view.places();
    let level = level(asked)?;
    let outer = place(asked, &dressed, "within")?;
    let wanted = |one: &&Place| level.is_none_or(|level| one.key.level == level) && lies_in(index, one, outer);
    let (rows, links) = match (given(asked, "q"), given(asked, "at")) {
        (Some(_), Some(at)) => return Err(Problem::parameter("at", at, "q | at")),
        (Some(question), None) => (searched(asked, &dressed, question, wanted)?, json!([])),
        (None, Some(at)) => {
            let limit = limit(asked)?;
            (holding(app, &dressed, at)?.into_iter().filter(wanted).take(limit).collect(), json!([]))
        }
        (None, None) => {
            let mut all: Vec<&Place> = index.list().iter().filter(wanted).collect();
            all.sort_by(|a, b| a.id.cmp(&b.id));
            page(asked, all, |place| &place.id)?
        }
    };
    let rows: Vec<Value> = rows.into_iter().map(|one| told::candidate(index, one)).collect();
    Ok(told::answer(&dressed, &told::dated(&dressed, json!({ "places": rows, "links": links }))))
}

/// The places whose areas hold a point, borders included, the smallest level first; none outside of all coordinates.
pub(super) fn holding<'a>(app: &App, dressed: &'a Dressed, at: &str) -> Result<Vec<&'a Place>, Problem> {
    let Some([x, y]) = app.frames.working_point(lonlat("at", at)?) else { return Ok(Vec::new()) };
    let point = Point::new(x, y);
    let holds = |place: &&Place| dressed.view.shape(place).is_some_and(|shape| shape.intersects(&point));
    let mut found: Vec<&Place> = dressed.view.within([x, y, x, y]).into_iter().filter(holds).collect();
    found.sort_by(|a, b| b.key.level.cmp(&a.key.level).then_with(|| a.key.cmp(&b.key)));
    Ok(found)
}

fn searched<'a>(
    asked: &Asked,
    dressed: &'a Dressed,
    question: &str,
    wanted: impl Fn(&&'a Place) -> bool,
) -> Result<Vec<&'a Place>, Problem> {
    let limit = limit(asked)?;
    if let Some(after) = given(asked, "after") {
        // Hits stand in the order of their likeness, which has no key to go on after.
        return Err(Problem::parameter("after", after, "q | after"));
    }
    let question: String = question.chars().take(LONGEST).collect();
    let hits = dressed.search().search(&question, HITS);
    let places = hits.iter().filter_map(|hit| dressed.view.places().by_id(&hit.id));
    Ok(places.filter(wanted).take(limit).collect())
}

fn level(asked: &Asked) -> Result<Option<Level>, Problem> {
    let Some(text) = given(asked, "level") else { return Ok(None) };
    let all: Vec<&str> = Level::ALL.into_iter().map(Level::id).collect();
    Level::from_id(text).map(Some).ok_or_else(|| Problem::parameter("level", text, &all.join(", ")))
}

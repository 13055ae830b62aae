//! The places behind a figure, each with its answer and why.

use coverage::Known;
use model::Level;
use registry::Place;
use serde_json::{Value, json};

use super::card::known_id;
use super::coverage::{behind, either, numbers, tally};
use super::question::{among, page, place};
use super::reason::reason;
use super::told;
use crate::access::Action;
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::ogc::time;
use crate::openapi::schema::{choice, day, flag, level, list, named, object, or_null, query, text};
use crate::openapi::{Doc, paging, times};
use crate::problem::{Kind, Problem};

const ANSWERS: [&str; 3] = ["yes", "no", "unknown"];

pub(super) fn docs() -> Vec<Doc> {
    let queries = [query("answer", choice(&ANSWERS)), query("within", text())];
    let figure = Doc::get("/api/coverage/{figure}", "getFigure");
    vec![figure.queries(queries).queries(times()).queries(paging(1000, 100)).json(named("FigureRows"))]
}

/// `GET /api/coverage/{figure}`
pub(super) fn figure(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.may(Action::Read)?;
    asked.only(&["answer", "within", "datetime", "known", "limit", "after"])?;
    let dressed = app.view_for(asked, time(app, asked)?.as_of)?;
    let (counted, people) = (dressed.counted(app)?, dressed.people(app)?);
    let at = counted.metrics.metrics.iter().position(|metric| metric.id == asked.part("figure"));
    let at = at.ok_or(Problem::new(Kind::NotFound))?;
    let (metric, figure) = (&counted.metrics.metrics[at], &counted.figures[at]);
    let wanted = among(asked, "answer", &ANSWERS)?.map(|at| ANSWERS[at]);
    let mut rows = behind(&dressed, figure, place(asked, &dressed, "within")?);
    let whole = tally(rows.iter().map(|(_, known)| *known));
    rows.retain(|(_, known)| wanted.is_none_or(|wanted| known_id(*known) == wanted));
    rows.sort_by(|(a, _), (b, _)| a.key.code.as_str().cmp(b.key.code.as_str()));
    let (rows, links) = page(asked, rows, |(place, _)| place.key.code.as_str())?;
    let row = |(place, known): (&Place, Known)| {
        let community = dressed.view.places().at_level(place, Level::Community).filter(|one| one.id != place.id);
        json!({
            "place": told::place(place),
            "community": community.map(told::place),
            "answer": known_id(known),
            "contradicted": figure.contradicted.contains(&place.key.code),
            "reason": reason((app, asked), (counted, people), metric, (place, known), figure.as_of),
        })
    };
    let document = json!({
        "id": metric.id,
        "title": either(app, asked, &metric.title),
        "caption": either(app, asked, &metric.caption),
        "level": figure.level.id(),
        "tally": numbers(whole, figure.rounding),
        "rows": rows.into_iter().map(row).collect::<Vec<_>>(),
        "links": links,
    });
    Ok(told::answer(&dressed, &told::dated(&dressed, document)))
}

pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let reason = object(&[
        ("kind", choice(&super::reason::KINDS)),
        ("text", text()),
        ("role", or_null(text())),
        ("source", or_null(text())),
        ("since", or_null(day())),
    ]);
    let row = object(&[
        ("place", named("Place")),
        ("community", or_null(named("Place"))),
        ("answer", named("Answer")),
        ("contradicted", flag()),
        ("reason", reason),
    ]);
    let rows = [
        ("id", text()),
        ("title", text()),
        ("caption", text()),
        ("level", level()),
        ("tally", named("Tally")),
        ("rows", list(row)),
        ("links", list(named("Link"))),
    ];
    vec![("FigureRows", object(&[&rows[..], &told::dated_schema()].concat()))]
}

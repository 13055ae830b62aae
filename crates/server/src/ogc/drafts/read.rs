//! Reading the grids of a draft.

use geo_types::{Geometry, MultiPolygon};
use plan::GridId;
use registry::Place;
use serde_json::{Value, json};
use store::AsOf;

use super::properties::{self, ASKED};
use super::{draft_of, grid};
use crate::access::Action;
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::dressed::Dressed;
use crate::html::Format;
use crate::ogc::cql2::Subject;
use crate::ogc::feature;
use crate::ogc::landing::link;
use crate::ogc::parameters::Question;
use crate::ogc::reference::Reference;
use crate::plans::{Opened, Shapes, address, open};
use crate::problem::{Kind, Problem};

/// `/collections/draft-NAME/items`
pub(in crate::ogc) fn items(app: &App, asked: &Asked, name: &str) -> Result<Answer, Problem> {
    asked.may(Action::ReadDrafts)?;
    let question = Question::read(app, asked, &ASKED)?;
    let format = Format::of(asked)?;
    if format == Format::Html {
        return Ok(Answer::see_other(address("/plans/", name)));
    }
    let opened = open(app, name)?;
    let (dressed, shapes) = (app.view(AsOf::day(app.today()))?, opened.shapes()?);
    let mut found = grid::places(&opened);
    found.retain(|(id, place)| fits(app, &dressed, shapes.get(id).map(AsRef::as_ref), place, &question));
    let total = found.len();
    let start = question.after.as_ref().map_or(0, |after| found.partition_point(|(id, _)| id.to_string() <= *after));
    let page: Vec<(GridId, Place)> = found.into_iter().skip(start).take(question.limit).collect();
    let next = (start + page.len() < total).then(|| page.last().map(|(id, _)| id.to_string())).flatten();
    let next = next.map(|after| asked.address_with(&[("after", &after)]));
    let answer = match format {
        Format::FlatGeobuf => flatgeobuf(app, &dressed, &shapes, &page)?,
        _ => {
            let text = document(app, asked, &opened, (&dressed, &question.reference, format), (&page, total, next))?;
            Answer::of("application/geo+json", text)
        }
    };
    let tag = format!("W/\"{}-{}\"", opened.head.revision, dressed.view.revision().as_microsecond());
    let answer = answer.tagged(tag).with("content-crs", format!("<{}>", question.reference.uri));
    Ok(answer.with("cache-control", "private, no-cache"))
}

/// `/collections/draft-NAME/items/{item}`
pub(in crate::ogc) fn item(app: &App, asked: &Asked, name: &str) -> Result<Answer, Problem> {
    asked.may(Action::ReadDrafts)?;
    asked.only(&["crs"])?;
    let reference = Reference::asked(app, "crs", asked.parameter("crs"))?;
    let format = Format::of(asked)?;
    if format == Format::Html {
        return Ok(Answer::see_other(format!("{}#grid-{}", address("/plans/", name), asked.part("item"))));
    }
    let opened = open(app, name)?;
    let id = asked.part("item").parse().map(GridId).map_err(|_| Problem::new(Kind::NotFound))?;
    one(app, asked, &opened, id, format, &reference)
}

/// A grid of a draft as an answer with its strong tag.
pub(super) fn one(
    app: &App,
    asked: &Asked,
    opened: &Opened,
    id: GridId,
    format: Format,
    reference: &Reference,
) -> Result<Answer, Problem> {
    let place = grid::place(opened, id).ok_or(Problem::new(Kind::NotFound))?;
    let dressed = app.view(AsOf::day(app.today()))?;
    let answer = if format == Format::FlatGeobuf {
        flatgeobuf(app, &dressed, &*opened.shapes()?, &[(id, place)])?
    } else {
        let path = format!("{}{}", asked.base, address("/collections/draft-", &opened.head.name));
        let links = json!([
            link("self", &format!("{path}/items/{id}"), "application/geo+json"),
            link("collection", &path, "application/json"),
        ]);
        let mut more = grid::json_fg(format);
        more.push(("links", links));
        let geometry = grid::geometry(app, opened, id, reference)?;
        Answer::of("application/geo+json", grid::text(&dressed, id, &place, &geometry, &more))
    };
    let answer = answer.tagged(grid::tag(opened, id, format, reference));
    Ok(answer.with("content-crs", format!("<{}>", reference.uri)).with("cache-control", "private, no-cache"))
}

/// `/collections/draft-NAME/queryables`
pub(in crate::ogc) fn queryables(app: &App, asked: &Asked, name: &str) -> Result<Answer, Problem> {
    asked.may(Action::ReadDrafts)?;
    asked.only(&[])?;
    open(app, name)?;
    let words = app.words(asked.language());
    let document = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": format!("{}{}/queryables", asked.base, address("/collections/draft-", name)),
        "type": "object",
        "title": words.say_with("plan-collection", &[("name", name.to_owned())]),
        "properties": properties::schema(|id| words.say(id)),
        "additionalProperties": false,
    });
    Ok(Answer::json("application/schema+json", &document))
}

/// The draft of the collection that is asked for.
pub(super) fn named(asked: &Asked) -> Option<&str> {
    draft_of(asked.part("collection"))
}

fn fits(app: &App, dressed: &Dressed, shape: Option<&MultiPolygon<f64>>, place: &Place, question: &Question) -> bool {
    let index = dressed.view.places();
    let equal = |(name, wanted): &(String, String)| match feature::property(index, place, name) {
        Value::String(text) => text == *wanted,
        Value::Null => false,
        other => {
            let text = other.to_string();
            text == *wanted
        }
    };
    let within = question.within.as_ref().is_none_or(|within| {
        let [west, south, east, north] = within.around;
        let bounds = shape.and_then(store::bounds);
        let near = bounds.is_some_and(|[a, b, c, d]| a <= east && c >= west && b <= north && d >= south);
        let meets = |shape| within.region.as_ref().is_none_or(|region| region.meets_shape(&app.frames, shape));
        near && shape.is_some_and(meets)
    });
    let subject = || Subject { index, place, shape };
    within && question.equal.iter().all(equal) && question.filter.as_ref().is_none_or(|filter| filter.holds(&subject()))
}

fn document(
    app: &App,
    asked: &Asked,
    opened: &Opened,
    (dressed, reference, format): (&Dressed, &Reference, Format),
    (page, total, next): (&[(GridId, Place)], usize, Option<String>),
) -> Result<String, Problem> {
    let mut links = vec![link("self", &asked.address_with(&[]), "application/geo+json")];
    links.extend(next.map(|next| link("next", &next, "application/geo+json")));
    let features: Vec<String> = page
        .iter()
        .map(|(id, place)| {
            let geometry = grid::geometry(app, opened, *id, reference)?;
            Ok(grid::text(dressed, *id, place, &geometry, &grid::json_fg(format)))
        })
        .collect::<Result<_, Problem>>()?;
    Ok(format!(
        r#"{{"type":"FeatureCollection","numberMatched":{total},"numberReturned":{},"timeStamp":"{}","links":{},"features":[{}]}}"#,
        page.len(),
        jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ"),
        json!(links),
        features.join(",")
    ))
}

fn flatgeobuf(app: &App, dressed: &Dressed, shapes: &Shapes, page: &[(GridId, Place)]) -> Result<Answer, Problem> {
    let kind = |kind: &str| match kind {
        "integer" => model::FieldKind::Int,
        "boolean" => model::FieldKind::Bool,
        _ => model::FieldKind::Text,
    };
    let own = [("id", model::FieldKind::Int), (properties::MEMBERS, model::FieldKind::Text)];
    let columns: Vec<_> = own.into_iter().chain(ASKED.iter().map(|(name, of)| (*name, kind(of)))).collect();
    let mut table = model::Table::new("grids", Some(crs::Crs::CGCS2000_LONLAT), &columns);
    for (id, place) in page {
        let members = place.body[properties::MEMBERS].as_array().into_iter().flatten().filter_map(Value::as_str);
        let members = members.collect::<Vec<_>>().join(",");
        let value = |name: &str| match feature::property(dressed.view.places(), place, name) {
            Value::String(text) => model::Value::Text(text),
            Value::Number(number) => number.as_i64().map_or(model::Value::Null, model::Value::Int),
            Value::Bool(flag) => model::Value::Bool(flag),
            _ => model::Value::Null,
        };
        let mut values = vec![model::Value::Int(id.0.into()), model::Value::Text(members)];
        values.extend(ASKED.iter().map(|(name, _)| value(name)));
        let shape = shapes.get(id).and_then(|shape| app.frames.lonlat(shape));
        table.push(shape.map(Geometry::MultiPolygon), values);
    }
    let written = formats::write(&[table], formats::Format::FlatGeobuf, &formats::WriteOptions::default());
    let bundle = written.map_err(|_| Problem::new(Kind::Internal))?.bundle;
    let bytes = bundle.files.into_iter().next().map(|(_, bytes)| bytes).unwrap_or_default();
    Ok(Answer::of("application/flatgeobuf", bytes))
}

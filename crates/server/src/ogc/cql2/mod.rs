//! Filters in CQL2 (OGC 21-065r2), as text or as JSON, over the properties and the shapes of places.
//!
//! Text is read into the JSON form first, so that what a filter means, and what is wrong with it, is decided in one
//! place. Filters are evaluated in memory; nothing of them reaches the database.

mod evaluate;
mod expression;
mod literal;
mod meaning;
mod text;
mod token;
mod wkt;

use serde_json::Value;

use super::reference::Reference;
use crate::app::App;
use crate::asked::Asked;
use crate::problem::Problem;

pub(super) use evaluate::Subject;
pub(super) use expression::Expression;

/// What is held to, by the standards' own names.
pub(super) const CONFORMS_TO: &[&str] = &[
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/filter",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/features-filter",
    "http://www.opengis.net/spec/cql2/1.0/conf/cql2-text",
    "http://www.opengis.net/spec/cql2/1.0/conf/cql2-json",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-cql2",
    "http://www.opengis.net/spec/cql2/1.0/conf/advanced-comparison-operators",
    "http://www.opengis.net/spec/cql2/1.0/conf/case-insensitive-comparison",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions-plus",
    "http://www.opengis.net/spec/cql2/1.0/conf/spatial-functions",
    "http://www.opengis.net/spec/cql2/1.0/conf/temporal-functions",
    "http://www.opengis.net/spec/cql2/1.0/conf/property-property",
];

/// The parameters of filters.
pub(super) const PARAMETERS: [&str; 3] = ["filter", "filter-lang", "filter-crs"];
/// Longest filter, in bytes.
const LONGEST: usize = 32 << 10;
/// Deepest nesting of a filter.
const DEEPEST: usize = 32;

/// What the parameters say; `None` without a filter.
pub(super) fn filter(
    app: &App,
    asked: &Asked,
    properties: &[(&'static str, &'static str)],
) -> Result<Option<Expression>, Problem> {
    let reference = Reference::asked(app, "filter-crs", asked.parameter("filter-crs"))?;
    let language = asked.parameter("filter-lang");
    if let Some(other) = language.filter(|language| !["cql2-text", "cql2-json"].contains(language)) {
        return Err(Problem::parameter("filter-lang", other, "cql2-text, cql2-json"));
    }
    let Some(source) = asked.parameter("filter") else { return Ok(None) };
    if source.len() > LONGEST {
        return Err(wrong(source, &format!("≤ {LONGEST} bytes")));
    }
    let document = if language == Some("cql2-json") { json(source)? } else { text::read(source)? };
    meaning::read(app, &reference, properties, &document).map(Some)
}

fn json(source: &str) -> Result<Value, Problem> {
    serde_json::from_str(source).map_err(|fault| {
        let line = source.lines().nth(fault.line().saturating_sub(1)).unwrap_or_default();
        wrong(&line.chars().skip(fault.column().saturating_sub(1)).collect::<String>(), "JSON")
    })
}

/// What is wrong with the filter: the part that is not understood, cut short, and what would be.
fn wrong(part: &str, expected: &str) -> Problem {
    const SHOWN: usize = 60;
    let mut shown: String = part.chars().take(SHOWN).collect();
    if part.chars().nth(SHOWN).is_some() {
        shown.push('…');
    }
    Problem::parameter("filter", &shown, expected)
}

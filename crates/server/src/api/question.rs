//! What questions have in common: places by their names, pages of lists.

use model::{Code, Day, Level, PlaceKey};
use registry::{Place, PlaceIndex};
use serde_json::{Value, json};

use crate::asked::Asked;
use crate::dressed::Dressed;
use crate::ogc::link;
use crate::problem::Problem;

/// Most rows of a page.
pub(super) const MOST: usize = 1000;
/// Rows of a page where nothing is asked.
pub(super) const USUAL: usize = 100;

/// How many rows a page may have.
pub(super) fn limit(asked: &Asked) -> Result<usize, Problem> {
    whole(asked, "limit", 1..=MOST).map(|limit| limit.unwrap_or(USUAL))
}

/// A whole number.
pub(super) fn whole(
    asked: &Asked,
    name: &str,
    range: std::ops::RangeInclusive<usize>,
) -> Result<Option<usize>, Problem> {
    let Some(text) = asked.parameter(name) else { return Ok(None) };
    let number = text.parse().ok().filter(|number| range.contains(number));
    let expected = format!("{} … {}", range.start(), range.end());
    number.map(Some).ok_or_else(|| Problem::parameter(name, text, &expected))
}

/// The value of a parameter that is not empty.
pub(super) fn given<'a>(asked: &'a Asked, name: &str) -> Option<&'a str> {
    asked.parameter(name).map(str::trim).filter(|text| !text.is_empty())
}

/// One of these words, by its place among them.
pub(super) fn among(asked: &Asked, name: &str, words: &[&str]) -> Result<Option<usize>, Problem> {
    let Some(text) = asked.parameter(name) else { return Ok(None) };
    let found = words.iter().position(|word| *word == text);
    found.map(Some).ok_or_else(|| Problem::parameter(name, text, &words.join(", ")))
}

/// A day of a document or a form.
pub(super) fn day(name: &str, text: &str) -> Result<Day, Problem> {
    text.parse().map_err(|_| Problem::parameter(name, text, "2026-06-30"))
}

/// The places that `LEVEL:CODE`, the id of a place or a code names.
pub(super) fn named<'a>(index: &'a PlaceIndex, text: &str) -> Vec<&'a Place> {
    match text.split_once(':') {
        Some((level, code)) => {
            let key = || Some(PlaceKey { level: Level::from_id(level)?, code: Code::new(code).ok()? });
            let by_key = || index.by_key(&key()?);
            index.by_id(text).or_else(by_key).into_iter().collect()
        }
        None => Code::new(text).map(|code| index.by_code(&code)).unwrap_or_default(),
    }
}

/// The one place that a parameter names; `None` where it is not given.
pub(super) fn place<'a>(asked: &Asked, dressed: &'a Dressed, name: &str) -> Result<Option<&'a Place>, Problem> {
    let Some(text) = given(asked, name) else { return Ok(None) };
    match named(dressed.view.places(), text)[..] {
        [one] => Ok(Some(one)),
        [] => Err(Problem::parameter(name, text, "community:…, grid:…, courtyard:…")),
        ref several => {
            let all: Vec<String> =
                several.iter().map(|place| format!("{}:{}", place.key.level.id(), place.key.code)).collect();
            Err(Problem::parameter(name, text, &all.join(", ")))
        }
    }
}

/// Whether a place lies in another, or is it.
pub(super) fn lies_in(index: &PlaceIndex, place: &Place, outer: Option<&Place>) -> bool {
    outer.is_none_or(|outer| place.id == outer.id || index.around(place).iter().any(|one| one.id == outer.id))
}

/// A page of rows that stand in the order of their keys: the rows, and the links.
pub(super) fn page<T>(asked: &Asked, rows: Vec<T>, key: impl Fn(&T) -> &str) -> Result<(Vec<T>, Value), Problem> {
    let limit = limit(asked)?;
    let after = given(asked, "after");
    let mut rest = rows.into_iter().filter(|row| after.is_none_or(|after| key(row) > after));
    let page: Vec<T> = rest.by_ref().take(limit).collect();
    let more = rest.next().is_some();
    let next = page.last().filter(|_| more).map(|last| asked.address_with(&[("after", key(last))]));
    let links = next.map(|next| link("next", &next, "application/json"));
    Ok((page, json!(links.into_iter().collect::<Vec<_>>())))
}

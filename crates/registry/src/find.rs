//! Places by what people know of them: a point, an address, a name, a code.

use geo::Intersects;
use geo_types::Point;
use model::Level;
use roster::{name_key, place_key};
use store::{AsOf, Class, Filter, Store};

use crate::{Fault, Place, PlaceIndex};

/// What a description means.
#[derive(Debug, Clone, PartialEq)]
pub enum Found<'a> {
    /// This place.
    One(&'a Place),
    /// One of these; a person has to say which.
    Several(Vec<&'a Place>),
    /// Nothing that is known.
    Nothing,
}

/// Most candidates that are offered.
const MOST: usize = 20;

/// The places whose areas hold a point of the working CRS, borders included, the smallest level first.
///
/// # Errors
/// When the record fails.
pub fn place_at<'a>(
    store: &Store,
    index: &'a PlaceIndex,
    as_of: AsOf,
    [x, y]: [f64; 2],
) -> Result<Vec<&'a Place>, Fault> {
    let near = Filter { within: Some([x, y, x, y]), ..Filter::default() };
    let mut found = Vec::new();
    for class in [Class::Place, Class::Grid] {
        for version in store.list(class, &near, as_of)? {
            let inside = version.record.shape.is_some_and(|shape| shape.intersects(&Point::new(x, y)));
            found.extend(index.by_id(&version.record.key).filter(|_| inside));
        }
    }
    found.sort_by(|a, b| b.key.level.cmp(&a.key.level).then_with(|| a.key.cmp(&b.key)));
    Ok(found)
}

/// The smallest of the places that hold a point; several where the point lies on the line between them.
pub fn smallest<'a>(holding: &[&'a Place]) -> Found<'a> {
    let Some(first) = holding.first() else { return Found::Nothing };
    one_of(holding.iter().copied().filter(|place| place.key.level == first.key.level).collect())
}

/// The place that a text means: its code, its address or its name; an address with a building, or with community and
/// street before it. What only looks like a text is offered, never taken.
pub fn find_places<'a>(index: &'a PlaceIndex, text: &str) -> Found<'a> {
    let wanted = key(text);
    if wanted.is_empty() {
        return Found::Nothing;
    }
    let exact: Vec<&Place> = index.list().iter().filter(|place| is_called(place, &wanted)).collect();
    if !exact.is_empty() {
        return one_of(outermost(index, exact));
    }
    let within = longest(index, &wanted);
    if !within.is_empty() {
        return one_of(within.into_iter().flat_map(|(place, rest)| refine(index, place, &rest)).collect());
    }
    let like = |place: &&Place| wanted.chars().count() > 1 && names(place).any(|name| name.contains(&wanted));
    let like: Vec<&Place> = index.list().iter().filter(like).take(MOST).collect();
    if like.is_empty() { Found::Nothing } else { Found::Several(like) }
}

/// What a place is called: name and address, and a building's number.
fn names(place: &Place) -> impl Iterator<Item = String> {
    let body = |field: &str| place.body[field].as_str().unwrap_or_default();
    let texts = [place.name.as_str(), body("address"), body("地址"), body("楼号")];
    texts.map(key).into_iter().filter(|name| !name.is_empty())
}

fn is_called(place: &Place, wanted: &str) -> bool {
    let plain = |name: &str| place_key(name, place.key.level);
    place.key.code.as_str().eq_ignore_ascii_case(wanted)
        || names(place).any(|name| name == wanted)
        || (!place.name.is_empty() && plain(&place.name) == plain(wanted))
}

/// One form for all spellings; hyphens stay, for 1-3号 is not 13号.
fn key(text: &str) -> String {
    let parts: Vec<String> = text.split(['-', '－', '—', '–', '‐', '~', '～']).map(name_key).collect();
    parts.join("-")
}

/// Of places of which one lies in another the outer one.
fn outermost<'a>(index: &PlaceIndex, found: Vec<&'a Place>) -> Vec<&'a Place> {
    let inner = |place: &&Place| index.around(place).iter().any(|outer| found.iter().any(|one| one.id == outer.id));
    found.iter().copied().filter(|place| !inner(place)).collect()
}

/// Places of which the text holds the whole name or address, the longest; with what follows it.
fn longest<'a>(index: &'a PlaceIndex, wanted: &str) -> Vec<(&'a Place, String)> {
    let mut found: Vec<(usize, &Place, String)> = Vec::new();
    let small = |place: &&Place| matches!(place.key.level, Level::Courtyard | Level::Compound | Level::Site);
    for place in index.list().iter().filter(small) {
        let hit = names(place).filter(|name| name.chars().count() > 2);
        let hit = hit.filter_map(|name| Some((name.len(), after(wanted, &name)?))).max();
        found.extend(hit.map(|(length, rest)| (length, place, rest)));
    }
    let most = found.iter().map(|(length, ..)| *length).max();
    found.retain(|(length, ..)| Some(*length) == most);
    let named = |place: &Place| {
        let outer = index.around(place);
        outer.iter().any(|outer| !outer.name.is_empty() && wanted.contains(&place_key(&outer.name, outer.key.level)))
    };
    if found.len() > 1 && found.iter().any(|(_, place, _)| named(place)) {
        found.retain(|(_, place, _)| named(place));
    }
    found.into_iter().map(|(_, place, rest)| (place, rest)).collect()
}

/// What follows a name in a text; `None` where it is not in it, or a number goes on beyond it on either side.
fn after(text: &str, name: &str) -> Option<String> {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || c == '-');
    text.match_indices(name).find_map(|(at, _)| {
        let (before, rest) = (&text[..at], &text[at + name.len()..]);
        let cut_front = digit(before.chars().next_back()) && digit(name.chars().next());
        let cut_back = digit(rest.chars().next()) && digit(name.chars().next_back());
        (!cut_front && !cut_back).then(|| rest.to_owned())
    })
}

/// The building of a place that the rest of an address begins with; else the place.
fn refine<'a>(index: &'a PlaceIndex, place: &'a Place, rest: &str) -> Vec<&'a Place> {
    let begins = |inner: &&Place| {
        inner.key.level == Level::Building
            && inner.parents.contains(&place.id)
            && names(inner).any(|name| after(rest, &name).is_some() && rest.starts_with(&name))
    };
    let inner: Vec<&Place> = if rest.is_empty() { Vec::new() } else { index.list().iter().filter(begins).collect() };
    if inner.is_empty() { vec![place] } else { inner }
}

fn one_of(mut found: Vec<&Place>) -> Found<'_> {
    match found[..] {
        [] => Found::Nothing,
        [one] => Found::One(one),
        _ => {
            found.truncate(MOST);
            Found::Several(found)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_not_cut() {
        let check = |text: &str, name: &str, expect: Option<&str>| {
            assert_eq!(after(&key(text), &key(name)).as_deref(), expect, "{text} {name}");
        };
        check("荻岩路１号３号楼", "荻岩路1号", Some("3号楼"));
        check("榆泉社区荻岩路1号", "荻岩路1号", Some(""));
        check("荻岩路11号", "荻岩路1号", None);
        check("荻岩路1-3号", "荻岩路1号", None);
        check("荻岩路13号", "荻岩路1-3号", None);
        check("荻岩路12", "荻岩路1", None);
    }
}

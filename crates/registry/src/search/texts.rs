//! The texts by which a place is found.

use model::Level;
use roster::{name_key, place_key};

use crate::{Place, PlaceIndex};

/// What a place is called, and what is around it.
pub(super) struct Texts {
    pub(super) own: Vec<String>,
    pub(super) around: Vec<String>,
}

/// One form for all spellings: no blanks or marks but hyphens between numbers, digits for numerals, one word for the
/// number of a building.
pub(super) fn key(text: &str) -> String {
    let parts: Vec<String> = text.split(['-', '－', '—', '–', '‐', '~', '～', '#', '＃']).map(name_key).collect();
    buildings(&parts.iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join("-"))
}

/// 3栋, 3幢, 3座 and 3楼 are 3号楼.
fn buildings(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut digit = false;
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '栋' | '幢' | '座' | '楼' if digit => out.push_str("号楼"),
            '号' if digit && matches!(signs.peek(), Some('楼' | '栋' | '幢')) => {
                signs.next();
                out.push_str("号楼");
            }
            _ => out.push(sign),
        }
        digit = sign.is_ascii_digit();
    }
    out
}

pub(super) fn of(places: &PlaceIndex, place: &Place) -> Texts {
    let outer = places.around(place);
    let stem = |one: &&Place| matches!(one.key.level, Level::Subdistrict | Level::Community);
    let around = outer.iter().copied().filter(stem).map(|one| place_key(&one.name, one.key.level)).collect();
    let own = match place.key.level {
        Level::Building => building(place, outer.first().copied()),
        level => {
            let formers = body(place, "former_name");
            [place.name.as_str(), address(place), formers].into_iter().map(|text| plain(text, level)).collect()
        }
    };
    Texts { own: own.into_iter().filter(|text: &String| !text.is_empty()).collect(), around }
}

fn plain(text: &str, level: Level) -> String {
    match level {
        // The word for the kind is no address.
        Level::Subdistrict | Level::Community => place_key(text, level),
        _ => key(text),
    }
}

/// A building by its yard's name and by its yard's address.
fn building(place: &Place, yard: Option<&Place>) -> Vec<String> {
    let number = if place.name.is_empty() { body(place, "楼号") } else { &place.name };
    let own = address(place);
    let with = |text: &str| if text.is_empty() { String::new() } else { key(&format!("{text} {number}")) };
    let mut texts = vec![key(own)];
    if let Some(yard) = yard {
        texts.extend([with(&yard.name), with(address(yard))]);
    }
    texts
}

fn address(place: &Place) -> &str {
    let standard = body(place, "address");
    if standard.is_empty() { body(place, "地址") } else { standard }
}

fn body<'a>(place: &'a Place, field: &str) -> &'a str {
    place.body[field].as_str().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_an_address_share_a_key() {
        let check = |a: &str, b: &str| assert_eq!(key(a), key(b), "{a} {b}");
        check("荻岩路１号２号楼", "荻岩路1号2号楼");
        check("荻岩路 一号 二号楼", "荻岩路1号2号楼");
        check("荻岩路1号2栋", "荻岩路1号2号楼");
        check("荻岩路1号2幢", "荻岩路1号2号楼");
        check("荻岩路1号-2#", "荻岩路1号-2");
        assert_ne!(key("1-3号"), key("13号"));
        assert_eq!(key("楼院"), "楼院", "a word is no number");
    }
}

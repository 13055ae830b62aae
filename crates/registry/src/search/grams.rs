//! Texts in pieces: pairs of signs, of syllables, of initials, and numbers with the word behind them.

use roster::syllables;

/// What a piece is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Family {
    Signs,
    Syllables,
    Initials,
}

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Gram {
    family: Family,
    number: bool,
    text: String,
}

impl Gram {
    pub(super) fn family(&self) -> Family {
        self.family
    }

    /// A door number says which of many; a pair of signs says only what it is like.
    pub(super) fn weight(&self) -> f64 {
        if self.number { 1.6 } else { 1.0 }
    }
}

/// All pieces of a text that a place is found by.
pub(super) fn of_text(text: &str) -> Vec<Gram> {
    let mut found = Vec::new();
    for part in parts(text) {
        match part {
            Part::Number(text) => {
                let families = [Family::Signs, Family::Syllables, Family::Initials];
                found.extend(families.map(|family| Gram { family, number: true, text: text.clone() }));
            }
            Part::Words(text) => {
                let sounds = syllables(&text);
                let signs: Vec<String> = text.chars().map(String::from).collect();
                found.extend(pairs(&signs, Family::Signs));
                found.extend(pairs(&sounds, Family::Syllables));
                found.extend(pairs(&initials(&sounds), Family::Initials));
            }
        }
    }
    found
}

/// The pieces of a question of one family; none where the question is not of the family.
pub(super) fn of_question(text: &str, family: Family) -> Vec<Gram> {
    let latin = text.chars().any(|c| c.is_ascii_lowercase());
    if (latin && family == Family::Signs) || (!latin && family == Family::Initials) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for part in parts(text) {
        match part {
            Part::Number(text) => found.push(Gram { family, number: true, text }),
            Part::Words(text) => {
                let pieces: Vec<String> = match family {
                    Family::Signs => text.chars().map(String::from).collect(),
                    Family::Syllables => sounded(&text),
                    Family::Initials => initials(&syllables(&text)),
                };
                found.extend(pairs(&pieces, family));
            }
        }
    }
    found
}

/// A number with the word behind it, or words.
enum Part {
    Number(String),
    Words(String),
}

fn parts(text: &str) -> Vec<Part> {
    let mut found: Vec<Part> = Vec::new();
    let mut rest = text;
    while let Some(sign) = rest.chars().next() {
        if sign.is_ascii_digit() {
            let end = rest.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(rest.len());
            let number = rest[..end].trim_end_matches('-');
            rest = &rest[end..];
            let unit = unit(&mut rest);
            found.extend(unit.map(|unit| Part::Number(format!("{number}{unit}"))));
        } else {
            let end = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
            let words: String = rest[..end].chars().filter(|c| *c != '-').collect();
            rest = &rest[end..];
            found.extend((!words.is_empty()).then_some(Part::Words(words)));
        }
    }
    found
}

/// What a number counts: a door or a building; a number that nothing follows is a door's. Staircases, floors and flats
/// (`None`) are inside the building that is looked for.
fn unit(rest: &mut &str) -> Option<&'static str> {
    const UNITS: [(&str, Option<&str>); 11] = [
        ("号楼", Some("号楼")),
        ("号院", Some("号")),
        ("号", Some("号")),
        ("haolou", Some("号楼")),
        ("hao", Some("号")),
        ("单元", None),
        ("danyuan", None),
        ("室", None),
        ("层", None),
        ("户", None),
        ("门", None),
    ];
    for (word, unit) in UNITS {
        if let Some(after) = rest.strip_prefix(word) {
            *rest = after;
            return unit;
        }
    }
    Some("号")
}

/// Neighbours in pairs; a single piece stands alone.
fn pairs(pieces: &[String], family: Family) -> Vec<Gram> {
    let gram = |text: String| Gram { family, number: false, text };
    match pieces {
        [] => Vec::new(),
        [one] => vec![gram(one.clone())],
        several => several.windows(2).map(|pair| gram(format!("{} {}", pair[0], pair[1]))).collect(),
    }
}

fn initials(sounds: &[String]) -> Vec<String> {
    // Letters that were typed are initials already, each by itself.
    sounds.iter().filter_map(|sound| sound.chars().next()).map(String::from).collect()
}

/// The syllables of a question in signs, letters or both; letters that make no syllables stay as they are.
fn sounded(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut letters = String::new();
    for sign in text.chars() {
        if sign.is_ascii_lowercase() {
            letters.push(sign);
            continue;
        }
        found.extend(cut(&std::mem::take(&mut letters)));
        found.extend(syllables(&sign.to_string()));
    }
    found.extend(cut(&letters));
    found
}

/// Letters as syllables, the longest first and going back where the rest makes none; `xian` is one syllable here.
fn cut(letters: &str) -> Vec<String> {
    if letters.is_empty() {
        return Vec::new();
    }
    for length in (1..=letters.len().min(6)).rev() {
        let (first, rest) = letters.split_at(length);
        if is_syllable(first) {
            if rest.is_empty() {
                return vec![first.to_owned()];
            }
            let after = cut(rest);
            if !after.is_empty() {
                return std::iter::once(first.to_owned()).chain(after).collect();
            }
        }
    }
    Vec::new()
}

/// Whether letters are an initial and a final of standard Chinese (the table of Hanyu Pinyin, loosely).
fn is_syllable(text: &str) -> bool {
    const INITIALS: [&str; 24] = [
        "zh", "ch", "sh", "b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x", "r", "z", "c", "s",
        "y", "w", "",
    ];
    const FINALS: [&str; 35] = [
        "a", "ai", "an", "ang", "ao", "e", "ei", "en", "eng", "er", "i", "ia", "ian", "iang", "iao", "ie", "in", "ing",
        "iong", "iu", "o", "ong", "ou", "u", "ua", "uai", "uan", "uang", "ue", "ui", "un", "uo", "v", "ve", "van",
    ];
    INITIALS.iter().any(|initial| text.strip_prefix(initial).is_some_and(|rest| FINALS.contains(&rest)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_cut_into_syllables() {
        let check = |text: &str, expect: &[&str]| assert_eq!(sounded(text), expect, "{text}");
        check("diyanlu", &["di", "yan", "lu"]);
        check("anqingli", &["an", "qing", "li"]);
        check("荻yan路", &["di", "yan", "lu"]);
        check("xyz", &[]);
    }

    #[test]
    fn numbers_keep_their_unit() {
        let numbers = |text: &str| {
            let number = |part| if let Part::Number(text) = part { Some(text) } else { None };
            parts(text).into_iter().filter_map(number).collect::<Vec<_>>()
        };
        let check = |text: &str, expect: &[&str]| assert_eq!(numbers(text), expect, "{text}");
        check("荻岩路1号2号楼", &["1号", "2号楼"]);
        check("荻岩路1-3号", &["1-3号"]);
        check("荻岩路12", &["12号"]);
        check("安庆里", &[]);
    }
}

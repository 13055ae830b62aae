//! An entry: one holder at one place, as written.

use model::{Level, Value};

use crate::{
    cell::{self, Edge, WrittenCode, WrittenDay},
    mapping::Meaning,
    text::{clean, compact},
};

/// A place as a row names it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct WrittenPlace {
    pub(crate) level: Option<Level>,
    pub(crate) code: Option<WrittenCode>,
    pub(crate) name: String,
}

/// What a row says about one holder at one place.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Entry {
    /// Row number in the file.
    pub(crate) row: usize,
    /// Number of the entry in its row, from 1: a cell may name several places.
    pub(crate) part: usize,
    pub(crate) code: Option<WrittenCode>,
    pub(crate) person: String,
    pub(crate) organisation: String,
    pub(crate) unit: String,
    pub(crate) post: String,
    pub(crate) phone: Option<Result<String, String>>,
    pub(crate) role: String,
    /// The word for the level; empty where no column says it.
    pub(crate) level: String,
    /// Places of all columns, larger ones as context of the smaller.
    pub(crate) places: Vec<WrittenPlace>,
    pub(crate) from: Option<WrittenDay>,
    pub(crate) to: Option<WrittenDay>,
    pub(crate) details: Vec<(String, String)>,
}

/// Reads a row; a cell that names several places makes several entries.
pub(super) fn read<'a>(row: usize, meanings: &[Meaning], value: impl Fn(usize) -> &'a Value) -> Vec<Entry> {
    let mut entry = Entry { row: row + 1, part: 1, ..Entry::default() };
    let mut lists: Vec<(usize, Vec<WrittenPlace>)> = Vec::new();
    for (column, meaning) in meanings.iter().enumerate().filter(|(_, meaning)| **meaning != Meaning::Ignore) {
        let value = value(column);
        match meaning {
            Meaning::PlaceCode(level) => place(&mut entry.places, &mut lists, *level, codes(value)),
            Meaning::PlaceName(level) => place(&mut entry.places, &mut lists, *level, names(value, *level)),
            plain => entry.take(plain, value),
        }
    }
    spread(entry, lists)
}

impl Entry {
    fn take(&mut self, meaning: &Meaning, value: &Value) {
        let text = || value.to_text().unwrap_or_default();
        match meaning {
            Meaning::HolderCode => self.code = WrittenCode::of(value),
            Meaning::PersonName => self.person = name(&text()),
            Meaning::OrganisationName => self.organisation = name(&text()),
            Meaning::Unit => self.unit = compact(&text()),
            Meaning::Post => self.post = clean(&text()),
            Meaning::Phone => self.phone = cell::phone(value),
            Meaning::Role => self.role = clean(&text()),
            Meaning::Level => self.level = clean(&text()),
            Meaning::From => self.from = WrittenDay::of(value, Edge::First),
            Meaning::To => self.to = WrittenDay::of(value, Edge::Last),
            Meaning::Detail(field) if !clean(&text()).is_empty() => self.details.push((field.clone(), clean(&text()))),
            _ => {}
        }
    }
}

/// Words that say that nobody is there.
const VACANT: &[&str] = &["无", "暂无", "空缺", "待定", "-", "—", "/", "待补充", "缺"];

fn name(written: &str) -> String {
    let name = compact(written);
    if VACANT.contains(&name.as_str()) { String::new() } else { name }
}

const BETWEEN: [char; 7] = ['、', ',', '，', ';', '；', '\n', '\r'];

fn codes(value: &Value) -> Vec<WrittenPlace> {
    let place = |code| WrittenPlace { code: Some(code), ..WrittenPlace::default() };
    match value {
        Value::Text(text) => {
            let parts = text.split(BETWEEN).map(WrittenCode::text);
            parts.filter(|code| !code.text.is_empty()).map(place).collect()
        }
        other => WrittenCode::of(other).map(place).into_iter().collect(),
    }
}

fn names(value: &Value, level: Option<Level>) -> Vec<WrittenPlace> {
    let Some(text) = value.to_text() else { return Vec::new() };
    let parts = text.split(BETWEEN).map(clean).filter(|name| !name.is_empty());
    // In a column for 网格 or 社区 many offices write the code.
    let place = |name: String| {
        let digits = name.len() >= 9 && name.bytes().all(|byte| byte.is_ascii_digit());
        match WrittenCode::of(value) {
            Some(code) if !matches!(value, Value::Text(_)) && name.len() >= 9 => {
                WrittenPlace { code: Some(code), ..WrittenPlace::default() }
            }
            _ if digits => WrittenPlace { code: Some(WrittenCode::text(&name)), ..WrittenPlace::default() },
            _ => WrittenPlace { name, ..WrittenPlace::default() },
        }
    };
    parts.map(place).map(|place| WrittenPlace { level, ..place }).collect()
}

/// Puts what a column says beside what another column says about the same level; a list waits until all is read.
fn place(
    places: &mut Vec<WrittenPlace>,
    lists: &mut Vec<(usize, Vec<WrittenPlace>)>,
    level: Option<Level>,
    written: Vec<WrittenPlace>,
) {
    let at = places.iter().position(|place| place.level == level).unwrap_or_else(|| {
        places.push(WrittenPlace { level, ..WrittenPlace::default() });
        places.len() - 1
    });
    match &written[..] {
        [] => {}
        [one] => {
            let place = &mut places[at];
            place.code = place.code.take().or_else(|| one.code.clone());
            if place.name.is_empty() {
                place.name.clone_from(&one.name);
            }
        }
        _ => match lists.iter_mut().find(|(other, list)| *other == at && list.len() == written.len()) {
            Some((_, list)) => list.iter_mut().zip(written).for_each(|(place, other)| {
                place.code = place.code.take().or(other.code);
                if place.name.is_empty() {
                    place.name = other.name;
                }
            }),
            None => lists.push((at, written)),
        },
    }
}

/// One entry for each place of the first list; without a list the entry itself.
fn spread(entry: Entry, lists: Vec<(usize, Vec<WrittenPlace>)>) -> Vec<Entry> {
    let Some((at, list)) = lists.into_iter().next() else { return vec![entry] };
    let one = |(number, place): (usize, WrittenPlace)| {
        let mut one = Entry { part: number + 1, ..entry.clone() };
        one.places[at] = WrittenPlace { level: one.places[at].level, ..place };
        one
    };
    list.into_iter().enumerate().map(one).collect()
}

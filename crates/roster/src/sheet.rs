//! A sheet as offices keep it: where its header stands, which rows are people and which are titles or totals.

mod entry;
mod header;
mod merged;

pub(crate) use entry::{Entry, WrittenPlace};

use model::{Sheet, Value};

use crate::{Config, Mapping, Mappings, mapping::Meaning, text};
use merged::Merged;

/// Why a row of a sheet is no entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Skipped {
    /// Above the header, or a heading over some rows.
    Title,
    /// The header, and where it is repeated on every printed page.
    Header,
    /// Nothing in it.
    Blank,
    /// 合计, 小计.
    Total,
    /// 注：, 填表人：
    Note,
}

/// What was found in a sheet besides its entries.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Layout {
    /// File of the sheet.
    pub file: String,
    /// Name of the sheet.
    pub sheet: String,
    /// Text of the header over each column; header rows below each other are one text.
    pub header: Vec<String>,
    /// What the columns mean.
    pub mapping: Mapping,
    /// Row numbers that hold no entry.
    pub skipped: Vec<(usize, Skipped)>,
    /// Whether a header was found; without one the sheet has no entries and all its rows are skipped as titles.
    pub understood: bool,
}

/// Reads a sheet into entries: every row of it is one or more entries, or is skipped.
pub(crate) fn read(sheet: &Sheet, mappings: &Mappings, config: &Config) -> (Layout, Vec<Entry>) {
    let mut layout = Layout { file: sheet.file.clone(), sheet: sheet.name.clone(), ..Layout::default() };
    let merged = Merged::new(sheet);
    let Some(header) = header::find(sheet, &merged, mappings, config) else {
        let blank = |row: usize| sheet.rows[row].iter().all(is_blank);
        let why = |row: usize| if blank(row) { Skipped::Blank } else { Skipped::Title };
        layout.skipped = (0..sheet.rows.len()).map(|row| (row + 1, why(row))).collect();
        return (layout, Vec::new());
    };
    layout.understood = true;
    layout.mapping = match mappings.find(&sheet.name, &header.titles) {
        Some(saved) => saved.clone(),
        None => Mapping::guess(&sheet.name, &header.over, &header.titles, config),
    };
    let meanings = layout.mapping.meanings(&header.titles);
    let above = |row: usize| if sheet.rows[row].iter().all(is_blank) { Skipped::Blank } else { Skipped::Title };
    layout.skipped.extend((0..header.first).map(|row| (row + 1, above(row))));
    layout.skipped.extend((header.first..=header.last).map(|row| (row + 1, Skipped::Header)));
    let mut entries = Vec::new();
    for row in header.last + 1..sheet.rows.len() {
        match why_skipped(sheet, &merged, &header.titles, row) {
            Some(why) => layout.skipped.push((row + 1, why)),
            None => entries.extend(entry::read(row, &meanings, |column| merged.value(sheet, row, column))),
        }
    }
    layout.header = header.titles;
    (layout, entries)
}

pub(crate) fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Text(text) => text.chars().all(|c| c.is_whitespace() || c.is_control() || c == '\u{feff}'),
        _ => false,
    }
}

const TOTALS: &[&str] = &["合计", "总计", "小计", "共计", "总数", "累计"];
const NOTES: &[&str] =
    &["注:", "备注:", "说明:", "填表人", "填报人", "制表", "审核人", "填表说明", "填报单位:", "填报日期"];

fn why_skipped(sheet: &Sheet, merged: &Merged, titles: &[String], row: usize) -> Option<Skipped> {
    let cells = &sheet.rows[row];
    let own: Vec<String> = cells.iter().filter(|value| !is_blank(value)).map(shown).collect();
    let Some(first) = own.first() else { return Some(Skipped::Blank) };
    if TOTALS.iter().any(|word| first.starts_with(word)) {
        return Some(Skipped::Total);
    }
    if NOTES.iter().any(|word| first.starts_with(word)) {
        return Some(Skipped::Note);
    }
    let across = own.len() == 1 && merged.spans(row, titles.iter().filter(|title| !title.is_empty()).count());
    if across {
        return Some(Skipped::Title);
    }
    let same = |(column, title): (usize, &String)| shown(sheet.cell(row, column)) == text::compact(title);
    let repeated = titles.iter().enumerate().filter(|(_, title)| !title.is_empty());
    (own.len() > 1 && repeated.clone().all(same)).then_some(Skipped::Header)
}

fn shown(value: &Value) -> String {
    value.to_text().map_or_else(String::new, |text| text::compact(&text))
}

/// Whether a sheet with these columns says where its people serve, for a role held at these levels.
pub(crate) fn names_places(meanings: &[Meaning], held: Option<&[model::Level]>) -> bool {
    meanings.iter().any(|meaning| match meaning {
        Meaning::PlaceCode(None) | Meaning::PlaceName(None) => true,
        Meaning::PlaceCode(Some(level)) | Meaning::PlaceName(Some(level)) => {
            held.is_none_or(|held| held.contains(level))
        }
        _ => false,
    })
}

//! Where the header stands: one to three rows, below titles, found by the words in them.

use std::collections::BTreeSet;

use model::Sheet;

use super::merged::Merged;
use crate::{Config, Mappings, mapping::meaning_of, text};

/// Rows among which a header is looked for.
const DEPTH: usize = 30;
const MOST_ROWS: usize = 3;

/// A header: its rows and the text over each column.
pub(super) struct Header {
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) titles: Vec<String>,
    /// What stands above it.
    pub(super) over: String,
}

/// The block of rows in which the most columns are understood; of equal ones the uppermost. A saved
/// mapping's own header goes before all others.
pub(super) fn find(sheet: &Sheet, merged: &Merged, mappings: &Mappings, config: &Config) -> Option<Header> {
    let mut best: Option<(usize, usize, usize, Vec<String>)> = None;
    let over = |first: usize| text_of(sheet, first);
    for first in 0..sheet.rows.len().min(DEPTH) {
        for height in 1..=MOST_ROWS.min(sheet.rows.len() - first) {
            let last = first + height - 1;
            if sheet.rows[last].is_empty() && height > 1 {
                break;
            }
            let titles = titles(sheet, merged, first, last);
            if mappings.find(&sheet.name, &titles).is_some() {
                return Some(Header { first, last, titles, over: over(first) });
            }
            let score = understood(sheet, merged, first, last, &titles, &over(first), config);
            // Of rows that are understood alike the taller block from one row: 手机 below 联系方式 is no person.
            let taller = |most, top, tall| score == most && first == top && height > tall;
            if score > 0 && best.as_ref().is_none_or(|best| score > best.0 || taller(best.0, best.1, best.2)) {
                best = Some((score, first, height, titles));
            }
        }
    }
    let (_, first, height, titles) = best?;
    Some(Header { first, last: first + height - 1, titles, over: over(first) })
}

fn width(sheet: &Sheet, first: usize, last: usize) -> usize {
    sheet.rows[first..=last].iter().map(Vec::len).max().unwrap_or(0)
}

/// Texts over each column, the parts of several rows with a stroke between them.
fn titles(sheet: &Sheet, merged: &Merged, first: usize, last: usize) -> Vec<String> {
    (0..width(sheet, first, last)).map(|column| parts(sheet, merged, first, last, column).join("/")).collect()
}

fn parts(sheet: &Sheet, merged: &Merged, first: usize, last: usize, column: usize) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for row in first..=last {
        let part = merged.value(sheet, row, column).to_text().map_or_else(String::new, |text| text::compact(&text));
        if !part.is_empty() && parts.last() != Some(&part) {
            parts.push(part);
        }
    }
    parts
}

/// How many different meanings the block gives; at least two, or it is no header. Rows that are not understood by
/// themselves add nothing, so that neither titles nor people are taken in.
fn understood(
    sheet: &Sheet,
    merged: &Merged,
    first: usize,
    last: usize,
    titles: &[String],
    over: &str,
    config: &Config,
) -> usize {
    let role = config.role_of_sheet(&sheet.name).or_else(|| config.role_of_sheet(over));
    let found: BTreeSet<_> = titles.iter().filter_map(|title| meaning_of(title, role, config)).collect();
    let alone = |row: usize| {
        let alone = self::titles(sheet, merged, row, row);
        alone.iter().any(|title| meaning_of(title, role, config).is_some())
    };
    let cut = sheet.merged.iter().any(|range| (first..=last).contains(&range.first.0) && range.last.0 > last);
    let whole = !cut && (first == last || (first..=last).all(alone));
    if found.len() >= 2 && whole { found.len() } else { 0 }
}

fn text_of(sheet: &Sheet, before: usize) -> String {
    let texts = sheet.rows[..before].iter().flatten().filter_map(model::Value::to_text);
    texts.map(|text| text::clean(&text)).collect::<Vec<_>>().join(" ")
}

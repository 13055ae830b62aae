//! Where the header stands, and what merged cells say.

use calamine::Dimensions;
use model::Value;

use super::cells::{Cells, MOST_COLUMNS};

/// Position in `rows` of the header: the first row of texts that fills most of the table's width. Titles above it are
/// merged into one cell.
pub(super) fn find(rows: &[(u32, Cells)]) -> Option<usize> {
    let width = rows.iter().take(100).map(|(_, cells)| cells.len()).max()?;
    let wide = |cells: &Cells| cells.len() * 10 >= width * 6;
    let texts = |cells: &Cells| cells.iter().all(|(_, value)| matches!(value, Value::Text(_)));
    let first = |test: &dyn Fn(&Cells) -> bool| rows.iter().take(30).position(|(_, cells)| test(cells));
    first(&|cells| wide(cells) && texts(cells)).or_else(|| first(&wide))
}

/// Writes the value of a merged region's first cell into all its cells, from row `from` on: a community's name merged
/// over the rows of its courtyards belongs to each of them.
pub(super) fn spread(rows: &mut [(u32, Cells)], regions: &[Dimensions], from: u32) {
    for region in regions.iter().filter(|region| region.end.0 >= from && region.start.0 >= from) {
        let (first_row, first_column) = region.start;
        let Ok(at) = rows.binary_search_by_key(&first_row, |(row, _)| *row) else { continue };
        let value = rows[at].1.iter().find(|(column, _)| *column == first_column).map(|(_, value)| value.clone());
        let Some(value) = value else { continue };
        let last_column = region.end.1.min(MOST_COLUMNS - 1);
        for (_, cells) in rows[at..].iter_mut().take_while(|(row, _)| *row <= region.end.0) {
            for column in first_column..=last_column {
                if let Err(place) = cells.binary_search_by_key(&column, |(column, _)| *column) {
                    cells.insert(place, (column, value.clone()));
                }
            }
        }
    }
}

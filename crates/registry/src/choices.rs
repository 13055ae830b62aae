//! What people chose for rows that were to choose, as a list keeps it: sheet, row, and the code that is meant.

use std::collections::HashMap;

use model::{Code, Holder, Level, PlaceKey, Sheet, Value};
use roster::{Choice, Import, RowAt, Target, name_key};

use crate::RosterFault;
use crate::roster_fault::ChoiceProblem;

/// A choice as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenChoice {
    /// Row of the list that it stands in.
    pub line: usize,
    /// File of the row; empty where the sheet's name says enough.
    pub file: String,
    /// Sheet of the row.
    pub sheet: String,
    /// Row number as the file's author sees it.
    pub row: usize,
    /// Entry in the row, from 1.
    pub part: usize,
    /// What it means.
    pub target: Target,
}

/// Titles of the columns, in Chinese and English.
const TITLES: [(&str, &[&str]); 6] = [
    ("file", &["file", "文件"]),
    ("sheet", &["sheet", "表", "工作表"]),
    ("row", &["row", "行", "行号"]),
    ("part", &["part", "项", "序"]),
    ("level", &["level", "kind", "类别", "级别"]),
    ("code", &["code", "编码", "编号"]),
];

/// Reads a list of choices: the first row is its header; `level` is a level of places, `person` or `organisation`.
///
/// # Errors
/// With the row that cannot be read.
pub fn read_choices(list: &Sheet) -> Result<Vec<WrittenChoice>, RosterFault> {
    let columns = columns(list).ok_or(RosterFault::Choice { row: 1, problem: ChoiceProblem::Header })?;
    let blank = |row: &usize| list.rows[*row].iter().all(|cell| text(cell).is_empty());
    let rows = (1..list.rows.len()).filter(|row| !blank(row));
    rows.map(|row| {
        let cell = |name: &str| columns.get(name).map(|&column| text(list.cell(row, column))).unwrap_or_default();
        read(row + 1, cell).map_err(|value| RosterFault::Choice { row: row + 1, problem: ChoiceProblem::Cell(value) })
    })
    .collect()
}

/// The rows that are meant, among those of an import.
pub(crate) fn settle(written: &[WrittenChoice], import: &Import) -> Result<Vec<Choice>, RosterFault> {
    let mut rows: HashMap<(&str, usize, usize), Vec<&RowAt>> = HashMap::new();
    for account in &import.rows {
        let at = &account.at;
        rows.entry((at.sheet.as_str(), at.row, at.part)).or_default().push(at);
    }
    let settled = written.iter().map(|one| {
        let same = rows.get(&(one.sheet.as_str(), one.row, one.part)).map_or(&[][..], Vec::as_slice);
        let meant: Vec<_> = same.iter().filter(|at| one.file.is_empty() || at.file == one.file).collect();
        match meant[..] {
            [at] => Ok(Choice { at: (*at).clone(), target: one.target.clone() }),
            [] => Err(RosterFault::Choice { row: one.line, problem: ChoiceProblem::NoRow }),
            _ => Err(RosterFault::Choice { row: one.line, problem: ChoiceProblem::SeveralFiles }),
        }
    });
    settled.collect()
}

fn columns(list: &Sheet) -> Option<HashMap<&'static str, usize>> {
    let mut found = HashMap::new();
    for (at, cell) in list.rows.first()?.iter().enumerate() {
        let title = name_key(&text(cell));
        if let Some((name, _)) = TITLES.iter().find(|(_, titles)| titles.contains(&title.as_str())) {
            found.entry(*name).or_insert(at);
        }
    }
    let whole = ["sheet", "row", "level", "code"].iter().all(|name| found.contains_key(name));
    whole.then_some(found)
}

/// A row; `Err` with the cell that cannot be read.
fn read(line: usize, cell: impl Fn(&str) -> String) -> Result<WrittenChoice, String> {
    let number = |name: &str| cell(name).parse::<usize>().map_err(|_| cell(name));
    let part = if cell("part").is_empty() { 1 } else { number("part")? };
    let code = Code::new(&cell("code")).map_err(|_| cell("code"))?;
    let target = match cell("level").as_str() {
        "person" => Target::Holder(Holder::Person(code)),
        "organisation" => Target::Holder(Holder::Organisation(code)),
        level => Target::Place(PlaceKey { level: Level::from_id(level).ok_or(level)?, code }),
    };
    Ok(WrittenChoice { line, file: cell("file"), sheet: cell("sheet"), row: number("row")?, part, target })
}

fn text(cell: &Value) -> String {
    cell.to_text().unwrap_or_default().trim().to_owned()
}

//! What the survey of the grids found.

use model::{Level, Period, PlaceKey, Rule};

use super::Intake;
use crate::rows::{Evidence, Known};

const SHEET: &str = "网格覆盖";
/// Kind of evidence, and its column.
const KINDS: [(&str, &str); 2] = [("committee", "业委会"), ("property", "物业")];

pub(super) fn read(intake: &mut Intake<'_>) {
    let Some(sheet) = intake.sheet(SHEET, &["网格编号", "改造年份", "业委会", "物业", "截至日期"])
    else {
        return;
    };
    for row in &sheet.table.rows {
        let code = sheet.code(row, "网格编号", &mut intake.findings);
        let day = sheet.day(row, "截至日期", &mut intake.findings);
        let (Some(code), Some(day)) = (code, day) else { continue };
        let place = PlaceKey { level: Level::Grid, code };
        if !intake.knows(&sheet, row, "网格编号", &place) {
            continue;
        }
        for (kind, column) in KINDS {
            let text = sheet.text(row, column).unwrap_or_default();
            let Some(value) = known(&text) else {
                intake.findings.push(sheet.fault(Rule::ValueInvalid, row, column, &text));
                continue;
            };
            intake.rows.evidence.push(Evidence {
                place: place.clone(),
                kind: kind.to_owned(),
                value,
                period: Period::since(day),
                source: SHEET.to_owned(),
                recorded: day,
            });
        }
    }
}

/// A blank cell is unknown.
fn known(text: &str) -> Option<Known> {
    match text {
        "有" => Some(Known::Yes),
        "无" => Some(Known::No),
        "未知" | "" => Some(Known::Unknown),
        _ => None,
    }
}

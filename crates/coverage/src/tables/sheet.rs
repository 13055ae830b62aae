//! One table by its columns; what a cell cannot be is a finding.

use model::{Code, Day, Finding, Period, Place, PlaceKey, Row, Rule, Severity, Table};

pub(super) struct Sheet<'a> {
    pub(super) table: &'a Table,
}

impl<'a> Sheet<'a> {
    pub(super) fn open(
        tables: &'a [Table],
        name: &'static str,
        columns: &[&'static str],
        findings: &mut Vec<Finding>,
    ) -> Option<Self> {
        let layer = Place { layer: Some(name.to_owned()), ..Place::default() };
        let Some(table) = tables.iter().find(|table| table.name.trim() == name) else {
            findings.push(Finding::new(Rule::FileMissing, Severity::Note, layer).with("name", name));
            return None;
        };
        let absent: Vec<&str> = columns.iter().copied().filter(|column| table.field_idx(column).is_none()).collect();
        for column in &absent {
            let place = Place { field: Some((*column).to_owned()), ..layer.clone() };
            let present: Vec<&str> = table.fields.iter().map(|field| field.name.as_str()).collect();
            let finding = Finding::new(Rule::FieldMissing, Severity::Error, place).with("column", column);
            findings.push(finding.with("known", column).with("present", present.join(", ")));
        }
        absent.is_empty().then_some(Sheet { table })
    }

    /// Text of a cell without surrounding blanks; `None` where there is none, and where there is no such column.
    pub(super) fn text(&self, row: &Row, column: &str) -> Option<String> {
        let text = row.values.get(self.table.field_idx(column)?)?.to_text()?;
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    pub(super) fn number(&self, row: &Row, column: &str) -> Option<f64> {
        row.values.get(self.table.field_idx(column)?)?.to_number()
    }

    pub(super) fn code(&self, row: &Row, column: &str, findings: &mut Vec<Finding>) -> Option<Code> {
        let text = self.text(row, column).unwrap_or_default();
        let code = Code::new(&text).ok();
        if code.is_none() {
            let rule = if text.is_empty() { Rule::CodeMissing } else { Rule::ValueInvalid };
            findings.push(self.fault(rule, row, column, &text));
        }
        code
    }

    /// A day that is needed.
    pub(super) fn day(&self, row: &Row, column: &str, findings: &mut Vec<Finding>) -> Option<Day> {
        let text = self.text(row, column).unwrap_or_default();
        let day = read_day(&text);
        if day.is_none() {
            findings.push(self.fault(Rule::ValueInvalid, row, column, &text));
        }
        day
    }

    /// The period from one column to another. What is written is the last day, which belongs to it; blank goes on.
    pub(super) fn period(&self, row: &Row, from: &str, to: &str, findings: &mut Vec<Finding>) -> Option<Period> {
        let start = self.day(row, from, findings)?;
        let Some(text) = self.text(row, to) else { return Some(Period::since(start)) };
        let Some(last) = read_day(&text) else {
            findings.push(self.fault(Rule::ValueInvalid, row, to, &text));
            return None;
        };
        let period = last.tomorrow().ok().and_then(|end| Period::new(start, Some(end)).ok());
        if period.is_none() {
            let finding = Finding::new(Rule::PeriodReversed, Severity::Error, self.at(row, to));
            findings.push(finding.with("from", start).with("to", last));
        }
        period
    }

    pub(super) fn fault(&self, rule: Rule, row: &Row, column: &str, value: &str) -> Finding {
        Finding::new(rule, Severity::Error, self.at(row, column)).with("value", value)
    }

    pub(super) fn unknown(&self, row: &Row, column: &str, key: &PlaceKey) -> Finding {
        let place = Place { code: Some(key.code.to_string()), ..self.at(row, column) };
        Finding::new(Rule::ReferenceUnknown, Severity::Error, place).with("value", &key.code)
    }

    fn at(&self, row: &Row, column: &str) -> Place {
        let (layer, field) = (Some(self.table.name.clone()), Some(column.to_owned()));
        Place { layer, field, row: Some(row.number), ..Place::default() }
    }
}

/// A day as `2025-01-31`, `2025/1/31`, `2025.1.31` or `2025年1月31日`.
fn read_day(text: &str) -> Option<Day> {
    let parts: Vec<&str> = text.trim_end_matches('日').split(['-', '/', '.', '年', '月']).collect();
    let [year, month, day] = parts[..] else { return None };
    Day::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_as_offices_write_them() {
        let expect = Day::new(2025, 1, 31).expect("a day");
        for text in ["2025-01-31", "2025/1/31", "2025.1.31", "2025年1月31日"] {
            assert_eq!(read_day(text), Some(expect), "{text}");
        }
        for text in ["", "2025", "2025-02-30", "2025-1", "45658", "2025-01-31-1", "长期"] {
            assert_eq!(read_day(text), None, "{text}");
        }
    }
}

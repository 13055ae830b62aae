//! Surveys: lists in which somebody wrote down what there is at each place, read by the district's own words.

use model::{Code, Day, Finding, Level, Period, Place, PlaceKey, Row, Rule, Severity, Table};

use crate::rows::{Evidence, Fact, Known};

/// How one kind of list is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Survey {
    /// Words that the list's name contains; empty takes every list that has the column of places.
    pub sheets: Vec<String>,
    /// Level of the places.
    pub level: Level,
    /// Headers of the column of places' codes.
    pub place: Vec<String>,
    /// Headers of the column of the day on which somebody looked.
    pub day: Vec<String>,
    /// Columns that say yes, no or unknown.
    pub finds: Vec<Finds>,
    /// Columns that tell an attribute of the place.
    pub tells: Vec<Tells>,
}

/// A column that says whether something is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finds {
    /// Kind of evidence.
    pub kind: String,
    /// Headers.
    pub columns: Vec<String>,
    /// Words for yes.
    pub yes: Vec<String>,
    /// Words for no.
    pub no: Vec<String>,
    /// Words for unknown; a blank cell is unknown too.
    pub unknown: Vec<String>,
}

/// A column that tells an attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tells {
    /// The attribute.
    pub attribute: String,
    /// Headers.
    pub columns: Vec<String>,
    /// What its cells hold.
    pub form: Form,
}

/// What cells of an attribute hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A year.
    Year,
    /// A day.
    Day,
    /// A whole number.
    Number,
    /// Any text.
    Text,
}

/// An attribute that a list tells of a place.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// The place.
    pub place: PlaceKey,
    /// The attribute.
    pub attribute: String,
    /// Its value.
    pub fact: Fact,
    /// The day on which it was written down.
    pub day: Day,
    /// The row, for messages.
    pub at: Place,
}

/// What lists said.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Surveyed {
    /// What was found, with the row of each.
    pub evidence: Vec<(Evidence, Place)>,
    /// Attributes.
    pub told: Vec<Told>,
    /// Rows and cells that cannot be used.
    pub findings: Vec<Finding>,
    /// Lists that were read.
    pub lists: usize,
    /// Their rows.
    pub rows: usize,
}

/// Reads all lists that a survey's words fit; other tables are passed over. A cell that is not understood is a finding,
/// never a no.
pub fn survey(tables: &[Table], surveys: &[Survey]) -> Surveyed {
    let mut found = Surveyed::default();
    for table in tables {
        for survey in surveys.iter().filter(|survey| survey.fits(table)) {
            let Some(columns) = Columns::of(survey, table, &mut found.findings) else { continue };
            found.lists += 1;
            found.rows += table.rows.len();
            table.rows.iter().for_each(|row| columns.read(row, &mut found));
        }
    }
    found
}

impl Survey {
    fn fits(&self, table: &Table) -> bool {
        let named = self.sheets.iter().any(|word| table.name.contains(word.as_str()));
        named || (self.sheets.is_empty() && column(table, &self.place).is_some())
    }
}

fn column(table: &Table, names: &[String]) -> Option<usize> {
    let is = |field: &model::Field, name: &String| field.name.trim().eq_ignore_ascii_case(name);
    names.iter().find_map(|name| table.fields.iter().position(|field| is(field, name)))
}

/// The columns of a list that a survey reads.
struct Columns<'a> {
    survey: &'a Survey,
    table: &'a Table,
    place: usize,
    day: usize,
}

impl<'a> Columns<'a> {
    fn of(survey: &'a Survey, table: &'a Table, findings: &mut Vec<Finding>) -> Option<Self> {
        let mut needed = |names: &[String]| {
            let found = column(table, names);
            if found.is_none() {
                let place =
                    Place { layer: Some(table.name.clone()), field: names.first().cloned(), ..Place::default() };
                let present: Vec<&str> = table.fields.iter().map(|field| field.name.as_str()).collect();
                let finding = Finding::new(Rule::FieldMissing, Severity::Error, place).with("known", names.join(", "));
                let first = names.first().map_or("", String::as_str);
                findings.push(finding.with("column", first).with("present", present.join(", ")));
            }
            found
        };
        let (place, day) = (needed(&survey.place), needed(&survey.day));
        Some(Columns { survey, table, place: place?, day: day? })
    }

    fn read(&self, row: &Row, found: &mut Surveyed) {
        let (code, day) = (self.text(row, self.place), self.text(row, self.day));
        let Ok(key) = Code::new(&code) else {
            let rule = if code.is_empty() { Rule::CodeMissing } else { Rule::ValueInvalid };
            return found.findings.push(self.fault(rule, row, self.place, &code));
        };
        let Some(seen) = read_day(&day) else {
            return found.findings.push(self.fault(Rule::ValueInvalid, row, self.day, &day));
        };
        let place = PlaceKey { level: self.survey.level, code: key };
        for finds in &self.survey.finds {
            let Some(at) = column(self.table, &finds.columns) else { continue };
            let text = self.text(row, at);
            match finds.known(&text) {
                Some(value) => found.evidence.push((self.evidence(finds, &place, value, seen), self.at(row, at))),
                None => found.findings.push(self.fault(Rule::ValueInvalid, row, at, &text)),
            }
        }
        for tells in &self.survey.tells {
            let Some(at) = column(self.table, &tells.columns) else { continue };
            let text = self.text(row, at);
            if text.is_empty() {
                continue;
            }
            let (place, attribute) = (place.clone(), tells.attribute.clone());
            match tells.form.fact(&text) {
                Some(fact) => found.told.push(Told { place, attribute, fact, day: seen, at: self.at(row, at) }),
                None => found.findings.push(self.fault(Rule::ValueInvalid, row, at, &text)),
            }
        }
    }

    fn evidence(&self, finds: &Finds, place: &PlaceKey, value: Known, day: Day) -> Evidence {
        Evidence {
            place: place.clone(),
            kind: finds.kind.clone(),
            value,
            period: Period::since(day),
            source: self.table.name.clone(),
            recorded: day,
        }
    }

    fn text(&self, row: &Row, column: usize) -> String {
        row.values.get(column).and_then(model::Value::to_text).unwrap_or_default().trim().to_owned()
    }

    fn fault(&self, rule: Rule, row: &Row, column: usize, value: &str) -> Finding {
        Finding::new(rule, Severity::Error, self.at(row, column)).with("value", value)
    }

    fn at(&self, row: &Row, column: usize) -> Place {
        let (layer, field) = (Some(self.table.name.clone()), Some(self.table.fields[column].name.clone()));
        Place { layer, field, row: Some(row.number), ..Place::default() }
    }
}

impl Finds {
    fn known(&self, text: &str) -> Option<Known> {
        let says = |words: &[String]| words.iter().any(|word| word == text);
        if text.is_empty() || says(&self.unknown) {
            Some(Known::Unknown)
        } else if says(&self.yes) {
            Some(Known::Yes)
        } else {
            says(&self.no).then_some(Known::No)
        }
    }
}

impl Form {
    /// Stable name.
    pub fn id(self) -> &'static str {
        match self {
            Form::Year => "year",
            Form::Day => "day",
            Form::Number => "number",
            Form::Text => "text",
        }
    }

    fn fact(self, text: &str) -> Option<Fact> {
        let number = || text.parse::<f64>().ok().filter(|number| number.fract() == 0.0 && number.abs() < 1e15);
        match self {
            Form::Year => {
                let year = text.trim_end_matches('年').parse::<i16>().ok().or(number().map(|number| number as i16));
                year.filter(|year| (1800..2200).contains(year)).map(Fact::Year)
            }
            Form::Day => read_day(text).map(Fact::Day),
            Form::Number => number().map(|number| Fact::Number(number as i64)),
            Form::Text => Some(Fact::Text(text.to_owned())),
        }
    }
}

/// A day as `2025-01-31`, `2025/1/31`, `2025.1.31` or `2025年1月31日`.
pub(crate) fn read_day(text: &str) -> Option<Day> {
    let parts: Vec<&str> = text.trim_end_matches('日').split(['-', '/', '.', '年', '月']).collect();
    let [year, month, day] = parts[..] else { return None };
    Day::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use model::{FieldKind, Value};

    use super::*;

    fn words(list: &[&str]) -> Vec<String> {
        list.iter().map(|&word| word.to_owned()).collect()
    }

    fn lifts() -> Survey {
        let finds = Finds {
            kind: "lift".into(),
            columns: words(&["电梯"]),
            yes: words(&["有"]),
            no: words(&["无"]),
            unknown: words(&["?"]),
        };
        let tells = Tells { attribute: "built".into(), columns: words(&["建成"]), form: Form::Year };
        let (place, day) = (words(&["楼栋", "building"]), words(&["日期"]));
        Survey {
            sheets: words(&["电梯"]), level: Level::Building, place, day, finds: vec![finds], tells: vec![tells]
        }
    }

    fn check(row: [&str; 4], evidence: Option<Known>, told: Option<Fact>, faults: &[(Rule, &str)]) {
        let fields = ["Building", "日期", "电梯", "建成"].map(|name| (name, FieldKind::Text));
        let mut table = Table::new("全区电梯", None, &fields);
        table.push(None, row.map(Value::from).to_vec());
        let found = survey(&[table], &[lifts()]);
        assert_eq!(found.evidence.first().map(|(evidence, _)| evidence.value), evidence, "{row:?}");
        assert_eq!(found.told.first().map(|told| told.fact.clone()), told, "{row:?}");
        let list: Vec<_> =
            found.findings.iter().map(|one| (one.rule, one.place.field.as_deref().unwrap_or(""))).collect();
        assert_eq!(list, faults, "{row:?}");
        assert_eq!((found.lists, found.rows), (1, 1));
    }

    #[test]
    fn rows_are_read_by_the_districts_words() {
        check(["B1", "2025-01-31", "有", "1988"], Some(Known::Yes), Some(Fact::Year(1988)), &[]);
        check(["B1", "2025/1/31", "无", "1988年"], Some(Known::No), Some(Fact::Year(1988)), &[]);
        check(["B1", "2025.1.31", "", ""], Some(Known::Unknown), None, &[]);
        check(["B1", "2025年1月31日", "?", ""], Some(Known::Unknown), None, &[]);
        check(
            ["B1", "2025-01-31", "也许", "x"],
            None,
            None,
            &[(Rule::ValueInvalid, "电梯"), (Rule::ValueInvalid, "建成")],
        );
        check(["", "2025-01-31", "有", ""], None, None, &[(Rule::CodeMissing, "Building")]);
        check(["B1", "2025-02-30", "有", ""], None, None, &[(Rule::ValueInvalid, "日期")]);
        check(["B1", "长期", "有", ""], None, None, &[(Rule::ValueInvalid, "日期")]);
    }

    #[test]
    fn a_list_without_a_needed_column_is_named_and_others_are_passed_over() {
        let lists = [Table::new("电梯", None, &[("楼栋", FieldKind::Text)]), Table::new("别的", None, &[])];
        let found = survey(&lists, &[lifts()]);
        let rules: Vec<Rule> = found.findings.iter().map(|finding| finding.rule).collect();
        assert_eq!((rules, found.lists), (vec![Rule::FieldMissing], 0));
    }
}

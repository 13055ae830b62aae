//! Kinds of columns in formats that do not declare them.

use model::{Field, FieldKind, Row, Value};

/// Gives every column the narrowest kind that holds all its values, pads short rows with nulls, and brings the values
/// to that kind. Mixed columns become text; whole numbers beyond 2^53 are never turned into reals.
pub(crate) fn settle(names: Vec<String>, rows: &mut [Row]) -> Vec<Field> {
    for row in rows.iter_mut() {
        row.values.resize(names.len(), Value::Null);
    }
    let one = |(at, name)| Field { name, kind: settle_column(rows, at, FieldKind::Text) };
    names.into_iter().enumerate().map(one).collect()
}

/// As [`settle`] for one column; `empty` is the kind of a column without values.
pub(crate) fn settle_column(rows: &mut [Row], at: usize, empty: FieldKind) -> FieldKind {
    let mut seen = Seen::default();
    rows.iter().for_each(|row| seen.add(&row.values[at]));
    let kind = if seen.nothing() { empty } else { seen.kind() };
    rows.iter_mut().for_each(|row| bring(&mut row.values[at], kind));
    kind
}

/// Whether a text is a calendar date `YYYY-MM-DD`.
pub(crate) fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return false;
    }
    let number = |part: &[u8]| -> Option<u32> {
        part.iter().try_fold(0, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + u32::from(byte - b'0')))
    };
    match (number(&bytes[..4]), number(&bytes[5..7]), number(&bytes[8..])) {
        (Some(year), Some(month), Some(day)) => (1..=12).contains(&month) && (1..=days(year, month)).contains(&day),
        _ => false,
    }
}

fn days(year: u32, month: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Names made unique: a second `a` becomes `a_2`; an empty name becomes `field_3` by its place.
pub(crate) fn unique_names(names: Vec<String>) -> Vec<String> {
    let mut taken = std::collections::BTreeSet::new();
    let mut unique = Vec::with_capacity(names.len());
    for (at, name) in names.into_iter().enumerate() {
        let base = if name.trim().is_empty() { format!("field_{}", at + 1) } else { name };
        let mut candidate = base.clone();
        let mut number = 2;
        while !taken.insert(candidate.clone()) {
            candidate = format!("{base}_{number}");
            number += 1;
        }
        unique.push(candidate);
    }
    unique
}

#[derive(Default)]
struct Seen {
    bools: bool,
    ints: bool,
    wide_ints: bool,
    reals: bool,
    dates: bool,
    texts: bool,
}

impl Seen {
    fn add(&mut self, value: &Value) {
        match value {
            Value::Null => {}
            Value::Bool(_) => self.bools = true,
            Value::Int(number) if number.unsigned_abs() > 1 << 53 => self.wide_ints = true,
            Value::Int(_) => self.ints = true,
            Value::Real(_) => self.reals = true,
            Value::Text(_) => self.texts = true,
            Value::Date(_) => self.dates = true,
        }
    }

    fn nothing(&self) -> bool {
        !(self.bools || self.ints || self.wide_ints || self.reals || self.dates || self.texts)
    }

    fn kind(&self) -> FieldKind {
        let Seen { bools, ints, wide_ints, reals, dates, texts } = *self;
        match (bools, ints || wide_ints, reals, dates, texts) {
            (true, false, false, false, false) => FieldKind::Bool,
            (false, true, false, false, false) => FieldKind::Int,
            (false, _, true, false, false) if !wide_ints => FieldKind::Real,
            (false, false, false, true, false) => FieldKind::Date,
            _ => FieldKind::Text,
        }
    }
}

fn bring(value: &mut Value, kind: FieldKind) {
    match (kind, &*value) {
        (_, Value::Null) | (FieldKind::Text, Value::Text(_)) => {}
        (FieldKind::Real, Value::Int(number)) => *value = Value::Real(*number as f64),
        (FieldKind::Text, other) => *value = other.to_text().map_or(Value::Null, Value::Text),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_takes_the_narrowest_kind() {
        let check = |values: Vec<Value>, kind: FieldKind, first: Value| {
            let mut rows: Vec<Row> =
                values.into_iter().map(|value| Row { values: vec![value], ..Row::default() }).collect();
            assert_eq!(settle(vec!["a".into()], &mut rows)[0].kind, kind);
            assert_eq!(rows[0].values[0], first);
        };
        check(vec![Value::Int(1), Value::Null], FieldKind::Int, Value::Int(1));
        check(vec![Value::Int(1), Value::Real(0.5)], FieldKind::Real, Value::Real(1.0));
        check(vec![Value::Int(i64::MAX), Value::Real(0.5)], FieldKind::Text, "9223372036854775807".into());
        check(vec![Value::Date("2024-02-29".into()), "".into()], FieldKind::Text, "2024-02-29".into());
        check(vec![Value::Null], FieldKind::Text, Value::Null);
    }

    #[test]
    fn dates_exist_in_the_calendar() {
        for (text, expect) in [("2024-02-29", true), ("2023-02-29", false), ("2024-13-01", false), ("24-1-1", false)] {
            assert_eq!(is_date(text), expect, "{text}");
        }
    }
}

//! Days in cells: `2024-03-01`, 2024年3月1日, 2024.3.1, 2024/03, 20240301, 二〇二四年三月, Excel's serial numbers.

use model::{Day, Value};

use crate::text::{clean, compact, digits};

/// Which end of a year or a month is meant when no day is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Edge {
    /// Its first day.
    First,
    /// Its last day.
    Last,
}

/// What a cell for a day says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum WrittenDay {
    /// A day.
    On(Day),
    /// Without end: 至今, 长期.
    Open,
    /// No day that can be read: what is written.
    Unreadable(String),
}

const OPEN: &[&str] = &["至今", "长期", "现在", "无固定期限", "无期限", "永久", "-", "—", "/"];
/// Serial numbers of 1954 to 2119: whole numbers beyond are years or written dates.
const SERIALS: std::ops::RangeInclusive<i64> = 20_000..=80_000;

impl WrittenDay {
    /// The day in a cell; `None` for a blank one.
    pub(crate) fn of(value: &Value, edge: Edge) -> Option<Self> {
        let text = clean(&value.to_text()?);
        // A time behind the day says nothing about the day.
        let written = match text.split_once([' ', 'T']) {
            Some((date, time)) if time.contains(':') => date.to_owned(),
            _ => compact(&text),
        };
        if written.is_empty() {
            return None;
        }
        let day = match value {
            Value::Int(serial) if SERIALS.contains(serial) => serial_day(*serial),
            Value::Real(serial) if SERIALS.contains(&(*serial as i64)) => serial_day(*serial as i64),
            // 2024.10 typed into a number cell has become 2024.1: which month was meant is lost.
            Value::Real(number) if (number * 10.0).fract() == 0.0 && (number.fract() * 10.0).round() == 1.0 => None,
            _ if OPEN.contains(&written.as_str()) => return Some(WrittenDay::Open),
            _ => written_day(&written, edge),
        };
        Some(day.map_or(WrittenDay::Unreadable(written), WrittenDay::On))
    }
}

fn serial_day(serial: i64) -> Option<Day> {
    let days = std::time::Duration::from_secs(u64::try_from(serial).ok()? * 86_400);
    Day::constant(1899, 12, 30).checked_add(days).ok()
}

fn written_day(text: &str, edge: Edge) -> Option<Day> {
    let text = digits(text);
    let parts: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let foreign = text.chars().any(|c| !c.is_ascii_digit() && !"年月日号.-/".contains(c));
    if foreign || parts.is_empty() {
        return None;
    }
    let number = |part: &str| part.parse::<i16>().ok();
    match parts[..] {
        [serial] if serial.len() == 5 => serial.parse().ok().filter(|days| SERIALS.contains(days)).and_then(serial_day),
        [all] if all.len() == 8 => whole(number(&all[..4])?, Some(number(&all[4..6])?), Some(number(&all[6..])?), edge),
        [all] if all.len() == 6 => whole(number(&all[..4])?, Some(number(&all[4..])?), None, edge),
        [year] if year.len() == 4 => whole(number(year)?, None, None, edge),
        [year, month] if year.len() == 4 => whole(number(year)?, Some(number(month)?), None, edge),
        [year, month, day] if year.len() == 4 => whole(number(year)?, Some(number(month)?), Some(number(day)?), edge),
        _ => None,
    }
}

fn whole(year: i16, month: Option<i16>, day: Option<i16>, edge: Edge) -> Option<Day> {
    if !(1900..=2200).contains(&year) {
        return None;
    }
    let month = i8::try_from(month.unwrap_or(if edge == Edge::First { 1 } else { 12 })).ok()?;
    match day {
        Some(day) => Day::new(year, month, i8::try_from(day).ok()?).ok(),
        None => {
            let first = Day::new(year, month, 1).ok()?;
            Some(if edge == Edge::First { first } else { first.last_of_month() })
        }
    }
}

/// The next day; the same at the end of the calendar.
pub(crate) fn next_day(day: Day) -> Day {
    day.tomorrow().unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_in_many_spellings() {
        let check = |value: Value, edge, expect: &str| {
            assert_eq!(WrittenDay::of(&value, edge), Some(WrittenDay::On(expect.parse().unwrap())), "{value:?}");
        };
        use Edge::{First, Last};
        check(Value::Date("2024-03-01".into()), First, "2024-03-01");
        check("2024年3月1日".into(), First, "2024-03-01");
        check("2024.3.1".into(), First, "2024-03-01");
        check("２０２４．３．１".into(), First, "2024-03-01");
        check("2024/3/1 00:00:00".into(), First, "2024-03-01");
        check("2024-03-01 00:00:00".into(), First, "2024-03-01");
        check("2024-03-01T00:00:00".into(), First, "2024-03-01");
        check("二〇二四年三月十日".into(), First, "2024-03-10");
        check(Value::Int(45658), First, "2025-01-01");
        check(Value::Real(45658.5), First, "2025-01-01");
        check("45658".into(), First, "2025-01-01");
        check(Value::Int(20_240_301), First, "2024-03-01");
        check("2024/03".into(), First, "2024-03-01");
        check("2024/02".into(), Last, "2024-02-29");
        check(Value::Real(2024.3), First, "2024-03-01");
        check(Value::Int(2024), Last, "2024-12-31");
    }

    #[test]
    fn what_is_no_day_is_said() {
        let check = |value: Value| {
            assert!(matches!(WrittenDay::of(&value, Edge::First), Some(WrittenDay::Unreadable(_))), "{value:?}");
        };
        check("2024-02-30".into());
        check("24.3.1".into());
        check("去年".into());
        check("2024年13月".into());
        check(Value::Real(2024.1));
        assert_eq!(WrittenDay::of(&"至今".into(), Edge::Last), Some(WrittenDay::Open));
        assert_eq!(WrittenDay::of(&Value::Null, Edge::Last), None);
    }
}

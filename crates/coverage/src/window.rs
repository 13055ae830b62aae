//! Moving windows of days: "the last five years" up to the as-of date.

use std::fmt;

use jiff::Span;
use model::Day;

/// The last `count` days, months or years up to and including the as-of date.
///
/// The window begins on the day after the as-of date moved back: five years up to 2025-12-31 begin on 2021-01-01. Where
/// the month has no such day, its last day is taken: one year up to 2024-02-29 begins on 2023-03-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Window {
    /// How many; 1 to 1000.
    pub count: u16,
    /// Of what.
    pub unit: Unit,
}

/// The unit of a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Days.
    Days,
    /// Months.
    Months,
    /// Years.
    Years,
}

impl Window {
    /// Reads `5 years`, `1 year`, `18 months`, `90 days`.
    pub fn parse(text: &str) -> Option<Window> {
        let (count, unit) = text.trim().split_once(' ')?;
        let unit = match unit.trim() {
            "day" | "days" => Unit::Days,
            "month" | "months" => Unit::Months,
            "year" | "years" => Unit::Years,
            _ => return None,
        };
        let count = count.parse().ok().filter(|count| (1..=1000).contains(count))?;
        Some(Window { count, unit })
    }

    /// Its first day.
    pub fn start(self, as_of: Day) -> Day {
        let count = i64::from(self.count);
        let span = match self.unit {
            Unit::Days => Span::new().days(count),
            Unit::Months => Span::new().months(count),
            Unit::Years => Span::new().years(count),
        };
        as_of.saturating_sub(span).tomorrow().unwrap_or(as_of)
    }

    /// Whether a day lies in it.
    pub fn contains(self, as_of: Day, day: Day) -> bool {
        self.start(as_of) <= day && day <= as_of
    }
}

impl fmt::Display for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            Unit::Days => "day",
            Unit::Months => "month",
            Unit::Years => "year",
        };
        let plural = if self.count == 1 { "" } else { "s" };
        write!(f, "{} {unit}{plural}", self.count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    #[test]
    fn windows_begin_the_day_after() {
        let check = |window: &str, as_of: &str, start: &str| {
            let window = Window::parse(window).expect("a window");
            assert_eq!(window.start(day(as_of)), day(start), "{window} up to {as_of}");
            assert!(window.contains(day(as_of), day(start)) && window.contains(day(as_of), day(as_of)));
            assert!(!window.contains(day(as_of), day(start).yesterday().unwrap()));
            assert!(!window.contains(day(as_of), day(as_of).tomorrow().unwrap()));
        };
        check("5 years", "2025-12-31", "2021-01-01");
        check("5 years", "2026-01-01", "2021-01-02");
        check("5 years", "2025-12-30", "2020-12-31");
        check("1 year", "2024-02-29", "2023-03-01");
        check("1 year", "2025-02-28", "2024-02-29");
        check("4 years", "2028-02-29", "2024-03-01");
        check("3 months", "2025-05-31", "2025-03-01");
        check("1 day", "2025-05-31", "2025-05-31");
        check("90 days", "2025-12-31", "2025-10-03");
    }

    #[test]
    fn texts_go_there_and_back() {
        for text in ["5 years", "1 year", "18 months", "90 days"] {
            assert_eq!(Window::parse(text).expect("a window").to_string(), text);
        }
        for text in ["", "5", "years", "0 years", "-1 days", "5 weeks", "1001 days", "5years"] {
            assert_eq!(Window::parse(text), None, "{text}");
        }
    }
}

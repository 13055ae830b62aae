//! Two times: the day for which something holds, and the moment at which it was known.

use jiff::Timestamp;
use model::Day;

/// A question's two times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AsOf {
    /// The day that is asked about.
    pub valid: Day,
    /// What the record knew at this moment; `None` is what it knows now.
    pub known: Option<Timestamp>,
}

impl AsOf {
    /// A day, as known now.
    pub fn day(valid: Day) -> Self {
        AsOf { valid, known: None }
    }

    /// A day, as known at a moment.
    pub fn known(valid: Day, known: Timestamp) -> Self {
        AsOf { valid, known: Some(known) }
    }

    pub(crate) fn day_number(&self) -> i64 {
        day_number(self.valid)
    }

    /// Microseconds since 1970; far ahead for "now".
    pub(crate) fn moment(&self) -> i64 {
        self.known.map_or(i64::MAX, |known| known.as_microsecond())
    }
}

/// Days since 1970-01-01.
pub(crate) fn day_number(day: Day) -> i64 {
    i64::from(epoch().until(day).map(|span| span.get_days()).unwrap_or_default())
}

/// The day of a number; the last day there is for numbers beyond it.
pub(crate) fn day_of(number: i64) -> Day {
    let span = jiff::Span::new().try_days(number);
    span.and_then(|span| epoch().checked_add(span)).unwrap_or(Day::MAX)
}

fn epoch() -> Day {
    Day::constant(1970, 1, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_numbered_both_ways() {
        let check = |text: &str, number: i64| {
            let day: Day = text.parse().unwrap();
            assert_eq!((day_number(day), day_of(number)), (number, day), "{text}");
        };
        check("1970-01-01", 0);
        check("1969-12-31", -1);
        check("2025-12-31", 20_453);
        check("2400-02-29", 157_113);
    }
}

//! Days and half-open periods of days: from a day on, up to but not including another.

use std::fmt;

/// A calendar day at the district's place; no clock, no time zone.
pub use jiff::civil::Date as Day;

/// The days from `from` on and before `to`; without `to` it goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    from: Day,
    to: Option<Day>,
}

/// A period that would end before it begins, or hold no day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a period from {from} cannot end on {to}")]
pub struct InvalidPeriod {
    /// First day.
    pub from: Day,
    /// The end that is not after it.
    pub to: Day,
}

impl Period {
    /// The days from `from` on and before `to`.
    ///
    /// # Errors
    /// When `to` is not after `from`.
    pub fn new(from: Day, to: Option<Day>) -> Result<Self, InvalidPeriod> {
        match to {
            Some(to) if to <= from => Err(InvalidPeriod { from, to }),
            _ => Ok(Period { from, to }),
        }
    }

    /// All days from a day on.
    pub fn since(from: Day) -> Self {
        Period { from, to: None }
    }

    /// First day.
    pub fn from(&self) -> Day {
        self.from
    }

    /// First day after it; `None` while it goes on.
    pub fn to(&self) -> Option<Day> {
        self.to
    }

    /// Whether a day lies in it.
    pub fn contains(&self, day: Day) -> bool {
        self.from <= day && self.to.is_none_or(|to| day < to)
    }

    /// Its last day, if it is in force on `day` and that last day is at most `days` days later.
    pub fn ends_within(&self, day: Day, days: u32) -> Option<Day> {
        let last = self.to?.yesterday().ok().filter(|_| self.contains(day))?;
        let left = u32::try_from(day.duration_until(last).as_hours() / 24).ok()?;
        (left <= days).then_some(last)
    }

    /// Whether two periods have a day in common.
    pub fn overlaps(&self, other: &Period) -> bool {
        self.intersection(other).is_some()
    }

    /// The days that both have.
    pub fn intersection(&self, other: &Period) -> Option<Period> {
        let from = self.from.max(other.from);
        let to = match (self.to, other.to) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        Period::new(from, to).ok()
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to {
            Some(to) => write!(f, "[{}, {to})", self.from),
            None => write!(f, "[{}, …)", self.from),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(from: &str, to: Option<&str>) -> Period {
        let day = |text: &str| text.parse::<Day>().expect("a day");
        Period::new(day(from), to.map(day)).expect("a period")
    }

    #[test]
    fn the_end_is_the_first_day_outside() {
        let term = period("2025-01-01", Some("2025-07-01"));
        let check = |day: &str, inside: bool| assert_eq!(term.contains(day.parse().unwrap()), inside, "{day}");
        check("2024-12-31", false);
        check("2025-01-01", true);
        check("2025-06-30", true);
        check("2025-07-01", false);
        assert!(Period::new(term.from(), Some(term.from())).is_err());
    }

    #[test]
    fn what_ends_soon_has_a_last_day() {
        let term = period("2025-01-01", Some("2026-01-01"));
        let check = |day: &str, days, ends: bool| {
            assert_eq!(term.ends_within(day.parse().unwrap(), days).is_some(), ends, "{day}, {days}");
        };
        check("2025-12-31", 0, true);
        check("2025-12-30", 0, false);
        check("2025-10-02", 90, true);
        check("2025-10-01", 90, false);
        check("2026-01-01", 90, false);
        check("2024-12-31", 900, false);
        assert_eq!(period("2025-01-01", None).ends_within(term.from(), 9999), None);
    }

    #[test]
    fn intersections_are_what_both_contain() {
        let (a, b) = (period("2025-01-01", None), period("2024-01-01", Some("2025-03-01")));
        assert_eq!(a.intersection(&b), Some(period("2025-01-01", Some("2025-03-01"))));
        assert!(!b.overlaps(&period("2025-03-01", None)), "periods that only touch share no day");
    }
}

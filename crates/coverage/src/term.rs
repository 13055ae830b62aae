//! Contracts and terms that end soon.

use model::{Assignment, Day, RoleName};

use crate::rows::Rows;
use crate::standing::{Held, Standing};

/// An assignment in force that ends soon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ending<'a> {
    /// The row.
    pub assignment: &'a Assignment,
    /// The last day on which it is in force.
    pub last_day: Day,
    /// Days from the as-of date to the last day; 0 when it ends with that date.
    pub days_left: u32,
    /// Whether somebody holds the same role at the same place on the day after.
    pub followed: bool,
}

/// Assignments of these roles in force on a day whose last day is at most `days` later, the soonest first.
pub fn ending<'a>(rows: &'a Rows, as_of: Day, roles: &[RoleName], days: u16) -> Vec<Ending<'a>> {
    Standing::on(rows, as_of).ending(roles, days)
}

impl<'a> Standing<'a> {
    /// Assignments of these roles in force whose last day is at most `days` later, the soonest first.
    pub fn ending(&self, roles: &[RoleName], days: u16) -> Vec<Ending<'a>> {
        let mut found = Vec::new();
        for role in roles {
            let held = self.held(role);
            let soon = held.iter().filter_map(|one| self.end(one, held, days));
            found.extend(soon);
        }
        found.sort_by_key(|end| (end.last_day, &end.assignment.place, &end.assignment.role, &end.assignment.holder));
        found
    }

    fn end(&self, one: &Held<'a>, all: &[Held<'a>], days: u16) -> Option<Ending<'a>> {
        let last_day = one.row.period.ends_within(self.day(), u32::from(days))?;
        let (to, days_left) = (one.row.period.to()?, self.day().duration_until(last_day).as_hours() / 24);
        let first = all.partition_point(|held| held.place < one.place);
        let here = all[first..].iter().take_while(|held| held.place == one.place);
        let followed = here.into_iter().any(|held| held.row.period.contains(to));
        Some(Ending { assignment: one.row, last_day, days_left: u32::try_from(days_left).ok()?, followed })
    }
}

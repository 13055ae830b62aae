//! Corrections of the public: so many of an address a day, so many altogether.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use model::Day;

/// Most of one address a day.
const OF_ADDRESS: u32 = 5;
/// Most of the whole public a day: somebody with many addresses does not fill the list.
const OF_ALL: u32 = 200;

/// How many came today. Kept in memory only: who sent something anonymously is not on record.
#[derive(Default)]
pub(crate) struct Letterbox(Mutex<Today>);

#[derive(Default)]
struct Today {
    day: Option<Day>,
    all: u32,
    by_address: HashMap<String, u32>,
}

impl Letterbox {
    /// Counts one more; `false` where it is one too many.
    pub(super) fn take(&self, address: &str, day: Day) -> bool {
        let mut today = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if today.day != Some(day) {
            *today = Today { day: Some(day), ..Today::default() };
        }
        let of_address = today.by_address.get(address).copied().unwrap_or_default();
        if of_address >= OF_ADDRESS || today.all >= OF_ALL {
            return false;
        }
        today.all += 1;
        today.by_address.insert(address.to_owned(), of_address + 1);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_sends_a_few_a_day_and_all_together_not_without_end() {
        let (letterbox, day) = (Letterbox::default(), Day::constant(2026, 1, 1));
        let taken = |address: &str, day| (0..10).filter(|_| letterbox.take(address, day)).count();
        assert_eq!([taken("a", day), taken("a", day), taken("b", day)], [5, 0, 5]);
        assert_eq!((0..100).map(|number| taken(&number.to_string(), day)).sum::<usize>(), 190);
        assert_eq!(taken("a", day.tomorrow().unwrap()), 5);
    }
}

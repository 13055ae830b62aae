//! Lines of the audit from many requests at once, with one write to the disk for all that wait.

use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use store::{Fault, Happened, Store};

/// What happened and is not on the disk yet.
#[derive(Default)]
pub(crate) struct Told(Mutex<Waiting>);

#[derive(Default)]
struct Waiting {
    lines: Vec<Happened>,
    /// Number of lines ever taken in.
    taken: u64,
    /// Number of lines that are on the disk.
    kept: u64,
}

impl Told {
    /// Returns when the line is on the disk. Whoever gets the writer first writes the lines of all who wait for it.
    pub(crate) fn tell(&self, writer: &Mutex<Store>, line: Happened) -> Result<(), Fault> {
        let own = {
            let mut waiting = self.lock();
            waiting.lines.push(line);
            waiting.taken += 1;
            waiting.taken
        };
        let mut store = writer.lock().unwrap_or_else(PoisonError::into_inner);
        let (lines, upto) = {
            let mut waiting = self.lock();
            if waiting.kept >= own {
                return Ok(());
            }
            (std::mem::take(&mut waiting.lines), waiting.taken)
        };
        let written = store.tell(&lines, Timestamp::now());
        let mut waiting = self.lock();
        match written {
            Ok(()) => waiting.kept = upto,
            // They stay first in line; each who waits tries again and says so if it fails again.
            Err(_) => waiting.lines.splice(0..0, lines).for_each(drop),
        }
        written
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

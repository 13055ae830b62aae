//! Steps left, and whether the caller said stop.

use crate::Watch;

/// Why a search ended before its end: no steps left, or stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Exhausted;

/// Counts steps down; asks the watch now and then.
pub(crate) struct Budget<'a> {
    left: u64,
    until_asked: u64,
    watch: &'a dyn Watch,
    stopped: bool,
}

const ASK_EVERY: u64 = 1 << 16;

impl<'a> Budget<'a> {
    pub(crate) fn new(steps: u64, watch: &'a dyn Watch) -> Self {
        Budget { left: steps, until_asked: 0, watch, stopped: false }
    }

    /// Spends steps.
    #[inline]
    pub(crate) fn spend(&mut self, steps: u64) -> Result<(), Exhausted> {
        if self.until_asked <= steps {
            self.until_asked = ASK_EVERY;
            self.stopped |= self.watch.stopped();
        } else {
            self.until_asked -= steps;
        }
        if self.stopped || self.left < steps {
            self.left = 0;
            return Err(Exhausted);
        }
        self.left -= steps;
        Ok(())
    }
}

//! How far a phase of the search is: by its own steps, or by the clock of the watch when that is further on.

use crate::Watch;

/// A phase between two shares of the time that the watch allows.
#[derive(Clone, Copy)]
pub(crate) struct Pace<'a> {
    pub(crate) watch: &'a dyn Watch,
    from: f64,
    to: f64,
}

impl<'a> Pace<'a> {
    /// All the time that is left.
    pub(crate) fn new(watch: &'a dyn Watch) -> Self {
        Pace { watch, from: 0.0, to: 1.0 }.part(1.0)
    }

    /// A share of what is left of this phase, from now on.
    pub(crate) fn part(&self, share: f64) -> Self {
        let from = self.watch.spent().clamp(self.from, self.to);
        Pace { from, to: from + (self.to - from) * share.clamp(0.0, 1.0), ..*self }
    }

    /// How far the phase is, 0 to 1, when it has done this share of its steps.
    pub(crate) fn done(&self, steps_done: f64) -> f64 {
        if self.watch.stopped() {
            return 1.0;
        }
        let spent = self.watch.spent();
        let by_clock = if spent <= self.from { 0.0 } else { (spent - self.from) / (self.to - self.from).max(1e-9) };
        steps_done.max(by_clock).min(1.0)
    }
}

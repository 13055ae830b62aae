//! A part of the time that a watch allows, for one of several searches.

use crate::Watch;

/// Watches like the whole, but its clock runs over its own part of the time.
pub(super) struct Slice<'a> {
    watch: &'a dyn Watch,
    from: f64,
    to: f64,
    /// Whether the progress of this work is the progress of the whole.
    tells: bool,
}

impl<'a> Slice<'a> {
    /// A share of the time that is left.
    pub(super) fn of(watch: &'a dyn Watch, share: f64, tells: bool) -> Self {
        let from = watch.spent().clamp(0.0, 1.0);
        Slice { watch, from, to: from + (1.0 - from) * share.clamp(0.0, 1.0), tells }
    }

    /// The first share of this part.
    pub(super) fn part(&self, share: f64) -> Self {
        Slice { to: self.from + (self.to - self.from) * share, ..*self }
    }
}

impl Watch for Slice<'_> {
    fn progress(&self, done: f64) {
        if self.tells {
            self.watch.progress(done);
        }
    }

    fn stopped(&self) -> bool {
        self.watch.stopped()
    }

    fn spent(&self) -> f64 {
        let spent = self.watch.spent();
        if spent <= self.from { 0.0 } else { ((spent - self.from) / (self.to - self.from).max(1e-9)).min(1.0) }
    }
}

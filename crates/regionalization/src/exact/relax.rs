//! The smallest relaxation of a household range that has a plan.
//!
//! Either the minimum is lowered or the maximum is raised, never both: whichever is the smaller relative change, the
//! minimum when both are equal; a minimum of 0 lets units without households stand alone. Plans only become possible, never impossible, as a range grows, so bisection is exact.

use super::budget::{Budget, Exhausted};
use super::engine::Engine;
use crate::{Problem, range::Range, split::Piece};

/// Feasibility questions about one piece.
pub(crate) struct Relaxation<'a> {
    pub(crate) problem: &'a Problem,
    pub(crate) piece: &'a Piece,
    pub(crate) limit: usize,
}

impl Relaxation<'_> {
    /// The smallest relaxation of `range`, which has no plan; `None` proves that no range has one, because units that
    /// must stay together are only connected through others that must stay apart.
    ///
    /// # Errors
    /// When the steps do not suffice to prove which one is the smallest.
    pub(crate) fn smallest(&self, range: Range, budget: &mut Budget) -> Result<Option<Range>, Exhausted> {
        let total = self.piece.total();
        let mut part = 1.0 / 64.0;
        loop {
            let (low, high) = (lowered(range, part), raised(range, part, total));
            if self.has_plan(low, budget)? {
                let low = self.highest_minimum(range, low, budget)?;
                let change = (range.minimum - low.minimum) as f64 / range.minimum as f64;
                let high = raised_less(range, change, total);
                let better = high.maximum > range.maximum && self.has_plan(high, budget)?;
                return if better { self.lowest_maximum(range, high, budget).map(Some) } else { Ok(Some(low)) };
            }
            if high.maximum > range.maximum && self.has_plan(high, budget)? {
                return self.lowest_maximum(range, high, budget).map(Some);
            }
            if low.minimum == 0 && high.maximum >= total {
                let any = Range { minimum: 0, maximum: high.maximum };
                return if self.has_plan(any, budget)? { Err(Exhausted) } else { Ok(None) };
            }
            part *= 2.0;
        }
    }

    fn has_plan(&self, range: Range, budget: &mut Budget) -> Result<bool, Exhausted> {
        let engine = Engine::new(self.problem, self.piece, range, true, self.limit, budget)?;
        Ok(engine.most(&[], budget)?.is_some())
    }

    fn highest_minimum(&self, tight: Range, loose: Range, budget: &mut Budget) -> Result<Range, Exhausted> {
        let (mut works, mut fails) = (loose.minimum, tight.minimum);
        while fails - works > 1 {
            let middle = works.midpoint(fails);
            match self.has_plan(Range { minimum: middle, ..tight }, budget)? {
                true => works = middle,
                false => fails = middle,
            }
        }
        Ok(Range { minimum: works, ..tight })
    }

    fn lowest_maximum(&self, tight: Range, loose: Range, budget: &mut Budget) -> Result<Range, Exhausted> {
        let (mut works, mut fails) = (loose.maximum, tight.maximum);
        while works - fails > 1 {
            let middle = works.midpoint(fails);
            match self.has_plan(Range { maximum: middle, ..tight }, budget)? {
                true => works = middle,
                false => fails = middle,
            }
        }
        Ok(Range { maximum: works, ..tight })
    }
}

fn lowered(range: Range, part: f64) -> Range {
    let by = (range.minimum as f64 * part).ceil() as u64;
    Range { minimum: range.minimum.saturating_sub(by), ..range }
}

fn raised(range: Range, part: f64, total: u64) -> Range {
    let by = (range.maximum.min(total) as f64 * part).floor() as u64;
    Range { maximum: range.maximum.saturating_add(by).min(total.max(range.maximum)), ..range }
}

/// Raised by less than a relative change.
fn raised_less(range: Range, change: f64, total: u64) -> Range {
    let by = ((range.maximum.min(total) as f64 * change).ceil() as u64).saturating_sub(1);
    Range { maximum: range.maximum.saturating_add(by).min(total.max(range.maximum)), ..range }
}

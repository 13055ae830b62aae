//! What comes back: labels and what is proven about them.

/// A plan with its proofs.
#[derive(Debug, Clone, PartialEq)]
pub struct Solution {
    /// Grid of each unit, numbered from 0 in order of first unit, so equal partitions have equal labels.
    pub labels: Vec<u32>,
    /// What is proven about each community (one entry for the whole map when grids may cross communities).
    pub certificates: Vec<Certificate>,
    /// A proven upper bound on the number of grids that meet the minimum, over the whole map.
    pub grid_bound: u32,
    /// Why the number of grids asked for in all cannot be met; the plan then has the nearest number that can.
    pub count: Option<Infeasibility>,
    /// Whether the communities' numbers of grids are proven to be the best shares of the number asked for; true when as
    /// many as possible were asked for.
    pub shares_proven: bool,
    /// Whether the work was stopped before its end.
    pub stopped: bool,
}

/// What is proven about a community's part of the plan.
#[derive(Debug, Clone, PartialEq)]
pub enum Certificate {
    /// No plan is better in the stated order of objectives: the search was exhaustive.
    Optimal {
        /// Proven best number of grids.
        grids: u32,
        /// Proven best value of each objective after the number of grids, in their order. Balance: sum of squared
        /// households. Cut length: millimetres of border between different grids of the community; cut edges: their
        /// number. Barriers:
        /// millimetres of barrier inside grids. Stability: households that change grid; locked grids are left out, and
        /// parts that barriers separate are matched with the previous grids each by itself.
        values: Vec<f64>,
    },
    /// No plan meets all constraints; the plan returned is the one of the smallest relaxation.
    Infeasible {
        /// Why.
        reason: Infeasibility,
        /// The household range of the smallest relaxation that has a plan.
        relaxed_minimum: u32,
        /// See above.
        relaxed_maximum: Option<u32>,
        /// Number of grids in the plan returned.
        grids: u32,
        /// Whether the relaxation is proven the smallest and its plan proven best.
        proven: bool,
    },
    /// The best plan found in the steps given, with a bound.
    Bounded {
        /// Grids found that meet the constraints.
        grids: u32,
        /// No plan has more grids than this.
        bound: u32,
        /// Relative gap of the first objective after the number of grids, if a bound for it is known.
        gap: Option<f64>,
    },
}

/// Why a community has no plan.
#[derive(Debug, Clone, PartialEq)]
pub enum Infeasibility {
    /// All its households together are fewer than the minimum.
    TooFewHouseholds {
        /// Households there are.
        total: u64,
    },
    /// These units alone have more households than the maximum.
    UnitAboveMaximum {
        /// The units.
        units: Vec<u32>,
    },
    /// Parts that nothing connects (barriers, water) have too few households.
    PocketBelowMinimum {
        /// The units of each pocket.
        pockets: Vec<Vec<u32>>,
    },
    /// Every combination was tried: the range cannot be met.
    NoCover,
    /// The number of grids asked for cannot be met within the range; these numbers can.
    CountImpossible {
        /// Fewest grids possible, if any number is.
        fewest: Option<u32>,
        /// Most grids possible, if any number is.
        most: Option<u32>,
    },
}

/// How the caller watches and stops the work.
pub trait Watch: Sync {
    /// Called at checkpoints with the share of the work done, 0 to 1.
    fn progress(&self, done: f64);
    /// Whether to stop now with the best plan so far.
    fn stopped(&self) -> bool {
        false
    }
    /// The share of the time allowed that is gone, 0 to 1. A search that is to cool down by the end of that time does
    /// so; with the 0 of no clock the plan depends on the steps alone.
    fn spent(&self) -> f64 {
        0.0
    }
}

impl Watch for () {
    fn progress(&self, _done: f64) {}
}

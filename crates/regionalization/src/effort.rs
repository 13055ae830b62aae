//! How much work may be done: steps, not seconds, so that equal input gives equal plans on every machine.

/// The work allowed and the seed of everything random.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effort {
    /// Elementary steps over the whole map: columns tried by the exact engine, moves tried by the search.
    /// Between fifteen and twenty million steps are done per second and core.
    pub steps: u64,
    /// Seed of the random generator.
    pub seed: u64,
}

impl Default for Effort {
    fn default() -> Self {
        Effort { steps: 400_000_000, seed: 1 }
    }
}

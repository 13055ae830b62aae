//! Random numbers that are the same on every machine for a seed.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// A seeded source of random choices.
#[derive(Debug, Clone)]
pub(super) struct Dice(ChaCha8Rng);

impl Dice {
    /// The source for a seed and a stream (one stream for each independent part of the work).
    pub(super) fn new(seed: u64, stream: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(stream);
        Dice(rng)
    }

    /// An independent source drawn from this one.
    pub(super) fn fork(&mut self) -> Self {
        Dice(ChaCha8Rng::seed_from_u64(self.0.next_u64()))
    }

    /// A number below `n`; 0 when `n` is 0.
    #[inline]
    pub(super) fn below(&mut self, n: usize) -> usize {
        ((u64::from(self.0.next_u32()) * n as u64) >> 32) as usize
    }

    /// A number in (0, 1].
    #[inline]
    pub(super) fn unit(&mut self) -> f64 {
        (f64::from(self.0.next_u32()) + 1.0) / 4_294_967_296.0
    }
}

//! As many grids as the minimum allows.

use super::Work;
use super::net::{NONE, Net, Reduced};
use super::pace::Pace;
use super::plan::Plan;
use super::recombine::{Recombiner, Rules};
use super::trees::cut_random_tree;

/// Elementary steps that one recombination counts for.
const STEPS_PER_TRY: u64 = 32;
/// Tries between two looks at the watch.
const ROUND: u64 = 1 << 12;

impl Work<'_> {
    /// Recombines grids with falling heat; never fewer grids than at the start.
    pub(super) fn most(&self, start: Option<Vec<u32>>, steps: u64, pace: Pace<'_>) -> Vec<u32> {
        let net = &self.reduced.net;
        let mut dice = self.dice.clone();
        let label = start.unwrap_or_else(|| cut_random_tree(net, self.range.minimum, &mut dice));
        let mut plan = Plan::new(net, label);
        let rules = Rules { minimum: self.range.minimum, maximum: self.range.maximum, apart: &self.reduced.apart };
        let mut recombiner = Recombiner::new(net, rules, dice.fork());
        let tries = steps / STEPS_PER_TRY;
        let hottest = heat(self.range.minimum, tries, net.len());
        let (mut done, mut share) = (0, pace.done(0.0));
        while done < tries && share < 1.0 {
            pace.watch.progress(share * 0.7);
            let now = hottest * (1.0 - share);
            for _ in 0..ROUND.min(tries - done) {
                recombiner.step(&mut plan, now);
            }
            done += ROUND;
            share = pace.done(done as f64 / tries as f64);
        }
        plan.label
    }
}

/// The first heat: the longer the search, the hotter it may begin (measured: 0.2 of the minimum at 200 tries a
/// node, 0.5 at 1,200 and more).
fn heat(minimum: u64, tries: u64, nodes: usize) -> f64 {
    let tries_per_node = tries as f64 / nodes.max(1) as f64;
    minimum as f64 * (0.45 * (tries_per_node / 1000.0).sqrt()).min(0.5)
}

/// Node labels from unit labels; pieces that do not hang together become grids of their own.
pub(super) fn start_from(reduced: &Reduced, labels: &[u32]) -> Vec<u32> {
    let net = &reduced.net;
    let mut wanted = vec![NONE; net.len()];
    for (unit, &node) in reduced.node_of.iter().enumerate() {
        if node != NONE && wanted[node as usize] == NONE {
            wanted[node as usize] = labels.get(unit).copied().unwrap_or(0);
        }
    }
    contiguous_pieces(net, &wanted)
}

/// Numbers the contiguous pieces of equal labels.
pub(super) fn contiguous_pieces(net: &Net, wanted: &[u32]) -> Vec<u32> {
    let mut label = vec![NONE; net.len()];
    let (mut count, mut stack) = (0, Vec::new());
    for start in 0..net.len() as u32 {
        if label[start as usize] != NONE {
            continue;
        }
        label[start as usize] = count;
        stack.push(start);
        while let Some(node) = stack.pop() {
            for &(next, _) in net.links(node) {
                if label[next as usize] == NONE && wanted[next as usize] == wanted[node as usize] {
                    label[next as usize] = count;
                    stack.push(next);
                }
            }
        }
        count += 1;
    }
    label
}

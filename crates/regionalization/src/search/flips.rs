//! Border flips: one node at a time changes to a grid beside it, by simulated annealing; grids stay contiguous.

use super::dice::Dice;
use super::net::{NONE, Net};
use super::pace::Pace;
use super::recombine::apart_from;

/// Steps between two looks at the watch.
const ROUND: u64 = 1 << 16;

/// What the flips optimise.
#[derive(Debug, Clone)]
pub(super) struct Goals<'a> {
    /// Fewest households of a grid.
    pub(super) minimum: u64,
    /// Most households of a grid.
    pub(super) maximum: u64,
    /// Price of a grid that lies outside the range by the mean households of a grid.
    pub(super) range_price: f64,
    /// Price of its square: keeps a grid from vanishing while the price above is still low.
    pub(super) square_price: f64,
    /// Price of the squared relative deviation from the mean, each grid.
    pub(super) balance_price: f64,
    /// Gain of each link (as [`Net::links`] numbers them) that lies inside a grid.
    pub(super) pull: &'a [f32],
    /// Pairs of nodes that must not share a grid, both ways, sorted.
    pub(super) apart: &'a [(u32, u32)],
}

/// How an annealing cools, against the mean pull of a link.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cooling {
    /// First temperature.
    pub(super) first: f64,
    /// Last temperature.
    pub(super) last: f64,
    /// Share of the range price at the start; it rises to the whole.
    pub(super) first_price: f64,
}

/// Anneals labels and gives the best of the last part; nearer to the range comes before better.
pub(super) fn anneal(
    net: &Net,
    goals: Goals<'_>,
    label: Vec<u32>,
    cooling: Cooling,
    steps: u64,
    dice: &Dice,
    pace: Pace<'_>,
) -> Vec<u32> {
    let unit = mean_pull(goals.pull);
    let price = goals.range_price;
    let mut annealer = Annealer::new(net, goals, label, dice.clone());
    let mut best = (annealer.outside(), annealer.energy(), annealer.label.clone());
    let rounds = steps.div_ceil(ROUND);
    let look_every = 1 + net.len() as u64 / (ROUND / 8);
    let (mut round, mut done) = (0, pace.done(0.0));
    while round < rounds && done < 1.0 {
        let temperature = unit * cooling.first * (cooling.last / cooling.first).powf(done);
        let boost = if done > 0.9 { 10.0 } else { 1.0 };
        annealer.goals.range_price = unit * price * boost * cooling.first_price.powf(1.0 - done);
        for _ in 0..ROUND.min(steps - round * ROUND) {
            annealer.step(temperature);
        }
        round += 1;
        let now = pace.done(round as f64 / rounds as f64);
        if (now > 0.8 && round % look_every == 0) || now >= 1.0 {
            let found = (annealer.outside(), annealer.energy());
            if found.0 < best.0 || (found.0 == best.0 && found.1 < best.1) {
                best.2.clone_from(&annealer.label);
                (best.0, best.1) = found;
            }
        }
        done = now;
    }
    best.2
}

/// Mean strength of the links: the unit of prices and temperatures.
pub(super) fn mean_pull(pull: &[f32]) -> f64 {
    let mean = pull.iter().map(|pull| f64::from(pull.abs())).sum::<f64>() / pull.len().max(1) as f64;
    if mean > 0.0 { mean } else { 1.0 }
}

/// Labels under annealing.
#[derive(Debug)]
struct Annealer<'a> {
    net: &'a Net,
    goals: Goals<'a>,
    dice: Dice,
    label: Vec<u32>,
    sum: Vec<u64>,
    count: Vec<u32>,
    mean: f64,
    /// Links of each node to other grids.
    foreign: Vec<u32>,
    /// The nodes that have such links, and where each stands in this list.
    border: Vec<u32>,
    place: Vec<u32>,
    seen: Vec<u32>,
    stamp: u32,
    stack: Vec<u32>,
}

impl<'a> Annealer<'a> {
    /// Starts from labels numbered below the number of nodes.
    fn new(net: &'a Net, goals: Goals<'a>, label: Vec<u32>, dice: Dice) -> Self {
        let grids = label.iter().max().map_or(0, |&most| most as usize + 1);
        let (mut sum, mut count) = (vec![0u64; grids], vec![0u32; grids]);
        for (node, &grid) in label.iter().enumerate() {
            sum[grid as usize] += u64::from(net.households[node]);
            count[grid as usize] += 1;
        }
        let used = count.iter().filter(|&&count| count > 0).count().max(1);
        let mean = (sum.iter().sum::<u64>() as f64 / used as f64).max(1.0);
        let seen = vec![0; net.len()];
        let (foreign, border, place) = (vec![0; net.len()], Vec::new(), vec![NONE; net.len()]);
        let stack = Vec::new();
        let mut annealer =
            Annealer { net, goals, dice, label, sum, count, mean, foreign, border, place, seen, stamp: 0, stack };
        (0..net.len() as u32).for_each(|node| annealer.count_foreign(node));
        annealer
    }

    fn count_foreign(&mut self, node: u32) {
        let own = self.label[node as usize];
        let foreign = self.net.links(node).iter().filter(|link| self.label[link.0 as usize] != own).count();
        self.set_foreign(node, foreign as u32);
    }

    #[inline]
    fn set_foreign(&mut self, node: u32, foreign: u32) {
        self.foreign[node as usize] = foreign;
        let place = self.place[node as usize];
        if foreign > 0 && place == NONE {
            self.place[node as usize] = self.border.len() as u32;
            self.border.push(node);
        } else if foreign == 0 && place != NONE {
            self.border.swap_remove(place as usize);
            if let Some(&moved) = self.border.get(place as usize) {
                self.place[moved as usize] = place;
            }
            self.place[node as usize] = NONE;
        }
    }

    /// Moves a node and keeps all counts.
    fn put(&mut self, node: u32, from: u32, to: u32) {
        let households = u64::from(self.net.households[node as usize]);
        self.label[node as usize] = to;
        self.sum[from as usize] -= households;
        self.sum[to as usize] += households;
        self.count[from as usize] -= 1;
        self.count[to as usize] += 1;
        let net = self.net;
        for &(next, _) in net.links(node) {
            let (grid, foreign) = (self.label[next as usize], self.foreign[next as usize]);
            if grid == from {
                self.set_foreign(next, foreign + 1);
            } else if grid == to {
                self.set_foreign(next, foreign - 1);
            }
        }
        self.count_foreign(node);
    }

    /// One proposal at a temperature; whether a node has moved.
    #[inline]
    fn step(&mut self, temperature: f64) -> bool {
        let Some(&node) = self.border.get(self.dice.below(self.border.len())) else { return false };
        let links = self.net.links(node);
        let from = self.label[node as usize];
        let to = self.label[links[self.dice.below(links.len())].0 as usize];
        if from == to || self.count[from as usize] == 1 {
            return false;
        }
        let change = self.change(node, from, to);
        let taken = change <= 0.0 || (temperature > 0.0 && change < -temperature * self.dice.unit().ln());
        if !taken || !self.may_join(node, to) || !self.stays_whole(node, from) {
            return false;
        }
        self.put(node, from, to);
        true
    }

    /// Households outside the range, over all grids.
    fn outside(&self) -> u64 {
        let used = self.sum.iter().zip(&self.count).filter(|(_, count)| **count > 0);
        used.map(|(&sum, _)| self.excess(sum)).sum()
    }

    /// Price of imbalance less the gain of all links inside grids; the range is not counted.
    fn energy(&self) -> f64 {
        let mut inside = 0.0;
        for node in 0..self.net.len() as u32 {
            let (links, first) = (self.net.links(node), self.net.first_link(node));
            for (at, &(next, _)) in links.iter().enumerate() {
                if node < next && self.label[node as usize] == self.label[next as usize] {
                    inside += f64::from(self.goals.pull[first + at]);
                }
            }
        }
        let used = self.sum.iter().zip(&self.count).filter(|(_, count)| **count > 0);
        used.map(|(&sum, _)| self.imbalance(sum)).sum::<f64>() - inside
    }

    #[inline]
    fn imbalance(&self, sum: u64) -> f64 {
        let deviation = sum as f64 / self.mean - 1.0;
        self.goals.balance_price * deviation * deviation
    }

    #[inline]
    fn excess(&self, sum: u64) -> u64 {
        sum.saturating_sub(self.goals.maximum) + self.goals.minimum.saturating_sub(sum)
    }

    #[inline]
    fn price(&self, sum: u64) -> f64 {
        let mut price = 0.0;
        let excess = self.excess(sum);
        if excess > 0 {
            let excess = excess as f64 / self.mean;
            price += (self.goals.range_price + self.goals.square_price * excess) * excess;
        }
        if self.goals.balance_price > 0.0 {
            price += self.imbalance(sum);
        }
        price
    }

    #[inline]
    fn change(&self, node: u32, from: u32, to: u32) -> f64 {
        let mut gain = 0.0f32;
        let first = self.net.first_link(node);
        for (at, &(next, _)) in self.net.links(node).iter().enumerate() {
            let grid = self.label[next as usize];
            if grid == to {
                gain += self.goals.pull[first + at];
            } else if grid == from {
                gain -= self.goals.pull[first + at];
            }
        }
        let households = u64::from(self.net.households[node as usize]);
        if households == 0 {
            return -f64::from(gain);
        }
        let (a, b) = (self.sum[from as usize], self.sum[to as usize]);
        let prices = self.price(a - households) + self.price(b + households) - self.price(a) - self.price(b);
        prices - f64::from(gain)
    }

    fn may_join(&self, node: u32, to: u32) -> bool {
        self.goals.apart.is_empty() || apart_from(self.goals.apart, node).all(|other| self.label[other as usize] != to)
    }

    /// Whether the grid of a node stays contiguous without the node.
    fn stays_whole(&mut self, node: u32, grid: u32) -> bool {
        self.stamp = self.stamp.wrapping_add(2);
        if self.stamp < 2 {
            self.seen.fill(0);
            self.stamp = 2;
        }
        let (wanted, met) = (self.stamp, self.stamp + 1);
        let mut missing = 0;
        let mut first = NONE;
        for &(next, _) in self.net.links(node) {
            if self.label[next as usize] == grid {
                self.seen[next as usize] = wanted;
                missing += 1;
                first = next;
            }
        }
        if missing <= 1 {
            return missing == 1;
        }
        self.seen[node as usize] = met;
        self.reach(first, grid, missing)
    }

    /// Walks the grid from `first`, nodes marked as wanted first, until none of them is missing.
    fn reach(&mut self, first: u32, grid: u32, mut missing: u32) -> bool {
        let (wanted, met) = (self.stamp, self.stamp + 1);
        self.stack.clear();
        self.stack.push(first);
        self.seen[first as usize] = met;
        missing -= 1;
        let mut at = 0;
        while at < self.stack.len() {
            let node = self.stack[at];
            at += 1;
            for &(next, _) in self.net.links(node) {
                if self.label[next as usize] != grid {
                    continue;
                }
                let seen = self.seen[next as usize];
                if seen == wanted {
                    missing -= 1;
                    if missing == 0 {
                        return true;
                    }
                }
                if seen != met {
                    self.seen[next as usize] = met;
                    self.stack.push(next);
                }
            }
        }
        false
    }
}

//! The objectives as prices for the annealer.

use super::Range;
use super::flips::Goals;
use super::net::{NONE, Net, Reduced};
use crate::{Barrier, Edge, Objective, Problem};

/// Each objective weighs this much less than the one before it.
const STEP_DOWN: f64 = 6.0;
/// Price of a squared relative deviation of 1, against a link of mean length.
const BALANCE: f64 = 30.0;

/// Gains of links inside grids and the price of imbalance.
#[derive(Debug)]
pub(super) struct Prices {
    pull: Vec<f32>,
    balance: f64,
}

impl Prices {
    /// Objectives in order, each weighing less than the one before it; cut length alone when there are none.
    pub(super) fn of(problem: &Problem, reduced: &Reduced) -> Self {
        let net = &reduced.net;
        let mut prices = Prices { pull: vec![0.0; net.n_links()], balance: 0.0 };
        let mut weight = 1.0;
        let objectives = if problem.objectives.is_empty() { &[Objective::CutLength][..] } else { &problem.objectives };
        for objective in objectives {
            match objective {
                Objective::Balance => prices.balance += weight * BALANCE,
                Objective::CutLength => prices.add(&lengths(net), weight),
                Objective::CutEdges => prices.add(&sums(problem, reduced, |_| 1.0), weight),
                Objective::Barriers => prices.add(&sums(problem, reduced, barrier), -weight),
                Objective::Stability => prices.add(&same_before(problem, reduced), weight),
            }
            weight /= STEP_DOWN;
        }
        prices
    }

    /// The goals with a price for each mean grid of households outside the range.
    pub(super) fn goals<'a>(&'a self, range: Range, range_price: f64, apart: &'a [(u32, u32)]) -> Goals<'a> {
        Goals {
            minimum: range.minimum,
            maximum: range.maximum,
            range_price,
            square_price: 0.0,
            balance_price: self.balance,
            pull: &self.pull,
            apart,
        }
    }

    fn add(&mut self, values: &[f64], weight: f64) {
        let used = values.iter().filter(|value| **value != 0.0).count().max(1);
        let mean = values.iter().map(|value| value.abs()).sum::<f64>() / used as f64;
        let scale = if mean > 0.0 { weight / mean } else { 0.0 };
        for (pull, value) in self.pull.iter_mut().zip(values) {
            *pull += (value * scale) as f32;
        }
    }
}

fn lengths(net: &Net) -> Vec<f64> {
    (0..net.len() as u32).flat_map(|node| net.links(node).iter().map(|link| f64::from(link.1))).collect()
}

/// Length of walls and roads along a border.
fn barrier(edge: &Edge) -> f64 {
    if edge.barrier == Barrier::None { 0.0 } else { edge.length_mm as f64 }
}

/// The sum of a figure over the borders of each link.
fn sums(problem: &Problem, reduced: &Reduced, figure: impl Fn(&Edge) -> f64) -> Vec<f64> {
    let net = &reduced.net;
    let mut sums = vec![0.0; net.n_links()];
    for edge in problem.graph.edges().iter().filter(|edge| problem.is_open(edge)) {
        let (a, b) = (reduced.node_of[edge.a as usize], reduced.node_of[edge.b as usize]);
        if a == b || a == NONE || b == NONE {
            continue;
        }
        for link in [net.find_link(a, b), net.find_link(b, a)].into_iter().flatten() {
            sums[link] += figure(edge);
        }
    }
    sums
}

/// Households that a link holds to its side of the plan in force: positive within one grid of it, negative between
/// two.
fn same_before(problem: &Problem, reduced: &Reduced) -> Vec<f64> {
    let net = &reduced.net;
    let Some(previous) = &problem.previous else { return vec![0.0; net.n_links()] };
    let mut before = vec![NONE; net.len()];
    for (unit, &node) in reduced.node_of.iter().enumerate().filter(|(_, node)| **node != NONE) {
        before[node as usize] = previous[unit];
    }
    let mut values = Vec::with_capacity(net.n_links());
    for node in 0..net.len() as u32 {
        for &(next, _) in net.links(node) {
            let least = net.households[node as usize].min(net.households[next as usize]);
            let sign = if before[node as usize] == before[next as usize] { 1.0 } else { -1.0 };
            values.push(sign * f64::from(least));
        }
    }
    values
}

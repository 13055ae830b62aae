//! Plans of k grids within a household range: coarsen, halve, anneal, refine.

use super::bisect::halve;
use super::coarsen::{Coarse, coarsen};
use super::dice::Dice;
use super::flips::{Cooling, Goals, anneal};
use super::merge::Quota;
use super::net::Net;
use super::pace::Pace;

/// Nodes for each grid at which coarsening stops.
const NODES_PER_GRID: usize = 150;

/// The best labels found; those within the range come before all others.
pub(super) fn balanced(
    net: &Net,
    goals: &Goals<'_>,
    quota: &Quota,
    steps: u64,
    dice: &Dice,
    pace: Pace<'_>,
) -> Vec<u32> {
    let mut dice = dice.clone();
    let k: u32 = quota.wanted.iter().sum();
    let total: u64 = net.households.iter().map(|&households| u64::from(households)).sum();
    let heaviest = total / u64::from(k.max(1)) / 8;
    let mut levels: Vec<Coarse> = Vec::new();
    loop {
        let (fine, pull, apart) =
            levels.last().map_or((net, goals.pull, goals.apart), |top| (&top.net, &top.pull, &[]));
        if fine.len() <= NODES_PER_GRID * k as usize || !goals.apart.is_empty() {
            break;
        }
        let next = coarsen(fine, pull, heaviest, apart, &mut dice);
        if next.net.len() as f64 > 0.9 * fine.len() as f64 {
            break;
        }
        levels.push(next);
    }
    let coarsest = levels.last().map_or(net, |top| &top.net);
    let (component, count) = coarsest.components();
    let mut area = quota.area.clone();
    for level in &levels {
        let mut coarse = vec![0; level.net.len()];
        level.node_of.iter().zip(&area).for_each(|(&node, &area)| coarse[node as usize] = area);
        area = coarse;
    }
    let parts = quota.of_components(coarsest, &area, &component, count);
    let mut label = halve(coarsest, &component, &parts, &mut dice);
    let mut cooling = Cooling { first: 2.0, last: 0.02, first_price: 0.02 };
    for at in (0..=levels.len()).rev() {
        let (level, pull) = if at == 0 { (net, goals.pull) } else { (&levels[at - 1].net, &levels[at - 1].pull[..]) };
        let square_price = 20.0 * (level.len() as f64 / f64::from(k.max(1))).sqrt() * super::flips::mean_pull(pull);
        let goals = Goals { pull, square_price, ..goals.clone() };
        let (share, pace) = match levels.len() {
            0 => (steps, pace),
            top if at == top => (steps / 2, pace.part(0.5)),
            top => (steps / 2 / top as u64, pace.part(1.0 / (at + 1) as f64)),
        };
        label = anneal(level, goals, label, cooling, share, &dice.fork(), pace);
        if at > 0 {
            label = levels[at - 1].node_of.iter().map(|&node| label[node as usize]).collect();
        }
        cooling = Cooling { first: 0.4, first_price: 0.1, ..cooling };
    }
    label
}

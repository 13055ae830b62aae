//! Coarser nets: nodes are joined in pairs along their strongest links.

use super::dice::Dice;
use super::net::{NONE, Net};

/// A coarser net and the coarse node of each fine node.
#[derive(Debug)]
pub(super) struct Coarse {
    pub(super) net: Net,
    pub(super) pull: Vec<f32>,
    pub(super) node_of: Vec<u32>,
}

/// Matches each node with the free neighbour of strongest pull; none grows above `heaviest` households.
pub(super) fn coarsen(net: &Net, pull: &[f32], heaviest: u64, apart: &[(u32, u32)], dice: &mut Dice) -> Coarse {
    let n = net.len();
    let mut order: Vec<u32> = (0..n as u32).collect();
    for at in (1..n).rev() {
        order.swap(at, dice.below(at + 1));
    }
    let mut node_of = vec![NONE; n];
    let mut count = 0;
    for &node in &order {
        if node_of[node as usize] != NONE {
            continue;
        }
        let own = u64::from(net.households[node as usize]);
        let mut best = (0.0f32, NONE);
        for (at, &(next, _)) in net.links(node).iter().enumerate() {
            let both = own + u64::from(net.households[next as usize]);
            let pulls = pull[net.first_link(node) + at];
            let free = node_of[next as usize] == NONE && both <= heaviest && pulls > best.0;
            if free && apart.binary_search(&(node, next)).is_err() {
                best = (pulls, next);
            }
        }
        node_of[node as usize] = count;
        if best.1 != NONE {
            node_of[best.1 as usize] = count;
        }
        count += 1;
    }
    contract(net, pull, node_of, count as usize)
}

fn contract(net: &Net, pull: &[f32], node_of: Vec<u32>, count: usize) -> Coarse {
    let mut households = vec![0u32; count];
    for (node, &coarse) in node_of.iter().enumerate() {
        households[coarse as usize] = households[coarse as usize].saturating_add(net.households[node]);
    }
    let links = net.each_link().map(|(a, b, length)| (node_of[a as usize], node_of[b as usize], u64::from(length)));
    let coarse = Net::new(households, links.filter(|(a, b, _)| a != b).collect());
    let mut sums = vec![0.0f32; coarse.n_links()];
    for node in 0..net.len() as u32 {
        for (at, &(next, _)) in net.links(node).iter().enumerate() {
            if let Some(link) = coarse.find_link(node_of[node as usize], node_of[next as usize]) {
                sums[link] += pull[net.first_link(node) + at];
            }
        }
    }
    Coarse { net: coarse, pull: sums, node_of }
}

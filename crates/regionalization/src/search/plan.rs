//! A plan under change: grid of each node, members and sums of each grid.

use super::net::{NONE, Net};

/// Labels with member lists threaded through the nodes, so that no change allocates.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    /// Grid of each node.
    pub(super) label: Vec<u32>,
    /// Households of each grid.
    pub(super) sum: Vec<u64>,
    head: Vec<u32>,
    next: Vec<u32>,
    free: Vec<u32>,
}

impl Plan {
    /// The plan of some labels, any numbers below the number of nodes.
    pub(super) fn new(net: &Net, label: Vec<u32>) -> Self {
        let n = net.len();
        let grids = label.iter().max().map_or(0, |&most| most as usize + 1);
        let mut plan =
            Plan { label, sum: vec![0; grids], head: vec![NONE; grids], next: vec![NONE; n], free: Vec::new() };
        for node in (0..n as u32).rev() {
            let grid = plan.label[node as usize];
            plan.attach(net, node, grid);
        }
        plan.free = (0..grids as u32).rev().filter(|&grid| plan.head[grid as usize] == NONE).collect();
        plan
    }

    /// The members of a grid.
    pub(super) fn members(&self, grid: u32) -> impl Iterator<Item = u32> + '_ {
        let mut at = self.head[grid as usize];
        std::iter::from_fn(move || {
            let node = at;
            (node != NONE).then(|| {
                at = self.next[node as usize];
                node
            })
        })
    }

    /// Empties a grid; its members must be attached elsewhere at once.
    pub(super) fn clear(&mut self, grid: u32) {
        self.head[grid as usize] = NONE;
        self.sum[grid as usize] = 0;
        self.free.push(grid);
    }

    /// A number for a new grid.
    pub(super) fn fresh(&mut self) -> u32 {
        self.free.pop().unwrap_or_else(|| {
            self.head.push(NONE);
            self.sum.push(0);
            self.head.len() as u32 - 1
        })
    }

    /// Puts a node that is in no list into a grid.
    pub(super) fn attach(&mut self, net: &Net, node: u32, grid: u32) {
        self.next[node as usize] = self.head[grid as usize];
        self.head[grid as usize] = node;
        self.label[node as usize] = grid;
        self.sum[grid as usize] += u64::from(net.households[node as usize]);
    }
}

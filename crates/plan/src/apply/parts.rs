//! A grid in k connected parts with about equal numbers of households.
//!
//! Parts are cut off trees that span the grid's courtyards, so they are connected. One tree is grown from every
//! courtyard (from the first 64 of a large grid); the cuts with the smallest sum of squared deviations count.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::ground::settle;
use super::members::heir;
use super::work::Work;
use crate::{GridId, Refused, Territory};

const TREES: usize = 64;

/// Splits a grid; the part with the first courtyard goes on.
pub(super) fn split(work: &mut Work, grid: GridId, parts: u32) -> Result<(), Refused> {
    let info = heir(work.info(grid)?);
    let all = work.cells_of(grid);
    let courtyards: Vec<u32> = all.iter().copied().filter(|&cell| work.territory.is_courtyard(cell)).collect();
    if parts < 2 || courtyards.len() < parts as usize {
        return Err(Refused::TooManyParts { grid, parts });
    }
    let site = Site::new(work.territory, &all, courtyards);
    let label = site.best(parts as usize);
    let mut id_of = vec![grid];
    id_of.extend((1..parts).map(|_| work.found(info.clone())));
    for (place, &cell) in site.cells.iter().enumerate() {
        work.put(cell, Some(id_of[label[place]]));
    }
    let ground: BTreeSet<u32> = all.into_iter().filter(|&cell| !work.territory.is_courtyard(cell)).collect();
    let own: BTreeSet<GridId> = id_of.into_iter().collect();
    // What touches no part stays with the part that goes on.
    settle(work, ground, |_, other| own.contains(&other));
    Ok(())
}

/// The courtyards of a grid as a graph.
struct Site {
    cells: Vec<u32>,
    households: Vec<u64>,
    beside: Vec<Vec<usize>>,
}

impl Site {
    /// Courtyards are beside each other when they share a border or ground of the grid; pieces that hang together with
    /// nothing are linked in order.
    fn new(territory: &Territory, all: &[u32], cells: Vec<u32>) -> Self {
        let place: BTreeMap<u32, usize> = cells.iter().enumerate().map(|(place, &cell)| (cell, place)).collect();
        let households = |&cell: &u32| {
            let courtyard = territory.courtyard_of_cell(cell).map(|idx| &territory.courtyards()[idx]);
            u64::from(courtyard.and_then(|courtyard| courtyard.households).unwrap_or(0))
        };
        let mut links: BTreeSet<(usize, usize)> = BTreeSet::new();
        for &cell in all {
            let near = territory.beside(cell).filter_map(|(other, _)| place.get(&other).copied());
            let mut near: Vec<usize> = near.chain(place.get(&cell).copied()).collect();
            let Some(hub) = place.get(&cell).copied().or_else(|| near.iter().copied().min()) else { continue };
            near.retain(|&other| other != hub);
            links.extend(near.into_iter().map(|other| (hub.min(other), hub.max(other))));
        }
        let mut beside = vec![Vec::new(); cells.len()];
        for (a, b) in links {
            beside[a].push(b);
            beside[b].push(a);
        }
        let mut site = Site { households: cells.iter().map(households).collect(), cells, beside };
        site.link_pieces();
        site
    }

    fn link_pieces(&mut self) {
        loop {
            let (order, _) = self.tree(0);
            let reached: BTreeSet<usize> = order.into_iter().collect();
            let Some(stray) = (0..self.cells.len()).find(|place| !reached.contains(place)) else { return };
            self.beside[0].push(stray);
            self.beside[stray].push(0);
        }
    }

    /// Courtyards in breadth-first order from a root, and the parent of each.
    fn tree(&self, root: usize) -> (Vec<usize>, Vec<usize>) {
        let mut parent = vec![usize::MAX; self.cells.len()];
        parent[root] = root;
        let (mut order, mut queue) = (Vec::new(), VecDeque::from([root]));
        while let Some(place) = queue.pop_front() {
            order.push(place);
            for &other in &self.beside[place] {
                if parent[other] == usize::MAX {
                    parent[other] = place;
                    queue.push_back(other);
                }
            }
        }
        (order, parent)
    }

    /// The best labels over the trees, counted in the order of the parts' first courtyards.
    fn best(&self, parts: usize) -> Vec<usize> {
        let trials = (0..self.cells.len().min(TREES)).map(|root| self.cut(root, parts));
        let best = trials.min_by_key(|label| self.deviation(label, parts));
        let label = best.unwrap_or_else(|| vec![0; self.cells.len()]);
        let mut order: Vec<usize> = Vec::with_capacity(parts);
        let mut place = |part: usize| {
            order.iter().position(|&known| known == part).unwrap_or_else(|| {
                order.push(part);
                order.len() - 1
            })
        };
        label.into_iter().map(&mut place).collect()
    }

    /// Cuts the subtree nearest to an equal share of what is left off the tree, parts − 1 times.
    fn cut(&self, root: usize, parts: usize) -> Vec<usize> {
        let (order, mut parent) = self.tree(root);
        let mut label = vec![0; self.cells.len()];
        for part in 1..parts {
            let mut sums = vec![(0_u64, 0_usize); self.cells.len()];
            for &place in order.iter().rev().filter(|&&place| label[place] == 0) {
                sums[place] = (sums[place].0 + self.households[place], sums[place].1 + 1);
                if parent[place] != place {
                    let (households, n) = sums[place];
                    let up = &mut sums[parent[place]];
                    *up = (up.0 + households, up.1 + n);
                }
            }
            let (total, n_left) = sums[root];
            let still = (parts - part) as u64;
            // Enough courtyards must be left for the parts to come.
            let fits =
                |&&place: &&usize| label[place] == 0 && place != root && n_left - sums[place].1 >= still as usize;
            let share = |place: usize| (sums[place].0 * (still + 1)).abs_diff(total);
            let Some(&top) = order.iter().filter(fits).min_by_key(|&&place| (share(place), place)) else { break };
            label[top] = part;
            for &place in order.iter().filter(|&&place| place != root) {
                if label[place] == 0 && label[parent[place]] == part {
                    label[place] = part;
                }
            }
            parent[top] = top;
        }
        label
    }

    fn deviation(&self, label: &[usize], parts: usize) -> (usize, u128) {
        let mut sums = vec![(0_u64, 0_usize); parts];
        for (place, &part) in label.iter().enumerate() {
            sums[part] = (sums[part].0 + self.households[place], sums[part].1 + 1);
        }
        let total: u64 = self.households.iter().sum();
        let square = |sum: u64| u128::from((sum * parts as u64).abs_diff(total)).pow(2);
        let empty = sums.iter().filter(|(_, n)| *n == 0).count();
        (empty, sums.iter().map(|&(sum, _)| square(sum)).sum())
    }
}

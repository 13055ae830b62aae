//! The problem as the search sees it: units that must stay together joined into nodes, borders that may not be crossed
//! left out, locked grids and units above the maximum taken out.

use crate::{Graph, Problem};

/// Marks "no node", "no grid".
pub(super) const NONE: u32 = u32::MAX;

/// A graph of nodes in compressed rows.
#[derive(Debug, Clone, Default)]
pub(super) struct Net {
    offsets: Vec<u32>,
    /// (neighbour, border length in millimetres, at least 1 only where the border has a length).
    links: Vec<(u32, u32)>,
    /// Households of each node.
    pub(super) households: Vec<u32>,
}

/// The net of a problem with the way back to its units.
#[derive(Debug)]
pub(super) struct Reduced {
    /// The graph of the nodes.
    pub(super) net: Net,
    /// Node of each unit; [`NONE`] for units whose grid is fixed.
    pub(super) node_of: Vec<u32>,
    /// Fixed grids: locked ones and units above the maximum.
    pub(super) fixed: Vec<Vec<u32>>,
    /// Pairs of nodes that must not share a grid, both ways, sorted.
    pub(super) apart: Vec<(u32, u32)>,
}

impl Net {
    /// Builds the rows from links `(a, b, length)`; links between the same nodes are joined.
    pub(super) fn new(households: Vec<u32>, mut list: Vec<(u32, u32, u64)>) -> Self {
        for link in &mut list {
            (link.0, link.1) = (link.0.min(link.1), link.0.max(link.1));
        }
        list.sort_unstable();
        list.dedup_by(|next, kept| {
            let same = (next.0, next.1) == (kept.0, kept.1);
            if same {
                kept.2 = kept.2.saturating_add(next.2);
            }
            same
        });
        let n = households.len();
        let mut offsets = vec![0u32; n + 1];
        for &(a, b, _) in &list {
            offsets[a as usize + 1] += 1;
            offsets[b as usize + 1] += 1;
        }
        for node in 0..n {
            offsets[node + 1] += offsets[node];
        }
        let mut next = offsets.clone();
        let mut links = vec![(0, 0); list.len() * 2];
        for &(a, b, length) in &list {
            let length = u32::try_from(length).unwrap_or(u32::MAX);
            for (from, to) in [(a, b), (b, a)] {
                links[next[from as usize] as usize] = (to, length);
                next[from as usize] += 1;
            }
        }
        Net { offsets, links, households }
    }

    /// Number of nodes.
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.households.len()
    }

    /// The neighbours of a node with the border lengths.
    #[inline]
    pub(super) fn links(&self, node: u32) -> &[(u32, u32)] {
        let node = node as usize;
        &self.links[self.offsets[node] as usize..self.offsets[node + 1] as usize]
    }

    /// Number of the first link of a node; its others follow.
    #[inline]
    pub(super) fn first_link(&self, node: u32) -> usize {
        self.offsets[node as usize] as usize
    }

    /// Number of the link from one node to another.
    pub(super) fn find_link(&self, from: u32, to: u32) -> Option<usize> {
        let at = self.links(from).binary_search_by_key(&to, |link| link.0).ok()?;
        Some(self.first_link(from) + at)
    }

    /// Number of links, each counted from both ends.
    pub(super) fn n_links(&self) -> usize {
        self.links.len()
    }

    /// Every link once, as `(a, b, length)` with `a < b`, sorted.
    pub(super) fn each_link(&self) -> impl Iterator<Item = (u32, u32, u32)> + '_ {
        (0..self.len() as u32).flat_map(move |a| {
            self.links(a).iter().filter(move |(b, _)| a < *b).map(move |&(b, length)| (a, b, length))
        })
    }

    /// Component of each node, numbered in order of first node, and their number.
    pub(super) fn components(&self) -> (Vec<u32>, usize) {
        let mut component = vec![NONE; self.len()];
        let (mut count, mut stack) = (0, Vec::new());
        for start in 0..self.len() as u32 {
            if component[start as usize] != NONE {
                continue;
            }
            component[start as usize] = count;
            stack.push(start);
            while let Some(node) = stack.pop() {
                for &(next, _) in self.links(node) {
                    if component[next as usize] == NONE {
                        component[next as usize] = count;
                        stack.push(next);
                    }
                }
            }
            count += 1;
        }
        (component, count as usize)
    }
}

impl Reduced {
    /// Reduces a problem whose lists fit its graph.
    pub(super) fn of(problem: &Problem) -> Self {
        let n = problem.graph.n_units();
        let constraints = &problem.constraints;
        let mut fixed = constraints.locked.clone();
        if let (Some(maximum), None) = (constraints.maximum, constraints.deviation) {
            let grouped: Vec<u32> = constraints.keep_together.iter().chain(&fixed).flatten().copied().collect();
            let mut held = vec![false; n];
            grouped.iter().for_each(|&unit| held[unit as usize] = true);
            let alone = (0..n).filter(|&unit| problem.households[unit] > maximum && !held[unit]);
            fixed.extend(alone.map(|unit| vec![unit as u32]).collect::<Vec<_>>());
        }
        let mut taken = vec![false; n];
        fixed.iter().flatten().for_each(|&unit| taken[unit as usize] = true);
        let open = |a: u32, b: u32| !taken[a as usize] && !taken[b as usize];
        let mut parent: Vec<u32> = (0..n as u32).collect();
        for group in &constraints.keep_together {
            join_group(problem, group, &open, &mut parent);
        }
        let node_of = number_nodes(&mut parent, &taken);
        let net = contract(problem, &node_of);
        let mut apart: Vec<(u32, u32)> = Vec::new();
        for &(a, b) in &constraints.keep_apart {
            let (a, b) = (node_of[a as usize], node_of[b as usize]);
            if a != b && a != NONE && b != NONE {
                apart.extend([(a, b), (b, a)]);
            }
        }
        apart.sort_unstable();
        apart.dedup();
        Reduced { net, node_of, fixed, apart }
    }
}

/// Joins the units of a group, and where they do not touch the units on a shortest way between them.
fn join_group(problem: &Problem, group: &[u32], open: &dyn Fn(u32, u32) -> bool, parent: &mut [u32]) {
    let Some(&first) = group.first() else { return };
    for &unit in &group[1..] {
        let Some(way) = shortest_way(problem, unit, open, |other| root(parent, other) == root(parent, first)) else {
            continue;
        };
        for step in way {
            let (a, b) = (root(parent, step), root(parent, first));
            parent[a.max(b) as usize] = a.min(b);
        }
    }
}

/// The units on a shortest way from a unit to a goal, both included.
fn shortest_way(
    problem: &Problem,
    from: u32,
    open: &dyn Fn(u32, u32) -> bool,
    goal: impl Fn(u32) -> bool,
) -> Option<Vec<u32>> {
    let graph: &Graph = &problem.graph;
    let mut before = rustc_hash::FxHashMap::default();
    before.insert(from, from);
    let mut queue = std::collections::VecDeque::from([from]);
    while let Some(unit) = queue.pop_front() {
        if goal(unit) {
            let mut way = vec![unit];
            let mut at = unit;
            while at != from {
                at = before[&at];
                way.push(at);
            }
            return Some(way);
        }
        for &(next, edge) in graph.neighbours(unit) {
            if open(unit, next) && problem.is_open(&graph.edges()[edge as usize]) && !before.contains_key(&next) {
                before.insert(next, unit);
                queue.push_back(next);
            }
        }
    }
    None
}

fn root(parent: &[u32], mut unit: u32) -> u32 {
    while parent[unit as usize] != unit {
        unit = parent[unit as usize];
    }
    unit
}

fn number_nodes(parent: &mut [u32], taken: &[bool]) -> Vec<u32> {
    let mut node_of = vec![NONE; parent.len()];
    let mut count = 0;
    for unit in 0..parent.len() as u32 {
        if taken[unit as usize] {
            continue;
        }
        let top = root(parent, unit);
        if top == unit {
            node_of[unit as usize] = count;
            count += 1;
        } else {
            node_of[unit as usize] = node_of[top as usize];
        }
    }
    node_of
}

fn contract(problem: &Problem, node_of: &[u32]) -> Net {
    let count = node_of.iter().filter(|&&node| node != NONE).max().map_or(0, |&node| node as usize + 1);
    let mut households = vec![0u32; count];
    for (unit, &node) in node_of.iter().enumerate() {
        if node != NONE {
            let sum = &mut households[node as usize];
            *sum = sum.saturating_add(problem.households[unit]);
        }
    }
    let mut list = Vec::with_capacity(problem.graph.edges().len());
    for edge in problem.graph.edges() {
        let (a, b) = (node_of[edge.a as usize], node_of[edge.b as usize]);
        if a != b && a != NONE && b != NONE && problem.is_open(edge) {
            list.push((a, b, edge.length_mm));
        }
    }
    Net::new(households, list)
}

//! A problem cut into pieces that do not touch each other: communities, barriers, locked grids and keep-together
//! groups are all gone in a piece; what is left is a small graph of atoms.

use crate::{Barrier, Edge, Problem};

/// Disjoint sets of units; the root of a set is its smallest unit.
pub(crate) struct Unions {
    parent: Vec<u32>,
}

impl Unions {
    pub(crate) fn new(n: usize) -> Self {
        Unions { parent: (0..n as u32).collect() }
    }

    pub(crate) fn find(&mut self, mut unit: u32) -> u32 {
        while self.parent[unit as usize] != unit {
            let above = self.parent[self.parent[unit as usize] as usize];
            self.parent[unit as usize] = above;
            unit = above;
        }
        unit
    }

    pub(crate) fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.find(a), self.find(b));
        self.parent[a.max(b) as usize] = a.min(b);
    }
}

/// A border between two atoms of a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Border {
    pub(crate) a: u32,
    pub(crate) b: u32,
    pub(crate) length_mm: u64,
    /// Pairs of units that touch along it.
    pub(crate) pairs: u32,
    /// Millimetres of it with a wall, road, rail or water.
    pub(crate) barrier_mm: u64,
    /// Whether a grid may reach across.
    pub(crate) open: bool,
}

/// A connected part of a community, to be cut into grids by itself. An atom is a unit or a keep-together group.
#[derive(Debug, Clone)]
pub(crate) struct Piece {
    pub(crate) community: u32,
    /// The units of each atom, in sweep order of the atoms.
    pub(crate) atoms: Vec<Vec<u32>>,
    pub(crate) households: Vec<u64>,
    pub(crate) borders: Vec<Border>,
    pub(crate) apart: Vec<(u32, u32)>,
    /// Barrier millimetres inside the atoms, which no plan can change.
    pub(crate) inner_barrier_mm: u64,
    /// Atoms that are not connected in themselves.
    pub(crate) scattered: Vec<u32>,
}

impl Piece {
    pub(crate) fn total(&self) -> u64 {
        self.households.iter().sum()
    }

    pub(crate) fn n_units(&self) -> usize {
        self.atoms.iter().map(Vec::len).sum()
    }

    /// All units, sorted.
    pub(crate) fn units(&self) -> Vec<u32> {
        let mut units: Vec<u32> = self.atoms.iter().flatten().copied().collect();
        units.sort_unstable();
        units
    }
}

impl Problem {
    /// Number of communities.
    pub fn n_communities(&self) -> usize {
        self.community.iter().max().map_or(0, |last| *last as usize + 1)
    }

    /// Whether a grid may reach across this border.
    pub fn is_open(&self, edge: &Edge) -> bool {
        let same = self.community[edge.a as usize] == self.community[edge.b as usize];
        (same || !self.constraints.inside_communities) && !self.constraints.not_crossed.contains(&edge.barrier)
    }
}

/// The pieces in order of community and first unit. With grids free of communities all pieces are of community 0.
pub(crate) fn pieces(problem: &Problem) -> Vec<Piece> {
    let n = problem.graph.n_units();
    let mut free = vec![true; n];
    problem.constraints.locked.iter().flatten().for_each(|&unit| free[unit as usize] = false);
    let mut atoms = Unions::new(n);
    for pair in problem.constraints.keep_together.iter().flat_map(|group| group.windows(2)) {
        atoms.join(pair[0], pair[1]);
    }
    let mut parts = Unions::new(n);
    for unit in 0..n as u32 {
        parts.join(unit, atoms.find(unit));
    }
    for edge in problem.graph.edges() {
        if free[edge.a as usize] && free[edge.b as usize] && problem.is_open(edge) {
            parts.join(edge.a, edge.b);
        }
    }
    let mut groups: Vec<(u32, u32, u32, u32)> = (0..n as u32)
        .filter(|&unit| free[unit as usize])
        .map(|unit| {
            let community = if problem.constraints.inside_communities { problem.community[unit as usize] } else { 0 };
            (community, parts.find(unit), atoms.find(unit), unit)
        })
        .collect();
    groups.sort_unstable();
    let mut scratch = Scratch { atom_of: vec![u32::MAX; n] };
    groups.chunk_by(|a, b| a.1 == b.1).map(|group| scratch.piece(problem, group)).collect()
}

struct Scratch {
    atom_of: Vec<u32>,
}

impl Scratch {
    /// The piece of the (community, part, atom, unit) rows of one part.
    fn piece(&mut self, problem: &Problem, rows: &[(u32, u32, u32, u32)]) -> Piece {
        let atoms: Vec<Vec<u32>> =
            rows.chunk_by(|a, b| a.2 == b.2).map(|atom| atom.iter().map(|row| row.3).collect()).collect();
        let order = sweep_order(&self.raw_borders(problem, &atoms).0, atoms.len());
        let atoms: Vec<Vec<u32>> = order.iter().map(|&atom| atoms[atom as usize].clone()).collect();
        let (borders, inner_barrier_mm) = self.raw_borders(problem, &atoms);
        let scattered = (0..atoms.len() as u32).filter(|&at| !connected(problem, &atoms[at as usize])).collect();
        let piece = Piece {
            community: rows[0].0,
            households: atoms.iter().map(|atom| households(problem, atom)).collect(),
            apart: self.apart(problem, &atoms),
            atoms,
            borders,
            inner_barrier_mm,
            scattered,
        };
        rows.iter().for_each(|row| self.atom_of[row.3 as usize] = u32::MAX);
        piece
    }

    /// Borders between atoms, joined and sorted, and the barrier millimetres inside atoms.
    fn raw_borders(&mut self, problem: &Problem, atoms: &[Vec<u32>]) -> (Vec<Border>, u64) {
        for (at, atom) in atoms.iter().enumerate() {
            atom.iter().for_each(|&unit| self.atom_of[unit as usize] = at as u32);
        }
        let mut borders = Vec::new();
        let mut inner = 0;
        for &unit in atoms.iter().flatten() {
            for &(other, edge) in problem.graph.neighbours(unit) {
                let (a, b) = (self.atom_of[unit as usize], self.atom_of[other as usize]);
                if unit > other || b == u32::MAX {
                    continue;
                }
                let edge = &problem.graph.edges()[edge as usize];
                let barrier_mm = if edge.barrier == Barrier::None { 0 } else { edge.length_mm };
                if a == b {
                    inner += barrier_mm;
                    continue;
                }
                let open = problem.is_open(edge);
                let (a, b) = (a.min(b), a.max(b));
                borders.push(Border { a, b, length_mm: edge.length_mm, pairs: 1, barrier_mm, open });
            }
        }
        borders.sort_unstable_by_key(|border| (border.a, border.b));
        borders.dedup_by(|next, kept| {
            let same = (next.a, next.b) == (kept.a, kept.b);
            if same {
                kept.length_mm += next.length_mm;
                kept.pairs += next.pairs;
                kept.barrier_mm += next.barrier_mm;
                kept.open |= next.open;
            }
            same
        });
        (borders, inner)
    }

    fn apart(&self, problem: &Problem, atoms: &[Vec<u32>]) -> Vec<(u32, u32)> {
        let atom = |unit: u32| {
            let at = self.atom_of[unit as usize];
            atoms.get(at as usize).is_some_and(|units| units.contains(&unit)).then_some(at)
        };
        let mut pairs: Vec<(u32, u32)> = problem
            .constraints
            .keep_apart
            .iter()
            .filter_map(|&(a, b)| Some((atom(a)?, atom(b)?)))
            .map(|(a, b)| (a.min(b), a.max(b)))
            .collect();
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }
}

fn households(problem: &Problem, units: &[u32]) -> u64 {
    units.iter().map(|&unit| u64::from(problem.households[unit as usize])).sum()
}

/// Whether units are connected through open borders among themselves.
pub(crate) fn connected(problem: &Problem, units: &[u32]) -> bool {
    let mut sorted = units.to_vec();
    sorted.sort_unstable();
    let mut seen = vec![false; sorted.len()];
    let mut stack: Vec<u32> = sorted.first().copied().into_iter().collect();
    let mut reached = 0;
    if let Some(first) = seen.first_mut() {
        *first = true;
    }
    while let Some(unit) = stack.pop() {
        reached += 1;
        for &(other, edge) in problem.graph.neighbours(unit) {
            if let Ok(at) = sorted.binary_search(&other)
                && !seen[at]
                && problem.is_open(&problem.graph.edges()[edge as usize])
            {
                seen[at] = true;
                stack.push(other);
            }
        }
    }
    reached == sorted.len()
}

/// An order of the atoms that sweeps over the piece with a short front: each next atom has the most neighbours behind
/// it and the fewest before it. Deterministic: ties go to the smaller atom.
fn sweep_order(borders: &[Border], n: usize) -> Vec<u32> {
    if n > 512 {
        return (0..n as u32).collect();
    }
    let mut near = vec![Vec::new(); n];
    for border in borders.iter().filter(|border| border.open) {
        near[border.a as usize].push(border.b as usize);
        near[border.b as usize].push(border.a as usize);
    }
    let far = |from: usize| {
        let mut order = vec![from];
        let mut seen = vec![false; n];
        seen[from] = true;
        let mut head = 0;
        while head < order.len() {
            for &next in &near[order[head]] {
                if !std::mem::replace(&mut seen[next], true) {
                    order.push(next);
                }
            }
            head += 1;
        }
        order[head - 1]
    };
    let start = if n == 0 { return Vec::new() } else { far(far(0)) };
    let mut placed = vec![false; n];
    let mut order = Vec::with_capacity(n);
    let mut next = Some(start);
    while let Some(atom) = next {
        placed[atom] = true;
        order.push(atom as u32);
        let score = |atom: usize| {
            let behind = near[atom].iter().filter(|&&other| placed[other]).count() as i64;
            2 * behind - near[atom].len() as i64 + if behind > 0 { 1000 } else { 0 }
        };
        next = (0..n).filter(|&atom| !placed[atom]).max_by_key(|&atom| (score(atom), std::cmp::Reverse(atom)));
    }
    order
}

//! Pieces joined to cells: one connected cell for each courtyard, one for each enclosure without any.

use super::cuts::Cuts;
use super::ground::{Ground, Side};
use super::notes::square_metres;
use super::pieces::Pieces;
use crate::assemble::Border;
use crate::lattice::apart;
use crate::mesh::{NONE, next};
use crate::territory::{Cell, LineKinds, Note, Options};
use crate::union::UnionFind;
use std::collections::BTreeMap;

/// The cells and the borders between them.
pub(crate) struct Joined {
    pub(crate) cells: Vec<Cell>,
    pub(crate) borders: Vec<Border>,
    pub(crate) notes: Vec<Note>,
}

/// A border between two pieces; `left` and `right` are pieces or [`NONE`].
struct Contact {
    from: u32,
    to: u32,
    left: u32,
    right: u32,
    kinds: LineKinds,
    side: Side,
}

/// Joins the pieces by label; pieces cut off from their courtyard go to the neighbour with the longest border.
pub(crate) fn join(ground: &Ground, cuts: &Cuts, pieces: &Pieces, n_seeds: usize, options: &Options) -> Joined {
    let contacts = contacts(ground, cuts, pieces);
    let mut parts = Parts::new(ground, pieces, &contacts, n_seeds);
    let notes = parts.adopt(ground, pieces, &contacts, n_seeds, options);
    let (cell_of, cells) = parts.number(ground, pieces, n_seeds);
    let side = |piece: u32| if piece == NONE { NONE } else { cell_of[parts.of[piece as usize] as usize] };
    let borders = contacts
        .iter()
        .map(|c| Border { from: c.from, to: c.to, left: side(c.left), right: side(c.right), kinds: c.kinds })
        .filter(|b| b.left != b.right)
        .collect();
    Joined { cells, borders, notes }
}

fn contacts(ground: &Ground, cuts: &Cuts, pieces: &Pieces) -> Vec<Contact> {
    let mut list = Vec::with_capacity(pieces.inner.len() + ground.mesh.origin.len());
    for &[from, to, left, right] in &pieces.inner {
        list.push(Contact { from, to, left, right, kinds: LineKinds::OPEN, side: Side::Open });
    }
    for h in 0..ground.mesh.origin.len() {
        let twin = ground.mesh.across(h);
        if twin.is_some_and(|g| g < h) {
            continue;
        }
        let mut from = ground.mesh.origin[h];
        let along = cuts.along(ground, h);
        let n = 1 + along.iter().flatten().count();
        for k in 0..n {
            let to = along.get(k).copied().flatten().unwrap_or(ground.mesh.origin[next(h)]);
            let left = pieces.along[h][k];
            let right = twin.map_or(NONE, |g| pieces.along[g][n - 1 - k]);
            if left != right {
                let (kinds, side) = (ground.kinds(h), ground.side(h));
                list.push(Contact { from, to, left, right, kinds, side });
            }
            from = to;
        }
    }
    list
}

/// Connected sets of pieces with one label.
struct Parts {
    of: Vec<u32>,
    label: Vec<u32>,
    area2: Vec<i128>,
    /// Whether it holds some of its courtyard, or is an enclosure large enough for a cell.
    rooted: Vec<bool>,
}

impl Parts {
    fn new(ground: &Ground, pieces: &Pieces, contacts: &[Contact], n_seeds: usize) -> Self {
        let mut sets = UnionFind::new(pieces.label.len());
        for c in contacts.iter().filter(|c| c.left != NONE && c.right != NONE) {
            if pieces.label[c.left as usize] == pieces.label[c.right as usize] {
                sets.union(c.left as usize, c.right as usize);
            }
        }
        let (of, n) = sets.numbered();
        let mut parts = Self { of, label: vec![NONE; n], area2: vec![0; n], rooted: vec![false; n] };
        for (piece, &part) in parts.of.iter().enumerate() {
            let (part, label) = (part as usize, pieces.label[piece]);
            parts.label[part] = label;
            parts.area2[part] += pieces.area2[piece];
            parts.rooted[part] |= label as usize >= n_seeds || ground.seed[pieces.triangle[piece] as usize] == label;
        }
        parts
    }

    /// Gives parts without a root, and enclosures too small for a cell, to the neighbour in the same community with
    /// the longest border; open border counts before any other.
    fn adopt(
        &mut self,
        ground: &Ground,
        pieces: &Pieces,
        contacts: &[Contact],
        n_seeds: usize,
        options: &Options,
    ) -> Vec<Note> {
        let least2 = (options.least_remainder_m2.max(0.0) * 2e6) as i128;
        for part in 0..self.label.len() {
            if self.label[part] as usize >= n_seeds && self.area2[part] < least2 {
                self.rooted[part] = false;
            }
        }
        if self.rooted.iter().all(|&r| r) {
            return Vec::new();
        }
        let lengths = self.lengths(ground, pieces, contacts);
        let mut notes = Vec::new();
        loop {
            let before = notes.len();
            for (&part, borders) in &lengths {
                if self.rooted[part as usize] {
                    continue;
                }
                let settled = borders.iter().filter(|(other, _)| self.rooted[**other as usize]);
                let best = settled.fold(
                    (None, (0.0, 0.0)),
                    |best, (&other, &length)| {
                        if length > best.1 { (Some(other), length) } else { best }
                    },
                );
                if let Some(other) = best.0 {
                    notes.push(self.give(ground, pieces, part as usize, other as usize, n_seeds));
                }
            }
            if notes.len() == before {
                return notes;
            }
        }
    }

    fn give(&mut self, ground: &Ground, pieces: &Pieces, part: usize, to: usize, n_seeds: usize) -> Note {
        self.label[part] = self.label[to];
        self.rooted[part] = true;
        let piece = self.of.iter().position(|&p| p as usize == part).unwrap_or(0);
        let area = ground.area[pieces.triangle[piece] as usize] as usize;
        let seed = Some(self.label[to] as usize).filter(|&l| l < n_seeds);
        Note::Joined { area, seed, area_m2: square_metres(self.area2[part]) }
    }

    /// Length of border (open, any) of every rootless part with each other part of its community, mm.
    fn lengths(
        &self,
        ground: &Ground,
        pieces: &Pieces,
        contacts: &[Contact],
    ) -> BTreeMap<u32, BTreeMap<u32, (f64, f64)>> {
        let mut lengths: BTreeMap<u32, BTreeMap<u32, (f64, f64)>> = BTreeMap::new();
        let area = |piece: u32| ground.area[pieces.triangle[piece as usize] as usize];
        for c in contacts.iter().filter(|c| c.left != NONE && c.right != NONE) {
            let (l, r) = (self.of[c.left as usize], self.of[c.right as usize]);
            if l == r || area(c.left) != area(c.right) || (self.rooted[l as usize] && self.rooted[r as usize]) {
                continue;
            }
            let (a, b) = (pieces.points[c.from as usize].float(), pieces.points[c.to as usize].float());
            let length = apart(a, b);
            let open = if matches!(c.side, Side::Open | Side::Outline) { length } else { 0.0 };
            for (part, other) in [(l, r), (r, l)] {
                if !self.rooted[part as usize] {
                    let sum = lengths.entry(part).or_default().entry(other).or_insert((0.0, 0.0));
                    *sum = (sum.0 + open, sum.1 + length);
                }
            }
        }
        lengths
    }

    /// Numbers the cells: courtyards in their order, then enclosures; returns the cell of each part.
    fn number(&self, ground: &Ground, pieces: &Pieces, n_seeds: usize) -> (Vec<u32>, Vec<Cell>) {
        let mut area_of: BTreeMap<u32, u32> = BTreeMap::new();
        for (piece, &part) in self.of.iter().enumerate() {
            let area = ground.area[pieces.triangle[piece] as usize];
            area_of.entry(self.label[part as usize]).or_insert(area);
        }
        let mut cells = Vec::with_capacity(area_of.len());
        let mut number = BTreeMap::new();
        for (label, area) in area_of {
            number.insert(label, cells.len() as u32);
            let seed = Some(label as usize).filter(|&l| l < n_seeds);
            cells.push(Cell { area: area as usize, seed });
        }
        (self.label.iter().map(|l| number[l]).collect(), cells)
    }
}

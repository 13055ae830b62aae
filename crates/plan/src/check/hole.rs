//! Holes: cells that a grid encloses.
//!
//! What lies beside the grid is followed from all neighbours in turn, and stops as soon as one connected piece is left
//! that can only be the outside. The work is about the size of the holes and of the grid's surroundings, not of the
//! district.

use std::collections::{BTreeMap, VecDeque};

use crate::Territory;

/// The holes of a set of cells (sorted), each as sorted cells, by first cell.
pub(super) fn holes(territory: &Territory, cells: &[u32]) -> Vec<Vec<u32>> {
    let mut flood = Flood { territory, cells, piece: BTreeMap::new(), pieces: Vec::new() };
    for &cell in cells {
        for (other, _) in territory.beside(cell) {
            flood.begin(other);
        }
    }
    if flood.pieces.len() == 1 && !flood.rim() {
        return Vec::new();
    }
    flood.run();
    flood.enclosed()
}

/// A connected piece of what is not the grid, as far as it is known.
#[derive(Default)]
struct Piece {
    /// The piece that it was found to be part of.
    part_of: Option<usize>,
    queue: VecDeque<u32>,
    /// Whether it reaches the rim of the territory.
    outside: bool,
}

struct Flood<'a> {
    territory: &'a Territory,
    cells: &'a [u32],
    piece: BTreeMap<u32, usize>,
    pieces: Vec<Piece>,
}

impl Flood<'_> {
    /// A neighbour of the grid begins a piece.
    fn begin(&mut self, cell: u32) {
        if self.cells.binary_search(&cell).is_err() && !self.piece.contains_key(&cell) {
            self.piece.insert(cell, self.pieces.len());
            let outside = self.territory.at_rim(cell);
            self.pieces.push(Piece { queue: VecDeque::from([cell]), outside, ..Piece::default() });
        }
    }

    fn rim(&self) -> bool {
        self.cells.iter().any(|&cell| self.territory.at_rim(cell))
    }

    fn run(&mut self) {
        let at_rim = self.rim();
        loop {
            let open = |piece: &&Piece| piece.part_of.is_none() && !piece.outside && !piece.queue.is_empty();
            let n_open = self.pieces.iter().filter(open).count();
            let outside_known = self.pieces.iter().any(|piece| piece.part_of.is_none() && piece.outside);
            // A grid away from the rim has exactly one piece around it.
            if n_open == 0 || n_open == 1 && !at_rim && !outside_known {
                return;
            }
            for idx in 0..self.pieces.len() {
                if open(&&self.pieces[idx]) {
                    self.step(idx);
                }
            }
        }
    }

    /// Follows one cell of a piece.
    fn step(&mut self, idx: usize) {
        let Some(cell) = self.pieces[idx].queue.pop_front() else { return };
        for (other, _) in self.territory.beside(cell) {
            if self.cells.binary_search(&other).is_ok() {
                continue;
            }
            let own = self.root(idx);
            match self.piece.get(&other).copied() {
                Some(met) => self.join(own, met),
                None => {
                    self.piece.insert(other, own);
                    self.pieces[own].outside |= self.territory.at_rim(other);
                    self.pieces[own].queue.push_back(other);
                }
            }
        }
    }

    fn join(&mut self, own: usize, met: usize) {
        let met = self.root(met);
        if own != met {
            let (keep, gone) = (own.min(met), own.max(met));
            let gone = std::mem::replace(&mut self.pieces[gone], Piece { part_of: Some(keep), ..Piece::default() });
            self.pieces[keep].queue.extend(gone.queue);
            self.pieces[keep].outside |= gone.outside;
        }
    }

    fn root(&self, mut idx: usize) -> usize {
        while let Some(whole) = self.pieces[idx].part_of {
            idx = whole;
        }
        idx
    }

    /// The pieces that were followed to their end and never reached the rim.
    fn enclosed(&self) -> Vec<Vec<u32>> {
        let mut holes: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
        for (&cell, &idx) in &self.piece {
            let root = self.root(idx);
            let piece = &self.pieces[root];
            if !piece.outside && piece.queue.is_empty() {
                holes.entry(root).or_default().push(cell);
            }
        }
        let mut holes: Vec<Vec<u32>> = holes.into_values().collect();
        holes.sort_unstable();
        holes
    }
}

//! All sets of atoms that may be a grid.

use super::budget::{Budget, Exhausted};
use super::shape::{Set, Shape, bits};
use crate::{Problem, range::Range, split::Piece, split::connected};

/// The sets and their households; complete when the enumeration ended.
pub(crate) struct Columns {
    pub(crate) sets: Vec<Set>,
    pub(crate) households: Vec<u64>,
}

struct Enumeration<'a> {
    shape: &'a Shape,
    range: Range,
    /// Leave out sets that can be split in two grids: with as many grids as possible none of them is ever used.
    unsplit: bool,
    limit: usize,
    found: Columns,
}

/// Lists every connected set of atoms with households in the range, once each, and for every atom above the maximum
/// the sets of it and connected atoms without households.
///
/// # Errors
/// When the steps do not suffice or there are more than `limit` sets: then nothing is complete.
pub(crate) fn enumerate(
    problem: &Problem,
    piece: &Piece,
    shape: &Shape,
    range: Range,
    unsplit: bool,
    limit: usize,
    budget: &mut Budget,
) -> Result<Columns, Exhausted> {
    let found = Columns { sets: Vec::new(), households: Vec::new() };
    let mut walk = Enumeration { shape, range, unsplit: unsplit && shape.scattered == 0, limit, found };
    let heavy = (0..shape.n).filter(|&atom| shape.households[atom] > range.maximum);
    let heavy: Set = heavy.fold(0, |set, atom| set | 1 << atom);
    for root in 0..shape.n {
        let before = ((1 as Set) << root) - 1;
        if heavy >> root & 1 == 1 {
            let rest = (0..shape.n).filter(|&atom| atom != root && shape.households[atom] > 0);
            walk.start(root, rest.fold(0, |set, atom| set | 1 << atom), budget)?;
        } else {
            walk.start(root, before | heavy, budget)?;
        }
    }
    let mut found = walk.found;
    if shape.scattered != 0 {
        keep_connected(problem, piece, shape, &mut found);
    }
    Ok(found)
}

impl Enumeration<'_> {
    fn start(&mut self, root: usize, closed: Set, budget: &mut Budget) -> Result<(), Exhausted> {
        let own: Set = 1 << root;
        let households = self.shape.households[root];
        let closed = closed | own | self.shape.apart[root];
        if self.shape.apart[root] & own != 0 {
            return Ok(());
        }
        self.grow(own, households, self.shape.near[root] & !closed, closed, budget)
    }

    /// `set` is connected; `front` are the atoms that may be added, `closed` all that may not (set included).
    fn grow(
        &mut self,
        set: Set,
        households: u64,
        mut front: Set,
        mut closed: Set,
        budget: &mut Budget,
    ) -> Result<(), Exhausted> {
        budget.spend(1)?;
        if households >= self.range.minimum {
            if self.unsplit && self.shape.splits(set, households, self.range.minimum) {
                return Ok(());
            }
            if self.found.sets.len() >= self.limit {
                return Err(Exhausted);
            }
            self.found.sets.push(set);
            self.found.households.push(households);
        }
        while front != 0 {
            let atom = front.trailing_zeros() as usize;
            let bit: Set = 1 << atom;
            front ^= bit;
            closed |= bit;
            let more = households + self.shape.households[atom];
            if more <= self.range.maximum || self.shape.households[atom] == 0 {
                let shut = closed | self.shape.apart[atom];
                self.grow(set | bit, more, (front | self.shape.near[atom]) & !shut, shut, budget)?;
            }
        }
        Ok(())
    }
}

/// Drops the sets whose units are not connected; only sets with atoms that are scattered in themselves can be such.
fn keep_connected(problem: &Problem, piece: &Piece, shape: &Shape, found: &mut Columns) {
    let fits = |set: Set| {
        let units: Vec<u32> = bits(set).flat_map(|atom| piece.atoms[atom].iter().copied()).collect();
        set & shape.scattered == 0 || connected(problem, &units)
    };
    let keep: Vec<bool> = found.sets.iter().map(|&set| fits(set)).collect();
    let mut at = keep.iter();
    found.sets.retain(|_| *at.next().unwrap_or(&true));
    let mut at = keep.iter();
    found.households.retain(|_| *at.next().unwrap_or(&true));
}

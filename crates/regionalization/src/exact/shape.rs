//! A piece as bit sets: at most 128 atoms.

use crate::split::Piece;

/// A set of atoms.
pub(crate) type Set = u128;

/// Neighbourhoods and households of a piece's atoms, as bit sets.
pub(crate) struct Shape {
    pub(crate) n: usize,
    pub(crate) near: Vec<Set>,
    pub(crate) households: Vec<u64>,
    /// Atoms that each atom must not share a grid with.
    pub(crate) apart: Vec<Set>,
    /// Connections between the units of scattered atoms, checked set by set; empty when all atoms are connected.
    pub(crate) scattered: Set,
}

/// The members of a set, ascending.
pub(crate) fn bits(mut set: Set) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        (set != 0).then(|| {
            let bit = set.trailing_zeros() as usize;
            set &= set - 1;
            bit
        })
    })
}

impl Shape {
    /// The bit sets of a piece; `None` when it has more than 128 atoms.
    pub(crate) fn new(piece: &Piece) -> Option<Self> {
        let n = piece.atoms.len();
        if n > 128 {
            return None;
        }
        let mut near = vec![0; n];
        for border in piece.borders.iter().filter(|border| border.open) {
            near[border.a as usize] |= 1 << border.b;
            near[border.b as usize] |= 1 << border.a;
        }
        let mut apart = vec![0; n];
        for &(a, b) in &piece.apart {
            apart[a as usize] |= 1 << b;
            apart[b as usize] |= 1 << a;
        }
        let scattered = piece.scattered.iter().fold(0, |set, &atom| set | 1 << atom);
        Some(Shape { n, near, households: piece.households.clone(), apart, scattered })
    }

    pub(crate) fn sum(&self, set: Set) -> u64 {
        bits(set).map(|atom| self.households[atom]).sum()
    }

    /// Whether some tree edge cuts the set into two parts of at least `minimum` households each.
    pub(crate) fn splits(&self, set: Set, households: u64, minimum: u64) -> bool {
        if households < 2 * minimum {
            return false;
        }
        let mut order = [0u8; 128];
        let mut parent = [0u8; 128];
        let mut below = [0u64; 128];
        let root = set.trailing_zeros() as usize;
        let (mut seen, mut head, mut tail) = (1 << root, 0, 1);
        order[0] = root as u8;
        while head < tail {
            let atom = order[head] as usize;
            head += 1;
            below[atom] = self.households[atom];
            for next in bits(self.near[atom] & set & !seen) {
                seen |= 1 << next;
                parent[next] = atom as u8;
                order[tail] = next as u8;
                tail += 1;
            }
        }
        for at in (1..tail).rev() {
            let atom = order[at] as usize;
            if below[atom] >= minimum && households - below[atom] >= minimum {
                return true;
            }
            below[parent[atom] as usize] += below[atom];
        }
        false
    }
}

//! Which cells are neighbours, and what runs along their common border.

use super::Partition;
use crate::territory::LineKind;
use std::collections::BTreeMap;

/// Two cells with a common border. Lengths in millimetres; a border along two kinds of barrier counts for both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Adjacency {
    /// The cell with the lower number.
    pub a: usize,
    /// The other cell.
    pub b: usize,
    /// Length of the common border.
    pub length_mm: u64,
    /// How much of it runs along no barrier.
    pub open_mm: u64,
    /// How much of it runs along main roads.
    pub main_road_mm: u64,
    /// How much of it runs along walls.
    pub wall_mm: u64,
    /// How much of it runs along water.
    pub water_mm: u64,
}

impl Partition {
    /// All pairs of cells with a common border longer than a point, sorted.
    #[must_use]
    pub fn adjacency(&self) -> Vec<Adjacency> {
        // Lengths: all, open, main road, wall, water.
        let mut lengths: BTreeMap<(u32, u32), [f64; 5]> = BTreeMap::new();
        for arc in &self.arcs {
            let (Some(l), Some(r)) = (arc.left, arc.right) else { continue };
            let length = self.length_mm(arc);
            let sums = lengths.entry((l.min(r), l.max(r))).or_default();
            sums[0] += length;
            let has = [LineKind::MainRoad, LineKind::Wall, LineKind::Water].map(|k| arc.kinds.has(k));
            if has == [false; 3] {
                sums[1] += length;
            }
            for (sum, _) in sums[2..].iter_mut().zip(has).filter(|(_, has)| *has) {
                *sum += length;
            }
        }
        let to_mm = |v: f64| v.round() as u64;
        lengths
            .into_iter()
            .map(|((a, b), s)| Adjacency {
                a: a as usize,
                b: b as usize,
                length_mm: to_mm(s[0]),
                open_mm: to_mm(s[1]),
                main_road_mm: to_mm(s[2]),
                wall_mm: to_mm(s[3]),
                water_mm: to_mm(s[4]),
            })
            .collect()
    }
}

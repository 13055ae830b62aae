//! Which units touch, along how long a border, and which barrier runs there.

/// What runs along the border between two units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Barrier {
    /// Nothing: people walk across.
    None,
    /// A wall or fence.
    Wall,
    /// A main road's centre line.
    MainRoad,
    /// Rail or water.
    Water,
}

/// A border between two units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edge {
    /// One unit.
    pub a: u32,
    /// The other unit; never the same as `a`.
    pub b: u32,
    /// Length of the shared border in millimetres; 0 for a link that has no shared border.
    pub length_mm: u64,
    /// What runs along it.
    pub barrier: Barrier,
}

/// The dual graph of the units in compressed rows; each border once.
#[derive(Debug, Clone)]
pub struct Graph {
    edges: Vec<Edge>,
    offsets: Vec<u32>,
    /// (neighbour, edge index), sorted by neighbour within a row.
    neighbours: Vec<(u32, u32)>,
}

/// Why a list of edges is no graph.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidGraph {
    /// An end lies beyond the number of units.
    #[error("edge {index} names unit {unit}, but there are only {n_units}")]
    UnitUnknown {
        /// Position in the list.
        index: usize,
        /// The unit named.
        unit: u32,
        /// Number of units.
        n_units: usize,
    },
    /// Both ends are one unit.
    #[error("edge {index} joins unit {unit} to itself")]
    Loop {
        /// Position in the list.
        index: usize,
        /// The unit named.
        unit: u32,
    },
}

impl Graph {
    /// Builds the graph; edges between the same two units are joined (lengths added, the weaker barrier kept, because
    /// one open stretch is enough to walk across).
    ///
    /// # Errors
    /// When an edge names an unknown unit or joins a unit to itself.
    pub fn new(n_units: usize, edges: &[Edge]) -> Result<Self, InvalidGraph> {
        let mut sorted = Vec::with_capacity(edges.len());
        for (index, edge) in edges.iter().enumerate() {
            let (a, b) = (edge.a.min(edge.b), edge.a.max(edge.b));
            if b as usize >= n_units {
                return Err(InvalidGraph::UnitUnknown { index, unit: b, n_units });
            }
            if a == b {
                return Err(InvalidGraph::Loop { index, unit: a });
            }
            sorted.push(Edge { a, b, ..*edge });
        }
        sorted.sort_unstable_by_key(|edge| (edge.a, edge.b));
        sorted.dedup_by(|next, kept| {
            let same = (next.a, next.b) == (kept.a, kept.b);
            if same {
                kept.length_mm = kept.length_mm.saturating_add(next.length_mm);
                kept.barrier = kept.barrier.min(next.barrier);
            }
            same
        });
        Ok(Self::from_sorted(n_units, sorted))
    }

    /// The graph of units without any border.
    pub fn empty(n_units: usize) -> Self {
        Self::from_sorted(n_units, Vec::new())
    }

    fn from_sorted(n_units: usize, edges: Vec<Edge>) -> Self {
        let mut offsets = vec![0u32; n_units + 1];
        for edge in &edges {
            offsets[edge.a as usize + 1] += 1;
            offsets[edge.b as usize + 1] += 1;
        }
        for unit in 0..n_units {
            offsets[unit + 1] += offsets[unit];
        }
        let mut next = offsets.clone();
        let mut neighbours = vec![(0, 0); edges.len() * 2];
        for (index, edge) in edges.iter().enumerate() {
            for (from, to) in [(edge.a, edge.b), (edge.b, edge.a)] {
                neighbours[next[from as usize] as usize] = (to, index as u32);
                next[from as usize] += 1;
            }
        }
        for unit in 0..n_units {
            neighbours[offsets[unit] as usize..offsets[unit + 1] as usize].sort_unstable();
        }
        Graph { edges, offsets, neighbours }
    }

    /// Number of units.
    pub fn n_units(&self) -> usize {
        self.offsets.len() - 1
    }

    /// All borders, sorted by (`a`, `b`) with `a < b`.
    pub fn edges(&self) -> &[Edge] {
        &self.edges
    }

    /// The neighbours of a unit with the index of the border, sorted by neighbour.
    pub fn neighbours(&self, unit: u32) -> &[(u32, u32)] {
        let unit = unit as usize;
        &self.neighbours[self.offsets[unit] as usize..self.offsets[unit + 1] as usize]
    }
}

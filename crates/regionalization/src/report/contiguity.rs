//! The contiguity proof: a spanning tree of every grid, and a check of it that needs no search.

use crate::{Graph, Problem};

/// Why an array of parents does not prove that grids are contiguous.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ContiguityFault {
    /// The arrays do not have one entry for each unit.
    #[error("{found} entries for {n_units} units")]
    Length {
        /// Entries found.
        found: usize,
        /// Number of units.
        n_units: usize,
    },
    /// A parent is no neighbour in the same grid.
    #[error("the parent of unit {unit} is no neighbour in its grid")]
    NoNeighbour {
        /// The unit.
        unit: u32,
    },
    /// Parents lead round in a circle.
    #[error("the parents of unit {unit} lead round in a circle")]
    Circle {
        /// A unit on the way.
        unit: u32,
    },
    /// A grid has a second root: it is in pieces.
    #[error("grid {grid} has a second root, unit {unit}")]
    SecondRoot {
        /// The grid's label.
        grid: u32,
        /// The second root.
        unit: u32,
    },
}

/// For every unit its parent in a breadth-first tree of its grid; a root is its own parent. Only borders that a grid
/// may reach across are used (any border when `all`).
pub(super) fn parents(problem: &Problem, labels: &[u32], all: bool) -> Vec<u32> {
    let mut parents = vec![u32::MAX; labels.len()];
    let mut queue = Vec::new();
    for root in 0..labels.len() as u32 {
        if parents[root as usize] != u32::MAX {
            continue;
        }
        parents[root as usize] = root;
        queue.clear();
        queue.push(root);
        let mut head = 0;
        while head < queue.len() {
            let unit = queue[head];
            head += 1;
            for &(next, edge) in problem.graph.neighbours(unit) {
                let open = all || problem.is_open(&problem.graph.edges()[edge as usize]);
                if open && labels[next as usize] == labels[unit as usize] && parents[next as usize] == u32::MAX {
                    parents[next as usize] = unit;
                    queue.push(next);
                }
            }
        }
    }
    parents
}

/// Checks a contiguity proof by itself: each unit's parent is a neighbour in the same grid, parents never lead round
/// in a circle, and each grid has one root (a unit that is its own parent). O(units · log degree).
///
/// # Errors
/// The first fault found.
pub fn verify_contiguity(graph: &Graph, labels: &[u32], parents: &[u32]) -> Result<(), ContiguityFault> {
    let n_units = graph.n_units();
    for found in [labels.len(), parents.len()] {
        if found != n_units {
            return Err(ContiguityFault::Length { found, n_units });
        }
    }
    let mut roots: Vec<(u32, u32)> = Vec::new();
    for unit in 0..n_units as u32 {
        let parent = parents[unit as usize];
        if parent == unit {
            roots.push((labels[unit as usize], unit));
            continue;
        }
        let near = graph.neighbours(unit).binary_search_by_key(&parent, |entry| entry.0).is_ok();
        if !near || labels[parent as usize] != labels[unit as usize] {
            return Err(ContiguityFault::NoNeighbour { unit });
        }
    }
    roots.sort_unstable();
    if let Some(pair) = roots.windows(2).find(|pair| pair[0].0 == pair[1].0) {
        return Err(ContiguityFault::SecondRoot { grid: pair[1].0, unit: pair[1].1 });
    }
    no_circle(parents)
}

fn no_circle(parents: &[u32]) -> Result<(), ContiguityFault> {
    let mut walk = vec![0u32; parents.len()];
    for start in 0..parents.len() as u32 {
        let mut unit = start;
        while walk[unit as usize] == 0 {
            walk[unit as usize] = start + 1;
            if parents[unit as usize] == unit {
                break;
            }
            unit = parents[unit as usize];
            if walk[unit as usize] == start + 1 {
                return Err(ContiguityFault::Circle { unit });
            }
        }
    }
    Ok(())
}

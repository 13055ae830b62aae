//! The certificates of a solution, counted.

use crate::{Certificate, Solution};

/// How much of a plan is proven.
#[derive(Debug, Clone, PartialEq)]
pub struct Proofs {
    /// Communities with a proven optimum.
    pub optimal: usize,
    /// Communities proven to have no plan in the range, with a proven smallest relaxation or forced grids.
    pub infeasible: usize,
    /// Communities without proof.
    pub open: usize,
    /// Grids of the plan, by the certificates.
    pub grids: u32,
    /// Upper bound on the grids that meet the minimum.
    pub grid_bound: u32,
    /// Largest relative gap of the first objective over the open communities that have a bound of it.
    pub worst_gap: Option<f64>,
    /// The communities that are infeasible, by number.
    pub infeasible_communities: Vec<u32>,
}

impl Proofs {
    /// Counts the certificates of a solution.
    pub fn of(solution: &Solution) -> Self {
        let mut proofs = Proofs {
            optimal: 0,
            infeasible: 0,
            open: 0,
            grids: 0,
            grid_bound: solution.grid_bound,
            worst_gap: None,
            infeasible_communities: Vec::new(),
        };
        for (community, certificate) in solution.certificates.iter().enumerate() {
            match certificate {
                Certificate::Optimal { grids, .. } => {
                    proofs.optimal += 1;
                    proofs.grids += grids;
                }
                Certificate::Infeasible { grids, proven, .. } => {
                    *(if *proven { &mut proofs.infeasible } else { &mut proofs.open }) += 1;
                    proofs.grids += grids;
                    proofs.infeasible_communities.push(community as u32);
                }
                Certificate::Bounded { grids, gap, .. } => {
                    proofs.open += 1;
                    proofs.grids += grids;
                    proofs.worst_gap = match (*gap, proofs.worst_gap) {
                        (Some(gap), Some(worst)) => Some(gap.max(worst)),
                        (gap, worst) => gap.or(worst),
                    };
                }
            }
        }
        proofs
    }
}

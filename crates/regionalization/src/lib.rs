//! Courtyards → grids: regionalization under contiguity, with constraints and objectives as values.
//!
//! The work is told by three values: a [`Problem`] goes in, [`solve`] returns a [`Solution`] whose labels are a
//! partition into contiguous grids, and each community carries a [`Certificate`] that says what is proven about it.
//! Nothing here reads a clock: effort is counted in steps, and a [`Watch`] may say stop at any checkpoint.

mod canonical;
mod check;
mod effort;
mod exact;
mod explain;
mod graph;
mod induce;
mod matching;
mod problem;
mod range;
mod report;
pub mod search;
mod solution;
mod solve;
mod split;
mod values;

pub use canonical::{canonical_labels, members};
pub use effort::Effort;
pub use explain::{Alternative, Change, Explanation, Forbidden, Forced, Reason, explain};
pub use graph::{Barrier, Edge, Graph, InvalidGraph};
pub use problem::{Constraints, Count, InvalidProblem, Objective, Problem, UnitShape};
pub use report::{
    Compactness, ContiguityFault, GridFigures, Proofs, Report, ReportShapes, Spread, Stability, Summary, report,
    verify_contiguity,
};
pub use solution::{Certificate, Infeasibility, Solution, Watch};
pub use solve::solve;

//! The exact engine: every connected set of atoms within the household range is listed, and the best partition into
//! such sets is found and proven by integer arithmetic.
//!
//! A partition's cost is additive over its sets, so for any integer prices of the atoms
//! `cost = sum of prices + sum of reduced costs`. Prices come from a linear program (floating point, HiGHS) and are then
//! rounded and repaired so that no reduced cost is negative: what the program says is only advice, what is proven is
//! proven in integers. All partitions within a slack of the bound are then searched; see [`cover`].

mod budget;
mod columns;
mod costs;
mod cover;
mod duals;
mod engine;
mod master;
mod relax;
mod shape;

pub(crate) use budget::{Budget, Exhausted};
pub(crate) use duals::Side;
pub(crate) use engine::{Engine, Grids, Outcome};
pub(crate) use relax::Relaxation;

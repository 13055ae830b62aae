//! Codes that were ever used.

use std::collections::BTreeMap;

use crate::{GridId, Plan};

/// Every code that was ever in force, with the grid that had it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CodeHistory {
    owner: BTreeMap<String, Option<GridId>>,
}

impl CodeHistory {
    /// Notes that a code was used by a grid; `None` when it is not known by which.
    pub fn note(&mut self, code: impl Into<String>, grid: Option<GridId>) {
        self.owner.insert(code.into(), grid);
    }

    /// Notes the codes of a plan that was in force.
    pub fn note_plan(&mut self, plan: &Plan) {
        for (&id, grid) in plan.grids() {
            if let Some(code) = &grid.info.code {
                self.note(code.clone(), Some(id));
            }
        }
    }

    /// Whether a grid may have a code: nobody had it, or this grid itself.
    pub fn allows(&self, code: &str, grid: GridId) -> bool {
        self.owner.get(code).is_none_or(|owner| *owner == Some(grid))
    }

    /// All codes that were ever used.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.owner.keys().map(String::as_str)
    }
}

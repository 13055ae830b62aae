//! The command line's edits as values, and what became of them in words.

use std::collections::BTreeMap;
use std::path::Path;

use plan::{Comparison, Cut, Edit, GridId, GridInfo, GridKind, GridRow, Plan, Refused, Territory};
use store::Store;

use crate::commands::plan::pairs;
use crate::failure::Failure;
use crate::record_args as args;

/// The edit that is asked for; grids are named by code or #number.
pub(crate) fn edit(asked: &args::Edit, plan: &Plan) -> Result<Edit, Failure> {
    let grid = |text: &String| grid(text, plan);
    Ok(match asked {
        args::Edit::Move { courtyards, to } => Edit::Move { courtyards: courtyards.clone(), to: grid(to)? },
        args::Edit::Merge { grids, into } => {
            Edit::Merge { grids: grids.iter().map(grid).collect::<Result<_, _>>()?, into: grid(into)? }
        }
        args::Edit::Split { grid: from, parts: Some(parts), .. } => {
            Edit::Split { grid: grid(from)?, by: Cut::Parts { parts: *parts } }
        }
        args::Edit::Split { grid: from, courtyards, .. } => {
            Edit::Split { grid: grid(from)?, by: Cut::List { courtyards: courtyards.clone() } }
        }
        args::Edit::New { courtyards, name } => Edit::New {
            courtyards: courtyards.clone(),
            cells: Vec::new(),
            name: name.clone(),
            kind: GridKind::Governance,
            exception: None,
        },
        args::Edit::Dissolve { grid: from } => Edit::Dissolve { grid: grid(from)? },
        args::Edit::Rename { grid: of, name } => Edit::Rename { grid: grid(of)?, name: name.clone() },
        args::Edit::Recode { grid: of, code } => Edit::Recode { grid: grid(of)?, code: Some(code.clone()) },
        args::Edit::Lock { grid: of } => Edit::Lock { grid: grid(of)?, locked: true },
        args::Edit::Unlock { grid: of } => Edit::Lock { grid: grid(of)?, locked: false },
        args::Edit::Exception { grid: of, document } => {
            Edit::Exception { grid: grid(of)?, document: Some(document.clone()) }
        }
    })
}

fn grid(text: &str, plan: &Plan) -> Result<GridId, Failure> {
    let number = text.strip_prefix('#').and_then(|number| number.parse().ok()).map(GridId);
    let found = number.filter(|&id| plan.grid(id).is_some()).or_else(|| plan.with_code(text));
    found.ok_or_else(|| Failure::usage("grid-not-there", &[("value", text.to_owned())]))
}

/// Why an edit was not made, in words.
pub(crate) fn refused(refused: &Refused) -> Failure {
    match refused {
        Refused::Conflict(conflict) => {
            let grid = conflict.grid.map(|grid| grid.to_string()).unwrap_or_default();
            Failure::usage("record-conflict", &[("name", grid), ("author", conflict.theirs.author.clone())])
        }
        other => Failure::usage("edit-refused", &[("reason", other.to_string())]),
    }
}

/// A plan from a courtyard → grid list. Grids that the plan in force knows by code keep number and name.
pub(crate) fn from_list(
    path: &Path,
    territory: &Territory,
    in_force: Option<&Plan>,
    store: &Store,
) -> Result<Plan, Failure> {
    let mut next = store.next_grid().map_err(|fault| Failure::file(path, fault))?;
    let mut rows: BTreeMap<String, GridRow> = BTreeMap::new();
    for (courtyard, code) in pairs(path)? {
        let unknown = || Failure::file(path, format!("courtyard {courtyard}"));
        let cell = territory.courtyards()[territory.courtyard(&courtyard).ok_or_else(unknown)?].cell;
        let row = rows.entry(code.clone()).or_insert_with(|| {
            let known = in_force.and_then(|plan| plan.with_code(&code).and_then(|id| Some((id, plan.grid(id)?))));
            let fresh = || GridInfo { code: Some(code.clone()), ..GridInfo::default() };
            let (id, info) = known.map_or_else(|| (GridId(next), fresh()), |(id, grid)| (id, grid.info.clone()));
            next += u32::from(id.0 == next);
            GridRow { id, info, cells: Vec::new() }
        });
        row.cells.push(cell as u32);
    }
    Plan::new(territory, rows.into_values().collect()).map_err(|faults| {
        let first = faults.first().map(ToString::to_string).unwrap_or_default();
        Failure::usage("problem-invalid", &[("detail", format!("{first} ({})", faults.len()))])
    })
}

/// The figures of a comparison, by the names of their words.
pub(crate) fn figures(found: &Comparison) -> Vec<(&'static str, String)> {
    vec![
        ("new", found.new.len().to_string()),
        ("gone", found.gone.len().to_string()),
        ("split", found.split.len().to_string()),
        ("merged", found.merged.len().to_string()),
        ("moved", found.moved.len().to_string()),
        ("kept", found.kept.len().to_string()),
        ("renamed", found.renamed.len().to_string()),
        ("recoded", found.recoded.len().to_string()),
        ("courtyards", found.courtyards.len().to_string()),
        ("households", found.households_moved.to_string()),
        ("area", format!("{:.0}", found.area_moved_m2)),
        ("breaks", found.breaks().len().to_string()),
    ]
}

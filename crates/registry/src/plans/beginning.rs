//! What a draft can begin with.

use std::collections::{BTreeMap, BTreeSet};

use model::Day;
use plan::{CodeHistory, GridId, GridInfo, GridKind, GridRow, Plan, Territory};
use store::{AsOf, Store};

use crate::{DraftFault, Fault};

/// What a draft begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The plan in force; where there is none every courtyard is a grid.
    InForce,
    /// Every courtyard a grid of its own.
    Empty,
    /// A courtyard → grid list, as an automatic proposal or an office gives it. A code of the list that is another grid's
    /// is passed over: a grid that goes on keeps its own, a new one gets its code by numbering.
    List(Vec<(String, String)>),
}

/// The territory of a day and the plan in force on it.
///
/// # Errors
/// When there is no territory on the day, or the record fails.
pub fn plan_in_force(store: &Store, day: Day) -> Result<(Territory, Option<Plan>), Fault> {
    let territory = store.territory(AsOf::day(day))?.ok_or(Fault::NoTerritory(day))?;
    let plan = store.plan(&territory, AsOf::day(day))?;
    Ok((territory, plan))
}

/// The plan that a draft begins with.
pub(crate) fn plan_of(
    origin: &Origin,
    territory: &Territory,
    in_force: Option<Plan>,
    (next, history): (u32, &CodeHistory),
) -> Result<Plan, DraftFault> {
    match origin {
        Origin::InForce => Ok(in_force.unwrap_or_else(|| Plan::singles(territory))),
        Origin::Empty => Ok(Plan::singles(territory)),
        Origin::List(pairs) => listed(pairs, territory, in_force.as_ref(), (next, history)),
    }
}

/// A plan from a list. Grids that hold what one of the plan in force holds keep its number, name and kind; what the list
/// does not speak of (compounds, sites, parks) stays as it is.
fn listed(
    pairs: &[(String, String)],
    territory: &Territory,
    in_force: Option<&Plan>,
    (next, history): (u32, &CodeHistory),
) -> Result<Plan, DraftFault> {
    let mut rows: BTreeMap<&str, GridRow> = BTreeMap::new();
    for (number, (courtyard, code)) in (1..).zip(pairs) {
        let unknown = || DraftFault::ListedUnknown(courtyard.clone());
        let cell = territory.courtyards()[territory.courtyard(courtyard).ok_or_else(unknown)?].cell;
        let info = || GridInfo { code: Some(code.clone()), ..GridInfo::default() };
        let row = || GridRow { id: GridId(number), info: info(), cells: Vec::new() };
        rows.entry(code).or_insert_with(row).cells.push(cell as u32);
    }
    let mut rows: Vec<GridRow> = rows.into_values().collect();
    let Some(old) = in_force else { return Plan::new(territory, rows).map_err(DraftFault::NoPlan) };
    let first = pairs.len() as u32 + 1;
    let others = old.rows().into_iter().filter(|row| row.info.kind != GridKind::Governance);
    rows.extend((first..).zip(others).map(|(number, row)| GridRow { id: GridId(number), ..row }));
    give_ground(territory, old, &mut rows);
    let plan = Plan::new(territory, rows).map_err(DraftFault::NoPlan)?;
    let plan = plan::identified(territory, old, &plan, next).map_err(DraftFault::NoPlan)?;
    let rows = plan.rows().into_iter().map(|row| GridRow { info: settled(&row, old, history), ..row });
    Plan::new(territory, rows.collect()).map_err(DraftFault::NoPlan)
}

/// What is said of a grid of a list: what was said of the grid that it goes on as, with a code that is no other grid's.
fn settled(row: &GridRow, old: &Plan, history: &CodeHistory) -> GridInfo {
    let before = old.grid(row.id).map(|grid| &grid.info);
    let free = |code: &String| old.with_code(code).is_none_or(|id| id == row.id) && history.allows(code, row.id);
    let code = row.info.code.clone().filter(free).or_else(|| before?.code.clone());
    before.map_or_else(
        || GridInfo { code: code.clone(), ..row.info.clone() },
        |info| GridInfo { code: code.clone(), ..info.clone() },
    )
}

/// Ground that grids made of courtyards had goes to the grid beside it with the longest common border in its community.
fn give_ground(territory: &Territory, old: &Plan, rows: &mut [GridRow]) {
    let mut held: BTreeMap<u32, usize> = BTreeMap::new();
    for (row, grid) in rows.iter().enumerate() {
        held.extend(grid.cells.iter().map(|&cell| (cell, row)));
    }
    let governed = |cell: u32| old.grid_of_cell(cell).and_then(|id| old.grid(id)).map(|grid| grid.info.kind);
    // A courtyard that the list leaves out is a fault of the list, not ground.
    let is_free = |cell: &u32| !held.contains_key(cell) && territory.courtyard_of_cell(*cell).is_none();
    let cells = (0..territory.cells().len() as u32).filter(is_free);
    let mut waiting: BTreeSet<u32> = cells.filter(|&cell| governed(cell) == Some(GridKind::Governance)).collect();
    loop {
        let found: Vec<(u32, usize)> =
            waiting.iter().filter_map(|&cell| Some((cell, beside(territory, rows, &held, cell)?))).collect();
        if found.is_empty() {
            return;
        }
        for (cell, row) in found {
            waiting.remove(&cell);
            held.insert(cell, row);
            rows[row].cells.push(cell);
        }
    }
}

fn beside(territory: &Territory, rows: &[GridRow], held: &BTreeMap<u32, usize>, cell: u32) -> Option<usize> {
    let mut lengths: BTreeMap<usize, u64> = BTreeMap::new();
    let community = |cell: usize| territory.cells()[cell].community;
    for border in territory.borders() {
        let other = match cell as usize {
            own if own == border.a => border.b,
            own if own == border.b => border.a,
            _ => continue,
        };
        let row = held.get(&(other as u32)).filter(|&&row| rows[row].info.kind == GridKind::Governance);
        if let Some(&row) = row.filter(|_| community(other) == community(cell as usize)) {
            *lengths.entry(row).or_default() += border.length_mm;
        }
    }
    lengths.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0))).map(|(row, _)| row)
}

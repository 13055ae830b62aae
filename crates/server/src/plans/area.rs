//! Which ground an account may redraw, and what it may say about which place.

use std::collections::BTreeSet;

use model::{Code, Level, PlaceKey};
use plan::{Applied, GridId, Plan, Territory};
use store::AsOf;

use crate::access::Action;
use crate::app::App;
use crate::asked::Asked;
use crate::problem::{Kind, Problem};

/// Refuses accounts that may not do it, or not in the whole district.
pub(crate) fn whole_district(asked: &Asked, action: Action) -> Result<(), Problem> {
    asked.may(action)?;
    let whole = asked.reader.areas.is_empty() || asked.reader.areas.iter().any(|area| area.level == Level::District);
    if whole { Ok(()) } else { Err(outside(asked)) }
}

/// Refuses changes of grids outside the account's area, as they were or as they would be.
pub(crate) fn covers(
    app: &App,
    asked: &Asked,
    territory: &Territory,
    (before, after, made): (&Plan, &Plan, &[Applied]),
) -> Result<(), Problem> {
    if asked.reader.areas.is_empty() {
        return Ok(());
    }
    let dressed = app.view(AsOf::day(app.today()))?;
    let index = dressed.view.places();
    let grids: BTreeSet<GridId> = made.iter().flat_map(|one| one.delta.grids()).collect();
    let held = [before, after].into_iter().flat_map(|plan| grids.iter().filter_map(|&id| plan.grid(id)));
    let cells = held.flat_map(|grid| grid.cells().iter().copied());
    let cells = cells.chain(made.iter().flat_map(|one| one.delta.cells.iter().map(|moved| moved.cell)));
    let communities: BTreeSet<usize> = cells.map(|cell| territory.cells()[cell as usize].community).collect();
    let key = |code: &Code| PlaceKey { level: Level::Community, code: code.clone() };
    let covered = |community: &usize| {
        let place = index.by_key(&key(&territory.communities()[*community].code));
        place.is_some_and(|place| asked.reader.covers(index, place))
    };
    if communities.iter().all(covered) { Ok(()) } else { Err(outside(asked)) }
}

/// The account's area does not allow it.
pub(crate) fn outside(asked: &Asked) -> Problem {
    Problem::new(Kind::Forbidden).with("role", asked.reader.role.id())
}

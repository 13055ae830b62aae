//! `jingwei plan decisions|decide`: what became of assignments when plans were published.

use registry::{Carried, GridRef, Outcome, Settlement};
use serde_json::{Value, json};

use crate::commands::plan::signature;
use crate::commands::plan_words::Teller;
use crate::failure::Failure;
use crate::record::Desk;
use crate::say::Voice;

/// What waits for a person; with `all` everything that was carried over.
pub(crate) fn list(all: bool, desk: &Desk, voice: &Voice) -> Result<(), Failure> {
    let found = registry::decisions(&desk.read()?, !all);
    let found = found.map_err(|fault| Teller { desk, voice, name: "", plan: None }.failure(&fault.into()))?;
    if found.is_empty() {
        voice.line("decisions-none", &[]);
    } else {
        table(&found, voice);
    }
    voice.answer(&found.iter().map(json).collect());
    Ok(())
}

/// Decides about one.
pub(crate) fn decide(key: &str, to: Option<&str>, desk: &Desk, voice: &Voice) -> Result<(), Failure> {
    let teller = Teller { desk, voice, name: "", plan: None };
    let mut store = desk.open()?;
    let open = registry::decisions(&store, true).map_err(|fault| teller.failure(&fault.into()))?;
    let how = match to {
        Some(text) => Settlement::At(target(text, key, &open, &store, &teller)?),
        None => Settlement::End,
    };
    let done = registry::settle(&mut store, &signature(desk), key, how);
    let one = done.map_err(|fault| teller.failure(&fault))?;
    table(std::slice::from_ref(&one), voice);
    voice.answer(&json(&one));
    Ok(())
}

/// The grid of the plan in force on the day of the publication.
fn target(
    text: &str,
    key: &str,
    open: &[Carried],
    store: &store::Store,
    teller: &Teller<'_>,
) -> Result<GridRef, Failure> {
    let missing = || Failure::usage("no-decision", &[("value", key.to_owned())]);
    let day = open.iter().find(|one| one.key == key).ok_or_else(missing)?.day;
    let found = registry::plan_in_force(store, day).map_err(|fault| teller.failure(&fault.into()))?;
    let plan = found.1.unwrap_or_default();
    let unknown = || Failure::usage("refused-grid", &[("grid", text.to_owned())]);
    registry::grid_named(&plan, text).map(|id| GridRef::of(&plan, id)).ok_or_else(unknown)
}

/// One line: how many of each.
pub(crate) fn summary(kept: usize, carried: &[Carried], voice: &Voice) {
    let count = |outcome| carried.iter().filter(|one| one.outcome == outcome).count().to_string();
    let figures = [
        ("kept", kept.to_string()),
        ("moved", count(Outcome::Moved)),
        ("joined", count(Outcome::Joined)),
        ("open", count(Outcome::ToDecide)),
    ];
    voice.line("carried-over", &figures);
}

pub(crate) fn table(carried: &[Carried], voice: &Voice) {
    if carried.is_empty() {
        return;
    }
    let row = |one: &Carried| {
        let to = match &one.to {
            Some(grid) => grid.label(),
            None => shares(&one.shares),
        };
        let outcome = voice.words.say(&format!("outcome-{}", one.outcome.id()));
        vec![outcome, one.role.clone(), one.holder.clone(), one.from.label(), to, one.key.clone()]
    };
    let heads = ["head-state", "head-duty", "head-who", "head-grid", "head-heirs", "head-key"];
    voice.table(&heads, carried.iter().map(row).collect());
}

/// Grids with their shares.
pub(crate) fn shares(shares: &[(GridRef, f64)]) -> String {
    let one = |(grid, share): &(GridRef, f64)| format!("{} {:.0} %", grid.label(), share * 100.0);
    shares.iter().map(one).collect::<Vec<_>>().join(", ")
}

pub(crate) fn shares_json(shares: &[(GridRef, f64)]) -> Value {
    let one = |(grid, share): &(GridRef, f64)| json!({ "grid": grid.label(), "share": share });
    shares.iter().map(one).collect()
}

pub(crate) fn json(one: &Carried) -> Value {
    json!({
        "key": one.key, "draft": one.draft, "day": one.day.to_string(), "outcome": one.outcome.id(),
        "assignment": one.assignment, "role": one.role, "holder": one.holder, "grid": one.from.label(),
        "to": one.to.as_ref().map(GridRef::label), "heirs": shares_json(&one.shares),
        "ended": one.ended, "goes_on": one.made,
    })
}

//! All drafts as they stand on a day, and how people name grids and reasons.

use model::{Day, Rule};
use plan::{GridId, Plan, Reason, State};
use store::Store;

use crate::{DraftFault, DraftStanding};

/// A draft in the list of all, as it stands on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftLine {
    /// Its name.
    pub name: String,
    /// Where it stands on the day: a published one is superseded from the day on which a later one takes effect.
    pub state: State,
    /// The approval's number.
    pub document: Option<String>,
    /// First day of a published one.
    pub from: Option<Day>,
    /// The first day on which it is no longer in force, if that is known.
    pub until: Option<Day>,
}

/// All drafts, the oldest first, as they stand on a day.
///
/// # Errors
/// When the record fails or a draft does not read back.
pub fn drafts(store: &Store, on: Day) -> Result<Vec<DraftLine>, DraftFault> {
    let drafts = standings(store.drafts()?)?;
    let published: Vec<Day> = drafts.iter().filter_map(|(_, standing)| published_from(standing)).collect();
    let line = |(name, standing): (String, DraftStanding)| {
        let from = published_from(&standing);
        let until = from.and_then(|from| published.iter().copied().filter(|&other| other > from).min());
        let document = match &standing.state {
            State::Approved { document } | State::Published { document, .. } => Some(document.clone()),
            _ => None,
        };
        let superseded = until.filter(|&until| until <= on).map(|on| State::Superseded { on });
        DraftLine { name, state: superseded.unwrap_or(standing.state), document, from, until }
    };
    Ok(drafts.into_iter().map(line).collect())
}

/// The grid of a plan that people name by its code or by # and its number.
pub fn grid_named(plan: &Plan, text: &str) -> Option<GridId> {
    let number = text.strip_prefix('#').and_then(|number| number.parse().ok()).map(GridId);
    number.filter(|&id| plan.grid(id).is_some()).or_else(|| plan.with_code(text))
}

/// A reason as people write it: RULE=TEXT, or RULE@GRID=TEXT for one grid. `None` when rule or grid are not there.
pub fn reason_named(plan: &Plan, text: &str) -> Option<Reason> {
    let (what, words) = text.split_once('=')?;
    let (rule, grid) = match what.split_once('@') {
        Some((rule, grid)) => (rule, Some(grid_named(plan, grid)?)),
        None => (what, None),
    };
    let rule: Rule = super::standing::rule_with_id(rule)?;
    Some(Reason { rule, grid, text: words.to_owned() })
}

pub(crate) fn standings(drafts: Vec<(String, String)>) -> Result<Vec<(String, DraftStanding)>, DraftFault> {
    let read = |(name, text): (String, String)| match DraftStanding::parse(&text) {
        Some(standing) => Ok((name, standing)),
        None => Err(DraftFault::Damaged { name, reason: text }),
    };
    drafts.into_iter().map(read).collect()
}

pub(crate) fn published_from(standing: &DraftStanding) -> Option<Day> {
    match standing.state {
        State::Published { from, .. } => Some(from),
        _ => None,
    }
}

//! Two plans side by side: what changed, and what breaks with it.

use std::collections::BTreeMap;
use std::sync::Arc;

use model::{Day, Period};
use plan::{Comparison, Plan, Territory};
use store::{AsOf, Class, Store};

use super::carried::GridRef;
use super::carry::{grid_of_key, losing};
use super::listing::published_from;
use crate::{DraftFault, Fault, OpenDraft, PlaceIndex, assignments, holder_id, holders, plan_in_force};

/// One side of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Side {
    /// A draft, as it is now.
    Draft(String),
    /// The plan in force on a day.
    Day(Day),
}

/// What a redraw breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum BreakKind {
    /// A contract of a property company, or of a compound that serves open courtyards.
    Contract,
    /// An owners' or self-management committee.
    Committee,
    /// Any other assignment.
    Assignment,
}

/// An assignment at a grid that ends or loses courtyards.
#[derive(Debug, Clone, PartialEq)]
pub struct Break {
    /// What it is.
    pub kind: BreakKind,
    /// Its id.
    pub assignment: String,
    /// Its role.
    pub role: String,
    /// Id of its holder.
    pub holder: String,
    /// The holder's name; empty when the record does not know it.
    pub holder_name: String,
    /// The old grid.
    pub grid: GridRef,
    /// Whether the grid ends.
    pub ends: bool,
    /// Where its households go, with their shares.
    pub heirs: Vec<(GridRef, f64)>,
    /// Code of its street.
    pub street: String,
    /// Its days.
    pub period: Period,
}

/// Two plans and everything that differs.
#[derive(Debug, Clone)]
pub struct Difference {
    /// What both lie on.
    pub territory: Arc<Territory>,
    /// The old plan.
    pub old: Plan,
    /// The new one.
    pub new: Plan,
    /// What became of the old one.
    pub comparison: Comparison,
    /// What breaks, by street, kind and grid.
    pub breaks: Vec<Break>,
}

/// Compares two sides. `today` says what is active where a side is a draft that was not published.
///
/// # Errors
/// When a draft is not there, nothing is on record for a day, or the two lie on different territories.
pub fn difference(store: &Store, old: &Side, new: &Side, today: Day) -> Result<Difference, DraftFault> {
    let (before, after) = (opened(store, old, today)?, opened(store, new, today)?);
    if before.territory.fingerprint() != after.territory.fingerprint() {
        return Err(DraftFault::OtherTerritory(before.label));
    }
    let days = (before.day.unwrap_or(today), after.day);
    Ok(difference_between(store, after.territory, (before.plan, after.plan), days)?)
}

/// Compares two plans of one territory: the old one as of a day, the new one from a day on, where that is known.
///
/// # Errors
/// When the record fails.
pub fn difference_between(
    store: &Store,
    territory: Arc<Territory>,
    (old, new): (Plan, Plan),
    days: (Day, Option<Day>),
) -> Result<Difference, Fault> {
    let comparison = plan::compare(&territory, &old, &new);
    let breaks = breaks(store, &territory, (&old, &new), &comparison, days)?;
    Ok(Difference { territory, old, new, comparison, breaks })
}

impl Side {
    /// What it is held against where nothing else is asked for: the plan in force, of a published draft the one that
    /// it takes the place of.
    ///
    /// # Errors
    /// When the draft is not there or the record fails.
    pub fn usual_old(&self, store: &Store, today: Day) -> Result<Side, DraftFault> {
        let Side::Draft(name) = self else { return Ok(Side::Day(today)) };
        let draft = OpenDraft::find(store, name, today)?;
        let eve = published_from(draft.standing()).and_then(|from| from.yesterday().ok());
        Ok(Side::Day(eve.unwrap_or(today)))
    }
}

impl Difference {
    /// How many assignments, contracts and committees break, in all streets or in one.
    pub fn broken(&self, kind: BreakKind, street: Option<&str>) -> usize {
        let here = |one: &&Break| one.kind == kind && street.is_none_or(|street| one.street == street);
        self.breaks.iter().filter(here).count()
    }

    /// The figures of the comparison by the names of their words, whole numbers; the area in m².
    pub fn figures(&self) -> [(&'static str, u64); 14] {
        let comparison = &self.comparison;
        let count = |number: usize| number as u64;
        [
            ("new", count(comparison.new.len())),
            ("gone", count(comparison.gone.len())),
            ("split", count(comparison.split.len())),
            ("merged", count(comparison.merged.len())),
            ("moved", count(comparison.moved.len())),
            ("kept", count(comparison.kept.len())),
            ("renamed", count(comparison.renamed.len())),
            ("recoded", count(comparison.recoded.len())),
            ("courtyards", count(comparison.courtyards.len())),
            ("households", comparison.households_moved),
            ("area", comparison.area_moved_m2.round() as u64),
            ("assignments", count(self.broken(BreakKind::Assignment, None))),
            ("contracts", count(self.broken(BreakKind::Contract, None))),
            ("committees", count(self.broken(BreakKind::Committee, None))),
        ]
    }
}

impl BreakKind {
    /// All kinds.
    pub const ALL: [BreakKind; 3] = [BreakKind::Assignment, BreakKind::Contract, BreakKind::Committee];

    /// The kind of a role.
    pub fn of_role(role: &str) -> Self {
        match role {
            "property-company" | "compound-serves-open" => BreakKind::Contract,
            "owners-committee" => BreakKind::Committee,
            _ => BreakKind::Assignment,
        }
    }

    /// Stable name in `--json`.
    pub fn id(self) -> &'static str {
        match self {
            BreakKind::Contract => "contract",
            BreakKind::Committee => "committee",
            BreakKind::Assignment => "assignment",
        }
    }
}

/// A side with its plan.
struct Opened {
    territory: Arc<Territory>,
    plan: Plan,
    label: String,
    /// The day from which it is in force, or for which it was asked.
    day: Option<Day>,
}

fn opened(store: &Store, side: &Side, today: Day) -> Result<Opened, DraftFault> {
    match side {
        Side::Day(day) => {
            let (territory, plan) = plan_in_force(store, *day)?;
            let plan = plan.unwrap_or_default();
            Ok(Opened { territory: Arc::new(territory), plan, label: day.to_string(), day: Some(*day) })
        }
        Side::Draft(name) => {
            let draft = OpenDraft::find(store, name, today)?;
            let (day, plan) = (published_from(draft.standing()), draft.plan().clone());
            Ok(Opened { territory: draft.territory, plan, label: name.clone(), day })
        }
    }
}

/// Assignments that are active under the old plan, at grids that end or lose courtyards.
fn breaks(
    store: &Store,
    territory: &Territory,
    (old, new): (&Plan, &Plan),
    comparison: &Comparison,
    (old_day, new_day): (Day, Option<Day>),
) -> Result<Vec<Break>, Fault> {
    let lost = losing(comparison);
    let people = holders(store, AsOf::day(new_day.map_or(old_day, |day| day.max(old_day))))?;
    let names: BTreeMap<String, String> = people.into_iter().map(|one| (holder_id(&one.holder), one.name)).collect();
    let mut found = Vec::new();
    for version in store.believed(Class::Assignment, None)? {
        let grid = version.record.parent.as_deref().and_then(grid_of_key).filter(|grid| lost.contains(grid));
        let days = version.valid;
        let active = days.to().is_none_or(|to| to > old_day) && new_day.is_none_or(|day| days.from() < day);
        let Some(grid) = grid.filter(|_| active) else { continue };
        let assignment = assignments::read(&version, &PlaceIndex::default())?;
        let holder = holder_id(&assignment.holder);
        let community = old.community_of(territory, grid).map(|idx| &territory.communities()[idx]);
        let heirs = comparison.heirs(grid).into_iter().map(|(heir, share)| (GridRef::of(new, heir), share));
        found.push(Break {
            kind: BreakKind::of_role(&assignment.role.0),
            assignment: version.record.key,
            role: assignment.role.0,
            holder_name: names.get(&holder).cloned().unwrap_or_default(),
            holder,
            grid: GridRef::of(old, grid),
            ends: new.grid(grid).is_none(),
            heirs: heirs.collect(),
            street: community.map(|community| community.street.clone()).unwrap_or_default(),
            period: days,
        });
    }
    found.sort_by(|a, b| (&a.street, a.kind, a.grid.id, &a.role).cmp(&(&b.street, b.kind, b.grid.id, &b.role)));
    Ok(found)
}

//! What becomes of assignments when a plan is put in force: kept, moved, or on record for a person to decide.

use std::collections::BTreeSet;

use model::{Assignment, Code, Day, Level, Period, PlaceKey};
use plan::{Comparison, GridId, Plan};
use roster::{Descent, Redraw};
use store::{Class, Record, Version, Writing};

use super::carried::{Carried, GridRef, Outcome};
use crate::{Fault, PlaceIndex, assignments, holder_id};

/// How assignments follow a redraw.
#[derive(Debug, Clone, PartialEq)]
pub struct CarryRules {
    /// Share of a grid's households from which on an assignment follows them.
    pub threshold: f64,
    /// Roles that one holder at a time has at a place: a second one is to be decided.
    pub single: BTreeSet<String>,
}

/// An assignment at a grid, as it is believed before the redraw.
struct Held {
    version: Version,
    assignment: Assignment,
    grid: GridId,
}

/// Takes the assignments at grids over a redraw that takes effect on a day. Returns how many stay as they are, and what
/// became of the others; each of these is on record as a document too.
pub(crate) fn carry(
    writing: &mut Writing<'_>,
    draft: &str,
    (old, new): (&Plan, &Plan),
    comparison: &Comparison,
    (day, rules): (Day, &CarryRules),
) -> Result<(usize, Vec<Carried>), Fault> {
    let held = at_grids(writing, old, day)?;
    let lost = losing(comparison);
    let (touched, same): (Vec<Held>, Vec<Held>) = held.into_iter().partition(|held| lost.contains(&held.grid));
    let redraw = redraw(comparison, new, &lost);
    let all: Vec<Assignment> = touched.iter().map(|held| held.assignment.clone()).collect();
    let over = roster::carry_over(&all, &redraw, rules.threshold);
    let mut places = Places { rules, held: Vec::new() };
    same.iter().for_each(|held| places.note(held.grid, &held.assignment));
    let (mut kept, mut carried) = (same.len(), Vec::new());
    for one in &over.kept {
        places.note_at(&one.place, one);
        kept += 1;
    }
    for held in touched.iter().filter(|held| !over.kept.contains(&held.assignment)) {
        let moved = over.moved.iter().find(|moved| moved.assignment == held.assignment);
        let target = moved.and_then(|moved| Some((number(&moved.to.code)?, moved.share)));
        let outcome = target.map_or(Outcome::ToDecide, |(to, _)| places.outcome(to, held, day));
        let shares = comparison.heirs(held.grid).into_iter().map(|(grid, share)| (GridRef::of(new, grid), share));
        let mut one = Carried {
            key: format!("carry:{draft}|{}|{}", held.version.record.key, held.version.number),
            draft: draft.to_owned(),
            day,
            outcome,
            assignment: held.version.record.key.clone(),
            role: held.assignment.role.0.clone(),
            holder: holder_id(&held.assignment.holder),
            from: GridRef::of(old, held.grid),
            to: target.filter(|_| outcome != Outcome::ToDecide).map(|(to, _)| GridRef::of(new, to)),
            shares: shares.collect(),
            period: held.assignment.period,
            // What is to be decided stays where it is as long as there is such a grid.
            ended: outcome != Outcome::ToDecide || new.grid(held.grid).is_none(),
            made: None,
            record: Record { shape: None, ..held.version.record.clone() },
        };
        if let (Outcome::Moved, Some((to, _))) = (outcome, target) {
            places.note(to, &held.assignment);
        }
        one.take_effect(writing)?;
        carried.push(one);
    }
    Ok((kept, carried))
}

/// Grids that end or lose courtyards: what is assigned to them breaks. A grid that only gets more keeps everything.
pub(crate) fn losing(comparison: &Comparison) -> BTreeSet<GridId> {
    comparison.gone.iter().copied().chain(comparison.courtyards.iter().map(|&(_, from, _)| from)).collect()
}

/// Assignments at grids of a plan that hold on a day or later.
fn at_grids(writing: &Writing<'_>, old: &Plan, day: Day) -> Result<Vec<Held>, Fault> {
    let versions = writing.believed_now(Class::Assignment)?;
    let mut found = Vec::new();
    for version in versions {
        let grid = version.record.parent.as_deref().and_then(grid_of_key).filter(|&grid| old.grid(grid).is_some());
        let Some(grid) = grid.filter(|_| version.valid.to().is_none_or(|to| to > day)) else { continue };
        let mut assignment = assignments::read(&version, &PlaceIndex::default())?;
        assignment.place = key(grid);
        found.push(Held { version, assignment, grid });
    }
    Ok(found)
}

fn redraw(comparison: &Comparison, new: &Plan, lost: &BTreeSet<GridId>) -> Redraw {
    let rows = comparison.lineage.iter().filter(|row| lost.contains(&row.parent));
    let descent =
        |row: &plan::Lineage| Descent { old: code(row.parent), new: code(row.child), share: row.share_of_parent };
    Redraw { descents: rows.map(descent).collect(), grids: new.grids().keys().copied().map(code).collect() }
}

/// Who holds what at which grid after the redraw, as far as it is known.
struct Places<'a> {
    rules: &'a CarryRules,
    held: Vec<(GridId, Assignment)>,
}

impl Places<'_> {
    fn note(&mut self, grid: GridId, one: &Assignment) {
        self.held.push((grid, one.clone()));
    }

    fn note_at(&mut self, place: &PlaceKey, one: &Assignment) {
        if let Some(grid) = number(&place.code) {
            self.note(grid, one);
        }
    }

    /// What becomes of an assignment that would follow its households to a grid.
    fn outcome(&self, to: GridId, held: &Held, day: Day) -> Outcome {
        let one = &held.assignment;
        let Some(rest) = rest(one.period, day) else { return Outcome::Moved };
        let there =
            |other: &&(GridId, Assignment)| other.0 == to && other.1.role == one.role && other.1.period.overlaps(&rest);
        let mut others = self.held.iter().filter(there).map(|(_, other)| other);
        let ends_later = |other: &Assignment| match (other.period.to(), rest.to()) {
            (None, _) => true,
            (Some(other), Some(own)) => other >= own,
            (Some(_), None) => false,
        };
        let covers =
            |other: &Assignment| other.holder == one.holder && other.period.from() <= rest.from() && ends_later(other);
        if others.clone().any(covers) {
            return Outcome::Joined;
        }
        let single = self.rules.single.contains(&one.role.0);
        if single && others.any(|other| other.holder != one.holder) { Outcome::ToDecide } else { Outcome::Moved }
    }
}

/// What is left of a period from a day on.
pub(crate) fn rest(period: Period, day: Day) -> Option<Period> {
    period.intersection(&Period::since(day))
}

/// The grid of a key of the record.
pub(crate) fn grid_of_key(key: &str) -> Option<GridId> {
    key.strip_prefix("grid:")?.parse().ok().map(GridId)
}

/// Grids go by their numbers here: codes change, numbers do not.
fn code(grid: GridId) -> Code {
    Code::new(&format!("#{grid}")).expect("a number after # is a code")
}

fn key(grid: GridId) -> PlaceKey {
    PlaceKey { level: Level::Grid, code: code(grid) }
}

fn number(code: &Code) -> Option<GridId> {
    code.as_str().strip_prefix('#')?.parse().ok().map(GridId)
}

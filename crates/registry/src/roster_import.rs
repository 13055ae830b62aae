//! Rosters onto the record: what an import would change, and the change as one transaction.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use model::{Assignment, Day, Holder, PlaceKey, RoleName, Sheet};
use roster::{Choice, Config, Import, ImportPlan, Known, KnownPlace, Mappings, Outcome, Places, Request, Target};
use store::{AsOf, Store, Writing};

use crate::roster_fault::ChoiceProblem;
use crate::{
    Fault, Held, PlaceIndex, RosterFault, WrittenChoice, assignments, change_assignment, end_assignment, holder_book,
    put_assignment, put_holder,
};

/// What an import goes by, besides the record.
#[derive(Debug, Clone, Copy)]
pub struct RosterRequest<'a> {
    /// The district's roles.
    pub config: &'a Config,
    /// What columns mean where words do not tell.
    pub mappings: &'a Mappings,
    /// What people chose for rows that were to choose.
    pub choices: &'a [WrittenChoice],
    /// Roles of which the rosters are whole lists: who is no longer listed has left.
    pub whole: &'a [RoleName],
    /// The day of the import.
    pub as_of: Day,
}

/// An import that is ready to be written: every row's account, and what would change.
#[derive(Debug, Clone)]
pub struct PreparedRoster {
    /// The account of every row.
    pub import: Import,
    /// What differs from the record.
    pub plan: ImportPlan,
    index: PlaceIndex,
    held: Vec<Held>,
    as_of: Day,
    /// The newest change that was known when the record was read.
    revision: Option<Timestamp>,
}

/// Matches every row of the sheets to places and holders of the record, and compares. Changes nothing.
///
/// # Errors
/// When the record fails, nothing is on record for the day, a whole role is unknown, or a choice cannot be used.
pub fn prepare_roster(
    store: &Store,
    sheets: &[Sheet],
    request: &RosterRequest<'_>,
) -> Result<PreparedRoster, RosterFault> {
    // First of all: whoever writes while this reads is noticed when it is put.
    let revision = store.last_change().map_err(Fault::from)?;
    let as_of = AsOf::day(request.as_of);
    let index = PlaceIndex::read(store, as_of)?;
    refuse(request, &index)?;
    let held = assignments(store, &index, None::<Timestamp>)?;
    let known = Known {
        holders: holder_book(store, as_of)?,
        assignments: held.iter().map(|one| one.assignment.clone()).collect(),
    };
    let places = known_places(&index);
    let run = |choices: &[Choice]| {
        let RosterRequest { config, mappings, as_of, .. } = *request;
        roster::import(sheets, &Request { config, places: &places, known: &known, mappings, choices, as_of })
    };
    let mut import = run(&[]);
    if !request.choices.is_empty() {
        let choices = crate::choices::settle(request.choices, &import)?;
        import = run(&choices);
        targets_exist(request.choices, &choices, &import, &known, &places)?;
    }
    matched_holders_only(&mut import);
    let plan = ImportPlan::new(&import, &known, request.as_of, request.whole);
    Ok(PreparedRoster { import, plan, index, held, as_of: request.as_of, revision })
}

/// Writes what a prepared import changes; nothing where it changes nothing.
///
/// # Errors
/// [`Fault::Changed`] when somebody has written since it was prepared, or when the record fails; the transaction must
/// then be given up.
pub fn put_roster(writing: &mut Writing<'_>, prepared: &PreparedRoster) -> Result<(), Fault> {
    let PreparedRoster { plan, index, as_of, .. } = prepared;
    unchanged_since(writing, prepared.revision)?;
    let first_days = first_days(plan);
    for record in &plan.new_holders {
        // Known from the first day on which they hold something, so that the past has their name too.
        let first = first_days.get(&record.holder).map_or(*as_of, |day| *as_of.min(day));
        put_holder(writing, record, first)?;
    }
    for change in &plan.changed_holders {
        put_holder(writing, &change.record, *as_of)?;
    }
    let ids = ids(&prepared.held);
    for change in &plan.changes {
        if let Some(id) = id_of(&ids, &change.before) {
            change_assignment(writing, index, id, &change.after)?;
        }
    }
    for one in &plan.ended {
        if let Some(id) = id_of(&ids, one) {
            end_assignment(writing, id, *as_of)?;
        }
    }
    for one in &plan.inserts {
        put_assignment(writing, index, one)?;
    }
    Ok(())
}

/// Refuses to write what was made ready before somebody else has written.
///
/// # Errors
/// [`Fault::Changed`] then, or when the record fails.
pub fn unchanged_since(writing: &Writing<'_>, revision: Option<Timestamp>) -> Result<(), Fault> {
    if writing.change_before()? == revision { Ok(()) } else { Err(Fault::Changed) }
}

/// What makes every import of these sheets pointless.
fn refuse(request: &RosterRequest<'_>, index: &PlaceIndex) -> Result<(), RosterFault> {
    match request.whole.iter().find(|role| request.config.role(role).is_none()) {
        Some(unknown) => Err(RosterFault::NoRole(unknown.0.clone())),
        None if index.list().is_empty() => Err(Fault::NoTerritory(request.as_of).into()),
        None => Ok(()),
    }
}

/// Assignments on record by who holds what where.
type Ids<'a> = HashMap<(&'a Holder, &'a RoleName, &'a PlaceKey), Vec<&'a Held>>;

fn ids(held: &[Held]) -> Ids<'_> {
    let mut ids: Ids<'_> = HashMap::new();
    for one in held {
        let Assignment { holder, role, place, .. } = &one.assignment;
        ids.entry((holder, role, place)).or_default().push(one);
    }
    ids
}

fn id_of<'a>(ids: &Ids<'a>, one: &Assignment) -> Option<&'a str> {
    let same = ids.get(&(&one.holder, &one.role, &one.place))?;
    same.iter().find(|held| held.assignment == *one).map(|held| held.id.as_str())
}

/// What a rejected row says of its holder is not taken over, or 有 and 无 of some other list would become organisations.
fn matched_holders_only(import: &mut Import) {
    let matched: HashSet<&Holder> = (import.rows.iter())
        .filter_map(|row| match &row.outcome {
            Outcome::Matched { holder, .. } => Some(holder),
            _ => None,
        })
        .collect();
    import.holders.retain(|record| matched.contains(&record.holder));
}

/// The places that rosters may name.
fn known_places(index: &PlaceIndex) -> Places {
    let known = |place: &crate::Place| KnownPlace {
        key: place.key.clone(),
        name: place.name.clone(),
        within: index.around(place).into_iter().map(|outer| outer.key.clone()).collect(),
    };
    Places::new(index.list().iter().map(known).collect())
}

/// The first day on which each holder holds something new.
fn first_days(plan: &ImportPlan) -> HashMap<&Holder, Day> {
    let mut first: HashMap<&Holder, Day> = HashMap::new();
    let all = plan.inserts.iter().chain(plan.changes.iter().map(|change| &change.after));
    for one in all {
        let day = first.entry(&one.holder).or_insert(one.period.from());
        *day = (*day).min(one.period.from());
    }
    first
}

/// A choice of something that does not exist would leave its row without a place and without a word.
fn targets_exist(
    written: &[WrittenChoice],
    choices: &[Choice],
    import: &Import,
    known: &Known,
    places: &Places,
) -> Result<(), RosterFault> {
    let exists = |target: &Target| match target {
        Target::Place(key) => places.get(key).is_some(),
        Target::Holder(holder) => known.holders.iter().chain(&import.holders).any(|record| record.holder == *holder),
    };
    for (written, choice) in written.iter().zip(choices) {
        if !exists(&choice.target) {
            let problem = ChoiceProblem::NoTarget(choice.target.code().to_string());
            return Err(RosterFault::Choice { row: written.line, problem });
        }
    }
    Ok(())
}

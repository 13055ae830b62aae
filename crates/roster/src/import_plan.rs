//! What an import would change: compared with what is known, so that the same file twice changes nothing.

use std::collections::{BTreeSet, HashMap, HashSet};

use model::{Assignment, Day, Holder, Period, PlaceKey, RoleName};

use crate::{HolderRecord, Import, Known, Listed};

/// Inserts, changes and ends that bring what is known to what was listed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImportPlan {
    /// Holders who are new.
    pub new_holders: Vec<HolderRecord>,
    /// Holders of whom the rosters say something else.
    pub changed_holders: Vec<HolderChange>,
    /// Listed holders who are known as they are listed.
    pub unchanged_holders: usize,
    /// Assignments that are new.
    pub inserts: Vec<Assignment>,
    /// Assignments whose days or details are listed differently.
    pub changes: Vec<AssignmentChange>,
    /// Listed assignments that are known as they are listed.
    pub unchanged: usize,
    /// Known assignments that a whole roster of their role no longer lists: to end on the day of the import.
    pub ended: Vec<Assignment>,
    /// Known assignments that would end, if rows of their role were not still to choose or rejected.
    pub held_back: Vec<Assignment>,
}

/// A field of a holder: before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// Stable name of the field: `name`, `unit`, `post`, `phone`.
    pub field: &'static str,
    /// As known.
    pub before: String,
    /// As listed.
    pub after: String,
}

/// A holder of whom the rosters say something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HolderChange {
    /// As listed.
    pub record: HolderRecord,
    /// What differs.
    pub fields: Vec<FieldChange>,
}

/// An assignment with other days or details.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssignmentChange {
    /// As known.
    pub before: Assignment,
    /// As listed.
    pub after: Assignment,
}

impl ImportPlan {
    /// Compares. `whole` are the roles of which the rosters were whole lists: what they leave out has ended.
    pub fn new(import: &Import, known: &Known, as_of: Day, whole: &[RoleName]) -> Self {
        let mut plan = ImportPlan::default();
        plan.compare_holders(import, known);
        let used = plan.compare_assignments(&import.listed, known, as_of);
        let all_unsettled = import.unsettled.contains(&None);
        for (at, assignment) in known.assignments.iter().enumerate() {
            let over = assignment.period.to().is_some_and(|to| to <= as_of);
            if used.contains(&at) || over || !whole.contains(&assignment.role) {
                continue;
            }
            let unsettled = all_unsettled || import.unsettled.contains(&Some(assignment.role.clone()));
            let list = if unsettled { &mut plan.held_back } else { &mut plan.ended };
            list.push(assignment.clone());
        }
        plan
    }

    /// Whether nothing would change.
    pub fn is_empty(&self) -> bool {
        self.new_holders.is_empty()
            && self.changed_holders.is_empty()
            && self.inserts.is_empty()
            && self.changes.is_empty()
            && self.ended.is_empty()
    }

    /// What is known once the plan is carried out on `as_of`.
    #[must_use]
    pub fn apply(&self, known: &Known, as_of: Day) -> Known {
        let mut after = known.clone();
        for change in &self.changed_holders {
            let same = after.holders.iter_mut().filter(|record| record.holder == change.record.holder);
            same.for_each(|record| *record = change.record.clone());
        }
        after.holders.extend(self.new_holders.iter().cloned());
        for change in &self.changes {
            let same = after.assignments.iter_mut().filter(|one| **one == change.before);
            same.for_each(|one| *one = change.after.clone());
        }
        // What was to begin later and is no longer listed never began.
        after.assignments.retain(|one| one.period.from() < as_of || !self.ended.contains(one));
        for one in after.assignments.iter_mut().filter(|one| self.ended.contains(one)) {
            if let Ok(period) = Period::new(one.period.from(), Some(as_of)) {
                one.period = period;
            }
        }
        after.assignments.extend(self.inserts.iter().cloned());
        after
    }

    fn compare_holders(&mut self, import: &Import, known: &Known) {
        let before: HashMap<&Holder, &HolderRecord> = known.holders.iter().map(|one| (&one.holder, one)).collect();
        for record in &import.holders {
            match before.get(&record.holder) {
                None => self.new_holders.push(record.clone()),
                Some(before) => {
                    let fields = differences(before, record);
                    if fields.is_empty() {
                        self.unchanged_holders += 1;
                    } else {
                        self.changed_holders.push(HolderChange { record: record.clone(), fields });
                    }
                }
            }
        }
    }

    /// Compares listed with known assignments; returns the known ones that are listed.
    fn compare_assignments(&mut self, listed: &[Listed], known: &Known, as_of: Day) -> HashSet<usize> {
        let mut by_key: HashMap<(&Holder, &RoleName, &PlaceKey), Vec<usize>> = HashMap::new();
        for (at, one) in known.assignments.iter().enumerate() {
            by_key.entry((&one.holder, &one.role, &one.place)).or_default().push(at);
        }
        let mut used = HashSet::new();
        // First what agrees in its first day, so that a corrected term never takes another term's place.
        let mut rest = Vec::new();
        for one in listed {
            let same = by_key.get(&(&one.holder, &one.role, &one.place)).map_or(&[][..], Vec::as_slice);
            let exact = same.iter().find(|at| Some(known.assignments[**at].period.from()) == one.from);
            match exact.copied().filter(|at| !used.contains(at)) {
                Some(at) => self.compare(one, &known.assignments[at], at, &mut used, as_of),
                None => rest.push((one, same)),
            }
        }
        for (one, same) in rest {
            let Some(period) = one.period(as_of) else { continue };
            let overlaps = |at: &&usize| known.assignments[**at].period.overlaps(&period) && !used.contains(*at);
            match same.iter().find(overlaps).copied() {
                Some(at) => self.compare(one, &known.assignments[at], at, &mut used, as_of),
                None => self.inserts.push(assignment(one, period)),
            }
        }
        used
    }

    fn compare(&mut self, one: &Listed, before: &Assignment, at: usize, used: &mut HashSet<usize>, as_of: Day) {
        used.insert(at);
        // A row that gives no day says nothing against the known one.
        let from = one.from.unwrap_or(before.period.from());
        let Some(period) = Period::new(from, one.to.or(before.period.to().filter(|_| one.from.is_none()))).ok() else {
            return self.inserts.extend(one.period(as_of).map(|period| assignment(one, period)));
        };
        let mut after = assignment(one, period);
        let listed: BTreeSet<&String> = one.details.iter().map(|(field, _)| field).collect();
        let kept = before.details.iter().filter(|(field, _)| !listed.contains(field)).cloned();
        after.details = kept.chain(after.details).collect();
        after.details.sort();
        let mut details = before.details.clone();
        details.sort();
        if after.period == before.period && after.details == details {
            self.unchanged += 1;
        } else {
            self.changes.push(AssignmentChange { before: before.clone(), after });
        }
    }
}

fn assignment(one: &Listed, period: Period) -> Assignment {
    Assignment {
        holder: one.holder.clone(),
        role: one.role.clone(),
        place: one.place.clone(),
        period,
        details: one.details.clone(),
    }
}

fn differences(before: &HolderRecord, after: &HolderRecord) -> Vec<FieldChange> {
    let fields = [
        ("name", &before.name, &after.name),
        ("unit", &before.unit, &after.unit),
        ("post", &before.post, &after.post),
        ("phone", &before.phone, &after.phone),
    ];
    let differs = fields.into_iter().filter(|(_, before, after)| before != after);
    differs.map(|(field, before, after)| FieldChange { field, before: before.clone(), after: after.clone() }).collect()
}

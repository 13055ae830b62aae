//! An entry while it is judged.

use model::{Finding, Holder, Level, Place, PlaceKey, Rule, Severity};

use super::{
    Candidate, RowAt, Target,
    pass::{Pass, Read},
};
use crate::{HolderKind, Role, mapping::Meaning, sheet::Entry};

/// An entry with what was found out about it so far.
pub(super) struct Case<'a, 'e> {
    pub(super) entry: &'e Entry,
    pub(super) read: &'e Read<'a>,
    pub(super) role: Option<&'a Role>,
    pub(super) at: RowAt,
    pub(super) findings: Vec<Finding>,
    pub(super) candidates: Vec<Candidate>,
    pub(super) holder: Option<usize>,
}

impl Case<'_, '_> {
    /// The kind of holder that the row names.
    pub(super) fn kind(&self) -> HolderKind {
        match self.role {
            Some(role) => role.holder,
            None if self.read.meanings.contains(&Meaning::PersonName) => HolderKind::Person,
            None if self.read.meanings.contains(&Meaning::OrganisationName) => HolderKind::Organisation,
            None => HolderKind::Person,
        }
    }

    /// Levels at which the row's role is held; all of them while the role is not known.
    pub(super) fn levels(&self) -> &[Level] {
        self.role.map_or(&Level::ALL, |role| &role.levels)
    }

    pub(super) fn error(&mut self, rule: Rule, fill: impl FnOnce(Finding) -> Finding) {
        self.note(rule, Severity::Error, None, fill);
    }

    pub(super) fn error_in(&mut self, rule: Rule, column: &Meaning, fill: impl FnOnce(Finding) -> Finding) {
        self.note(rule, Severity::Error, Some(column), fill);
    }

    pub(super) fn warning(&mut self, rule: Rule, fill: impl FnOnce(Finding) -> Finding) {
        self.note(rule, Severity::Warning, None, fill);
    }

    pub(super) fn note(
        &mut self,
        rule: Rule,
        severity: Severity,
        column: Option<&Meaning>,
        fill: impl FnOnce(Finding) -> Finding,
    ) {
        let columns = &self.read.layout.mapping.columns;
        let field = column.and_then(|column| columns.iter().find(|(_, meaning)| *meaning == column));
        let place = Place {
            file: self.at.file.clone(),
            layer: Some(self.at.sheet.clone()),
            row: Some(self.at.row),
            code: self.entry.code.as_ref().map(|code| code.text.clone()),
            field: field.map(|(title, _)| title.clone()),
            position: None,
        };
        self.findings.push(fill(Finding::new(rule, severity, place)));
    }

    /// The holder's record, once it is settled.
    pub(super) fn candidate_holder(pass: &Pass<'_>, at: usize, score: f64) -> Candidate {
        let record = &pass.holders.list[at];
        let name =
            if record.unit.is_empty() { record.name.clone() } else { format!("{} {}", record.name, record.unit) };
        Candidate { target: Target::Holder(record.holder.clone()), name, score }
    }
}

/// What a person chose for a row: a holder.
pub(super) fn chosen_holder(pass: &Pass<'_>, at: &RowAt) -> Option<Holder> {
    let chosen = pass.choices.get(at)?;
    chosen.iter().find_map(|target| match target {
        Target::Holder(holder) => Some(holder.clone()),
        Target::Place(_) => None,
    })
}

/// What a person chose for a row: a place.
pub(super) fn chosen_place(pass: &Pass<'_>, at: &RowAt) -> Option<PlaceKey> {
    let chosen = pass.choices.get(at)?;
    chosen.iter().find_map(|target| match target {
        Target::Place(key) => Some(key.clone()),
        Target::Holder(_) => None,
    })
}

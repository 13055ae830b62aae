//! What people say about columns of sheets, against what the header's words say.

use model::{RoleName, Sheet};
use roster::{Config, Import, Known, Mapping, Mappings, Meaning, Places, Request};

use crate::RosterFault;

/// What a column means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnTold {
    /// In this sheet alone; in every sheet with such a column where `None`.
    pub sheet: Option<String>,
    /// Text of the header; rows of a header below each other have `/` between them.
    pub title: String,
    /// Its meaning.
    pub meaning: Meaning,
}

/// Adds to saved mappings what people say about columns, and of which role all rows of a sheet are.
///
/// # Errors
/// When there is no such role, sheet or column.
pub fn told_mappings(
    sheets: &[Sheet],
    config: &Config,
    saved: &Mappings,
    columns: &[ColumnTold],
    roles: &[(String, RoleName)],
) -> Result<Mappings, RosterFault> {
    let mut mappings = saved.clone();
    for (sheet, role) in roles {
        config.role(role).ok_or_else(|| RosterFault::NoRole(role.0.clone()))?;
        let known = sheets.iter().any(|one| one.name == *sheet);
        known.then_some(()).ok_or_else(|| RosterFault::NoSheet(sheet.clone()))?;
    }
    let before = layouts(sheets, config, saved);
    for layout in &before.layouts {
        let of_sheet = |told: &&ColumnTold| told.sheet.as_ref().is_none_or(|sheet| *sheet == layout.sheet);
        let told: Vec<&ColumnTold> = columns.iter().filter(of_sheet).collect();
        let role = roles.iter().find(|(sheet, _)| *sheet == layout.sheet).map(|(_, role)| role);
        if let Some(mapping) = told_mapping(layout, config, &told, role) {
            mappings.save(mapping);
        }
    }
    let after = layouts(sheets, config, &mappings);
    let there = |told: &&ColumnTold| after.layouts.iter().any(|layout| layout.header.contains(&told.title));
    match columns.iter().find(|told| !there(told)) {
        Some(missing) => Err(RosterFault::NoColumn(missing.title.clone())),
        None => Ok(mappings),
    }
}

/// The mapping of a sheet with what was told; `None` where nothing was told of it.
fn told_mapping(
    layout: &roster::Layout,
    config: &Config,
    told: &[&ColumnTold],
    role: Option<&RoleName>,
) -> Option<Mapping> {
    let mut mapping = layout.mapping.clone();
    if !layout.understood {
        let role = config.role_of_sheet(&layout.sheet).map(|role| role.name.0.clone());
        mapping = Mapping { sheet: layout.sheet.clone(), role, ..Mapping::default() };
    }
    let there = |told: &&&ColumnTold| !layout.understood || layout.header.contains(&told.title);
    let told: Vec<_> = told.iter().filter(there).collect();
    if told.is_empty() && (role.is_none() || !layout.understood) {
        return None;
    }
    for one in told {
        // A meaning has one column: what was guessed to have it has it no more.
        mapping.columns.values_mut().filter(|meaning| **meaning == one.meaning).for_each(|m| *m = Meaning::Ignore);
        mapping.columns.insert(one.title.clone(), one.meaning.clone());
    }
    if let Some(role) = role {
        mapping.role = Some(role.0.clone());
    }
    Some(mapping)
}

/// Headers and columns alone: what places and people there are does not matter to them.
fn layouts(sheets: &[Sheet], config: &Config, mappings: &Mappings) -> Import {
    let (places, known) = (Places::default(), Known::default());
    let as_of = model::Day::constant(2000, 1, 1);
    roster::import(sheets, &Request { config, places: &places, known: &known, mappings, choices: &[], as_of })
}

//! Which column of a sheet means what: guessed from header words, given, saved, reused.

mod meaning;
mod words;

pub use meaning::Meaning;
pub(crate) use words::level_called;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Config, Role, text};

/// What the columns of a sheet mean, by their header texts.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// Name of the sheet.
    pub sheet: String,
    /// Stable name of the role that all rows are of, where no column says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Header text → meaning. A column that is not here is not read.
    pub columns: BTreeMap<String, Meaning>,
}

/// Mappings that were saved, to be used again next year.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mappings {
    /// One a sheet.
    #[serde(default, rename = "sheet")]
    pub sheets: Vec<Mapping>,
}

/// Why a saved mapping cannot be read or written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct MappingFault(String);

impl Mappings {
    /// Reads saved mappings.
    ///
    /// # Errors
    /// When the text is no TOML of this shape; the message names the line.
    pub fn parse(text: &str) -> Result<Self, MappingFault> {
        toml::from_str(text).map_err(|fault| MappingFault(fault.to_string()))
    }

    /// The text to save.
    ///
    /// # Errors
    /// When a name cannot be written as TOML.
    pub fn to_toml(&self) -> Result<String, MappingFault> {
        toml::to_string_pretty(self).map_err(|fault| MappingFault(fault.to_string()))
    }

    /// The mapping for a sheet: one saved under its name, or under any name for the same columns.
    pub fn find(&self, sheet: &str, header: &[String]) -> Option<&Mapping> {
        let fits = |mapping: &&Mapping| {
            !mapping.columns.is_empty() && mapping.columns.keys().all(|title| header.contains(title))
        };
        let named = self.sheets.iter().filter(|mapping| text::clean(&mapping.sheet) == text::clean(sheet)).find(fits);
        let exact = |mapping: &&Mapping| {
            fits(mapping) && mapping.columns.len() == header.iter().filter(|title| !title.is_empty()).count()
        };
        named.or_else(|| self.sheets.iter().find(exact))
    }

    /// Puts a mapping in the place of the one saved under the same sheet name.
    pub fn save(&mut self, mapping: Mapping) {
        self.sheets.retain(|other| other.sheet != mapping.sheet);
        self.sheets.push(mapping);
    }
}

impl Mapping {
    /// Guesses from header texts and the name or title of the sheet. A meaning goes to its first column; columns that
    /// mean nothing known are told as [`Meaning::Ignore`].
    pub fn guess(sheet: &str, title: &str, header: &[String], config: &Config) -> Self {
        let role = config.role_of_sheet(sheet).or_else(|| config.role_of_sheet(title));
        let mut columns: BTreeMap<String, Meaning> = BTreeMap::new();
        for title in header.iter().filter(|title| !title.is_empty()) {
            let guessed = meaning_of(title, role, config).unwrap_or(Meaning::Ignore);
            let taken = columns.values().any(|meaning| *meaning == guessed);
            columns.entry(title.clone()).or_insert(if taken { Meaning::Ignore } else { guessed });
        }
        let role = role.map(|role| role.name.0.clone());
        Mapping { sheet: text::clean(sheet), role, columns }
    }

    /// The meaning of each column; a header text that stands twice counts the first time.
    pub(crate) fn meanings(&self, header: &[String]) -> Vec<Meaning> {
        let mut out = Vec::with_capacity(header.len());
        for (at, title) in header.iter().enumerate() {
            let first = header[..at].iter().all(|other| other != title);
            let meaning = self.columns.get(title).filter(|_| first && !title.is_empty());
            out.push(meaning.cloned().unwrap_or(Meaning::Ignore));
        }
        out
    }
}

/// What a header text means. The details of the sheet's role come first, then the words that all rosters share.
pub(crate) fn meaning_of(title: &str, role: Option<&Role>, config: &Config) -> Option<Meaning> {
    let of_role = |role: &Role| role.details.iter().find(|detail| is_called(detail, title)).map(detail_of);
    let shared = || words::meaning(title);
    match role {
        Some(role) => of_role(role).or_else(shared),
        None => shared().or_else(|| config.roles.iter().find_map(of_role)),
    }
}

fn is_called(detail: &crate::Detail, title: &str) -> bool {
    let title = words::bare(title);
    [&detail.name, &detail.zh, &detail.en].into_iter().chain(&detail.words).any(|word| words::bare(word) == title)
}

fn detail_of(detail: &crate::Detail) -> Meaning {
    Meaning::Detail(detail.name.clone())
}

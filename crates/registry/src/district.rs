//! What the district says of its rosters, kept on record: its roles, and what columns mean.

use roster::{Config, ConfigFault, Mappings};
use store::{Store, Writing};

use crate::RosterFault;

/// The demo district's roles, which a district copies and changes.
const DEMO: &str = include_str!("../../../data/district.toml");
/// The setting with the district's configuration.
const DISTRICT: &str = "district";
/// The setting with the meanings of columns that people gave.
const MAPPINGS: &str = "roster_mappings";

/// The district's roles: those that were put on record, else the demo's.
///
/// # Errors
/// When the record fails or what it holds does not read.
pub fn district(store: &Store) -> Result<Config, RosterFault> {
    read_district(kept_district(store)?.as_deref().unwrap_or(DEMO))
}

/// The text of the configuration that was put on record.
///
/// # Errors
/// When the record fails.
pub fn kept_district(store: &Store) -> Result<Option<String>, RosterFault> {
    Ok(store.setting(DISTRICT).map_err(crate::Fault::from)?)
}

/// Reads a configuration.
///
/// # Errors
/// With its first fault, and how many there are.
pub fn read_district(text: &str) -> Result<Config, RosterFault> {
    let told = |faults: Vec<ConfigFault>| RosterFault::District {
        first: faults.first().map(ToString::to_string).unwrap_or_default(),
        count: faults.len(),
    };
    Config::parse(text).map_err(told)
}

/// Keeps the district's configuration; it is used from then on.
///
/// # Errors
/// When it does not read, or the record fails.
pub fn put_district(writing: &mut Writing<'_>, text: &str) -> Result<(), RosterFault> {
    read_district(text)?;
    Ok(writing.set(DISTRICT, text).map_err(crate::Fault::from)?)
}

/// The meanings of columns that people gave in earlier imports.
///
/// # Errors
/// When the record fails or what it holds does not read.
pub fn mappings(store: &Store) -> Result<Mappings, RosterFault> {
    let kept = store.setting(MAPPINGS).map_err(crate::Fault::from)?;
    Ok(kept.map(|text| Mappings::parse(&text)).transpose()?.unwrap_or_default())
}

/// Keeps meanings of columns for the next import.
///
/// # Errors
/// When they cannot be written, or the record fails.
pub fn put_mappings(writing: &mut Writing<'_>, mappings: &Mappings) -> Result<(), RosterFault> {
    let text = mappings.to_toml()?;
    Ok(writing.set(MAPPINGS, &text).map_err(crate::Fault::from)?)
}

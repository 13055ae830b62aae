//! Definitions from TOML, with every fault listed at once.

mod fault;
mod fields;
mod metrics;
mod surveys;

use toml::de::DeTable;

use crate::metric::Metrics;
use fields::{Faults, Fields};

pub use fault::{DefinitionFault, FaultKind};

impl Metrics {
    /// Reads the district's definitions.
    ///
    /// # Errors
    /// Every fault of the text, by line.
    pub fn parse(text: &str) -> Result<Metrics, Vec<DefinitionFault>> {
        let faults = Faults::of(text);
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in &errors {
            let start = error.span().map_or(0, |span| span.start);
            faults.add(start, "", FaultKind::Syntax(error.message().to_owned()));
        }
        if !errors.is_empty() {
            // What a broken text leaves out is not missing.
            return Err(faults.list());
        }
        let root = Fields::of(&faults, table.get_ref(), 0, String::new());
        let metrics = metrics::metrics(&root);
        match metrics {
            Some(metrics) if faults.none() => Ok(metrics),
            _ => Err(faults.list()),
        }
    }
}

#[cfg(test)]
mod tests;

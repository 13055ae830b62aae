//! The figures of a quarterly pack, frozen: the same bytes a year later, whatever happened to the rows since.

use model::Day;
use serde::{Deserialize, Serialize};

use crate::frozen::{FrozenFigure, FrozenLoad, FrozenPart, FrozenTerms, freeze_figure, freeze_load, freeze_terms};
use crate::metric::Metrics;
use crate::rows::Rows;
use crate::standing::Standing;

/// Number of the text form that this program writes.
const FORMAT: u32 = 1;

/// All figures, loads and watched terms of a day as known at a time, with their definitions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Snapshot {
    /// Number of the text form.
    pub format: u32,
    /// Version of the definitions.
    pub definitions: String,
    /// The day on which the rows were valid, `YYYY-MM-DD`.
    pub as_of: String,
    /// The time as of which the rows were known, in the words of the store that handed them out.
    pub known_as_of: String,
    /// Figures in the order of the definitions.
    pub figures: Vec<FrozenFigure>,
    /// Loads in the order of the definitions.
    pub loads: Vec<FrozenLoad>,
    /// Terms that ended soon, in the order of the definitions.
    pub terms: Vec<FrozenTerms>,
}

/// Why a text is no snapshot.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotFault {
    /// It is not the JSON of a snapshot.
    #[error("no snapshot: {0}")]
    Json(#[from] serde_json::Error),
    /// A newer program wrote it.
    #[error("text form {found}; this program reads {FORMAT}")]
    Format {
        /// Its number.
        found: u32,
    },
    /// The numbers of a figure do not add up.
    #[error("figure {0}: its numbers do not add up")]
    Sums(String),
    /// The same content has another text form: it was edited by hand.
    #[error("not as this program writes it")]
    Altered,
}

impl Snapshot {
    /// Counts everything that is defined. `rows` are those known at `known_as_of`; the caller asks the store for them.
    pub fn freeze(metrics: &Metrics, rows: &Rows, as_of: Day, known_as_of: &str) -> Self {
        let standing = Standing::on(rows, as_of);
        Snapshot {
            format: FORMAT,
            definitions: metrics.version.clone(),
            as_of: as_of.to_string(),
            known_as_of: known_as_of.to_owned(),
            figures: metrics.metrics.iter().map(|metric| freeze_figure(metric, &standing)).collect(),
            loads: metrics.loads.iter().map(|metric| freeze_load(metric, &standing)).collect(),
            terms: metrics.terms.iter().map(|watch| freeze_terms(watch, &standing)).collect(),
        }
    }

    /// The stable text form: JSON, keys in a fixed order, lists sorted, one newline at the end. Its UTF-8 bytes are
    /// what a content digest is taken of.
    ///
    /// # Errors
    /// None that a snapshot's own values could cause.
    pub fn to_text(&self) -> Result<String, SnapshotFault> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }

    /// Reads the text form, byte for byte as it was written.
    ///
    /// # Errors
    /// When the text is not one that this program writes, or its figures do not add up.
    pub fn parse(text: &str) -> Result<Self, SnapshotFault> {
        #[derive(Deserialize)]
        struct Head {
            format: u32,
        }
        let Head { format } = serde_json::from_str(text)?;
        if format != FORMAT {
            return Err(SnapshotFault::Format { found: format });
        }
        let snapshot: Snapshot = serde_json::from_str(text)?;
        if let Some(figure) = snapshot.figures.iter().find(|figure| !figure.adds_up()) {
            return Err(SnapshotFault::Sums(figure.id.clone()));
        }
        if snapshot.to_text()? == text { Ok(snapshot) } else { Err(SnapshotFault::Altered) }
    }

    /// The figure of a metric.
    pub fn get(&self, id: &str) -> Option<&FrozenFigure> {
        self.figures.iter().find(|figure| figure.id == id)
    }
}

impl FrozenFigure {
    fn adds_up(&self) -> bool {
        let lists = [self.yes.len(), self.no.len(), self.unknown.len()];
        let sums = |parts: &[FrozenPart]| {
            let sum = |number: fn(&FrozenPart) -> usize| parts.iter().map(number).sum::<usize>();
            [sum(|part| part.yes), sum(|part| part.no), sum(|part| part.unknown)]
        };
        let parts = [&self.by_street, &self.by_community, &self.by_kind];
        lists.iter().sum::<usize>() == self.denominator && parts.into_iter().all(|parts| sums(parts) == lists)
    }
}

//! Coverage: which places have something on a day, which lack it, and of which nobody knows.
//!
//! [`Rows`] and a day go in, [`Figure`]s come out: n, N, the unknown as a third number, and the places behind each.
//! What counts is told by [`Metrics`], the district's definitions in TOML; nothing here states a figure. A
//! [`Snapshot`] freezes the figures of a quarterly pack as text that is the same to the byte a year later.

mod change;
mod counting;
mod figure;
mod frozen;
mod load;
mod metric;
mod parse;
mod percent;
mod rows;
mod snapshot;
mod standing;
mod survey;
mod term;
mod verdict;
mod window;

pub use change::{Change, changes, falls};
pub use figure::{Behind, Figure, Part, Tally, figure};
pub use frozen::{FrozenFigure, FrozenLoad, FrozenPart, FrozenTerm, FrozenTerms};
pub use load::{Load, load};
pub use metric::{
    Absence, Bilingual, Condition, Counts, Filter, LoadMetric, Metric, Metrics, Missing, Population, TermWatch, Test,
};
pub use parse::{DefinitionFault, FaultKind};
pub use percent::{Percent, Rate, Rounding, Towards};
pub use rows::{Evidence, Fact, Known, PlaceRow, Rostered, Rows};
pub use snapshot::{Snapshot, SnapshotFault};
pub use standing::Standing;
pub use survey::{Finds, Form, Survey, Surveyed, Tells, Told, survey};
pub use term::{Ending, ending};
pub use window::{Unit, Window};

//! Why a coordinate reference system or a transformation cannot be had.

use crate::DatumFamily;

/// What can go wrong with a CRS; every variant names the text or system it is about.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum CrsError {
    /// The text is neither a code, nor WKT, nor a PROJ string.
    #[error("not a coordinate reference system: {text}")]
    Unreadable {
        /// The beginning of the text.
        text: String,
    },
    /// WKT that breaks off or is malformed.
    #[error("malformed WKT at character {at}: {reason}")]
    Wkt {
        /// 0-based character position.
        at: usize,
        /// What was expected.
        reason: &'static str,
    },
    /// A method, unit or kind of system that the linked engine does not know.
    #[error("unsupported coordinate reference system: {what}")]
    Unsupported {
        /// The method, unit, code or kind.
        what: String,
    },
    /// The two datums differ and nobody has said by how much; give `+towgs84` in a PROJ string.
    #[error("no transformation parameters known between the datums {from} and {to}")]
    DatumShiftUnknown {
        /// Datum of the source, for people.
        from: String,
        /// Datum of the target, for people.
        to: String,
        /// Family of the source's datum.
        from_family: DatumFamily,
        /// Family of the target's datum.
        to_family: DatumFamily,
    },
    /// A local or engineering system: it is not tied to the earth.
    #[error("local coordinate system without a tie to the earth: {name}")]
    Local {
        /// Its name.
        name: String,
    },
    /// The projection engine refused the definition.
    #[error("the projection engine refuses the definition: {reason}")]
    Engine {
        /// The engine's own words.
        reason: String,
    },
    /// Some points could not be transformed.
    #[error(transparent)]
    Points(#[from] PointFailures),
}

/// Points that a transformation could not carry over; they hold NaN afterwards, all others are transformed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} points cannot be transformed, the first is number {}", .indices.len(), .indices.first().copied().unwrap_or(0))]
pub struct PointFailures {
    /// 0-based positions in the slice, ascending.
    pub indices: Vec<usize>,
}

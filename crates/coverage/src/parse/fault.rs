//! What is wrong with a text of definitions.

/// A fault of a text of definitions, and where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[error("line {line}: {at}: {kind}")]
pub struct DefinitionFault {
    /// Line, from 1.
    pub line: usize,
    /// The key, with those around it: `metric[2].where[1].last`.
    pub at: String,
    /// What is wrong.
    pub kind: FaultKind,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum FaultKind {
    /// The text is no TOML.
    #[error("{0}")]
    Syntax(String),
    /// Nobody reads this key.
    #[error("unknown key")]
    UnknownKey,
    /// A key that is needed is absent.
    #[error("missing")]
    Missing,
    /// The value is of another type.
    #[error("must be {0}")]
    WrongType(&'static str),
    /// The value is none of those that are understood.
    #[error("{value:?} is not {expected}")]
    Invalid {
        /// The value as given.
        value: String,
        /// What is understood.
        expected: &'static str,
    },
    /// Another definition has this name already.
    #[error("{0:?} is defined twice")]
    Twice(String),
    /// Exactly one of these keys is needed.
    #[error("needs exactly one of {0}")]
    ExactlyOne(&'static str),
    /// Two keys that exclude each other.
    #[error("cannot stand with {0}")]
    Excludes(&'static str),
}

impl FaultKind {
    /// Stable name for the catalogue of words.
    pub fn id(&self) -> &'static str {
        match self {
            FaultKind::Syntax(_) => "syntax",
            FaultKind::UnknownKey => "unknown-key",
            FaultKind::Missing => "missing",
            FaultKind::WrongType(_) => "wrong-type",
            FaultKind::Invalid { .. } => "invalid",
            FaultKind::Twice(_) => "twice",
            FaultKind::ExactlyOne(_) => "exactly-one",
            FaultKind::Excludes(_) => "excludes",
        }
    }
}

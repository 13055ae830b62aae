//! What is wrong with a configuration.

/// A fault and its line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct ConfigFault {
    /// Line in the text, from 1.
    pub line: usize,
    /// What is wrong.
    pub problem: Problem,
}

/// What can be wrong in a configuration.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// It is no TOML.
    #[error("{0}")]
    Syntax(String),
    /// A key that nothing reads: most often a typing error.
    #[error("unknown key {0}")]
    KeyUnknown(String),
    /// A key that must be there.
    #[error("{0} is missing")]
    KeyMissing(String),
    /// A value of another type.
    #[error("{key} must be {expected}")]
    ValueType {
        /// The key.
        key: String,
        /// The type it needs.
        expected: &'static str,
    },
    /// A stable name is small Latin letters, digits and hyphens.
    #[error("{0:?} is no stable name (small letters, digits, hyphens)")]
    NameInvalid(String),
    /// The same name twice.
    #[error("{0} is defined twice")]
    Twice(String),
    /// No such level.
    #[error("there is no level {0:?}")]
    LevelUnknown(String),
    /// Neither `person` nor `organisation`.
    #[error("a holder is a person or an organisation, not {0:?}")]
    HolderUnknown(String),
    /// Required at a level at which the role is not held.
    #[error("required at {0}, which is not among the levels")]
    RequiredNotHeld(String),
}

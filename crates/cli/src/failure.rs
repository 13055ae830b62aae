//! How a command ends, and with which exit code.

/// Why a command did not do what was asked; findings are shown before this is raised.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// Findings of severity error stand in the way; they have been shown. Exit code 1.
    #[error("findings")]
    Findings,
    /// The command line asks for something that cannot be. Exit code 2.
    #[error("{id}")]
    Usage {
        /// Message in the catalogue.
        id: &'static str,
        /// Its figures.
        figures: Vec<(&'static str, String)>,
    },
    /// A file could not be read or written. Exit code 3.
    #[error("{path}: {reason}")]
    File {
        /// The file.
        path: String,
        /// What the system or the format says.
        reason: String,
    },
}

impl Failure {
    /// Wrong use, with a message of the catalogue.
    pub(crate) fn usage(id: &'static str, figures: &[(&'static str, String)]) -> Self {
        Failure::Usage { id, figures: figures.to_vec() }
    }

    /// A file that could not be read or written.
    pub(crate) fn file(path: &std::path::Path, reason: impl ToString) -> Self {
        Failure::File { path: path.display().to_string(), reason: reason.to_string() }
    }

    /// The exit code of README and `--help`.
    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Failure::Findings => 1,
            Failure::Usage { .. } => 2,
            Failure::File { .. } => 3,
        }
    }
}

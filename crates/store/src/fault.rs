//! What can go wrong with the record.

use model::Day;

/// Why the record refuses or fails.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// SQLite's words.
    #[error("{0}")]
    Database(String),
    /// There is no room left on the disk; the record is as it was before.
    #[error("the disk is full; nothing was changed")]
    DiskFull,
    /// Another process writes.
    #[error("another program is writing; try again")]
    Busy,
    /// The file was made by a newer program.
    #[error("the record has schema {found}, this program knows {known}: use the newer program")]
    NewerSchema {
        /// Schema of the file.
        found: i64,
        /// Newest schema that this program knows.
        known: i64,
    },
    /// The file is no record.
    #[error("{0} is no Jingwei record")]
    NoRecord(String),
    /// The file system refused.
    #[error("{0}")]
    File(#[from] std::io::Error),
    /// What somebody edited has been changed by somebody else since.
    #[error("{key} was changed by {author} since version {base}")]
    Conflict {
        /// The thing.
        key: String,
        /// Who changed it last.
        author: String,
        /// The version that the edit was made on.
        base: i64,
    },
    /// There is nothing with this key that could end.
    #[error("nothing is known of {key} from {from} on")]
    NothingToEnd {
        /// The thing.
        key: String,
        /// First day without it.
        from: Day,
    },
    /// A row of the record does not read back; the disk or another program has damaged it.
    #[error("version {version} of the record is damaged: {reason}")]
    Damaged {
        /// Its number.
        version: i64,
        /// What is wrong.
        reason: String,
    },
    /// The chain of the audit is broken.
    #[error("the audit is broken at entry {entry}: {reason}")]
    AuditBroken {
        /// Its number.
        entry: i64,
        /// What is wrong.
        reason: String,
    },
}

impl From<rusqlite::Error> for Fault {
    fn from(fault: rusqlite::Error) -> Self {
        match fault.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => Fault::DiskFull,
            Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked) => Fault::Busy,
            _ => Fault::Database(fault.to_string()),
        }
    }
}

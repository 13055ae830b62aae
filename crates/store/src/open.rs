//! Opening the record.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use crate::{Fault, schema};

/// Name of the database in the data folder.
const FILE: &str = "record.db";

/// The record of a district. Each value is one connection: a process that answers many at once opens several.
pub struct Store {
    pub(crate) connection: Connection,
    folder: PathBuf,
}

impl Store {
    /// Opens the record in a folder; makes both when there are none, and brings an older schema up to date.
    ///
    /// # Errors
    /// When the folder cannot be written, the file is something else, or a newer program made it.
    pub fn open(folder: &Path) -> Result<Self, Fault> {
        std::fs::create_dir_all(folder)?;
        let mut connection = Connection::open(folder.join(FILE))?;
        // First of all: a file of a newer program must not be touched.
        let _ = schema::version(&connection)?;
        connection.busy_timeout(Duration::from_secs(10))?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        settle(&connection)?;
        schema::migrate(&mut connection)?;
        Ok(Store { connection, folder: folder.to_owned() })
    }

    /// Opens an existing record for reading; an older schema is brought up to date first.
    ///
    /// # Errors
    /// When there is none, or a newer program made it.
    pub fn open_read_only(folder: &Path) -> Result<Self, Fault> {
        let path = folder.join(FILE);
        if !path.is_file() {
            return Err(Fault::NoRecord(folder.display().to_string()));
        }
        let mut connection = Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        if schema::needs_steps(&connection)? {
            drop(Store::open(folder)?);
            connection = Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        }
        connection.busy_timeout(Duration::from_secs(10))?;
        settle(&connection)?;
        Ok(Store { connection, folder: folder.to_owned() })
    }

    /// Number of the schema of the file.
    ///
    /// # Errors
    /// When the database fails.
    pub fn schema(&self) -> Result<i64, Fault> {
        schema::version(&self.connection)
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The database file of a data folder.
    pub fn file(folder: &Path) -> PathBuf {
        folder.join(FILE)
    }
}

/// What every connection is set to.
fn settle(connection: &Connection) -> Result<(), Fault> {
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // 8 MiB: days are read whole and once, and the system keeps the pages of the file.
    connection.pragma_update(None, "cache_size", -8_000)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(())
}

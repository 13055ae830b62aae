//! Backup while others write, restore, and the proof that a file is whole.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use crate::{Fault, Store, audit, schema};

impl Store {
    /// Writes a consistent copy of the whole record to a file, while others read and write. The file is there whole or
    /// not at all, and verified.
    ///
    /// # Errors
    /// When the file exists, cannot be written, or does not verify.
    pub fn backup(&self, to: &Path) -> Result<(), Fault> {
        let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let temporary = tempfile::tempdir_in(folder)?;
        let copy = temporary.path().join("backup.db");
        self.connection.execute("VACUUM INTO ?1", [copy.to_string_lossy()])?;
        verify_file(&copy)?;
        keep(&copy, to)
    }
}

/// Proves that a file is a record without damage: SQLite's own check, the schema, and the audit's chain. Returns the
/// number of the audit's lines.
///
/// # Errors
/// What is wrong with it.
pub fn verify_file(path: &Path) -> Result<i64, Fault> {
    if !path.is_file() {
        return Err(Fault::NoRecord(path.display().to_string()));
    }
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    if schema::version(&connection)? == 0 {
        return Err(Fault::NoRecord(path.display().to_string()));
    }
    let said: String = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if said != "ok" {
        return Err(Fault::Database(said));
    }
    audit::verify(&connection).map(|(count, _)| count)
}

/// Makes a data folder of a backup; a record that is there is kept beside as `record.db.before`.
///
/// # Errors
/// When the backup does not verify or the folder cannot be written.
pub fn restore(backup: &Path, folder: &Path) -> Result<(), Fault> {
    verify_file(backup)?;
    std::fs::create_dir_all(folder)?;
    let file = Store::file(folder);
    let temporary = tempfile::tempdir_in(folder)?;
    let copy = temporary.path().join("record.db");
    std::fs::copy(backup, &copy)?;
    if file.exists() {
        // Whatever still stands in the log belongs to the record that is put aside.
        Connection::open(&file)?.pragma_update(None, "wal_checkpoint", "TRUNCATE")?;
        std::fs::rename(&file, file.with_extension("db.before"))?;
        for log in ["record.db-wal", "record.db-shm"] {
            let _ = std::fs::remove_file(folder.join(log));
        }
    }
    keep(&copy, &file)
}

/// Moves a finished file to its place, durably.
fn keep(from: &Path, to: &Path) -> Result<(), Fault> {
    if to.exists() {
        return Err(std::io::Error::from(std::io::ErrorKind::AlreadyExists).into());
    }
    std::fs::File::open(from)?.sync_all()?;
    std::fs::rename(from, to)?;
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Ok(std::fs::File::open(folder)?.sync_all()?)
}

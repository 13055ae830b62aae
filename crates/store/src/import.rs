//! Imports: files that somebody brought in, what was found in them, and whether they were taken. What was found is the
//! caller's text.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row, params};

use crate::{Fault, Store, Writing};

/// How far an import has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ImportState {
    /// Looked at, and it could be taken.
    Checked,
    /// Looked at, and it cannot be taken as it is.
    Faulty,
    /// On record.
    Taken,
}

/// An import as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptImport {
    /// Number.
    pub id: i64,
    /// When it was checked.
    pub at: Timestamp,
    /// Who brought it.
    pub author: String,
    /// What it brings: `roster`, `evidence`.
    pub kind: String,
    /// Names of its files.
    pub name: String,
    /// How far it has come.
    pub state: ImportState,
    /// What was found, the caller's text; empty in a list.
    pub outcome: String,
}

impl ImportState {
    /// All of them.
    pub const ALL: [ImportState; 3] = [ImportState::Checked, ImportState::Faulty, ImportState::Taken];

    /// Stable name.
    pub fn id(self) -> &'static str {
        match self {
            ImportState::Checked => "checked",
            ImportState::Faulty => "faulty",
            ImportState::Taken => "taken",
        }
    }

    /// A name that no program wrote cannot be taken.
    fn from_id(id: &str) -> Self {
        Self::ALL.into_iter().find(|state| state.id() == id).unwrap_or(ImportState::Faulty)
    }
}

impl Store {
    /// Imports before a number, the newest first, without what was found in them.
    ///
    /// # Errors
    /// When the database fails.
    pub fn imports(&self, before: Option<i64>, most: usize) -> Result<Vec<KeptImport>, Fault> {
        let sql = "SELECT id, at, author, kind, name, state, '' FROM import WHERE ?1 IS NULL OR id < ?1 \
                   ORDER BY id DESC LIMIT ?2";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map(params![before, i64::try_from(most).unwrap_or(i64::MAX)], read)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// An import by its number.
    ///
    /// # Errors
    /// When the database fails.
    pub fn import(&self, id: i64) -> Result<Option<KeptImport>, Fault> {
        let sql = "SELECT id, at, author, kind, name, state, outcome FROM import WHERE id = ?1";
        Ok(self.connection.prepare_cached(sql)?.query_row([id], read).optional()?)
    }
}

impl Writing<'_> {
    /// Keeps an import that was looked at; returns its number.
    ///
    /// # Errors
    /// When the database fails.
    pub fn add_import(&mut self, kind: &str, name: &str, state: ImportState, outcome: &str) -> Result<i64, Fault> {
        let sql = "INSERT INTO import (at, author, kind, name, state, outcome) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let row = params![self.at, self.author, kind, name, state.id(), outcome];
        self.transaction.execute(sql, row)?;
        let id = self.transaction.last_insert_rowid();
        self.note(&format!("import:{id}"), &format!("{kind} {}: {name}", state.id()))?;
        Ok(id)
    }

    /// Says that an import is on record now; whether it was not before.
    ///
    /// # Errors
    /// When the database fails.
    pub fn take_import(&mut self, id: i64) -> Result<bool, Fault> {
        let sql = "UPDATE import SET state = ?2 WHERE id = ?1 AND state = ?3";
        let (taken, checked) = (ImportState::Taken.id(), ImportState::Checked.id());
        let changed = self.transaction.execute(sql, params![id, taken, checked])?;
        self.note(&format!("import:{id}"), taken)?;
        Ok(changed == 1)
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<KeptImport> {
    let state: String = row.get(5)?;
    Ok(KeptImport {
        id: row.get(0)?,
        at: Timestamp::from_microsecond(row.get(1)?).unwrap_or(Timestamp::MIN),
        author: row.get(2)?,
        kind: row.get(3)?,
        name: row.get(4)?,
        state: ImportState::from_id(&state),
        outcome: row.get(6)?,
    })
}

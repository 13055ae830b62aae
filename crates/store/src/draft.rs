//! Drafts: what a planner has edited so far. Every edit is on the disk before it is answered.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use crate::{Fault, Store, Writing};

/// A draft. State, base and log are the caller's texts; the record only keeps them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its name, unique.
    pub name: String,
    /// Where it stands between draft and published.
    pub state: String,
    /// The plan it began with; written once.
    pub base: String,
    /// All edits.
    pub log: String,
    /// Rises with every change; an edit names the revision that it was made on.
    pub revision: i64,
    /// Who changed it last.
    pub author: String,
    /// When.
    pub changed: Timestamp,
}

/// A draft without its plan: what a list shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftHead {
    /// Its name.
    pub name: String,
    /// Where it stands; the caller's text.
    pub state: String,
    /// Rises with every change.
    pub revision: i64,
    /// Who changed it last.
    pub author: String,
    /// When.
    pub changed: Timestamp,
}

/// The record as it was at one moment, as far as it tells whether something is new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pulse {
    /// All drafts.
    pub drafts: Vec<DraftHead>,
    /// Moment of the newest change of what is known about the district.
    pub record: Option<Timestamp>,
}

impl Store {
    /// Drafts and the newest change, both of one moment.
    ///
    /// # Errors
    /// When the database fails.
    pub fn pulse(&self) -> Result<Pulse, Fault> {
        let reading = self.connection.unchecked_transaction()?;
        let pulse = Pulse { drafts: self.draft_heads()?, record: self.last_change()? };
        reading.finish()?;
        Ok(pulse)
    }

    /// The names of all drafts with their states, the oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn drafts(&self) -> Result<Vec<(String, String)>, Fault> {
        names(&self.connection)
    }

    /// A draft by its name.
    ///
    /// # Errors
    /// When the database fails.
    pub fn draft(&self, name: &str) -> Result<Option<Draft>, Fault> {
        let sql = "SELECT name, state, base, log, revision, author, changed_at FROM draft WHERE name = ?1";
        let draft = self.connection.prepare_cached(sql)?.query_row([name], |row| {
            let changed = Timestamp::from_microsecond(row.get(6)?).unwrap_or(Timestamp::MIN);
            let (name, state, base, log) = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
            Ok(Draft { name, state, base, log, revision: row.get(4)?, author: row.get(5)?, changed })
        });
        Ok(draft.optional()?)
    }

    /// A draft without its plan; `None` when there is no such draft.
    ///
    /// # Errors
    /// When the database fails.
    pub fn draft_head(&self, name: &str) -> Result<Option<DraftHead>, Fault> {
        let sql = format!("SELECT {HEAD} FROM draft WHERE name = ?1");
        Ok(self.connection.prepare_cached(&sql)?.query_row([name], head).optional()?)
    }

    /// All drafts without their plans, the oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn draft_heads(&self) -> Result<Vec<DraftHead>, Fault> {
        let sql = format!("SELECT {HEAD} FROM draft ORDER BY rowid");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let heads = statement.query_map([], head)?;
        Ok(heads.collect::<Result<_, _>>()?)
    }
}

/// The columns of a [`DraftHead`].
const HEAD: &str = "name, state, revision, author, changed_at";

fn head(row: &rusqlite::Row<'_>) -> rusqlite::Result<DraftHead> {
    let changed = Timestamp::from_microsecond(row.get(4)?).unwrap_or(Timestamp::MIN);
    let (name, state) = (row.get(0)?, row.get(1)?);
    Ok(DraftHead { name, state, revision: row.get(2)?, author: row.get(3)?, changed })
}

fn names(connection: &Connection) -> Result<Vec<(String, String)>, Fault> {
    let mut statement = connection.prepare_cached("SELECT name, state FROM draft ORDER BY rowid")?;
    let drafts = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(drafts.collect::<Result<_, _>>()?)
}

impl Writing<'_> {
    /// The names of all drafts with their states, as this transaction has them so far.
    ///
    /// # Errors
    /// When the database fails.
    pub fn drafts(&self) -> Result<Vec<(String, String)>, Fault> {
        names(&self.transaction)
    }

    /// Begins a draft.
    ///
    /// # Errors
    /// When there is one with this name.
    pub fn begin_draft(&mut self, name: &str, state: &str, (base, log): (&str, &str)) -> Result<(), Fault> {
        let sql = "INSERT INTO draft (name, state, base, log, revision, author, changed_at) VALUES (?1, ?2, ?3, ?4, 1, ?5, ?6)";
        self.transaction.execute(sql, params![name, state, base, log, self.author, self.at])?;
        self.note(name, "draft begun")
    }

    /// Keeps a draft after an edit, if nobody changed it since the revision that the edit was made on. `detail` says
    /// in the audit what was done. Returns the new revision.
    ///
    /// # Errors
    /// [`Fault::Conflict`] with the other author; the caller reads the draft anew and tries again.
    pub fn keep_draft(
        &mut self,
        name: &str,
        revision: i64,
        (state, log): (&str, &str),
        detail: &str,
    ) -> Result<i64, Fault> {
        let sql = "UPDATE draft SET state = ?3, log = ?4, revision = revision + 1, author = ?5, changed_at = ?6 \
                   WHERE name = ?1 AND revision = ?2";
        let changed = self.transaction.execute(sql, params![name, revision, state, log, self.author, self.at])?;
        if changed == 1 {
            self.note(name, detail)?;
            return Ok(revision + 1);
        }
        let sql = "SELECT author FROM draft WHERE name = ?1";
        let author = self.transaction.query_row(sql, [name], |row| row.get(0)).optional()?;
        Err(Fault::Conflict { key: name.to_owned(), author: author.unwrap_or_default(), base: revision })
    }
}

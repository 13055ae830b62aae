//! Drafts: what a planner has edited so far, step by step; every step is on the disk before it is answered.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};

use crate::{Fault, Store, Writing};

/// A draft without its steps. Its texts are the caller's; the record only keeps them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftHead {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Where it stands between draft and published.
    pub state: String,
    /// What it began with, in the caller's form.
    pub base: String,
    /// Steps that count; later ones are undone and can be done again.
    pub cursor: i64,
    /// Who began it.
    pub author: String,
    /// When.
    pub created: Timestamp,
    /// Document numbers, reasons and the like, in the caller's form.
    pub detail: String,
}

/// One edit of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftStep {
    /// Place in the draft, from 1 on.
    pub number: i64,
    /// Who.
    pub author: String,
    /// When.
    pub at: Timestamp,
    /// The edit in the caller's form.
    pub edit: String,
}

impl Store {
    /// All drafts, the oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn drafts(&self) -> Result<Vec<DraftHead>, Fault> {
        let sql = "SELECT id, name, state, base, cursor, author, created_at, detail FROM draft ORDER BY created_at, id";
        let mut statement = self.connection.prepare_cached(sql)?;
        let heads = statement.query_map([], |row| {
            Ok(DraftHead {
                id: row.get(0)?,
                name: row.get(1)?,
                state: row.get(2)?,
                base: row.get(3)?,
                cursor: row.get(4)?,
                author: row.get(5)?,
                created: moment(row.get(6)?),
                detail: row.get(7)?,
            })
        })?;
        Ok(heads.collect::<Result<_, _>>()?)
    }

    /// A draft by its id.
    ///
    /// # Errors
    /// When the database fails.
    pub fn draft(&self, id: &str) -> Result<Option<DraftHead>, Fault> {
        Ok(self.drafts()?.into_iter().find(|head| head.id == id))
    }

    /// The steps of a draft, undone ones too, in order.
    ///
    /// # Errors
    /// When the database fails.
    pub fn draft_steps(&self, id: &str) -> Result<Vec<DraftStep>, Fault> {
        let sql = "SELECT number, author, at, edit FROM draft_step WHERE draft = ?1 ORDER BY number";
        let mut statement = self.connection.prepare_cached(sql)?;
        let steps = statement.query_map([id], |row| {
            let at = moment(row.get(2)?);
            Ok(DraftStep { number: row.get(0)?, author: row.get(1)?, at, edit: row.get(3)? })
        })?;
        Ok(steps.collect::<Result<_, _>>()?)
    }
}

impl Writing<'_> {
    /// Begins a draft.
    ///
    /// # Errors
    /// When there is one with this id.
    pub fn begin_draft(&mut self, head: &DraftHead) -> Result<(), Fault> {
        let sql =
            "INSERT INTO draft (id, name, state, base, author, created_at, detail) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let DraftHead { id, name, state, base, author, detail, .. } = head;
        self.transaction.execute(sql, params![id, name, state, base, author, self.at, detail])?;
        self.note(id, "draft begun")
    }

    /// Adds a step after the last that counts; undone steps behind it are given up. The author says how many steps
    /// counted when the edit was made: when there are more now, somebody else has edited.
    ///
    /// # Errors
    /// [`Fault::Conflict`] with the other author; the caller reads the draft anew and tries again.
    pub fn add_step(&mut self, draft: &str, cursor: i64, author: &str, edit: &str) -> Result<i64, Fault> {
        self.expect_cursor(draft, cursor)?;
        self.transaction.execute("DELETE FROM draft_step WHERE draft = ?1 AND number > ?2", params![draft, cursor])?;
        let sql = "INSERT INTO draft_step (draft, number, at, author, edit) VALUES (?1, ?2, ?3, ?4, ?5)";
        self.transaction.execute(sql, params![draft, cursor + 1, self.at, author, edit])?;
        self.set_cursor(draft, cursor + 1)?;
        Ok(cursor + 1)
    }

    /// Undoes or redoes: from now on `to` steps count.
    ///
    /// # Errors
    /// [`Fault::Conflict`] when somebody else has edited since.
    pub fn move_cursor(&mut self, draft: &str, from: i64, to: i64) -> Result<(), Fault> {
        self.expect_cursor(draft, from)?;
        self.set_cursor(draft, to)
    }

    /// Sets state and detail of a draft.
    ///
    /// # Errors
    /// When the database fails.
    pub fn set_draft_state(&mut self, draft: &str, state: &str, detail: &str) -> Result<(), Fault> {
        let sql = "UPDATE draft SET state = ?2, detail = ?3 WHERE id = ?1";
        self.transaction.execute(sql, params![draft, state, detail])?;
        self.note(draft, state)
    }

    fn expect_cursor(&self, draft: &str, cursor: i64) -> Result<(), Fault> {
        let sql = "SELECT d.cursor, coalesce(s.author, d.author) FROM draft d LEFT JOIN draft_step s \
                   ON s.draft = d.id AND s.number = d.cursor WHERE d.id = ?1";
        let found: Option<(i64, String)> =
            self.transaction.query_row(sql, [draft], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        match found {
            Some((now, _)) if now == cursor => Ok(()),
            Some((_, author)) => Err(Fault::Conflict { key: draft.to_owned(), author, base: cursor }),
            None => Err(Fault::Database(format!("there is no draft {draft}"))),
        }
    }

    fn set_cursor(&self, draft: &str, cursor: i64) -> Result<(), Fault> {
        self.transaction.execute("UPDATE draft SET cursor = ?2 WHERE id = ?1", params![draft, cursor])?;
        Ok(())
    }
}

fn moment(at: i64) -> Timestamp {
    Timestamp::from_microsecond(at).unwrap_or(Timestamp::MIN)
}
